//! Writes the Rust of the messages: static strings and pushes onto a `String`, so that a message costs
//! a client little more than its letters.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::catalog::{Key, Kind, Message, Part};

/// One public function a message: `&'static str` for fixed text, `String` where something is filled in.
pub fn functions(messages: &[Message]) -> String {
    let mut code = String::new();
    for message in messages {
        function(&mut code, message);
    }
    code
}

fn function(code: &mut String, message: &Message) {
    let name = rust_name(&message.id);
    line(code, 0, &format!("/// {}", outline(&message.english)));
    if let (Some(english), Some(french)) = (fixed(&message.english), fixed(&message.french)) {
        line(code, 0, &format!("pub fn {name}(language: Language) -> &'static str {{"));
        line(code, 1, &format!("language.pick({english:?}, {french:?})\n}}"));
        return;
    }
    let parameters: Vec<String> = message
        .variables
        .iter()
        .map(|(variable, kind)| {
            let kind = if *kind == Kind::Count { "u64" } else { "&str" };
            format!("{}: {kind}", rust_name(variable))
        })
        .collect();
    line(code, 0, &format!("pub fn {name}(language: Language, {}) -> String {{", parameters.join(", ")));
    line(code, 1, "let mut out = String::new();");
    line(code, 1, "match language {");
    for (variant, parts) in [("En", &message.english), ("Fr", &message.french)] {
        line(code, 2, &format!("Language::{variant} => {{"));
        write_parts(code, 3, parts, &message.variables);
        line(code, 2, "}");
    }
    line(code, 1, "}\n    out\n}");
}

fn write_parts(code: &mut String, depth: usize, parts: &[Part], variables: &[(String, Kind)]) {
    let is_count = |name: &str| variables.iter().any(|(known, kind)| known == name && *kind == Kind::Count);
    for part in parts {
        match part {
            Part::Text(text) => line(code, depth, &push(text)),
            Part::Variable(name) if is_count(name) => {
                line(code, depth, &format!("push_count(&mut out, {});", rust_name(name)));
            }
            Part::Variable(name) => line(code, depth, &format!("out.push_str({});", rust_name(name))),
            Part::Choice { variable, variants, default } => {
                let name = rust_name(variable);
                let mut keyword = "if";
                for (key, value) in variants {
                    let condition = match key {
                        Key::Exactly(number) => format!("{name} == {number}"),
                        Key::One => format!("language.is_one({name})"),
                        Key::Other => format!("!language.is_one({name})"),
                        Key::Word(word) => format!("{name} == {word:?}"),
                    };
                    line(code, depth, &format!("{keyword} {condition} {{"));
                    write_parts(code, depth + 1, value, variables);
                    keyword = "} else if";
                }
                if keyword == "if" {
                    write_parts(code, depth, default, variables);
                    continue;
                }
                line(code, depth, "} else {");
                write_parts(code, depth + 1, default, variables);
                line(code, depth, "}");
            }
        }
    }
}

/// A table with every message, for the test that compares them with another implementation.
pub fn samples(messages: &[Message]) -> String {
    let mut code = String::from("static ALL: &[Sample] = &[\n");
    for message in messages {
        let mut variables = String::new();
        let mut arguments = String::new();
        for (index, (name, kind)) in message.variables.iter().enumerate() {
            let mut keys = BTreeSet::new();
            for parts in [&message.english, &message.french] {
                collect_keys(parts, name, &mut keys);
            }
            let keys: Vec<String> = keys.into_iter().collect();
            let _ =
                write!(variables, "Variable {{ name: {name:?}, kind: Kind::{kind:?}, keys: &{keys:?} }},");
            let take = if *kind == Kind::Count { "count" } else { "text" };
            let _ = write!(arguments, ", arguments[{index}].{take}()");
        }
        let name = rust_name(&message.id);
        let borrow = if arguments.is_empty() { ".to_owned()" } else { "" };
        let _ = writeln!(
            code,
            "    Sample {{ id: {:?}, variables: &[{variables}], render: |language, {}| {name}(language{arguments}){borrow} }},",
            message.id,
            if arguments.is_empty() { "_" } else { "arguments" },
        );
    }
    code.push_str("];\n");
    code
}

fn collect_keys(parts: &[Part], name: &str, keys: &mut BTreeSet<String>) {
    for part in parts {
        let Part::Choice { variable, variants, .. } = part else { continue };
        for (key, value) in variants {
            match key {
                Key::Exactly(number) if variable == name => {
                    keys.insert(number.to_string());
                }
                Key::Word(word) if variable == name => {
                    keys.insert(word.clone());
                }
                _ => {}
            }
            collect_keys(value, name, keys);
        }
    }
}

fn fixed(parts: &[Part]) -> Option<String> {
    match parts {
        [] => Some(String::new()),
        [Part::Text(text)] => Some(text.clone()),
        _ => None,
    }
}

/// The English text on one line, for the function's documentation.
fn outline(parts: &[Part]) -> String {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Text(part) => text.push_str(&part.split_whitespace().collect::<Vec<_>>().join(" ")),
            Part::Variable(name) => text.push_str(&format!(" `{name}` ")),
            Part::Choice { variable, .. } => text.push_str(&format!(" (by `{variable}`) ")),
        }
    }
    let text = text.replace('<', "‹").replace('>', "›").replace('[', "(").replace(']', ")");
    format!("“{}”", text.trim())
}

fn rust_name(id: &str) -> String {
    let name: String =
        id.chars().map(|letter| if letter == '-' { '_' } else { letter.to_ascii_lowercase() }).collect();
    match name.as_str() {
        "type" | "in" | "for" | "ref" | "use" | "where" | "as" | "out" | "language" => format!("{name}_"),
        _ => name,
    }
}

fn line(code: &mut String, depth: usize, text: &str) {
    for _ in 0..depth {
        code.push_str("    ");
    }
    code.push_str(text);
    code.push('\n');
}

/// Appends fixed text; a single character is pushed as one.
fn push(text: &str) -> String {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(only), None) => format!("out.push({only:?});"),
        _ => format!("out.push_str({text:?});"),
    }
}
