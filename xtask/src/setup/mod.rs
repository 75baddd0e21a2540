//! Set-up: what is there is used, what is missing is installed once. Each part looks first, so that a
//! second run takes about a second.

mod npm;
mod system;
mod tools;
mod wasm;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;

use crate::places::Places;
use crate::progress;

pub use npm::TRUNK_WASM_OPT;
pub use system::{compiler, output};
pub use wasm::WasmToolchain;

/// What a command is going to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Everything that builds the web clients.
    Client,
    /// PostgreSQL's programs.
    Database,
    /// Chromium and the packages that drive it.
    Browser,
}

/// Looks for everything in `needs`, installs what is missing, and says how long that took.
pub fn run(places: &Places, needs: &[Need]) -> Result<()> {
    let started = Instant::now();
    system::compiler(places)?;
    for need in needs {
        match need {
            Need::Client => drop(client(places)?),
            Need::Database => drop(postgres(places)?),
            Need::Browser => drop(browser(places)?),
        }
    }
    progress::summary(started);
    eprintln!("Set up ({}).", progress::duration(started.elapsed()));
    Ok(())
}

/// The tools that build the web clients, installed where missing.
pub fn client(places: &Places) -> Result<WasmToolchain> {
    system::compiler(places)?;
    npm::install(places)?;
    let toolchain = wasm::toolchain(places)?;
    tools::trunk(places)?;
    tools::wasm_bindgen(places)?;
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
pub fn node(places: &Places) -> Result<Node> {
    npm::install(places)?;
    Ok(Node { program: system::node()?, modules: places.node.join("node_modules") })
}

/// Chromium and the packages that drive it, installed where missing.
pub fn browser(places: &Places) -> Result<Browser> {
    let chromium = system::chromium(places)?;
    let node = node(places)?;
    Ok(Browser { node: node.program, chromium, modules: node.modules })
}

/// The folder with `initdb`, `pg_ctl` and `postgres`, installed where missing.
pub fn postgres(places: &Places) -> Result<PathBuf> {
    system::postgres(places)
}
