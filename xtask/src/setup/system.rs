//! What comes from the system: the C compiler and Node, which have to be there, and Chromium and PostgreSQL,
//! which apt brings when they are missing.

use std::ffi::OsStr;
use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::paths::Paths;
use crate::progress;

const OLDEST_NODE: u32 = 20;

/// Fails when there is no C compiler: SQLite and the cryptography are C.
pub fn compiler(paths: &Paths) -> Result<()> {
    if std::env::var_os("CC").is_some() || Paths::on_path(&["cc", "gcc", "clang"]).is_some() {
        return Ok(());
    }
    install(paths, "a C compiler", &["gcc", "libc6-dev"])
}

/// Node's program, when it is new enough for the test runner the journeys use.
pub fn node() -> Result<PathBuf> {
    let advice =
        format!("Install Node {OLDEST_NODE} or newer from https://nodejs.org or your system's packages.");
    let Some(node) = Paths::on_path(&["node", "nodejs"]) else {
        bail!("Node is not on PATH. {advice}");
    };
    let version = output(Command::new(&node).arg("--version"))?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|n| n.parse::<u32>().ok());
    match major {
        Some(major) if major >= OLDEST_NODE => Ok(node),
        _ => bail!("{} is version {}. {advice}", node.display(), version.trim()),
    }
}

/// The browser's program: the one `PROPTY_CHROMIUM` names, one on `PATH`, or Debian's package.
pub fn chromium(paths: &Paths) -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("PROPTY_CHROMIUM").map(PathBuf::from) {
        if named.is_file() {
            return Ok(named);
        }
        bail!("PROPTY_CHROMIUM names {}, which is not a file", named.display());
    }
    let names = ["chromium", "chromium-browser", "google-chrome"];
    if let Some(found) = Paths::on_path(&names) {
        return Ok(found);
    }
    install(paths, "Chromium", &["chromium"])?;
    Paths::on_path(&names)
        .context("apt installed Chromium, but it is not on PATH; set PROPTY_CHROMIUM to its program")
}

/// The folder with PostgreSQL's programs: from `PATH`, from where Debian puts them, or from apt.
pub fn postgres(paths: &Paths) -> Result<PathBuf> {
    if let Some(found) = find_postgres() {
        return Ok(found);
    }
    install(paths, "PostgreSQL", &["postgresql"])?;
    find_postgres()
        .context("apt installed PostgreSQL, but initdb is neither on PATH nor in /usr/lib/postgresql/*/bin")
}

fn find_postgres() -> Option<PathBuf> {
    let complete =
        |folder: &Path| ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file());
    if let Some(folder) = Paths::on_path(&["initdb"]).and_then(|file| file.parent().map(Path::to_path_buf))
        && complete(&folder)
    {
        return Some(folder);
    }
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| complete(folder))
        .collect();
    versions.sort();
    versions.pop().map(|(_, folder)| folder)
}

/// Installs Debian packages, through sudo when that is needed. `what` names them to the user.
pub fn install(paths: &Paths, what: &str, packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    let by_hand = format!("Install it yourself (Debian's packages: {list}), then run this again.");
    if Paths::on_path(&["apt-get"]).is_none() {
        bail!("{what} is missing and there is no apt-get to install it. {by_hand}");
    }
    let root = output(Command::new("id").arg("-u"))?.trim() == "0";
    if !root && Paths::on_path(&["sudo"]).is_none() {
        bail!("{what} is missing; installing it takes root or sudo. {by_hand}");
    }
    let apt = |arguments: &[&str]| {
        let mut command = if root { paths.command("apt-get") } else { paths.command("sudo") };
        if !root {
            // Where nobody can type a password sudo has to fail, not wait.
            if !std::io::stdin().is_terminal() {
                command.arg("--non-interactive");
            }
            command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        }
        command.env("DEBIAN_FRONTEND", "noninteractive").args(arguments);
        command
    };
    let log = format!("apt-{}", packages.first().unwrap_or(&"none"));
    // Fails on a fresh machine; then the install below tells what is wrong.
    let known = packages.iter().all(|name| {
        output(Command::new("apt-cache").args(["policy", name]))
            .is_ok_and(|text| text.contains("Candidate:") && !text.contains("Candidate: (none)"))
    });
    if !known {
        progress::run(paths, "reading apt's package lists", "apt-update", &mut apt(&["update"]), &by_hand)?;
    }
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(packages);
    let title = format!("installing {what} with apt ({list})");
    let first = progress::run(paths, &title, &log, &mut apt(&arguments), &by_hand);
    if first.is_ok() || !known {
        return first;
    }
    // Old lists name files that the mirror has replaced since.
    progress::run(paths, "refreshing apt's package lists", "apt-update", &mut apt(&["update"]), &by_hand)?;
    progress::run(paths, &title, &log, &mut apt(&arguments), &by_hand)
}

/// Standard output of a short command that has to succeed.
pub fn output(command: &mut Command) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let done = command.stdin(Stdio::null()).output().with_context(|| format!("can't start `{program}`"))?;
    if !done.status.success() {
        let arguments: Vec<_> = command.get_args().map(OsStr::to_string_lossy).collect();
        bail!("`{program} {}` failed: {}", arguments.join(" "), String::from_utf8_lossy(&done.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}
