//! What a parsed document may look like before it is validated or run. Everything is counted without expanding
//! fragments: a fragment is measured once, however often it is spread, so that a document whose fragments would
//! unfold to millions of fields costs no more than its text.

use std::collections::{HashMap, HashSet};

use async_graphql::parser::types::{Directive, ExecutableDocument, OperationType, Selection, SelectionSet};
use async_graphql::{Name, Positioned};

/// Most operations in a document, of which one is run.
const MAX_OPERATIONS: usize = 10;
/// Most fragments that are defined.
const MAX_FRAGMENTS: usize = 50;
/// Most fields under another name.
const MAX_ALIASES: usize = 30;
/// Most directives.
const MAX_DIRECTIVES: usize = 30;
/// Most fields asked for again in the same selection.
const MAX_REPEATS: usize = 10;
/// Most fields and fragments with every fragment unfolded.
const MAX_SELECTIONS: usize = 1_000;
/// Deepest selections within each other with every fragment unfolded.
const MAX_EXPANDED_DEPTH: usize = 32;
/// Most fields at the root of a query.
const MAX_QUERY_FIELDS: usize = 20;
/// Most actions in a document.
const MAX_MUTATION_FIELDS: usize = 5;

/// Refuses a document beyond the bounds, in words that name the bound.
pub(super) fn check(document: &ExecutableDocument) -> Result<(), String> {
    if document.operations.iter().count() > MAX_OPERATIONS {
        return Err(format!("Send at most {MAX_OPERATIONS} operations in a document."));
    }
    if document.fragments.len() > MAX_FRAGMENTS {
        return Err(format!("Define at most {MAX_FRAGMENTS} fragments in a document."));
    }
    let written = DocumentCounts::of(document);
    let bounds = [
        (written.aliases, MAX_ALIASES, "aliases"),
        (written.directives, MAX_DIRECTIVES, "directives"),
        (written.repeats, MAX_REPEATS, "fields that are asked for already"),
    ];
    if let Some((_, most, what)) = bounds.into_iter().find(|(count, most, _)| count > most) {
        return Err(format!("Use at most {most} {what} in a document."));
    }
    let mut expansion = FragmentExpansion { document, measured: HashMap::new() };
    // Fragments that no operation uses are looked at as well: the validation walks through them.
    for name in document.fragments.keys() {
        expansion.fragment(name, 0)?;
    }
    for (_, operation) in document.operations.iter() {
        let size = expansion.size(&operation.node.selection_set.node, 0)?;
        let most =
            if operation.node.ty == OperationType::Mutation { MAX_MUTATION_FIELDS } else { MAX_QUERY_FIELDS };
        if size.root > most {
            return Err(format!("Ask for at most {most} fields at the root of this document."));
        }
    }
    Ok(())
}

/// What is counted as it is written.
#[derive(Default)]
struct DocumentCounts {
    aliases: usize,
    directives: usize,
    repeats: usize,
}

impl DocumentCounts {
    fn of(document: &ExecutableDocument) -> DocumentCounts {
        let mut written = DocumentCounts::default();
        for (_, operation) in document.operations.iter() {
            written.add_directives(&operation.node.directives);
            for variable in &operation.node.variable_definitions {
                written.add_directives(&variable.node.directives);
            }
            written.add(&operation.node.selection_set.node);
        }
        for fragment in document.fragments.values() {
            written.add_directives(&fragment.node.directives);
            written.add(&fragment.node.selection_set.node);
        }
        written
    }

    fn add_directives(&mut self, directives: &[Positioned<Directive>]) {
        self.directives = self.directives.saturating_add(directives.len());
    }

    fn add(&mut self, set: &SelectionSet) {
        let mut keys = HashSet::new();
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => {
                    let field = &field.node;
                    self.aliases = self.aliases.saturating_add(usize::from(field.alias.is_some()));
                    let again = !keys.insert(&field.response_key().node);
                    self.repeats = self.repeats.saturating_add(usize::from(again));
                    self.add_directives(&field.directives);
                    self.add(&field.selection_set.node);
                }
                Selection::InlineFragment(fragment) => {
                    self.add_directives(&fragment.node.directives);
                    self.add(&fragment.node.selection_set.node);
                }
                Selection::FragmentSpread(spread) => self.add_directives(&spread.node.directives),
            }
        }
    }
}

/// How large a selection is with its fragments unfolded.
#[derive(Debug, Clone, Copy, Default)]
struct SelectionSize {
    /// Fields, inline fragments and spreads.
    selections: usize,
    /// Selections within each other.
    depth: usize,
    /// Of all those, the ones on its own level.
    root: usize,
}

fn too_deep() -> String {
    format!("Nest selections at most {MAX_EXPANDED_DEPTH} deep, fragments unfolded.")
}

struct FragmentExpansion<'a> {
    document: &'a ExecutableDocument,
    /// None while a fragment is being measured: who meets it then is inside it.
    measured: HashMap<&'a Name, Option<SelectionSize>>,
}

impl<'a> FragmentExpansion<'a> {
    fn fragment(&mut self, name: &'a Name, depth: usize) -> Result<SelectionSize, String> {
        match self.measured.get(name) {
            Some(Some(size)) => return Ok(*size),
            Some(None) => return Err(format!("The fragment {name} must not contain itself.")),
            None => {}
        }
        // The validation says which fragment is missing.
        let Some(fragment) = self.document.fragments.get(name) else { return Ok(SelectionSize::default()) };
        self.measured.insert(name, None);
        let size = self.size(&fragment.node.selection_set.node, depth)?;
        self.measured.insert(name, Some(size));
        Ok(size)
    }

