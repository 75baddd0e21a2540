//! One set-up or client build at a time per machine: two would write the same files.

use std::fs::{File, OpenOptions, TryLockError};

use anyhow::{Context, Result};

use crate::paths::Paths;

/// Held while tools are installed or the client is built; the system lets go of it when the process ends.
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, after waiting for another run that has it.
    pub fn take(paths: &Paths) -> Result<Self> {
        let path = paths.cache.join("lock");
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)
            .with_context(|| format!("can't open the lock file {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                eprintln!("  waiting for another `cargo xtask` to finish ({})", path.display());
                file.lock().with_context(|| format!("can't lock {}", path.display()))?;
            }
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("can't lock {}", path.display()));
            }
        }
        Ok(Self { _file: file })
    }
}
