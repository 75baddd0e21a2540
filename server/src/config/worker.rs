//! How much the background worker does at once, and how long it may be silent.

use std::time::Duration;

use super::reader::Reader;
use super::{Lookup, Problem};

const VARIABLE: &str = "PROPTY_WORKER_CONCURRENCY";
const LEASE: &str = "PROPTY_WORKER_LEASE_SECONDS";
const MAX_CONCURRENCY: usize = 64;
const MAX_LEASE_SECONDS: u64 = 3600;

/// The background worker.
#[derive(Debug, Clone)]
pub struct WorkerConfig {
    /// Jobs at the same time, 1 to 64.
    pub concurrency: usize,
    /// How long a job stays with a worker that has died; a living one renews its lease.
    pub lease: Duration,
}

impl WorkerConfig {
    /// Reads `PROPTY_WORKER_CONCURRENCY` and `PROPTY_WORKER_LEASE_SECONDS`.
    pub fn load(lookup: &Lookup<'_>) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(lookup);
        let value = reader.optional(VARIABLE).unwrap_or_else(|| "4".to_owned());
        let concurrency = match value.parse::<usize>() {
            Ok(number) if (1..=MAX_CONCURRENCY).contains(&number) => Some(number),
            _ => reader.problem(VARIABLE, "must be a whole number from 1 to 64"),
        };
        let seconds = reader.optional(LEASE).unwrap_or_else(|| "10".to_owned());
        let lease = match seconds.parse::<u64>() {
            Ok(number) if (1..=MAX_LEASE_SECONDS).contains(&number) => Some(Duration::from_secs(number)),
            _ => reader.problem(LEASE, "must be a whole number of seconds from 1 to 3600"),
        };
        let part = concurrency.zip(lease).map(|(concurrency, lease)| WorkerConfig { concurrency, lease });
        reader.finish(part)
    }
}
