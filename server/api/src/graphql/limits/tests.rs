//! Documents made to be expensive: each is refused before anything is run, with a code and with words.

use std::time::Duration;

use async_graphql::{Request, Response, Value};

use super::scan::{MAX_BYTES, MAX_IGNORED_BYTES, MAX_TOKENS};
use crate::graphql::schema::builder;

/// Documents that cost as much as their bounds let them, and more.
fn worst() -> Vec<(&'static str, String)> {
    let repeat = |text: &str, count: usize| text.repeat(count);
    let numbered =
        |count: usize, text: &dyn Fn(usize) -> String| -> String { (0..count).map(text).collect() };
    vec![
        ("brackets 16,000 deep", format!("{{ viewer {}", repeat("{ a ", 8_000))),
        ("a selection 31 deep", format!("{{ viewer {} name {} }}", repeat("{ a ", 30), repeat("} ", 30))),
        ("120 KB of the same field", format!("{{ viewer {{ {} }} }}", repeat("name ", 24_000))),
        ("as many of the same field as may be parsed", format!("{{ viewer {{ {} }} }}", repeat("name ", 1_490))),
        ("500 aliases", format!("{{ {} }}", numbered(500, &|n| format!("a{n}: viewer {{ id }} ")))),
        ("2,000 aliases of nothing", format!("{{ {} }}", numbered(800, &|n| format!("a{n}: nothing ")))),
        ("directives on one field", format!("{{ viewer {{ name {} }} }}", repeat("@include(if: true) ", 300))),
        ("unknown directives", format!("{{ viewer {{ name {} }} }}", repeat("@a ", 1_200))),
        (
            "fragments that double 40 times",
            format!(
                "{{ viewer {{ ...F0 }} }} {} fragment F40 on Viewer {{ name }}",
                numbered(40, &|n| format!("fragment F{n} on Viewer {{ ...F{} ...F{} }} ", n + 1, n + 1))
            ),
        ),
        (
            "circular fragments",
            "{ viewer { ...A } } fragment A on Viewer { name ...B } fragment B on Viewer { ...A }".to_owned(),
        ),
        (
            "a circle of 49 fragments",
            format!(
                "{{ viewer {{ ...F0 }} }} {}",
                numbered(49, &|n| format!("fragment F{n} on Viewer {{ name ...F{} }} ", (n + 1) % 49))
            ),
        ),
        (
            "300 fragments",
            format!(
                "{{ viewer {{ id }} }} {}",
                numbered(300, &|n| format!("fragment F{n} on Viewer {{ name }} "))
            ),
        ),
        (
            "a wide fragment spread 900 times",
            format!("{{ viewer {{ {} }} }} fragment F on Viewer {{ name }}", repeat("...F ", 1_200)),
        ),
        (
            "1,000 fields by nested inline fragments",
            format!("{{ viewer {{ {} {} }} }}", repeat("... on Viewer { name ", 28), repeat("}", 28)) + " {",
        ),
        ("980 unknown fields", format!("{{ viewer {{ {} }} }}", numbered(980, &|n| format!("f{n} ")))),
        (
            "unknown fields with long names",
            format!("{{ viewer {{ {} }} }}", numbered(170, &|n| format!("{}{n} ", repeat("x", 90)))),
        ),
        (
            "unknown arguments",
            format!("{{ viewer {{ invoices({}) {{ totalCount }} }} }}", numbered(480, &|n| format!("a{n}: 1 "))),
        ),
        (
            "unknown fragments",
            format!("{{ viewer {{ {} }} }}", numbered(900, &|n| format!("...F{n} "))),
        ),
        (
            "variables that are not used",
            format!("query({}) {{ viewer {{ id }} }}", numbered(350, &|n| format!("$v{n}: Int "))),
        ),
        (
            "variables that are not defined",
            format!("{{ {} }}", numbered(19, &|n| format!("node{n}(id: [{}]) ", repeat("$v ", 50)))),
        ),
        ("a list of 1,480", format!("{{ node(id: [{}]) {{ id }} }}", repeat("1 ", 1_480))),
        ("a list of 60,000", format!("{{ node(id: [{}]) {{ id }} }}", repeat("1,", 60_000))),
        ("lists 31 deep", format!("{{ node(id: {}1{}) {{ id }} }}", repeat("[", 29), repeat("]", 29))),
        ("an object of 480 fields", format!("{{ node(id: {{ {} }}) {{ id }} }}", numbered(480, &|n| format!("a{n}: 1 ")))),
        ("a text of 15 KiB in a wrong place", format!("{{ viewer(a: \"{}\") {{ id }} }}", repeat("x", 15 * 1024))),
        ("a text of 120 KiB", format!("{{ node(id: \"{}\") {{ id }} }}", repeat("x", 120 * 1024))),
        ("escapes", format!("{{ viewer(a: \"{}\") {{ id }} }}", repeat("\\u00e9", 2_700))),
        ("a block text of quotes", format!("{{ viewer(a: \"\"\"{}\"\"\") {{ id }} }}", repeat(" \"\" \n", 3_200))),
        ("a text of astral letters", format!("{{ viewer(a: \"{}\") {{ id }} }}", repeat("\u{1f3e0}", 4_000))),
        ("letters that are none", format!("{{ viewer {{ {} }} }}", repeat("é ", 1_000))),
        ("blanks", format!("{{ viewer {{ id }} }}{}x", repeat(" ", MAX_IGNORED_BYTES - 20))),
        ("comments", format!("{}{{ viewer {{ id }}", repeat("#\n", MAX_IGNORED_BYTES / 2 - 10))),
        ("nothing but commas", repeat(",", MAX_BYTES)),
        ("operations", numbered(400, &|n| format!("query Q{n} {{ a }} "))),
        ("an operation that is not there", "query A { viewer { id } } query B { viewer { id } }".to_owned()),
        ("words that are no document", repeat("query ", MAX_TOKENS)),
        ("a text that does not end", format!("{{ viewer(a: \"{}", repeat("x", 15 * 1024))),
        (
            "pages of pages",
            "{ viewer { memberships { organization { units(first: 200) { nodes { property { units(first: 200) {
                nodes { property { units(first: 200) { nodes { label } } } } } } } } } } } }"
                .to_owned(),
        ),
        (
            "pages within pages, as deep as it goes",
            format!(
                "{{ viewer {{ memberships {{ organization {{ {} id {} }} }} }} }}",
                repeat("units(first: 200) { edges { node { property { ", 6),
                repeat("} } } } ", 6)
            ),
        ),
    ]
}

