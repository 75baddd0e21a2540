//! The messages of both languages, read, resolved and compared.
//!
//! Terms and references to other messages are replaced by what they stand for, so that what is left of
//! a message is text, variables and choices. Everything wrong is collected, each problem naming the
//! message and its file, so that one build shows the translator all of them.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast;
use fluent_syntax::unicode::unescape_unicode_to_string;

/// One `.ftl` file: its name as problems show it (`fr/portal.ftl`) and its text.
pub struct Source {
    pub file: String,
    pub text: String,
}

/// What a message is given for a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A finished string.
    Text,
    /// A count that chooses a plural form.
    Count,
}

/// A piece of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    Text(String),
    Variable(String),
    /// Tried in order; the default is what is left.
    Choice {
        variable: String,
        variants: Vec<(Key, Vec<Part>)>,
        default: Vec<Part>,
    },
}

/// What a variant is chosen by.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    Exactly(u64),
    One,
    Other,
    Word(String),
}

/// A message in both languages, with its variables in the order in which the English text names them.
#[derive(Debug)]
pub struct Message {
    pub id: String,
    pub variables: Vec<(String, Kind)>,
    pub english: Vec<Part>,
    pub french: Vec<Part>,
}

type Patterns = BTreeMap<String, (String, ast::Pattern<String>)>;

#[derive(Default)]
struct Language {
    messages: Patterns,
    terms: Patterns,
}

/// Reads both languages.
///
/// # Errors
/// Every problem found: a message missing in one language, in another file or with other variables,
/// a construct outside of what is supported, text that is not Fluent.
pub fn compile(english: &[Source], french: &[Source]) -> Result<Vec<Message>, Vec<String>> {
    let mut problems = Vec::new();
    let english = read(english, &mut problems);
    let french = read(french, &mut problems);
    for (id, (file, _)) in &french.messages {
        if !english.messages.contains_key(id) {
            problems.push(format!("{file}: message `{id}` is missing in English"));
        }
    }
    let mut messages = Vec::new();
    for (id, (file, pattern)) in &english.messages {
        let Some((french_file, french_pattern)) = french.messages.get(id) else {
            problems.push(format!("{file}: message `{id}` is missing in French"));
            continue;
        };
        if file.trim_start_matches("en/") != french_file.trim_start_matches("fr/") {
            problems.push(format!("{file}: message `{id}` is in {french_file} in French"));
        }
        let parts = resolve(&english, pattern, 0).map_err(|why| format!("{file}: message `{id}` {why}"));
        let french_parts =
            resolve(&french, french_pattern, 0).map_err(|why| format!("{french_file}: message `{id}` {why}"));
        match (parts, french_parts) {
            (Ok(parts), Ok(french_parts)) => match variables(&parts, &french_parts) {
                Ok(variables) => {
                    messages.push(Message { id: id.clone(), variables, english: parts, french: french_parts })
                }
                Err(why) => problems.push(format!("{french_file}: message `{id}` {why}")),
            },
            (parts, french_parts) => problems.extend(parts.err().into_iter().chain(french_parts.err())),
        }
    }
    if problems.is_empty() { Ok(messages) } else { Err(problems) }
}

fn read(sources: &[Source], problems: &mut Vec<String>) -> Language {
    let mut language = Language::default();
    for Source { file, text } in sources {
        let resource = match fluent_syntax::parser::parse(text.clone()) {
            Ok(resource) => resource,
            Err((_, errors)) => {
                for error in errors {
                    let line = text.get(..error.pos.start).unwrap_or_default().matches('\n').count() + 1;
                    problems.push(format!("{file}:{line}: not Fluent: {error}"));
                }
                continue;
            }
        };
        for entry in resource.body {
            let (table, id, pattern, attributes) = match entry {
                ast::Entry::Message(message) => {
                    (&mut language.messages, message.id.name, message.value, message.attributes)
                }
                ast::Entry::Term(term) => {
                    (&mut language.terms, term.id.name, Some(term.value), term.attributes)
                }
                _ => continue,
            };
            if !attributes.is_empty() {
                problems.push(format!("{file}: message `{id}` has attributes, which are not supported"));
            }
            let Some(pattern) = pattern else {
                problems.push(format!("{file}: message `{id}` has no text"));
                continue;
            };
            if let Some((earlier, _)) = table.insert(id.clone(), (file.clone(), pattern)) {
                problems.push(format!("{file}: message `{id}` is already in {earlier}"));
            }
        }
    }
    language
}

fn resolve(language: &Language, pattern: &ast::Pattern<String>, depth: u8) -> Result<Vec<Part>, String> {
    if depth > 8 {
        return Err("refers to itself".to_owned());
    }
    let mut parts = Vec::new();
    for element in &pattern.elements {
        match element {
            ast::PatternElement::TextElement { value } => push_text(&mut parts, value),
            ast::PatternElement::Placeable { expression } => {
                resolve_expression(language, expression, depth, &mut parts)?;
            }
        }
    }
    Ok(parts)
}

