//! Compares every message with what the `fluent` crate makes of the same files.

use fluent::{FluentArgs, FluentBundle, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::*;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Text,
    Count,
}

struct Variable {
    name: &'static str,
    kind: Kind,
    /// The words and exact numbers a choice in the message knows.
    keys: &'static [&'static str],
}

struct Sample {
    id: &'static str,
    variables: &'static [Variable],
    render: fn(Language, &[Argument]) -> String,
}

#[derive(Clone, Debug)]
enum Argument {
    Text(String),
    Count(u64),
}

impl Argument {
    fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Count(_) => panic!("a text was wanted"),
        }
    }

    fn count(&self) -> u64 {
        match self {
            Self::Count(count) => *count,
            Self::Text(_) => panic!("a count was wanted"),
        }
    }
}

include!(concat!(env!("OUT_DIR"), "/samples.rs"));

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let tag: LanguageIdentifier = language.code().parse().unwrap();
    let mut bundle = FluentBundle::new(vec![tag]);
    bundle.set_use_isolating(false);
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(language.code());
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        bundle.add_resource(FluentResource::try_new(text).unwrap()).unwrap();
    }
    bundle
}

/// Values that reach every variant of the message, and some beside.
fn arguments(variable: &Variable) -> Vec<Argument> {
    match variable.kind {
        Kind::Text => ["Amélie & co."]
            .iter()
            .chain(variable.keys)
            .map(|word| Argument::Text((*word).to_owned()))
            .collect(),
        Kind::Count => [0, 1, 2, 5, 11, 21, 101, 2041]
            .into_iter()
            .chain(variable.keys.iter().map(|key| key.parse().unwrap()))
            .map(Argument::Count)
            .collect(),
    }
}

fn combinations(variables: &[Variable]) -> Vec<Vec<Argument>> {
    variables.iter().fold(vec![Vec::new()], |rows, variable| {
        let values = arguments(variable);
        rows.iter()
            .flat_map(|row| values.iter().map(|value| [row.clone(), vec![value.clone()]].concat()))
            .collect()
    })
}

#[test]
fn every_message_reads_as_fluent_reads_it() {
    let mut compared = 0;
    for language in Language::ALL {
        let bundle = bundle(language);
        for sample in ALL {
            let message = bundle.get_message(sample.id).unwrap();
            let pattern = message.value().unwrap();
            for row in combinations(sample.variables) {
                let mut fluent_arguments = FluentArgs::new();
                for (variable, value) in sample.variables.iter().zip(&row) {
                    match value {
                        Argument::Text(text) => fluent_arguments.set(variable.name, text.as_str()),
                        Argument::Count(count) => fluent_arguments.set(variable.name, *count),
                    }
                }
                let mut errors = Vec::new();
                let expected = bundle.format_pattern(pattern, Some(&fluent_arguments), &mut errors);
                assert!(errors.is_empty(), "{}: {errors:?}", sample.id);
                assert_eq!((sample.render)(language, &row), expected, "{} in {language:?}", sample.id);
                compared += 1;
            }
        }
    }
    assert!(compared >= 2 * ALL.len());
}

#[test]
fn french_keeps_its_punctuation_from_wrapping() {
    for sample in ALL {
        for row in combinations(sample.variables) {
            let text = (sample.render)(Language::Fr, &row);
            for (mark, wrong) in
                [(':', " :"), (';', " ;"), ('!', " !"), ('?', " ?"), ('«', "« "), ('»', " »")]
            {
                assert!(!text.contains(wrong), "{}: a plain space at {mark} in “{text}”", sample.id);
            }
            assert!(!text.contains('\''), "{}: a typewriter apostrophe in “{text}”", sample.id);
        }
    }
}
