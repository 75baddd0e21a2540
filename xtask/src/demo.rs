//! `cargo xtask demo`: builds what is needed and becomes `propty demo`.

use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::client::{self, Client};
use crate::lock::Lock;
use crate::places::Places;
use crate::{progress, setup};

/// Runs the demo with `arguments`. Comes back only on failure: on success this process becomes `propty`,
/// so that Ctrl-C and the exit code are its own.
pub fn run(places: &Places, arguments: &[String]) -> Result<ExitCode> {
    // The story is played without a browser, so it needs no client.
    let browser = !arguments.iter().any(|argument| argument == "--story");
    let lock = Lock::take(places)?;
    if browser {
        let tools = setup::client(places)?;
        client::build(places, &tools, &Client::ALL, false)?;
    }
    let propty = server(places)?;
    drop(lock);
    let mut command = places.command(&propty);
    command.arg("demo").args(arguments);
    if browser {
        command.env("PROPTY_CLIENT_DIR", &places.dist);
    }
    let error = command.exec();
    Err(error).with_context(|| format!("can't start {}", propty.display()))
}

/// Builds the server and returns its program.
pub fn server(places: &Places) -> Result<PathBuf> {
    setup::compiler(places)?;
    let mut command = places.cargo();
    // The same selection as the tests': another one would compile some dependencies once more.
    command.args(["build", "--workspace", "--exclude", "app", "--bin", "propty"]);
    progress::run(
        places,
        "building the server",
        "server",
        &mut command,
        "Mend what the compiler says, then run this again.",
    )?;
    Ok(places.target.join("debug").join("propty"))
}
