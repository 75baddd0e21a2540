//! Set-up: what is there is used, what is missing is installed once. Each part looks first, so that a
//! second run takes about a second.

mod npm;
mod system;
mod tools;
mod wasm;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;

use crate::paths::Paths;
use crate::progress;

pub use npm::TRUNK_WASM_OPT;
pub use system::{compiler, output};
pub use wasm::WasmToolchain;

/// What a command is going to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// Everything that builds the web clients.
    Client,
    /// PostgreSQL's programs.
    Database,
    /// Chromium and the packages that drive it.
    Browser,
}

/// Looks for everything in `needs`, installs what is missing, and says how long that took.
pub fn run(paths: &Paths, needs: &[Requirement]) -> Result<()> {
    let started = Instant::now();
    system::compiler(paths)?;
    for need in needs {
        match need {
            Requirement::Client => drop(client(paths)?),
            Requirement::Database => drop(postgres(paths)?),
            Requirement::Browser => drop(browser(paths)?),
        }
    }
    progress::summary(started);
    eprintln!("Set up ({}).", progress::duration(started.elapsed()));
    Ok(())
}

/// The tools that build the web clients, installed where missing.
pub fn client(paths: &Paths) -> Result<WasmToolchain> {
    system::compiler(paths)?;
    npm::install(paths)?;
    let toolchain = wasm::toolchain(paths)?;
    tools::trunk(paths)?;
    tools::wasm_bindgen(paths)?;
    Ok(toolchain)
}

/// What runs the browser journeys.
#[derive(Debug, Clone)]
pub struct Browser {
    /// Node's program.
    pub node: PathBuf,
    /// The browser's program.
    pub chromium: PathBuf,
    /// The folder with playwright-core and axe-core.
    pub modules: PathBuf,
}

/// Node with its packages.
#[derive(Debug, Clone)]
pub struct Node {
    /// Node's program.
    pub program: PathBuf,
    /// The folder with the packages.
    pub modules: PathBuf,
}

/// Node and the packages from npm, installed where missing.
pub fn node(paths: &Paths) -> Result<Node> {
    npm::install(paths)?;
    Ok(Node { program: system::node()?, modules: paths.node.join("node_modules") })
}

/// Chromium and the packages that drive it, installed where missing.
pub fn browser(paths: &Paths) -> Result<Browser> {
    let chromium = system::chromium(paths)?;
    let node = node(paths)?;
    Ok(Browser { node: node.program, chromium, modules: node.modules })
}

/// The folder with `initdb`, `pg_ctl` and `postgres`, installed where missing.
pub fn postgres(paths: &Paths) -> Result<PathBuf> {
    system::postgres(paths)
}
