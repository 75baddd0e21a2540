//! Values that must never be shown, and the key Propty signs with.

use adapters::config::Secret;

use super::reader::Reader;
use super::{Lookup, Problem};

const MIN_LENGTH: usize = 32;

/// The key that signs sessions and links.
#[derive(Debug, Clone)]
pub struct SecretConfig {
    /// At least 32 characters.
    pub key: Secret,
}

impl SecretConfig {
    /// Reads `PROPTY_SECRET_KEY`.
    pub fn load(lookup: &Lookup<'_>) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(lookup);
        let key = reader.secret(
            "PROPTY_SECRET_KEY",
            "at least 32 random characters, such as the output of `openssl rand -hex 32`",
        );
        let key = match key {
            Some(key) if key.expose().chars().count() < MIN_LENGTH => reader.problem(
                "PROPTY_SECRET_KEY",
                "is too short: use at least 32 characters, such as the output of `openssl rand -hex 32`",
            ),
            key => key,
        };
        reader.finish(key.map(|key| SecretConfig { key }))
    }
}
