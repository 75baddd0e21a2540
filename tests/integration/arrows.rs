//! Who may know whom: each crate's dependencies and each server module's own imports are compared with the
//! arrows the house is built on. A dependency or an import against an arrow fails here, with file and line.

use std::fs;
use std::path::{Path, PathBuf};

/// Crates of the workspace and the other ones each may depend on.
const CRATES: &[(&str, &str, &[&str])] = &[
    ("domain", "server/domain", &[]),
    ("entity", "entity", &[]),
    ("migration", "migration", &[]),
    ("locales", "locales", &[]),
    ("sandbox", "server/sandbox", &[]),
    ("xtask", "xtask", &[]),
    ("app", "app", &["locales"]),
    // The sandbox is for the demo alone; the modules' rules below keep it there.
    ("server", "server", &["domain", "entity", "locales", "migration", "sandbox"]),
    ("tests", "tests", &["domain", "entity", "locales", "migration", "sandbox", "server"]),
];

/// Modules of the server, the modules each may use beside itself, and the workspace's crates it may use.
/// `outbox` alone is the queue; what carries jobs out is `outbox::jobs` and `outbox::worker`.
const MODULES: &[(&str, &[&str], &[&str])] = &[
    ("config", &[], &["domain"]),
    ("ports", &[], &["domain"]),
    ("throttle", &["ports"], &[]),
    ("store", &["ports"], &["domain", "entity", "locales"]),
    ("app", &["ports", "store"], &["domain"]),
    ("refusal", &["ports", "store"], &["domain"]),
    ("mail", &["ports"], &["domain", "locales"]),
    ("adapters", &["config", "ports"], &["domain"]),
    ("trail", &["app", "store"], &["domain", "entity"]),
    ("once", &["app", "people", "refusal", "store"], &["entity"]),
    ("people", &["app", "outbox", "ports", "refusal", "store", "trail"], &["domain", "entity", "locales"]),
    ("community", &["app", "once", "people", "refusal", "store", "trail"], &["domain", "entity", "locales"]),
    (
        "billing",
        &["app", "once", "outbox", "people", "ports", "refusal", "store", "trail"],
        &["domain", "entity", "locales"],
    ),
    (
        "outbox",
        &["app", "billing", "mail", "people", "ports", "refusal", "store"],
        &["domain", "entity", "locales"],
    ),
    (
        "graphql",
        &["app", "billing", "community", "people", "ports", "refusal", "store", "throttle"],
        &["domain", "entity", "locales"],
    ),
    ("http", &["app", "billing", "graphql", "people", "ports", "refusal", "store", "throttle"], &["domain"]),
    (
        "commands",
        &[
            "adapters", "app", "billing", "config", "graphql", "http", "mail", "outbox", "people", "ports",
            "refusal", "store", "trail",
        ],
        &["domain", "entity", "locales", "migration"],
    ),
];

/// What only a use case may write in a transport: everything that changes rows.
const WRITING: &[&str] = &[
    "db.begin(",
    "db.write(",
    "ActiveModel",
    "ActiveValue",
    "Entity::insert",
    "insert_many",
    "update_many",
    "delete_many",
    "delete_by_id",
    "execute_raw",
    "Txn",
];

/// Names of the store's functions that change rows.
const CHANGING: &[&str] =
    &["insert", "save", "delete", "post", "lock", "set_", "touch", "take_", "note", "finish", "consume"];

const NAMES: &[&str] =
    &["app", "domain", "entity", "locales", "migration", "sandbox", "server", "tests", "xtask"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// The names in the dependency tables of a manifest.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut inside = false;
    let mut names = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]");
        } else if inside && !line.starts_with('#') && line.contains('=') {
            let name: String =
                line.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
            names.push(name);
        }
    }
    names
}

/// The paths a source names, as written from the crate's root, each with its line. `super` is resolved by
/// the file's own place; lists in braces are taken apart one level deep.
fn paths(source: &str, module: &[&str]) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    let text = source.lines().map(code).collect::<Vec<_>>().join("\n");
    for (start, _) in text.match_indices("::") {
        let before = &text[..start];
        let word = before.rsplit(|c: char| !is_word(c)).next().unwrap_or_default();
        let head = &before[..before.len() - word.len()];
        if word.is_empty() || head.ends_with("::") {
            continue;
        }
        let line = before.matches('\n').count() + 1;
        for tail in tails(&text[start + 2..]) {
            let mut path: Vec<String> = vec![word.to_owned()];
            path.extend(tail);
            if let Some(path) = from_root(path, module) {
                found.push((line, path));
            }
        }
    }
    found
}

