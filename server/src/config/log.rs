//! What is logged.

use tracing_subscriber::EnvFilter;

use super::reader::Reader;
use super::{Lookup, Problem};

const VARIABLE: &str = "PROPTY_LOG";

/// The log.
#[derive(Debug, Clone)]
pub struct LogConfig {
    /// A level, or levels by module: `info,server::billing=debug`.
    pub filter: String,
}

impl LogConfig {
    /// Reads `PROPTY_LOG`.
    pub fn load(lookup: &Lookup<'_>) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(lookup);
        let filter = reader.optional(VARIABLE).unwrap_or_else(|| "info".to_owned());
        let filter = match EnvFilter::try_new(&filter) {
            Ok(_) => Some(filter),
            Err(_) => reader.problem(
                VARIABLE,
                "must be a level (error, warn, info, debug, trace) or levels by module, such as \
                 info,server::billing=debug",
            ),
        };
        reader.finish(filter.map(|filter| LogConfig { filter }))
    }
}
