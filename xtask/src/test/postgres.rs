//! A PostgreSQL of our own for the tests: in a temporary folder, on loopback, with a password nobody else
//! knows and no care for durability, gone when the tests end.

use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::paths::Paths;
use crate::setup::output;

const PREFIX: &str = "propty-postgres-";
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// A running server; dropping it stops it and removes its folder.
pub struct Postgres {
    folder: PathBuf,
    programs: PathBuf,
    server: Child,
    url: String,
}

impl Postgres {
    /// Makes a new, empty server with the programs in `programs`. As root it runs as the user `postgres`,
    /// because PostgreSQL refuses to be root.
    pub fn start(paths: &Paths, programs: &Path) -> Result<Self> {
        let temporary = std::env::temp_dir();
        remove_abandoned(&temporary);
        let folder = temporary.join(format!("{PREFIX}{}", std::process::id()));
        fs::create_dir(&folder).with_context(|| format!("can't create {}", folder.display()))?;
        let started = Self::start_in(paths, programs, &folder);
        if started.is_err() {
            let _ = fs::remove_dir_all(&folder);
        }
        started
    }

    fn start_in(paths: &Paths, programs: &Path, folder: &Path) -> Result<Self> {
        let password = random_hex()?;
        let secret = folder.join("password");
        // Nobody else may look into the folder, nor, for the moment it is there, at the password.
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        fs::write(&secret, &password)?;
        if is_root()? {
            output(Command::new("chown").args(["-R", "postgres"]).arg(folder))
                .context("as root the tests run PostgreSQL as the user `postgres`, and there is none")?;
        }
        let data = folder.join("data");
        let mut init = as_owner(&programs.join("initdb"))?;
        init.current_dir(folder)
            .args(["--username=propty", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"])
            .arg(format!("--pwfile={}", secret.display()))
            .arg("--pgdata")
            .arg(&data);
        output(&mut init)?;
        fs::remove_file(&secret)?;

        let port = free_port()?;
        let log_path = paths.logs.join("postgres.log");
        let log = fs::File::create(&log_path)?;
        let mut command = as_owner(&programs.join("postgres"))?;
        command
            .current_dir(folder)
            .arg("-D")
            .arg(&data)
            .args(["-h", "127.0.0.1"])
            .arg("-p")
            .arg(port.to_string());
        command.arg("-k").arg(folder);
        for setting in [
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "max_connections=300",
            "shared_buffers=128MB",
        ] {
            command.args(["-c", setting]);
        }
        let mut server = command
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("can't start postgres")?;
        let deadline = Instant::now() + START_TIMEOUT;
        while !is_ready(&data) {
            let ended = server.try_wait()?;
            if ended.is_some() || Instant::now() > deadline {
                let _ = server.kill();
                let _ = server.wait();
                bail!("PostgreSQL did not start; see {}", log_path.display());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(Self {
            folder: folder.to_path_buf(),
            programs: programs.to_path_buf(),
            server,
            url: format!("postgres://propty:{password}@127.0.0.1:{port}/postgres"),
        })
    }

    /// The address of a database from which the tests may create others.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Immediately: there is nothing in it to keep.
        let stopped = as_owner(&self.programs.join("pg_ctl")).and_then(|mut command| {
            command
                .current_dir(&self.folder)
                .args(["stop", "-m", "immediate", "-D"])
                .arg(self.folder.join("data"));
            output(&mut command)
        });
        if stopped.is_err() {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A command as the user who may run PostgreSQL, that ends when this program does, however that ends.
fn as_owner(program: &Path) -> Result<Command> {
    let root = is_root()?;
    if Paths::on_path(&["setpriv"]).is_none() {
        if root {
            bail!("as root the tests need `setpriv` (util-linux) to run PostgreSQL as another user");
        }
        return Ok(Command::new(program));
    }
    let mut command = Command::new("setpriv");
    if root {
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
    }
    command.args(["--pdeathsig=INT", "--"]).arg(program);
    Ok(command)
}

fn is_root() -> Result<bool> {
    Ok(output(Command::new("id").arg("-u"))?.trim() == "0")
}

/// Whether the server says so in the file it keeps for such questions: the word is on the eighth line.
fn is_ready(data: &Path) -> bool {
    let text = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
    text.lines().nth(7).is_some_and(|line| line.trim() == "ready")
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

fn random_hex() -> Result<String> {
    let mut bytes = [0_u8; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Removes the folders of runs that were killed before they could.
fn remove_abandoned(temporary: &Path) {
    for entry in fs::read_dir(temporary).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(process) = name.to_str().and_then(|name| name.strip_prefix(PREFIX)) else { continue };
        if Path::new("/proc/self").exists() && !Path::new("/proc").join(process).exists() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
