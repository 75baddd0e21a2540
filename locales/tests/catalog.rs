//! What the build refuses, and how it says so.

#[path = "../build/catalog.rs"]
mod catalog;
#[path = "../build/emit.rs"]
mod emit;

use catalog::{Source, compile};

fn source(file: &str, text: &str) -> Vec<Source> {
    vec![Source { file: file.to_owned(), text: text.to_owned() }]
}

/// The problems with these two texts, as the build prints them.
fn problems(english: &str, french: &str) -> String {
    match compile(&source("en/a.ftl", english), &source("fr/a.ftl", french)) {
        Ok(_) => panic!("these texts should have been refused"),
        Err(problems) => problems.join("\n"),
    }
}

#[test]
fn a_message_missing_in_one_language_is_named() {
    let said = problems("hello = Hello\nbye = Bye\n", "hello = Bonjour\nmerci = Merci\n");
    assert!(said.contains("en/a.ftl: message `bye` is missing in French"), "{said}");
    assert!(said.contains("fr/a.ftl: message `merci` is missing in English"), "{said}");
}

#[test]
fn other_variables_are_named() {
    let said = problems("hi = Hi { $name }\n", "hi = Salut { $nom }\n");
    assert!(said.contains("fr/a.ftl: message `hi` has the variable `$name` in English only"), "{said}");
    let said = problems(
        "n = { $n ->\n    [one] a\n   *[other] b\n} { $n }\n",
        "n = { $n ->\n    [card] a\n   *[other] b\n}\n",
    );
    assert!(said.contains("fr/a.ftl: message `n` counts with `$n` in one language only"), "{said}");
}

#[test]
fn unsupported_constructs_are_named() {
    for (text, why) in [
        ("a = A\n    .title = B\n", "attributes"),
        ("a = { NUMBER($n) }\n", "calls `NUMBER`"),
        ("a = { b }\n", "refers to `b`"),
        ("a = { a }\n", "refers to itself"),
        ("a = { $n ->\n    [many] x\n    [one] x\n   *[other] y\n}\n", "plural form [many]"),
        ("a = { $n ->\n   *[other] y\n    [one] x\n}\n", "last variant"),
        ("a = { $n ->\n    [1.5] x\n   *[other] y\n}\n", "[1.5]"),
        ("a = { $n\n", "not Fluent"),
        ("a = A\na = B\n", "already in"),
    ] {
        let said = problems(text, text);
        assert!(said.contains("en/a.ftl"), "{said}");
        assert!(said.contains(why), "{said} does not say {why}");
    }
}

#[test]
fn a_message_stands_in_the_same_file_in_both_languages() {
    let said =
        compile(&source("en/a.ftl", "x = X\n"), &source("fr/b.ftl", "x = X\n")).unwrap_err().join("\n");
    assert!(said.contains("en/a.ftl: message `x` is in fr/b.ftl in French"), "{said}");
}

#[test]
fn terms_are_inlined_and_fixed_text_stays_static() {
    let english = source("en/a.ftl", "-brand = Propty\nhello = Welcome to { -brand }\n");
    let french = source("fr/a.ftl", "-brand = Propty\nhello = Bienvenue chez { -brand }\n");
    let code = emit::functions(&compile(&english, &french).unwrap());
    assert!(code.contains("-> &'static str"), "{code}");
    assert!(code.contains(r#"language.pick("Welcome to Propty", "Bienvenue chez Propty")"#), "{code}");
    assert!(emit::samples(&compile(&english, &french).unwrap()).contains("\"hello\""));
}
