//! Known attacks, each by its name, and what it gets: nothing. Forged requests across sites, floods and oversized
//! bodies are in `http`; replayed sign-in links in `people`; whatever needs somebody else's ids in `strangers`.

mod assignment;
mod enumeration;
mod floods;
mod guessing;
mod ids;
mod mail;
mod races;
mod redirects;
mod sessions;
mod text;
mod timing;
mod tokens;

use serde_json::Value;

/// The code of the first top-level error.
fn code(body: &Value) -> &str {
    body["errors"][0]["extensions"]["code"].as_str().unwrap_or_else(|| panic!("no code in {body:#}"))
}
