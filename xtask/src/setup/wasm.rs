//! A Rust that can compile for WebAssembly: the one on `PATH` if it has the standard library for that or
//! rustup can add it, else Debian's, for which the library is built once from Debian's own sources.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::system::{self, output};
use crate::paths::Paths;
use crate::progress;

const TARGET: &str = "wasm32-unknown-unknown";
/// Says for which compiler the standard library was built.
const MARK: &str = "wasm-std-of";
/// Debian's Rust beside any other, the sources of its standard library, and the linker for WebAssembly.
const DEBIAN: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];

/// The programs that compile for WebAssembly.
#[derive(Debug, Clone)]
pub struct WasmToolchain {
    /// To be put first on `PATH`; nothing when the toolchain on `PATH` is the one.
    pub folder: Option<PathBuf>,
    /// `rustc --version`, so that a change of compiler makes a new build.
    pub version: String,
}

/// Finds or makes a toolchain that can compile for WebAssembly.
pub fn toolchain(paths: &Paths) -> Result<WasmToolchain> {
    let found = |folder: Option<PathBuf>, rustc: &Path| -> Result<WasmToolchain> {
        Ok(WasmToolchain { folder, version: output(Command::new(rustc).arg("--version"))?.trim().to_owned() })
    };
    let on_path = PathBuf::from("rustc");
    // A library that we built for Debian's Rust needs Debian's linker too, which `debian` sees to.
    let debians =
        paths.tools.join(MARK).exists() && sysroot(&on_path).is_ok_and(|root| root == Path::new("/usr"));
    if has_std(&on_path) && !debians {
        return found(None, &on_path);
    }
    if let Some(rustup) = Paths::on_path(&["rustup"]) {
        let mut command = paths.command(rustup);
        // Where rustup can't download, it should say so before long.
        command.env("RUSTUP_MAX_RETRIES", "1").args(["target", "add", TARGET]);
        match progress::run(paths, "adding the WebAssembly target with rustup", "rustup", &mut command, "") {
            Ok(()) if has_std(&on_path) => return found(None, &on_path),
            _ => {
                eprintln!("  rustup can't add the WebAssembly target here; Debian's Rust will be used for it")
            }
        }
    }
    let rustc = PathBuf::from("/usr/bin/rustc");
    let folder = debian(paths, &rustc)?;
    found(Some(folder), &rustc)
}

/// Whether this compiler has a standard library for WebAssembly.
fn has_std(rustc: &Path) -> bool {
    libraries(rustc).is_ok_and(|folder| {
        fs::read_dir(folder).is_ok_and(|files| {
            files.flatten().any(|file| {
                let name = file.file_name();
                let name = name.to_string_lossy();
                name.starts_with("libstd-") && name.ends_with(".rlib")
            })
        })
    })
}

/// Where this compiler looks for libraries for WebAssembly.
fn libraries(rustc: &Path) -> Result<PathBuf> {
    let text = output(Command::new(rustc).args(["--print", "target-libdir", "--target", TARGET]))?;
    Ok(PathBuf::from(text.trim()))
}

/// The folder this compiler's libraries are below.
fn sysroot(rustc: &Path) -> Result<PathBuf> {
    Ok(PathBuf::from(output(Command::new(rustc).args(["--print", "sysroot"]))?.trim()))
}