/// A line without its comment and without what its texts say.
fn code(line: &str) -> String {
    let parts = line.split('"').step_by(2).collect::<Vec<_>>().join("\"\"");
    parts.split("//").next().unwrap_or_default().to_owned()
}

/// The line from which a file holds nothing but its tests.
fn tests_from(source: &str) -> usize {
    let lines: Vec<&str> = source.lines().collect();
    let starts = |pair: &[&str]| pair[0] == "#[cfg(test)]" && pair[1].ends_with('{');
    lines.windows(2).position(starts).map_or(usize::MAX, |index| index + 1)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// What follows a `::`: one path, or the paths of a list.
fn tails(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start();
    let Some(list) = text.strip_prefix('{') else {
        let end = text.find(|c: char| !is_word(c) && c != ':').unwrap_or(text.len());
        return vec![segments(&text[..end], &text[end..])];
    };
    let (mut depth, mut item, mut items) = (0, String::new(), Vec::new());
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => items.push(std::mem::take(&mut item)),
            _ => {}
        }
        if c != ',' || depth > 0 {
            item.push(c);
        }
    }
    items.push(item);
    items.iter().filter(|item| !item.trim().is_empty()).map(|item| segments(item, "")).collect()
}

/// The words of a path; a list right behind it is given by its first two words only.
fn segments(path: &str, rest: &str) -> Vec<String> {
    let mut words: Vec<String> = path
        .split(['{', ' ', '\n'])
        .find(|part| !part.is_empty())
        .unwrap_or_default()
        .split("::")
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    if path.ends_with("::") && rest.starts_with('{') {
        let inner = tails(rest).into_iter().filter_map(|tail| tail.first().cloned());
        words.push(inner.collect::<Vec<_>>().join("|"));
    }
    words
}

/// A path from the crate's root (`crate` in front) or from another crate; none when it stays inside.
fn from_root(path: Vec<String>, module: &[&str]) -> Option<Vec<String>> {
    if path[0] != "super" {
        return Some(path);
    }
    let climbed = path.iter().take_while(|word| *word == "super").count();
    let rest = path.into_iter().skip(climbed);
    // Inside a file's own `mod tests` one `super` less is climbed; a star from the root names nothing.
    let mut from: Vec<String> = vec!["crate".to_owned()];
    from.extend(module.iter().take(module.len().checked_sub(climbed)?).map(|word| (*word).to_owned()));
    from.extend(rest.filter(|word| word != "*"));
    Some(from)
}

/// What is wrong with one file of the server, `place` being its path below `src`.
fn wrong(place: &str, source: &str) -> Vec<String> {
    let module: Vec<&str> = place.trim_end_matches(".rs").trim_end_matches("/mod").split('/').collect();
    let own = module[0];
    let Some((_, may, crates)) = MODULES.iter().find(|(name, ..)| *name == own) else {
        return vec![format!("{place}: no arrow says whom the module {own} may know")];
    };
    let is_test = module.last().is_some_and(|name| *name == "tests") || module.contains(&"tests");
    let tests_from = tests_from(source);
    let mut problems = Vec::new();
    for (line, path) in paths(source, &module) {
        let first = path[0].as_str();
        if first == "crate" {
            let Some(target) = path.get(1).filter(|target| MODULES.iter().any(|(name, ..)| name == target))
            else {
                continue;
            };
            if target != own && !may.contains(&target.as_str()) {
                problems.push(format!("{place}:{line}: {own} must not know {target}"));
            }
            let into_jobs = path
                .get(2)
                .is_some_and(|inner| inner.split('|').any(|inner| matches!(inner, "jobs" | "worker")));
            if target == "outbox" && into_jobs && matches!(own, "billing" | "people") {
                problems.push(format!("{place}:{line}: {own} may queue jobs, not carry them out"));
            }
        } else if first == "sandbox" {
            let demo = module.get(..2) == Some(&["commands", "demo"]);
            if !demo && !(own == "adapters" && (is_test || line >= tests_from)) {
                problems.push(format!("{place}:{line}: the sandbox is for the demo and for tests"));
            }
        } else if first != "server"
            && NAMES.contains(&first)
            && path.len() > 1
            && first != "app"
            && !crates.contains(&first)
        {
            problems.push(format!("{place}:{line}: {own} must not know the crate {first}"));
        }
        let called = path.last().filter(|_| path.iter().any(|word| word == "store"));
        let changes = called.is_some_and(|name| CHANGING.iter().any(|verb| name.starts_with(verb)));
        if matches!(own, "graphql" | "http") && changes {
            problems.push(format!("{place}:{line}: a transport must not change rows"));
        }
    }
    if matches!(own, "graphql" | "http") {
        for (number, line) in (1..).zip(source.lines()) {
            let code = code(line);
            if let Some(word) = WRITING.iter().find(|word| code.contains(**word)) {
                problems.push(format!("{place}:{number}: a transport must not write, here by {word}"));
            }
        }
    }
    problems
}

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            into.push(path);
        }
    }
}

