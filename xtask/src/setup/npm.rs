//! Packages from npm, in the cache and in no checkout: wasm-opt, what drives the browser, reads its pages and
//! the QR codes in them, the audits of GraphQL over HTTP, and Stripe's own library for the tests of its stand-in.

use std::fs;

use anyhow::{Context, Result};

use super::system;
use crate::paths::Paths;
use crate::progress;

/// Debian's wasm-opt is too old for what rustc emits, so it comes from here as well. The audits of
/// graphql-http need graphql beside them.
const PACKAGES: [(&str, &str); 7] = [
    ("axe-core", "4.14.1"),
    ("binaryen", WASM_OPT),
    ("graphql", "16.15.0"),
    ("graphql-http", "1.23.1"),
    ("jsqr", "1.4.0"),
    ("playwright-core", "1.65.1"),
    ("stripe", "23.1.0"),
];
const WASM_OPT: &str = "132.0.0";

/// How trunk writes the version of wasm-opt.
pub const TRUNK_WASM_OPT: &str = "version_132";

/// Installs the packages when one of them is missing or of another version.
pub fn install(paths: &Paths) -> Result<()> {
    system::node()?;
    if PACKAGES.iter().all(|(name, version)| installed(paths, name).as_deref() == Some(version)) {
        return Ok(());
    }
    let npm = Paths::on_path(&["npm"]).context("npm is not on PATH: install it, it belongs to Node")?;
    let wanted: Vec<String> =
        PACKAGES.iter().map(|(name, version)| format!("    \"{name}\": \"{version}\"")).collect();
    let manifest =
        format!("{{\n  \"private\": true,\n  \"dependencies\": {{\n{}\n  }}\n}}\n", wanted.join(",\n"));
    let path = paths.node.join("package.json");
    fs::write(&path, manifest).with_context(|| format!("can't write {}", path.display()))?;
    let mut command = paths.command(npm);
    command.current_dir(&paths.node).args([
        "install",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--no-update-notifier",
    ]);
    let names: Vec<&str> = PACKAGES.iter().map(|(name, _)| *name).collect();
    progress::run(
        paths,
        &format!("installing {} with npm", names.join(", ")),
        "npm",
        &mut command,
        "Check that npm reaches its registry (`npm ping`), then run this again.",
    )
}

/// The version in the package's own description, if it is there.
fn installed(paths: &Paths, name: &str) -> Option<String> {
    let text = fs::read_to_string(paths.node.join("node_modules").join(name).join("package.json")).ok()?;
    version_in(&text)
}

/// The first `"version": "…"`; npm puts a package's own there.
fn version_in(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("\"version\"")?;
    rest.split('"').nth(1).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_version_from_package_json() {
        let text = "{\n \"name\": \"x\",\n \"version\" : \"1.65.1\",\n \"engines\": {\"node\": \">=18\"}\n}";
        assert_eq!(version_in(text).as_deref(), Some("1.65.1"));
        assert_eq!(version_in("{}"), None);
    }

    #[test]
    fn trunk_wasm_opt_version_matches_npm() {
        assert_eq!(Some(TRUNK_WASM_OPT.trim_start_matches("version_")), WASM_OPT.split('.').next());
    }
}
