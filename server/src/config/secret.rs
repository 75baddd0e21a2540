//! Values that must never be shown, and the key Propty signs with.

use std::fmt;

use super::reader::Reader;
use super::{Lookup, Problem};

const LEAST_LENGTH: usize = 32;

/// Text that prints as `***`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Hides a value.
    pub fn new(value: impl Into<String>) -> Self {
        Secret(value.into())
    }

    /// The value itself, for the one call that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

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
            Some(key) if key.expose().chars().count() < LEAST_LENGTH => reader.problem(
                "PROPTY_SECRET_KEY",
                "is too short: use at least 32 characters, such as the output of `openssl rand -hex 32`",
            ),
            key => key,
        };
        reader.finish(key.map(|key| SecretConfig { key }))
    }
}
