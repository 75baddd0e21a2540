//! The secrets of a test program: whatever it sends or is given that opens a door is kept in a file beside the log,
//! so that the log of the whole suite can be searched for all of them (`search`).

mod search;

use std::collections::HashSet;
use std::fs::File;
use std::io::Write;
use std::sync::{LazyLock, Mutex};

use serde_json::{Value, json};

pub use search::{Leak, ScanReport, search};

use crate::log;

/// Names under which callers send secrets.
const SENT_FIELDS: [&str; 6] = ["password", "currentPassword", "newPassword", "token", "code", "secret"];
/// Names under which they are given some. A `code` in an answer is an error's.
const RECEIVED_FIELDS: [&str; 3] = ["secret", "uri", "recoveryCodes"];

static RECORDED: LazyLock<Mutex<(HashSet<String>, File)>> = LazyLock::new(|| {
    let file = log::create(&format!("secrets-{}.jsonl", std::process::id()));
    Mutex::new((HashSet::new(), file))
});

/// Keeps one secret with the name it goes by.
pub fn record(name: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    let mut line = json!({ "name": name, "value": value }).to_string();
    let mut kept = RECORDED.lock().unwrap();
    if kept.0.insert(line.clone()) {
        line.push('\n');
        kept.1.write_all(line.as_bytes()).unwrap();
    }
}

/// Keeps the secrets among variables.
pub fn record_sent(variables: &Value) {
    walk(variables, &SENT_FIELDS);
}

/// Keeps the secrets in an answer.
pub fn record_received(answer: &Value) {
    walk(answer, &RECEIVED_FIELDS);
}

/// Keeps the token of a `Set-Cookie` or `Cookie`.
pub fn record_cookie(cookie: &str) {
    if let Some((_, value)) = cookie.split_once("propty=") {
        record("token", value.split(';').next().unwrap_or_default());
    }
}

/// Keeps the token of the link in a mail's text.
pub fn record_emailed(text: &str) {
    for behind in text.split("#token=").skip(1) {
        record("token", behind.split_whitespace().next().unwrap_or_default());
    }
}

/// Keeps what the environment of a server holds.
pub fn record_environment<'a>(variables: impl IntoIterator<Item = (&'a String, &'a String)>) {
    for (name, value) in variables {
        if name.contains("SECRET") || name.contains("KEY") {
            record(name, value);
        }
        let password = url::Url::parse(value).ok().and_then(|url| url.password().map(str::to_owned));
        record(name, &password.unwrap_or_default());
    }
}

fn walk(value: &Value, names: &[&str]) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if names.contains(&name.as_str()) { record_all(name, value) } else { walk(value, names) }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| walk(value, names)),
        _ => {}
    }
}

fn record_all(name: &str, value: &Value) {
    match value {
        Value::String(text) => record(name, text),
        Value::Array(values) => values.iter().for_each(|value| record_all(name, value)),
        _ => {}
    }
}