#[test]
fn crates_depend_along_the_arrows() {
    let mut problems = Vec::new();
    for (name, folder, may) in CRATES {
        let manifest = fs::read_to_string(root().join(folder).join("Cargo.toml")).unwrap();
        let known = dependencies(&manifest);
        assert!(!known.is_empty() || manifest.contains("[package]"), "{name} has no manifest");
        for other in known.iter().filter(|other| NAMES.contains(&other.as_str())) {
            if !may.contains(&other.as_str()) {
                problems.push(format!("{name} must not depend on {other}"));
            }
        }
        if *name == "entity" && known != ["sea-orm"] {
            problems.push(format!("entity knows SeaORM and nothing else, but depends on {known:?}"));
        }
    }
    assert_eq!(problems, Vec::<String>::new());
}

#[test]
fn every_member_has_an_arrow() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let members = manifest.lines().find(|line| line.starts_with("members")).unwrap();
    let listed: Vec<&str> = members.split('"').skip(1).step_by(2).collect();
    for folder in &listed {
        assert!(CRATES.iter().any(|(_, place, _)| place == folder), "no arrow for the crate in {folder}");
    }
    assert_eq!(listed.len(), CRATES.len(), "an arrow for a crate that is gone");
}

#[test]
fn modules_of_the_server_import_along_the_arrows() {
    let folder = root().join("server/src");
    let mut files = Vec::new();
    sources(&folder, &mut files);
    assert!(files.len() > 100, "the server's sources were not found");
    let mut problems = Vec::new();
    for file in files {
        let place = file.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
        if place != "lib.rs" && place != "main.rs" {
            problems.extend(wrong(&place, &fs::read_to_string(&file).unwrap()));
        }
    }
    assert_eq!(problems, Vec::<String>::new(), "{}", problems.join("\n"));
}

#[test]
fn a_broken_arrow_is_seen() {
    let broken = |place: &str, source: &str| !wrong(place, source).is_empty();
    assert!(broken("billing/pay.rs", "use crate::graphql::errors;"));
    assert!(broken("billing/pay.rs", "use crate::{app::App, http::router};"));
    assert!(broken("billing/pay.rs", "fn f() { crate::adapters::stripe::new() }"));
    assert!(broken("billing/pay.rs", "use crate::outbox::{Job, worker};"));
    assert!(broken("billing/pay.rs", "use super::super::adapters::mail;"));
    assert!(broken("store/invoices.rs", "use crate::billing::quote;"));
    assert!(broken("store/invoices.rs", "use crate::people::Caller;"));
    assert!(broken("adapters/mail.rs", "use crate::store::Db;"));
    assert!(broken("adapters/mail.rs", "use entity::invoice;"));
    assert!(broken("adapters/mail.rs", "use sandbox::Sandbox;"));
    assert!(broken("commands/serve.rs", "use sandbox::Sandbox;"));
    assert!(broken("http/webhooks.rs", "let txn = site.app.db.begin().await?;"));
    assert!(broken("graphql/node.rs", "store::payments::save(connection, row).await?;"));
    assert!(broken("graphql/node.rs", "use sea_orm::ActiveModelTrait;"));
    assert!(broken("charge/pay.rs", ""), "a module without arrows");

    assert!(!broken("billing/pay.rs", "use crate::outbox::{self, Job};\nuse super::once::Key;"));
    assert!(!broken("billing/pay.rs", "// crate::graphql is only spoken of"));
    assert!(!broken("billing/pay.rs", "let text = \"crate::graphql and db.begin(\";"));
    assert!(!broken("adapters/stripe/tests.rs", "use sandbox::Sandbox;"));
    assert!(!broken("adapters/s3.rs", "#[cfg(test)]\nmod tests {\n    use sandbox::Sandbox;\n}"));
    assert!(broken("adapters/s3.rs", "use sandbox::Sandbox;\n#[cfg(test)]\nmod tests {\n}"));
    assert!(!broken("commands/demo/server.rs", "use sandbox::Sandbox;"));
    assert!(!broken("graphql/invoices/types.rs", "use super::super::context::Here;"));
    assert_eq!(dependencies("[dependencies]\nsea-orm = 1\n[lints]\nworkspace = true"), ["sea-orm"]);
}
