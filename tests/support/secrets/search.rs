//! Searching logs for secrets. Long ones are searched for as they are and in the encodings in which bytes are printed.
//! Short ones, such as codes of six digits, are part of many harmless numbers: they only count behind their name,
//! as `"code":"123456"`, `code=123456` or `code: "123456"`.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use aho_corasick::AhoCorasick;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::Value;

/// From this length on no harmless text is the same by chance.
const LONG: usize = 12;
/// So many bytes of a long secret are searched for: enough to know it.
const PREFIX_LENGTH: usize = 32;

/// A secret in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    /// File and number of the line.
    pub place: String,
    /// The secret's name.
    pub name: String,
    /// The line, cut.
    pub line: String,
}

/// What a search went through.
#[derive(Debug, Default)]
pub struct ScanReport {
    /// Secrets looked for.
    pub secrets: usize,
    /// Lines read.
    pub lines: usize,
    /// Files read.
    pub files: usize,
    /// What must not be there.
    pub found: Vec<Leak>,
}

/// Searches every `.log` of a folder for the secrets in its `.jsonl` files.
pub fn search(folder: &Path) -> ScanReport {
    let mut report = ScanReport::default();
    let (mut patterns, mut names, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for file in files_with_extension(folder, "jsonl") {
        for line in fs::read_to_string(file).unwrap().lines() {
            let secret: Value = serde_json::from_str(line).unwrap();
            let (name, value) = (secret["name"].as_str().unwrap(), secret["value"].as_str().unwrap());
            if !seen.insert(line.to_owned()) {
                continue;
            }
            report.secrets += 1;
            for form in encodings(name, value) {
                patterns.push(form);
                names.push((name.to_owned(), value.len() < LONG));
            }
        }
    }
    let automaton = AhoCorasick::new(&patterns).unwrap();
    for file in files_with_extension(folder, "log") {
        report.files += 1;
        let bytes = fs::read(&file).unwrap();
        for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            report.lines += 1;
            for hit in automaton.find_overlapping_iter(line) {
                let (name, short) = &names[hit.pattern()];
                // `code=123456` is not in `code=1234567`.
                let goes_on = line.get(hit.end()).is_some_and(u8::is_ascii_alphanumeric);
                if !(*short && goes_on) {
                    report.found.push(Leak {
                        place: format!("{}:{}", file.display(), index + 1),
                        name: name.clone(),
                        line: String::from_utf8_lossy(line).chars().take(400).collect(),
                    });
                    break;
                }
            }
        }
    }
    report
}

fn files_with_extension(folder: &Path, ending: &str) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|known| known == ending)).collect();
    files.sort();
    files
}

/// The texts by which a secret is known.
fn encodings(name: &str, value: &str) -> Vec<Vec<u8>> {
    if value.len() < LONG {
        let encodings = [name.to_owned(), snake(name)].into_iter().flat_map(|name| {
            [
                format!("\"{name}\":\"{value}\""),
                format!("\"{name}\": \"{value}\""),
                format!("\"{name}\": String(\"{value}\")"),
                format!("Name(\"{name}\"): String(\"{value}\")"),
                format!("{name}: \"{value}\""),
                format!("{name}: Some(\"{value}\")"),
                format!("{name}: {value}"),
                format!("{name}=\"{value}\""),
                format!("{name}={value}"),
            ]
        });
        return encodings.map(String::into_bytes).collect();
    }
    let bytes = value.as_bytes();
    let start = &bytes[..bytes.len().min(PREFIX_LENGTH)];
    let decimal: Vec<String> = start.iter().map(u8::to_string).collect();
    // The last characters depend on what comes behind.
    let whole = &start[..start.len() / 3 * 3];
    vec![
        start.to_vec(),
        hex::encode(start).into_bytes(),
        hex::encode_upper(start).into_bytes(),
        decimal.join(", ").into_bytes(),
        STANDARD_NO_PAD.encode(whole).into_bytes(),
        URL_SAFE_NO_PAD.encode(whole).into_bytes(),
    ]
}

fn snake(name: &str) -> String {
    name.chars().fold(String::new(), |mut snake, letter| {
        if letter.is_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
        snake
    })
}
