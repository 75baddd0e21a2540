//! Known attacks, each by its name, and what it gets: nothing. Forged requests across sites, floods and oversized
//! bodies are in `http`; replayed sign-in links in `sign_in`; whatever needs somebody else's ids in `tenant_isolation`.

mod brute_force;
mod enumeration;
mod header_injection;
mod id_tampering;
mod link_tokens;
mod mass_assignment;
mod open_redirects;
mod query_flooding;
mod race_conditions;
mod session_fixation;
mod text_injection;
mod timing;

use serde_json::Value;

/// The code of the first top-level error.
fn code(body: &Value) -> &str {
    body["errors"][0]["extensions"]["code"].as_str().unwrap_or_else(|| panic!("no code in {body:#}"))
}
