//! What a client is made from, as one number: it is built again when, and only when, that has changed.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result};

use crate::paths::Paths;
use crate::setup::{TRUNK_WASM_OPT, WasmToolchain};

/// Files and folders of the checkout that end up in a client, or decide how it is built.
const INPUTS: [&str; 10] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "app",
    "locales",
    "server/schema.graphql",
    "style",
    "xtask/compress.mjs",
    "xtask/src/client/mod.rs",
];

/// The fingerprint of all inputs and of the tools, as hexadecimal digits.
pub fn fingerprint(paths: &Paths, toolchain: &WasmToolchain) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    (&toolchain.version, TRUNK_WASM_OPT).hash(&mut hasher);
    for input in INPUTS {
        add(&paths.root, Path::new(input), &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn add(root: &Path, relative: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    let path = root.join(relative);
    relative.hash(hasher);
    if path.is_dir() {
        let mut names: Vec<_> = fs::read_dir(&path)
            .with_context(|| format!("can't list {}", path.display()))?
            .map(|entry| entry.map(|entry| entry.file_name()))
            .collect::<std::io::Result<_>>()?;
        names.sort();
        for name in names {
            add(root, &relative.join(name), hasher)?;
        }
    } else if path.exists() {
        fs::read(&path).with_context(|| format!("can't read {}", path.display()))?.hash(hasher);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_renamed_or_new_file_changes_the_fingerprint() {
        let root = std::env::temp_dir().join(format!("propty-inputs-{}", std::process::id()));
        fs::create_dir_all(root.join("app/src")).unwrap();
        let file = root.join("app/src/a.rs");
        let now = || {
            let mut hasher = DefaultHasher::new();
            add(&root, Path::new("app"), &mut hasher).unwrap();
            hasher.finish()
        };
        fs::write(&file, "one").unwrap();
        let first = now();
        assert_eq!(first, now());
        fs::write(&file, "two").unwrap();
        let changed = now();
        fs::rename(&file, root.join("app/src/b.rs")).unwrap();
        let renamed = now();
        fs::write(&file, "two").unwrap();
        let added = now();
        fs::remove_dir_all(&root).unwrap();
        let mut all = vec![first, changed, renamed, added];
        all.dedup();
        assert_eq!(all.len(), 4);
    }
}
