//! Where things are: the checkout, the cache outside it, and the environment that child processes get.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The folders every command works with. All paths are absolute and exist, except `dist`.
#[derive(Debug, Clone)]
pub struct Paths {
    /// The checkout.
    pub root: PathBuf,
    /// Built clients, inside the checkout and ignored by git.
    pub dist: PathBuf,
    /// What outlives the checkout: tools and compiled dependencies.
    pub cache: PathBuf,
    /// Root of `cargo install`ed tools; the programs are in `bin` below.
    pub tools: PathBuf,
    /// npm packages: wasm-opt, playwright-core, axe-core, stripe.
    pub node: PathBuf,
    /// Output of every long step.
    pub logs: PathBuf,
    /// Cargo's target folder for this machine's own code.
    pub target: PathBuf,
    /// Cargo's target folder for WebAssembly: the two would evict each other's artifacts.
    pub wasm_target: PathBuf,
}

impl Paths {
    /// Finds the folders and creates those in the cache.
    pub fn find() -> Result<Self> {
        // Cargo tells the running program where its package is; the compiled-in path is for a direct start.
        let package = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package.parent().context("xtask has no folder above it")?.to_path_buf();
        let cache = cache_home()?.join("propty");
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(named) => env::current_dir()?.join(named),
            None => cache.join("target"),
        };
        let paths = Self {
            dist: root.join("dist"),
            tools: cache.join("tools"),
            node: cache.join("node"),
            logs: cache.join("logs"),
            wasm_target: cache.join("wasm-target"),
            target,
            root,
            cache,
        };
        for folder in [&paths.tools, &paths.node, &paths.logs] {
            fs::create_dir_all(folder).with_context(|| {
                format!("can't create {}; set XDG_CACHE_HOME to a folder you may write", folder.display())
            })?;
        }
        Ok(paths)
    }

    /// A command in the checkout, without what Cargo told this program about itself.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.current_dir(&self.root);
        for (name, _) in env::vars_os() {
            let Some(name) = name.to_str() else { continue };
            let about_xtask =
                ["CARGO_PKG_", "CARGO_BIN_", "CARGO_CRATE_"].iter().any(|p| name.starts_with(p))
                    || ["CARGO", "CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_PRIMARY_PACKAGE"]
                        .contains(&name);
            if about_xtask {
                command.env_remove(name);
            }
        }
        command
    }

    /// Cargo for this machine's own code, in the shared target folder.
    pub fn cargo(&self) -> Command {
        let mut command = self.command("cargo");
        command.env("CARGO_TARGET_DIR", &self.target);
        command
    }

    /// `PATH` with `first` before what is there.
    pub fn path_with(first: &[PathBuf]) -> Result<OsString> {
        let rest = env::var_os("PATH").unwrap_or_default();
        env::join_paths(first.iter().cloned().chain(env::split_paths(&rest)))
            .context("a folder name contains the separator of PATH")
    }

    /// Folders with installed tools, to be put before `PATH`.
    pub fn tool_folders(&self) -> Vec<PathBuf> {
        vec![self.tools.join("bin"), self.node.join("node_modules/.bin")]
    }

    /// The first of `names` found on `PATH`, as a whole path.
    pub fn on_path(names: &[&str]) -> Option<PathBuf> {
        Self::on_path_of(&env::var_os("PATH")?, names)
    }

    /// The first of `names` found in the folders of `path`.
    pub fn on_path_of(path: &OsStr, names: &[&str]) -> Option<PathBuf> {
        env::split_paths(path)
            .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
            .find(|file| file.is_file())
    }
}

fn cache_home() -> Result<PathBuf> {
    // The convention says that a relative path is to be ignored.
    if let Some(named) = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|p| p.is_absolute()) {
        return Ok(named);
    }
    let home = env::var_os("HOME").filter(|home| !home.is_empty());
    Ok(PathBuf::from(
        home.context("neither XDG_CACHE_HOME nor HOME is set: there is no place for the cache")?,
    )
    .join(".cache"))
}
