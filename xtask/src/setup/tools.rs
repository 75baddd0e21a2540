//! Programs that Cargo installs: trunk and wasm-bindgen, each of one exact version.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::system::output;
use crate::paths::Paths;
use crate::progress;

/// 0.22 asks for a newer Rust than Debian has.
const TRUNK: &str = "0.21.14";

/// Installs trunk unless the right version is there.
pub fn trunk(paths: &Paths) -> Result<()> {
    // Without TLS, which takes a while to compile: trunk is started with `--offline` and finds its tools on PATH.
    let flags = ["--locked", "--debug", "--no-default-features"];
    Tool { program: "trunk", package: "trunk", version: TRUNK.to_owned(), flags: &flags }.install(paths)
}

/// Installs the wasm-bindgen that the clients' lock file asks for: the two have to be equal.
pub fn wasm_bindgen(paths: &Paths) -> Result<()> {
    let path = paths.root.join("Cargo.lock");
    let lock = fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))?;
    let version = locked(&lock, "wasm-bindgen").context("Cargo.lock has no wasm-bindgen")?.to_owned();
    // Without --locked: its own lock file names a version that is no longer served.
    // Only its test runner would speak TLS.
    let flags = ["--debug", "--bin", "wasm-bindgen", "--no-default-features"];
    Tool { program: "wasm-bindgen", package: "wasm-bindgen-cli", version, flags: &flags }.install(paths)
}

struct Tool<'a> {
    program: &'a str,
    package: &'a str,
    version: String,
    flags: &'a [&'a str],
}

impl Tool<'_> {
    fn install(&self, paths: &Paths) -> Result<()> {
        let ours = paths.tools.join("bin").join(self.program);
        if self.is(&ours) {
            return Ok(());
        }
        // One on PATH serves as well, as long as an old one of ours doesn't come before it.
        if !ours.exists() && Paths::on_path(&[self.program]).is_some_and(|found| self.is(&found)) {
            return Ok(());
        }
        let named = format!("{}@{}", self.package, self.version);
        if let Some(binstall) = Paths::on_path(&["cargo-binstall"]) {
            let mut command = paths.command(binstall);
            command.args(["--no-confirm", "--disable-telemetry", "--root"]).arg(&paths.tools).arg(&named);
            let title = format!("fetching {} {}", self.program, self.version);
            if progress::run(paths, &title, self.program, &mut command, "").is_ok() && self.is(&ours) {
                return Ok(());
            }
        }
        let mut command = paths.command("cargo");
        // A folder of its own, removed by Cargo at the end: nothing else is built from these sources.
        command.env_remove("CARGO_TARGET_DIR").env("CARGO_PROFILE_DEV_DEBUG", "0");
        command.arg("install").args(self.flags).arg("--force").arg("--root").arg(&paths.tools).arg(&named);
        progress::run(
            paths,
            &format!("building {} {} (once, some minutes)", self.program, self.version),
            self.program,
            &mut command,
            "If the registry can't be reached, try again; otherwise install this version so that it is on PATH.",
        )
    }

    /// Whether the program at `path` is of the version asked for.
    fn is(&self, path: &Path) -> bool {
        path.is_file()
            && output(Command::new(PathBuf::from(path)).arg("--version"))
                .is_ok_and(|text| text.split_whitespace().nth(1) == Some(self.version.as_str()))
    }
}

/// The version of `package` in a lock file.
fn locked<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let (_, rest) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    rest.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locked_version_matches_the_exact_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked(lock, "trunk"), None);
    }
}
