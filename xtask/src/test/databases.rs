//! Which databases the integration tests run on. Each test is there once per database, in a function named after it;
//! what is not wanted is left out by that name, so that the test runner counts it.

use std::env;

use anyhow::{Result, bail};

const VARIABLE: &str = "PROPTY_TEST_DATABASES";

/// The databases that are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Databases {
    sqlite: bool,
    pub postgres: bool,
}

impl Databases {
    /// What the environment asks for; both, unless it names one.
    pub fn from_environment() -> Result<Self> {
        match env::var(VARIABLE) {
            Ok(names) => Self::parse(&names),
            Err(env::VarError::NotPresent) => Ok(Self { sqlite: true, postgres: true }),
            Err(env::VarError::NotUnicode(_)) => bail!("{VARIABLE} is not text"),
        }
    }

    fn parse(names: &str) -> Result<Self> {
        let mut wanted = Self { sqlite: false, postgres: false };
        for name in names.split(',').map(str::trim) {
            match name {
                "sqlite" => wanted.sqlite = true,
                "postgres" => wanted.postgres = true,
                other => {
                    bail!("{VARIABLE} names `{other}`; it takes `sqlite`, `postgres` or `sqlite,postgres`")
                }
            }
        }
        Ok(wanted)
    }

    /// The database that is left out, with the name of its tests' functions.
    pub fn left_out(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self { sqlite: false, .. } => Some(("SQLite", "::on_sqlite")),
            Self { postgres: false, .. } => Some(("PostgreSQL", "::on_postgres")),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn databases_are_named_in_the_environment() {
        assert_eq!(Databases::parse("sqlite, postgres").unwrap().left_out(), None);
        let sqlite = Databases::parse("sqlite").unwrap();
        assert!(!sqlite.postgres && sqlite.left_out() == Some(("PostgreSQL", "::on_postgres")));
        let postgres = Databases::parse("postgres").unwrap();
        assert!(postgres.postgres && postgres.left_out() == Some(("SQLite", "::on_sqlite")));
        for unknown in ["", "mysql", "sqlite;postgres"] {
            assert!(Databases::parse(unknown).is_err(), "{unknown:?}");
        }
    }
}
