//! Compiling this machine's own code.
//!
//! Whatever is built, Cargo is asked for the whole workspace: which features a dependency gets is decided by the
//! packages that are asked for, and with another choice of packages it would be compiled once more.

mod artifacts;
mod clippy;

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::paths::Paths;
use crate::progress;
use artifacts::Artifacts;

/// What compiles the workspace's own crates; their dependencies are the compiler's in any case, and shared.
#[derive(Debug, Clone)]
pub enum Compiler {
    /// The compiler.
    Rustc,
    /// The compiler inside Clippy, which is at this path: it compiles as well, and a lint is an error.
    Clippy(PathBuf),
}

impl Compiler {
    /// Clippy, when it is there and does what is wanted of it.
    pub fn clippy(paths: &Paths) -> Result<Self> {
        clippy::find(paths).map(Self::Clippy)
    }

    /// `cargo <verb>` for the whole workspace.
    pub fn cargo(&self, paths: &Paths, verb: &str) -> Command {
        let mut command = paths.cargo();
        command.args([verb, "--workspace"]);
        if let Self::Clippy(program) = self {
            clippy::enter(&mut command, program);
        }
        command
    }

    fn advice(&self) -> &'static str {
        match self {
            Self::Rustc => "Mend what the compiler says, then run this again.",
            Self::Clippy(_) => "Mend what the compiler or Clippy says, then run this again.",
        }
    }
}

/// The programs that are started, as arguments for Cargo.
const PROGRAMS: [&str; 4] = ["--bin", "propty", "--bin", "propty-demo"];

/// What was compiled to be started.
#[derive(Debug, Clone)]
pub struct Programs {
    /// The server.
    pub server: PathBuf,
    /// What plays the demo.
    pub demo: PathBuf,
}

impl Programs {
    fn of(paths: &Paths) -> Self {
        let folder = paths.target.join("debug");
        Self { server: folder.join("propty"), demo: folder.join("propty-demo") }
    }
}

/// Compiles the programs.
pub fn programs(paths: &Paths, compiler: &Compiler) -> Result<Programs> {
    build(paths, compiler, "the server", "server", &PROGRAMS)?;
    Ok(Programs::of(paths))
}

/// Compiles all there is, tests included. Fails when a dependency came out otherwise than in a build of the programs
/// alone: then it is compiled twice by everyone who does both.
pub fn all(paths: &Paths, compiler: &Compiler) -> Result<Programs> {
    let all = build(paths, compiler, "everything", "everything", &["--all-targets"])?;
    let programs = build(paths, compiler, "the server", "server", &PROGRAMS)?;
    if let Some(twice) = programs.twice(&all) {
        bail!(
            "a build of the server needs other builds of its dependencies than the tests do:\n{twice}\n\
             Name the features that only some of the workspace's builds ask for in tests/Cargo.toml, \
             where every build sees them."
        );
    }
    Ok(Programs::of(paths))
}

fn build(paths: &Paths, compiler: &Compiler, what: &str, log: &str, arguments: &[&str]) -> Result<Artifacts> {
    let messages = paths.logs.join(format!("{log}.json"));
    let mut command = compiler.cargo(paths, "build");
    command.args(arguments).arg("--message-format=json-render-diagnostics");
    let title = format!("compiling {what}");
    let elapsed = progress::logged(paths, &title, log, Some(&messages), &mut command, compiler.advice())?;
    let artifacts = Artifacts::read(&messages)?;
    progress::done(&format!("{title}, {artifacts}"), elapsed);
    Ok(artifacts)
}
