//! Where the built client is.

use std::path::PathBuf;

use super::reader::Reader;
use super::{Lookup, Problem};

/// The built client.
#[derive(Debug, Clone)]
pub struct ClientConfig {
    /// The folder with `admin` and `portal` in it.
    pub dir: PathBuf,
}

impl ClientConfig {
    /// Reads `PROPTY_CLIENT_DIR`.
    pub fn load(lookup: &Lookup<'_>) -> Result<Self, Vec<Problem>> {
        let reader = Reader::new(lookup);
        let dir = reader.optional("PROPTY_CLIENT_DIR").unwrap_or_else(|| "dist".to_owned());
        reader.finish(Some(ClientConfig { dir: PathBuf::from(dir) }))
    }
}