fn resolve_expression(
    language: &Language,
    expression: &ast::Expression<String>,
    depth: u8,
    parts: &mut Vec<Part>,
) -> Result<(), String> {
    match expression {
        ast::Expression::Inline(inline) => resolve_inline(language, inline, depth, parts),
        ast::Expression::Select { selector, variants } => {
            let ast::InlineExpression::VariableReference { id } = selector else {
                return Err("chooses by something that is not a variable".to_owned());
            };
            let counts = variants.iter().any(|variant| match &variant.key {
                ast::VariantKey::NumberLiteral { .. } => true,
                ast::VariantKey::Identifier { name } => name == "one",
            });
            // Variants are tried in their order; with the default last, it is simply what is left.
            let Some((last, others)) = variants.split_last().filter(|(last, _)| last.default) else {
                return Err(format!("does not have the default of `${}` as its last variant", id.name));
            };
            let mut keyed = Vec::new();
            for variant in others {
                keyed.push((key(&variant.key, counts)?, resolve(language, &variant.value, depth)?));
            }
            let default = resolve(language, &last.value, depth)?;
            parts.push(Part::Choice { variable: id.name.clone(), variants: keyed, default });
            Ok(())
        }
    }
}

fn resolve_inline(
    language: &Language,
    inline: &ast::InlineExpression<String>,
    depth: u8,
    parts: &mut Vec<Part>,
) -> Result<(), String> {
    let (table, id) = match inline {
        ast::InlineExpression::StringLiteral { value } => {
            push_text(parts, &unescape_unicode_to_string(value));
            return Ok(());
        }
        ast::InlineExpression::NumberLiteral { value } => {
            push_text(parts, value);
            return Ok(());
        }
        ast::InlineExpression::VariableReference { id } => {
            parts.push(Part::Variable(id.name.clone()));
            return Ok(());
        }
        ast::InlineExpression::Placeable { expression } => {
            return resolve_expression(language, expression, depth, parts);
        }
        ast::InlineExpression::MessageReference { id, attribute: None } => (&language.messages, id),
        ast::InlineExpression::TermReference { id, attribute: None, arguments: None } => {
            (&language.terms, id)
        }
        ast::InlineExpression::FunctionReference { id, .. } => {
            return Err(format!("calls `{}`: pass the finished string instead", id.name));
        }
        _ => return Err("uses an attribute or an argument of a term, which is not supported".to_owned()),
    };
    let Some((_, pattern)) = table.get(&id.name) else {
        return Err(format!("refers to `{}`, which is not there", id.name));
    };
    for part in resolve(language, pattern, depth + 1)? {
        match part {
            Part::Text(text) => push_text(parts, &text),
            part => parts.push(part),
        }
    }
    Ok(())
}

fn push_text(parts: &mut Vec<Part>, text: &str) {
    if let Some(Part::Text(last)) = parts.last_mut() {
        last.push_str(text);
    } else {
        parts.push(Part::Text(text.to_owned()));
    }
}

fn key(key: &ast::VariantKey<String>, counts: bool) -> Result<Key, String> {
    match key {
        ast::VariantKey::NumberLiteral { value } => value
            .parse()
            .map(Key::Exactly)
            .map_err(|_| format!("has the key [{value}]: only whole numbers from 0 can be counted")),
        ast::VariantKey::Identifier { name } if !counts => Ok(Key::Word(name.clone())),
        ast::VariantKey::Identifier { name } => match name.as_str() {
            "one" => Ok(Key::One),
            "other" => Ok(Key::Other),
            name => Err(format!("has the plural form [{name}]: only `one`, `other` and numbers are known")),
        },
    }
}

/// The variables of both texts.
fn variables(english: &[Part], french: &[Part]) -> Result<Vec<(String, Kind)>, String> {
    let (mut here, mut there) = (Vec::new(), Vec::new());
    collect(english, &mut here)?;
    collect(french, &mut there)?;
    let names = |found: &[(String, Option<Kind>)]| -> BTreeSet<String> {
        found.iter().map(|(name, _)| name.clone()).collect()
    };
    let (ours, theirs) = (names(&here), names(&there));
    if let Some(name) = ours.symmetric_difference(&theirs).next() {
        let only = if ours.contains(name) { "English" } else { "French" };
        return Err(format!("has the variable `${name}` in {only} only"));
    }
    let mut merged = Vec::new();
    for (name, kind) in &here {
        let other = there.iter().find(|(known, _)| known == name).and_then(|(_, kind)| *kind);
        match (kind, other) {
            (Some(kind), Some(other)) if *kind != other => {
                return Err(format!("counts with `${name}` in one language only"));
            }
            (kind, other) => merged.push((name.clone(), kind.or(other).unwrap_or(Kind::Text))),
        }
    }
    Ok(merged)
}

fn collect(parts: &[Part], found: &mut Vec<(String, Option<Kind>)>) -> Result<(), String> {
    for part in parts {
        match part {
            Part::Text(_) => {}
            Part::Variable(name) => note(found, name, None)?,
            Part::Choice { variable, variants, .. } => {
                let words = variants.iter().any(|(key, _)| matches!(key, Key::Word(_)));
                note(found, variable, Some(if words { Kind::Text } else { Kind::Count }))?;
                for (_, value) in variants {
                    collect(value, found)?;
                }
            }
        }
    }
    Ok(())
}

fn note(found: &mut Vec<(String, Option<Kind>)>, name: &str, kind: Option<Kind>) -> Result<(), String> {
    let Some((_, known)) = found.iter_mut().find(|(known, _)| known == name) else {
        found.push((name.to_owned(), kind));
        return Ok(());
    };
    match (*known, kind) {
        (Some(before), Some(kind)) if before != kind => {
            Err(format!("uses `${name}` as a count and as a word"))
        }
        (None, Some(_)) => {
            *known = kind;
            Ok(())
        }
        _ => Ok(()),
    }
}
