//! What a client weighs, and whether that is too much. 1 KB is 1000 bytes.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::Client;
use crate::paths::Paths;
use crate::progress;

/// Prints what each client's WebAssembly weighs and fails when one is above its budget.
pub fn check(paths: &Paths, clients: &[Client]) -> Result<()> {
    let mut above = Vec::new();
    for client in clients {
        let size = Size::of(&paths.dist.join(client.name()))?;
        progress::clear();
        println!(
            "{:<7} {:>8} of WebAssembly, {:>8} with brotli (budget {})",
            client.name(),
            kilobytes(size.raw),
            kilobytes(size.brotli),
            kilobytes(client.budget())
        );
        if size.brotli > client.budget() {
            above.push(client.name());
        }
    }
    if !above.is_empty() {
        bail!(
            "too much WebAssembly in: {}. Look at what a new dependency brings, or load less at the start.",
            above.join(", ")
        );
    }
    Ok(())
}

#[derive(Debug, PartialEq, Eq)]
struct Size {
    raw: u64,
    brotli: u64,
}

impl Size {
    /// Adds up the WebAssembly in a built client.
    fn of(dist: &Path) -> Result<Self> {
        let mut size = Self { raw: 0, brotli: 0 };
        let files = fs::read_dir(dist).with_context(|| format!("can't list {}", dist.display()))?;
        for file in files.flatten() {
            let name = file.file_name();
            let name = name.to_string_lossy();
            let length = file.metadata()?.len();
            if name.ends_with(".wasm") {
                size.raw = size.raw.saturating_add(length);
            } else if name.ends_with(".wasm.br") {
                size.brotli = size.brotli.saturating_add(length);
            }
        }
        if size.raw == 0 || size.brotli == 0 {
            bail!("{} has no compressed WebAssembly; run `cargo xtask build --force`", dist.display());
        }
        Ok(size)
    }
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{} KB", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_webassembly_is_measured() {
        let dist = std::env::temp_dir().join(format!("propty-sizes-{}", std::process::id()));
        fs::create_dir_all(&dist).unwrap();
        for (name, length) in [("a.wasm", 900), ("a.wasm.br", 300), ("b.js", 70), ("b.js.br", 20)] {
            fs::write(dist.join(name), vec![0; length]).unwrap();
        }
        let size = Size::of(&dist);
        fs::remove_dir_all(&dist).unwrap();
        assert_eq!(size.unwrap(), Size { raw: 900, brotli: 300 });
        assert_eq!(kilobytes(199_950), "199.9 KB");
    }
}
