//! Clippy as the compiler. `cargo clippy` only checks, and for that wants every dependency once more, checked
//! instead of compiled; in place of the compiler it lints what is compiled anyway.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::paths::Paths;
use crate::setup::output;

/// How `cargo clippy -- -D warnings` hands the words after `--` to Clippy.
const ARGUMENTS: (&str, &str) = ("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__");
/// Compiles, but Clippy has a word to say about it.
const UNTIDY: &str = "pub fn same(x: u32) -> u32 { return x; }";
const LINT: &str = "needless_return";

/// Clippy's program, beside the compiler's. Tried first: this way to start it is Cargo's, not promised to others.
pub fn find(paths: &Paths) -> Result<PathBuf> {
    let root = output(paths.command("rustc").args(["--print", "sysroot"]))?;
    let program = Path::new(root.trim()).join("bin/clippy-driver");
    let program = if program.is_file() { Some(program) } else { Paths::on_path(&["clippy-driver"]) };
    let program = program.context("Clippy is missing: rustup component add clippy")?;
    let said = lints_of(paths, &program)?;
    if !said.contains(LINT) {
        bail!("{} compiles, but does not lint as it does for `cargo clippy`: {said}", program.display());
    }
    Ok(program)
}

/// Makes Cargo compile the workspace's own crates with Clippy at `program`, and with the lock file as it is.
pub fn enter(command: &mut Command, program: &Path) {
    command.arg("--locked").env("RUSTC_WORKSPACE_WRAPPER", program).env(ARGUMENTS.0, ARGUMENTS.1);
}

/// What Clippy says of a line that is not tidy; nothing when it lets that pass.
fn lints_of(paths: &Paths, program: &Path) -> Result<String> {
    let out = paths.logs.join("clippy.rmeta");
    let mut command = paths.command(program);
    command
        .args(["rustc", "--crate-name=untidy", "--crate-type=lib", "--edition=2024", "--emit=metadata", "-o"])
        .arg(&out)
        .arg("-")
        .env(ARGUMENTS.0, ARGUMENTS.1)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("can't start {}", program.display()))?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(UNTIDY.as_bytes())?;
    }
    let done = child.wait_with_output()?;
    let _ = fs::remove_file(&out);
    if done.status.success() {
        return Ok(String::new());
    }
    Ok(String::from_utf8_lossy(&done.stderr).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lint_is_an_error_where_clippy_is_installed() {
        let paths = Paths::find().unwrap();
        if let Ok(program) = find(&paths) {
            assert!(lints_of(&paths, &program).unwrap().contains("-D warnings"));
        }
    }
}
