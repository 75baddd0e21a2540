//! Which database Propty keeps its books in.

use std::path::PathBuf;

use super::reader::Reader;
use super::{Lookup, Problem};
use adapters::config::Secret;

const VARIABLE: &str = "PROPTY_DATABASE_URL";

/// SQLite in a file, or PostgreSQL.
#[derive(Debug, Clone)]
pub enum DatabaseConfig {
    /// One file on this machine.
    Sqlite {
        /// Where the file is; its folder must exist.
        path: PathBuf,
    },
    /// A PostgreSQL server.
    Postgres {
        /// The whole address, with its password.
        url: Secret,
    },
}

impl DatabaseConfig {
    /// Reads `PROPTY_DATABASE_URL`.
    pub fn load(lookup: &Lookup<'_>) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(lookup);
        let value = reader.required(VARIABLE, "sqlite:propty.db or postgres://user:password@host/database");
        let database = value.and_then(|value| parse(&mut reader, &value));
        reader.finish(database)
    }
}

impl DatabaseConfig {
    /// What the database is opened with; holds a password, so it is not for printing.
    pub fn address(&self) -> Secret {
        match self {
            DatabaseConfig::Sqlite { path } => Secret::new(format!("sqlite:{}", path.display())),
            DatabaseConfig::Postgres { url } => url.clone(),
        }
    }
}

fn parse(reader: &mut Reader<'_>, value: &str) -> Option<DatabaseConfig> {
    if let Some(rest) = value.strip_prefix("sqlite:") {
        let path = rest.strip_prefix("//").unwrap_or(rest);
        let path = path.split('?').next().unwrap_or_default();
        if path.is_empty() {
            return reader
                .problem(VARIABLE, "names no file: write sqlite: and a path, such as sqlite:propty.db");
        }
        if path.contains(":memory:") {
            return reader.problem(
                VARIABLE,
                "names no file: a database in memory would forget everything; write sqlite: and a path",
            );
        }
        return Some(DatabaseConfig::Sqlite { path: PathBuf::from(path) });
    }
    let postgres = value.starts_with("postgres://") || value.starts_with("postgresql://");
    match url::Url::parse(value) {
        Ok(_) if postgres => Some(DatabaseConfig::Postgres { url: Secret::new(value) }),
        Err(_) if postgres => reader.problem(
            VARIABLE,
            "can't be read as an address: write postgres://user:password@host/database, with special \
             characters of the password percent-encoded",
        ),
        _ => reader.problem(VARIABLE, "must start with sqlite: or postgres://"),
    }
}
