//! `cargo xtask`: everything a developer or a build machine does with this checkout.
//!
//! It owns the tools around the product (what to install, how the client is built, how the tests get
//! their database and browser) and none of the product itself. It depends on next to nothing, so that it
//! compiles in seconds on a machine that has only Rust.

mod client;
mod commands;
mod compile;
mod demo;
mod lock;
mod paths;
mod progress;
mod setup;
mod test;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match commands::run(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
