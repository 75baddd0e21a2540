//! How much the background worker does at once.

use super::reader::Reader;
use super::{Lookup, Problem};

const VARIABLE: &str = "PROPTY_WORKER_CONCURRENCY";
const MOST: usize = 64;

/// The background worker.
#[derive(Debug, Clone)]
pub struct WorkerConfig {
    /// Jobs at the same time, 1 to 64.
    pub concurrency: usize,
}

impl WorkerConfig {
    /// Reads `PROPTY_WORKER_CONCURRENCY`.
    pub fn load(lookup: &Lookup<'_>) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(lookup);
        let value = reader.optional(VARIABLE).unwrap_or_else(|| "4".to_owned());
        let concurrency = match value.parse::<usize>() {
            Ok(number) if (1..=MOST).contains(&number) => Some(number),
            _ => reader.problem(VARIABLE, "must be a whole number from 1 to 64"),
        };
        reader.finish(concurrency.map(|concurrency| WorkerConfig { concurrency }))
    }
}