fn answer(document: &str) -> Response {
    let schema = builder().finish();
    futures::executor::block_on(schema.execute(Request::new(document)))
}

#[test]
fn documents_made_to_be_expensive_are_refused() {
    for (what, document) in worst() {
        let answer = answer(&document);
        assert!(!answer.errors.is_empty() && answer.errors.len() <= 10, "{what}: {:?}", answer.errors);
        assert_eq!(answer.data, Value::Null, "{what}");
        if what == "an operation that is not there" {
            continue;
        }
        for error in &answer.errors {
            let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
            assert_eq!(code, Some(&Value::from("BAD_USER_INPUT")), "{what}: {error:?}");
        }
    }
}

#[test]
fn the_bound_is_named() {
    // Three fields deeper with each.
    let units = |levels: usize, first: &str| {
        let open = format!("units(first: {first}) {{ nodes {{ property {{ ").repeat(levels);
        format!(
            "{{ viewer {{ memberships {{ organization {{ {open} id {} }} }} }} }}",
            "} } } ".repeat(levels)
        )
    };
    for (document, word) in [
        (units(2, "200").as_str(), "30000 is the most"),
        (units(5, "1").as_str(), "at most 16 deep"),
        ("{ viewer { nam } }", "nam"),
    ] {
        let errors = answer(document).errors;
        let message = errors.first().map(|error| error.message.clone()).unwrap_or_default();
        assert!(message.contains(word), "{message}");
        assert!(
            !message.contains("Did you mean"),
            "the schema is not told to who may not read it: {message}"
        );
    }
}

#[test]
fn introspection_queries_are_answered() {
    // The query of graphql-js and of every tool built on it.
    let kinds = "kind name ofType { ".repeat(9) + "kind name" + &" }".repeat(9);
    let document = format!(
        "query IntrospectionQuery {{ __schema {{ description queryType {{ name kind }} mutationType {{ name kind }}
            subscriptionType {{ name kind }} types {{ ...FullType }}
            directives {{ name description isRepeatable locations args(includeDeprecated: true) {{ ...InputValue }} }}
        }} }}
        fragment FullType on __Type {{ kind name description specifiedByURL isOneOf
            fields(includeDeprecated: true) {{ name description args(includeDeprecated: true) {{ ...InputValue }}
                type {{ ...TypeRef }} isDeprecated deprecationReason }}
            inputFields(includeDeprecated: true) {{ ...InputValue }} interfaces {{ ...TypeRef }}
            enumValues(includeDeprecated: true) {{ name description isDeprecated deprecationReason }}
            possibleTypes {{ ...TypeRef }} }}
        fragment InputValue on __InputValue {{ name description type {{ ...TypeRef }} defaultValue isDeprecated
            deprecationReason }}
        fragment TypeRef on __Type {{ {kinds} }}"
    );
    let answer = answer(&document);
    assert_eq!(answer.errors, []);
    assert_ne!(answer.data, Value::Null);
}

/// What refusing costs; run by hand: `cargo test -p server --release --lib limits -- --ignored --nocapture`.
#[test]
#[ignore = "measures, and a measurement proves nothing on a busy machine"]
fn measure() {
    let schema = builder().finish();
    let mut most = Duration::ZERO;
    for (what, document) in worst() {
        let runs = 200;
        let before = cpu();
        for _ in 0..runs {
            futures::executor::block_on(schema.execute(Request::new(document.as_str())));
        }
        let each = (cpu() - before) / runs;
        most = most.max(each);
        println!("{:>9.3} ms  {:>7} bytes  {what}", each.as_secs_f64() * 1e3, document.len());
    }
    println!("at most {:.3} ms", most.as_secs_f64() * 1e3);
}

/// Processor time of this thread so far.
fn cpu() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(text.split(' ').next().unwrap().parse().unwrap())
}