    /// `depth` is how deep the selection lies, which also bounds how deep this calls itself.
    fn size(&mut self, set: &'a SelectionSet, depth: usize) -> Result<SelectionSize, String> {
        let deeper = depth.saturating_add(1);
        let mut whole = SelectionSize::default();
        if !set.items.is_empty() && deeper > MAX_EXPANDED_DEPTH {
            return Err(too_deep());
        }
        for item in &set.items {
            let (below, same_level) = match &item.node {
                Selection::Field(field) => (self.size(&field.node.selection_set.node, deeper)?, false),
                Selection::InlineFragment(fragment) => {
                    (self.size(&fragment.node.selection_set.node, deeper)?, true)
                }
                Selection::FragmentSpread(spread) => {
                    (self.fragment(&spread.node.fragment_name.node, deeper)?, true)
                }
            };
            whole.selections = whole.selections.saturating_add(1).saturating_add(below.selections);
            whole.depth = whole.depth.max(below.depth.saturating_add(1));
            // A spread counts as well, so that empty ones can't make this long.
            let beside = if same_level { below.root } else { 0 };
            whole.root = whole.root.saturating_add(1).saturating_add(beside);
        }
        if whole.selections > MAX_SELECTIONS {
            return Err(format!(
                "Ask for at most {MAX_SELECTIONS} fields in a document, fragments unfolded."
            ));
        }
        if whole.depth > MAX_EXPANDED_DEPTH {
            return Err(too_deep());
        }
        Ok(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        check(&async_graphql::parser::parse_query(text).unwrap()).err().unwrap_or_default()
    }

    fn fine(text: &str) {
        assert_eq!(message(text), "", "{text}");
    }

    fn refused(text: &str, word: &str) {
        let message = message(text);
        assert!(message.contains(word), "{word} is not in {message:?} about {text}");
    }

    fn many(field: &str, count: usize) -> String {
        (0..count).map(|number| format!("a{number}: {field} ")).collect()
    }

    #[test]
    fn aliases_and_root_fields_are_bounded() {
        fine("{ viewer { email } }");
        fine(&format!("{{ viewer {{ {} }} }}", many("name", MAX_ALIASES)));
        refused(&format!("{{ viewer {{ {} }} }}", many("name", MAX_ALIASES + 1)), "30 aliases");
        fine(&format!("mutation {{ {} }}", many("signOut", MAX_MUTATION_FIELDS)));
        refused(
            &format!("mutation {{ {} }}", many("signOut", MAX_MUTATION_FIELDS + 1)),
            "5 fields at the root",
        );
        refused(
            &format!("mutation {{ {} }}", "signOut ".repeat(MAX_MUTATION_FIELDS + 1)),
            "5 fields at the root",
        );
        refused(&format!("{{ {} }}", many("viewer", MAX_QUERY_FIELDS + 1)), "20 fields at the root");
        let spread =
            format!("mutation {{ {} }} fragment F on Mutation {{ signOut a: signOut }}", "...F ".repeat(3));
        refused(&spread, "5 fields at the root");
    }

    #[test]
    fn repeated_fields_are_bounded() {
        fine(&format!("{{ viewer {{ {} }} }}", "name ".repeat(MAX_REPEATS + 1)));
        refused(
            &format!("{{ viewer {{ {} }} }}", "name ".repeat(MAX_REPEATS + 2)),
            "10 fields that are asked for",
        );
        refused(&format!("{{ viewer {{ {} }} }}", "a: name ".repeat(MAX_REPEATS + 2)), "asked for already");
    }

    #[test]
    fn directives_are_counted_over_the_whole_document() {
        let fields = |count: usize| -> String {
            (0..count).map(|number| format!("f{number} @include(if: true) ")).collect()
        };
        fine(&format!("{{ {} }}", fields(MAX_QUERY_FIELDS)));
        let document = format!("{{ a {{ {} }} b {{ {} }} }}", fields(15), fields(16));
        refused(&document, "30 directives");
        let on_all = "query Q($a: Int @d) @d { ...F @d ... @d { a } } fragment F on T @d { a }";
        fine(on_all);
        assert_eq!(DocumentCounts::of(&async_graphql::parser::parse_query(on_all).unwrap()).directives, 5);
    }

    #[test]
    fn definitions_are_bounded() {
        let operations: String =
            (0..=MAX_OPERATIONS).map(|number| format!("query Q{number} {{ a }} ")).collect();
        refused(&operations, "10 operations");
        let fragments: String =
            (0..=MAX_FRAGMENTS).map(|number| format!("fragment F{number} on T {{ a }} ")).collect();
        refused(&format!("{{ a }} {fragments}"), "50 fragments");
    }

    #[test]
    fn fragments_are_measured_unfolded_and_not_unfolded_to_be_measured() {
        // Two to the power of thirty fields.
        let doubling: String = (0..30)
            .map(|number| format!("fragment F{number} on T {{ ...F{} ...F{} }} ", number + 1, number + 1))
            .collect();
        refused(&format!("{{ ...F0 }} {doubling} fragment F30 on T {{ a }}"), "1000 fields");
        let chain: String =
            (0..40).map(|number| format!("fragment F{number} on T {{ ...F{} }} ", number + 1)).collect();
        refused(&format!("{{ ...F0 }} {chain} fragment F40 on T {{ a }}"), "32 deep");
        refused("{ ...F } fragment F on T { ...F }", "F must not contain itself");
        refused("{ a } fragment F on T { b { ...G } } fragment G on T { ...F }", "must not contain itself");
        fine("{ ...Missing }");
    }
}
