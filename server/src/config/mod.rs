//! Configuration, read once from the environment. Each concern has a file with a loader of its own, so that
//! a command asks for no more than it needs. Every problem is collected and names its variable; secrets are
//! kept in [`Secret`], which never prints them. `docs/configuration.md` lists every variable.

mod client;
mod database;
mod fees;
mod http;
mod log;
mod mail;
mod problem;
mod reader;
mod review;
mod secret;
mod storage;
mod stripe;
#[cfg(test)]
mod tests;
mod worker;

pub use adapters::config::{MailConfig, Secret, SmtpEncryption, StorageConfig, StripeConfig};
pub use client::ClientConfig;
pub use database::DatabaseConfig;
pub use fees::FeeConfig;
pub use http::HttpConfig;
pub use log::LogConfig;
pub use problem::{ConfigError, Problem};
pub use review::{Finding, Severity, review};
pub use secret::SecretConfig;
pub use worker::WorkerConfig;

/// Where a variable's value comes from: the environment, or a test's own table.
pub type Lookup<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// All of the configuration, as `serve` and `worker` need it.
#[derive(Debug, Clone)]
pub struct Config {
    /// The database.
    pub database: DatabaseConfig,
    /// The web server and its public address.
    pub http: HttpConfig,
    /// The payment processor.
    pub stripe: StripeConfig,
    /// What payments cost.
    pub fees: FeeConfig,
    /// The mail server.
    pub mail: MailConfig,
    /// The file store.
    pub storage: StorageConfig,
    /// The key that signs what Propty hands out.
    pub secret: SecretConfig,
    /// What is logged.
    pub log: LogConfig,
    /// The built client.
    pub client: ClientConfig,
    /// The background worker.
    pub worker: WorkerConfig,
}

impl Config {
    /// Reads the process's environment.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::load(&environment)
    }

    /// Reads every part and reports the problems of all of them together.
    pub fn load(lookup: &Lookup<'_>) -> Result<Self, ConfigError> {
        let mut problems = Vec::new();
        let database = collect(DatabaseConfig::load(lookup), &mut problems);
        let http = collect(HttpConfig::load(lookup), &mut problems);
        let stripe = collect(stripe::load(lookup), &mut problems);
        let fees = collect(FeeConfig::load(lookup), &mut problems);
        let mail = collect(mail::load(lookup), &mut problems);
        let storage = collect(storage::load(lookup), &mut problems);
        let secret = collect(SecretConfig::load(lookup), &mut problems);
        let log = collect(LogConfig::load(lookup), &mut problems);
        let client = collect(ClientConfig::load(lookup), &mut problems);
        let worker = collect(WorkerConfig::load(lookup), &mut problems);
        match (database, http, stripe, fees, mail, storage, secret, log, client, worker) {
            (
                Some(database),
                Some(http),
                Some(stripe),
                Some(fees),
                Some(mail),
                Some(storage),
                Some(secret),
                Some(log),
                Some(client),
                Some(worker),
            ) if problems.is_empty() => {
                Ok(Config { database, http, stripe, fees, mail, storage, secret, log, client, worker })
            }
            _ => Err(ConfigError::from(problems)),
        }
    }
}

/// The value of a variable of this process; text that isn't UTF-8 counts as unset.
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn collect<T>(part: Result<T, Vec<Problem>>, problems: &mut Vec<Problem>) -> Option<T> {
    match part {
        Ok(part) => Some(part),
        Err(mut found) => {
            problems.append(&mut found);
            None
        }
    }
}
