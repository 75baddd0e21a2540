//! The two web clients: built by trunk, compressed, and kept inside their size budgets.

mod inputs;
mod sizes;

use std::env;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::paths::Paths;
use crate::progress;
use crate::setup::{TRUNK_WASM_OPT, WasmToolchain};

/// One of the two entry points: a resident's phone loads the portal alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Client {
    /// The team's pages.
    Admin,
    /// The residents' pages.
    Portal,
}

impl Client {
    /// Both, in the order they are built in.
    pub const ALL: [Self; 2] = [Self::Admin, Self::Portal];

    /// The client called `name` on the command line.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|client| client.name() == name)
    }

    /// Its name in paths and addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Portal => "portal",
        }
    }

    /// The most its WebAssembly may weigh with brotli, in bytes.
    fn budget(self) -> u64 {
        match self {
            Self::Admin => 440_000,
            Self::Portal => 200_000,
        }
    }
}

/// Builds those of `clients` whose inputs have changed, then prints their sizes. Fails when one is above
/// its budget, also when it was built by an earlier run.
pub fn build(paths: &Paths, toolchain: &WasmToolchain, clients: &[Client], force: bool) -> Result<()> {
    let fingerprint = inputs::fingerprint(paths, toolchain)?;
    let mut fetched = false;
    for client in clients {
        let dist = paths.dist.join(client.name());
        let stamp = paths.dist.join(format!("{}.inputs", client.name()));
        let fresh = dist.join("index.html").is_file()
            && fs::read_to_string(&stamp).ok().as_deref() == Some(fingerprint.as_str());
        if fresh && !force {
            continue;
        }
        if !fetched {
            fetch(paths)?;
            fetched = true;
        }
        // Gone before the build starts: a build that is interrupted is not fresh.
        let _ = fs::remove_file(&stamp);
        trunk(paths, toolchain, *client, &dist)?;
        compress(paths, *client, &dist)?;
        fs::write(&stamp, &fingerprint).with_context(|| format!("can't write {}", stamp.display()))?;
    }
    sizes::check(paths, clients)
}

/// Gets all sources, so that the build needs no network.
fn fetch(paths: &Paths) -> Result<()> {
    let mut command = paths.cargo();
    command.args(["fetch", "--locked"]);
    let advice = "If Cargo.lock needs an update, run `cargo check` and commit it; otherwise see whether the registry can be reached.";
    progress::run(paths, "fetching the sources of dependencies", "fetch", &mut command, advice)
}

fn trunk(paths: &Paths, toolchain: &WasmToolchain, client: Client, dist: &Path) -> Result<()> {
    let name = client.name();
    let mut folders: Vec<_> = toolchain.folder.iter().cloned().collect();
    folders.extend(paths.tool_folders());
    let path = Paths::path_with(&folders)?;
    let program =
        Paths::on_path_of(&path, &["trunk"]).context("trunk is not there; run `cargo xtask setup`")?;
    let mut command = paths.command(program);
    command
        .args(["build", "--release", "--offline", "--locked", "--skip-version-check", "--color", "never"])
        .args(["--config", "Trunk.toml", "--html-output", "index.html"])
        .arg("--public-url")
        .arg(format!("/assets/{name}/"))
        .arg("--dist")
        .arg(dist)
        .arg(format!("app/{name}.html"))
        .env("PATH", path)
        .env("CARGO_TARGET_DIR", &paths.wasm_target)
        .env("TRUNK_TOOLS_WASM_OPT", TRUNK_WASM_OPT)
        // The flags are the same for every checkout, so that they share what is compiled.
        .env("RUSTFLAGS", flags())
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("CARGO_BUILD_TARGET")
        // Trunk takes these for its own switches, and wants other words in them.
        .env_remove("NO_COLOR")
        .env_remove("LD_LIBRARY_PATH");
    if toolchain.folder.is_some() {
        command.env_remove("RUSTUP_TOOLCHAIN").env_remove("RUSTC");
    }
    let advice = format!("After mending it run `cargo xtask build --only {name}`.");
    progress::run(
        paths,
        &format!("compiling the {name} client for WebAssembly"),
        &format!("trunk-{name}"),
        &mut command,
        &advice,
    )
}

/// Flags for all crates: Leptos erases the types of components, which saves a tenth of the size, and names in
/// panics are of the source, not of the machine that built it.
fn flags() -> String {
    let cargo = env::var_os("CARGO_HOME")
        .or_else(|| env::var_os("HOME").map(|home| Path::new(&home).join(".cargo").into_os_string()))
        .unwrap_or_default();
    format!("--cfg erase_components --remap-path-prefix={}/registry/src=crates", cargo.to_string_lossy())
}

/// Puts a brotli file beside every asset that a browser may ask for compressed.
fn compress(paths: &Paths, client: Client, dist: &Path) -> Result<()> {
    let mut command = paths.command("node");
    command.arg(paths.root.join("xtask/compress.mjs")).arg(dist);
    progress::run(
        paths,
        &format!("compressing the {} client with brotli", client.name()),
        "compress",
        &mut command,
        "Node has to be 20 or newer.",
    )
}
