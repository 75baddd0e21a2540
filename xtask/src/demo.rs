//! `cargo xtask demo`: builds what is needed and becomes `propty-demo`.

use std::os::unix::process::CommandExt;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::client::{self, Client};
use crate::compile::{self, Compiler};
use crate::lock::Lock;
use crate::paths::Paths;
use crate::{progress, setup};

/// Runs the demo with `arguments`. Comes back only on failure: on success this process becomes `propty-demo`,
/// so that Ctrl-C and the exit code are its own.
pub fn run(paths: &Paths, arguments: &[String]) -> Result<ExitCode> {
    let started = Instant::now();
    // The story is played without a browser, so it needs no client.
    let browser = !arguments.iter().any(|argument| argument == "--story");
    let lock = Lock::take(paths)?;
    setup::compiler(paths)?;
    let clients = || {
        if browser {
            let tools = setup::client(paths)?;
            client::build(paths, &tools, &Client::ALL, false)?;
        }
        Ok(())
    };
    let ((), programs) = progress::both(clients, || compile::programs(paths, &Compiler::Rustc))?;
    progress::summary(started);
    drop(lock);
    let mut command = paths.command(&programs.demo);
    command.args(arguments);
    if browser {
        command.env("PROPTY_CLIENT_DIR", &paths.dist);
    }
    let error = command.exec();
    Err(error).with_context(|| format!("can't start {}", programs.demo.display()))
}
