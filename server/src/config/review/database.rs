//! How the database is reached.

use url::Url;

use super::Findings;
use crate::config::{Config, DatabaseConfig};
use adapters::config::is_loopback;

const VARIABLE: &str = "PROPTY_DATABASE_URL";
/// Modes of TLS under which nothing is sent in the clear.
const ENCRYPTED: [&str; 3] = ["require", "verify-ca", "verify-full"];
/// Passwords that installations come with.
const DEFAULT_PASSWORDS: [&str; 6] = ["postgres", "password", "propty", "admin", "root", "changeme"];

pub(super) fn review(config: &Config, findings: &mut Findings) {
    let DatabaseConfig::Postgres { url } = &config.database else { return };
    // What can't be parsed was refused before.
    let Ok(url) = Url::parse(url.expose()) else { return };
    let option = |wanted: &[&str]| {
        url.query_pairs().filter(|(name, _)| wanted.contains(&name.as_ref())).map(|(_, value)| value).last()
    };
    let host = option(&["host", "hostaddr"]).unwrap_or_else(|| url.host_str().unwrap_or_default().into());
    let is_socket = host.is_empty() || host.starts_with('/') || host.to_ascii_lowercase().starts_with("%2f");
    if !is_socket && !is_loopback(&host) {
        let mode = option(&["sslmode", "ssl-mode"]).unwrap_or_default().to_ascii_lowercase();
        if !ENCRYPTED.contains(&mode.as_str()) {
            findings.error(
                VARIABLE,
                "may send everything to another machine in the clear: add ?sslmode=verify-full (and sslrootcert), or \
                 at least ?sslmode=require",
            );
        }
    }
    let password = url.password().unwrap_or_default();
    let is_well_known =
        DEFAULT_PASSWORDS.contains(&password) || (!password.is_empty() && password == url.username());
    if is_well_known {
        findings.error_in_production(VARIABLE, "has a password that anybody would try first: choose another");
    }
}
