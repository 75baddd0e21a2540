//! `cargo xtask demo`: builds what is needed and becomes `propty demo`.

use std::os::unix::process::CommandExt;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::client::{self, Client};
use crate::compile::{self, Compiler};
use crate::lock::Lock;
use crate::places::Places;
use crate::{progress, setup};

/// Runs the demo with `arguments`. Comes back only on failure: on success this process becomes `propty`,
/// so that Ctrl-C and the exit code are its own.
pub fn run(places: &Places, arguments: &[String]) -> Result<ExitCode> {
    let started = Instant::now();
    // The story is played without a browser, so it needs no client.
    let browser = !arguments.iter().any(|argument| argument == "--story");
    let lock = Lock::take(places)?;
    setup::compiler(places)?;
    let clients = || {
        if browser {
            let tools = setup::client(places)?;
            client::build(places, &tools, &Client::ALL, false)?;
        }
        Ok(())
    };
    let ((), programs) = progress::both(clients, || compile::programs(places, &Compiler::Rustc))?;
    progress::summary(started);
    drop(lock);
    let mut command = places.command(&programs.demo);
    command.arg("demo").args(arguments);
    if browser {
        command.env("PROPTY_CLIENT_DIR", &places.dist);
    }
    let error = command.exec();
    Err(error).with_context(|| format!("can't start {}", programs.demo.display()))
}