/// Debian's Rust with a standard library for WebAssembly. Returns a folder to put first on `PATH`.
fn debian(paths: &Paths, rustc: &Path) -> Result<PathBuf> {
    let lld = PathBuf::from("/usr/lib/llvm-22/bin/lld");
    let sources = || sysroot(rustc).map(|root| root.join("lib/rustlib/src/rust/library/std"));
    let complete = rustc.is_file()
        && Path::new("/usr/bin/cargo").is_file()
        && lld.is_file()
        && sources().is_ok_and(|folder| folder.is_dir());
    if !complete {
        system::install(paths, "a Rust for WebAssembly", &DEBIAN).context(format!(
            "This Rust has no standard library for {TARGET}. With rustup: `rustup target add {TARGET}`"
        ))?;
    }
    // Of Debian's programs only these come first on PATH. The linker is found by the name rustc has for it.
    let folder = paths.tools.join("debian-rust");
    fs::create_dir_all(&folder)?;
    for (name, program) in [("rustc", rustc), ("cargo", Path::new("/usr/bin/cargo")), ("rust-lld", &lld)] {
        let link = folder.join(name);
        if fs::read_link(&link).ok().as_deref() != Some(program) {
            let _ = fs::remove_file(&link);
            symlink(program, &link).with_context(|| format!("can't link {}", link.display()))?;
        }
    }
    // A library of another compiler is of no use, so the compiler is written beside it.
    let version = output(Command::new(rustc).arg("-vV"))?;
    let mark = paths.tools.join(MARK);
    if !has_std(rustc) || fs::read_to_string(&mark).ok().as_deref() != Some(version.as_str()) {
        build_std(paths, rustc, &folder)?;
        fs::write(&mark, version)?;
    }
    Ok(folder)
}

/// Builds the standard library as a dependency of an empty crate and puts it where rustc looks.
fn build_std(paths: &Paths, rustc: &Path, programs: &Path) -> Result<()> {
    let folder = paths.cache.join("wasm-std");
    // From an empty folder: the libraries of two builds can't be mixed.
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(folder.join("src"))?;
    fs::write(
        folder.join("Cargo.toml"),
        "[package]\nname = \"nothing\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n",
    )?;
    fs::write(folder.join("src/lib.rs"), "")?;
    let mut command = paths.command(programs.join("cargo"));
    command
        .current_dir(&folder)
        .args(["build", "--release", "--target", TARGET, "-Zbuild-std=std,panic_abort,proc_macro"])
        .env("PATH", Paths::path_with(&[programs.to_path_buf()])?)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("RUSTC_BOOTSTRAP", "1")
        // Without the bitcode, link-time optimization of the clients would not find any.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("LD_LIBRARY_PATH");
    let advice = "The packages rustc-web and rust-web-src have to be of one version: `apt-get install --reinstall` both.";
    progress::run(
        paths,
        "building Rust's standard library for WebAssembly (once, a minute)",
        "wasm-std",
        &mut command,
        advice,
    )?;

    let new = folder.join("lib");
    fs::create_dir_all(&new)?;
    for file in fs::read_dir(folder.join("target").join(TARGET).join("release/deps"))?.flatten() {
        let name = file.file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".rlib") && !name.starts_with("libnothing") {
            fs::copy(file.path(), new.join(&*name))?;
        }
    }
    let place = libraries(rustc)?;
    replace(paths, &new, &place)?;
    if !has_std(rustc) {
        bail!(
            "built the standard library, but {} has none; see {}",
            place.display(),
            paths.logs.join("wasm-std.log").display()
        );
    }
    fs::remove_dir_all(&folder)?;
    Ok(())
}

/// Puts the folder `new` in the place of `old`, with sudo where the system's folders need it.
fn replace(paths: &Paths, new: &Path, old: &Path) -> Result<()> {
    let parent = old.parent().context("the library folder has no parent")?;
    let script = "rm -rf \"$2\" && mkdir -p \"$3\" && cp -r \"$1\" \"$2\" && chmod -R a+rX \"$2\"";
    let root = output(Command::new("id").arg("-u"))?.trim() == "0";
    let mut command = paths.command(if root { "sh" } else { "sudo" });
    if !root {
        command.arg("sh");
    }
    command.args(["-c", script, "sh"]).arg(new).arg(old).arg(parent);
    let advice = format!("Copy {} to {} as root, then run this again.", new.display(), old.display());
    progress::run(paths, "putting the library where rustc looks", "wasm-std-copy", &mut command, &advice)
}
