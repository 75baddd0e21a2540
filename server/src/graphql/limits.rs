//! Bounds on what one document may ask for besides its depth and cost: aliases and fields at its root, so that
//! a single request can't try a thousand passwords or repeat one costly field under many names.

use std::sync::Arc;

use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextParseQuery};
use async_graphql::parser::types::{ExecutableDocument, OperationType, Selection, SelectionSet};
use async_graphql::{ServerError, ServerResult, Variables};

use super::errors::bad_input;

/// Most fields under another name in a document.
const ALIASES: usize = 30;
/// Most fields at the root of a query.
const QUERIES: usize = 20;
/// Most actions in a document.
const MUTATIONS: usize = 5;
/// Fragments within fragments that are counted; the depth limit refuses what goes further.
const NESTED: usize = 16;

/// Refuses documents beyond the bounds before they are validated or run.
pub(super) struct Limits;

impl ExtensionFactory for Limits {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Limits)
    }
}

#[async_trait::async_trait]
impl Extension for Limits {
    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        let document = next.run(ctx, query, variables).await?;
        check(&document)?;
        Ok(document)
    }
}

fn check(document: &ExecutableDocument) -> ServerResult<()> {
    let operations = document.operations.iter().map(|(_, operation)| &operation.node.selection_set.node);
    let fragments = document.fragments.values().map(|fragment| &fragment.node.selection_set.node);
    let aliases = operations.chain(fragments).fold(0_usize, |sum, set| sum.saturating_add(aliases(set)));
    if aliases > ALIASES {
        return Err(refuse(format!("Use at most {ALIASES} aliases in a document.")));
    }
    for (_, operation) in document.operations.iter() {
        let most = if operation.node.ty == OperationType::Mutation { MUTATIONS } else { QUERIES };
        let mut left = most;
        if !spend(document, &operation.node.selection_set.node, &mut left, 0) {
            return Err(refuse(format!("Ask for at most {most} fields at the root of this document.")));
        }
    }
    Ok(())
}

fn refuse(message: String) -> ServerError {
    let error = bad_input(message);
    ServerError { extensions: error.extensions, ..ServerError::new(error.message, None) }
}

fn aliases(set: &SelectionSet) -> usize {
    set.items.iter().fold(0, |sum, item| {
        let (own, below) = match &item.node {
            Selection::Field(field) => {
                (usize::from(field.node.alias.is_some()), Some(&field.node.selection_set.node))
            }
            Selection::InlineFragment(fragment) => (0, Some(&fragment.node.selection_set.node)),
            Selection::FragmentSpread(_) => (0, None),
        };
        sum.saturating_add(own).saturating_add(below.map_or(0, aliases))
    })
}

/// Takes the root's fields from what is left, fragments included; false when more are asked for. Fragments
/// that contain themselves are left to the validation.
fn spend(document: &ExecutableDocument, set: &SelectionSet, left: &mut usize, depth: usize) -> bool {
    let deeper = depth.saturating_add(1);
    set.items.iter().all(|item| {
        // A spread counts as well, so that empty ones can't make this long.
        let Some(rest) = left.checked_sub(1) else { return false };
        *left = rest;
        match &item.node {
            Selection::Field(_) => true,
            Selection::InlineFragment(fragment) => {
                spend(document, &fragment.node.selection_set.node, left, deeper)
            }
            Selection::FragmentSpread(spread) => {
                match document.fragments.get(&spread.node.fragment_name.node) {
                    Some(fragment) if depth < NESTED => {
                        spend(document, &fragment.node.selection_set.node, left, deeper)
                    }
                    _ => true,
                }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> bool {
        check(&async_graphql::parser::parse_query(text).unwrap()).is_err()
    }

    fn many(field: &str, count: usize) -> String {
        (0..count).map(|number| format!("a{number}: {field} ")).collect()
    }

    #[test]
    fn aliases_and_root_fields_are_bounded() {
        assert!(!refused("{ viewer { email } }"));
        assert!(!refused(&format!("{{ viewer {{ {} }} }}", many("name", ALIASES))));
        assert!(refused(&format!("{{ viewer {{ {} }} }}", many("name", ALIASES + 1))));
        assert!(!refused(&format!("mutation {{ {} }}", many("signOut", MUTATIONS))));
        assert!(refused(&format!("mutation {{ {} }}", many("signOut", MUTATIONS + 1))));
        assert!(refused(&format!("mutation {{ {} }}", "signOut ".repeat(MUTATIONS + 1))));
        let spread =
            format!("mutation {{ {} }} fragment F on Mutation {{ signOut signOut }}", "...F ".repeat(3));
        assert!(refused(&spread));
        assert!(!refused("{ ...F } fragment F on Query { ...F }"), "the validation refuses it");
    }
}
