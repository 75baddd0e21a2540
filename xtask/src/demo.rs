//! `cargo xtask demo`: builds what is needed and becomes `propty-demo`.

use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::client::{self, Client};
use crate::lock::Lock;
use crate::paths::Paths;
use crate::{progress, setup};

/// Runs the demo with `arguments`. Comes back only on failure: on success this process becomes `propty-demo`,
/// so that Ctrl-C and the exit code are its own.
pub fn run(paths: &Paths, arguments: &[String]) -> Result<ExitCode> {
    // The story is played without a browser, so it needs no client.
    let browser = !arguments.iter().any(|argument| argument == "--story");
    let lock = Lock::take(paths)?;
    if browser {
        let tools = setup::client(paths)?;
        client::build(paths, &tools, &Client::ALL, false)?;
    }
    let programs = programs(paths)?;
    drop(lock);
    let mut command = paths.command(&programs.demo);
    command.args(arguments);
    if browser {
        command.env("PROPTY_CLIENT_DIR", &paths.dist);
    }
    let error = command.exec();
    Err(error).with_context(|| format!("can't start {}", programs.demo.display()))
}

/// The programs of a build.
pub struct Programs {
    /// `propty`, the server.
    pub server: PathBuf,
    /// `propty-demo`, which starts the server beside it.
    pub demo: PathBuf,
}

/// Builds the server and the demo.
pub fn programs(paths: &Paths) -> Result<Programs> {
    setup::compiler(paths)?;
    let mut command = paths.cargo();
    // The same selection as the tests': another one would compile some dependencies once more.
    command.args(["build", "--workspace", "--exclude", "app", "--bin", "propty", "--bin", "propty-demo"]);
    progress::run(
        paths,
        "building the server",
        "server",
        &mut command,
        "Mend what the compiler says, then run this again.",
    )?;
    let built = paths.target.join("debug");
    Ok(Programs { server: built.join("propty"), demo: built.join("propty-demo") })
}
