//! The real program as a process of its own, which can be killed like any other.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStderr, Command};
use tokio::task::JoinHandle;

use crate::log;

/// A debug build on a busy machine migrates and starts within this.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// A running `propty serve`. Dropping it kills it.
pub struct ServerProcess {
    child: Child,
    address: SocketAddr,
    log: Arc<Log>,
    reading: Option<JoinHandle<()>>,
}

/// What it says: all of it in a file, and in memory.
struct Log {
    path: PathBuf,
    file: File,
    lines: Mutex<Vec<String>>,
}

impl Log {
    fn append(&self, line: String) {
        (&self.file).write_all(format!("{line}\n").as_bytes()).unwrap();
        self.lines.lock().unwrap().push(line);
    }
}

impl ServerProcess {
    /// Starts one on a free port and waits until it listens.
    pub async fn start(environment: &HashMap<String, String>) -> ServerProcess {
        let mut child = command(environment)
            .args(["serve", "--migrate"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (path, file) = log::create_server_log();
        let log = Arc::new(Log { path, file, lines: Mutex::default() });
        let address = tokio::time::timeout(START_TIMEOUT, wait_for_address(&mut lines, &log)).await;
        let address =
            address.unwrap_or_else(|_| panic!("the server did not start: {:#?}", log.lines.lock().unwrap()));
        let writer = Arc::clone(&log);
        let reading = tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                writer.append(line);
            }
        });
        ServerProcess { child, address, log, reading: Some(reading) }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends it; gives everything it logged.
    pub async fn end(self) -> Vec<String> {
        let log = Arc::clone(&self.log);
        self.kill().await;
        std::mem::take(&mut *log.lines.lock().unwrap())
    }

    /// kill -9: nothing is finished, nothing is told.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
        // Whatever it had said before is read to its end.
        if let Some(reading) = self.reading.take() {
            reading.await.unwrap();
        }
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("the server's log, of which {} has all:", self.log.path.display());
            let lines = self.log.lines.lock().unwrap();
            let telling = ["ERROR", "WARN", "INFO"];
            let shown = lines.iter().filter(|line| telling.iter().any(|level| line.contains(level)));
            shown.for_each(|line| println!("  {line}"));
        }
    }
}

/// Runs `propty doctor`; gives what it printed when something is wrong.
pub async fn doctor(environment: &HashMap<String, String>) -> Result<(), String> {
    let output = command(environment).arg("doctor").stdin(Stdio::null()).output().await.unwrap();
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stdout).into_owned()) }
}

fn command(environment: &HashMap<String, String>) -> Command {
    let mut command = Command::new(program());
    command.env_clear().envs(environment).env("NO_COLOR", "1");
    // Any port; the line that names it is read.
    command.env("PROPTY_LISTEN", "127.0.0.1:0");
    if !environment.contains_key("PROPTY_LOG") {
        command.env("PROPTY_LOG", log::FILTER);
    }
    command
}

/// The program that `PROPTY_BIN` names, else the one beside the tests.
fn program() -> PathBuf {
    let path = std::env::var_os("PROPTY_BIN").map_or_else(
        || std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("propty"),
        PathBuf::from,
    );
    assert!(path.is_file(), "no {}: run `cargo build -p server --bin propty` first", path.display());
    path
}

async fn wait_for_address(lines: &mut Lines<BufReader<ChildStderr>>, log: &Log) -> SocketAddr {
    while let Some(line) = lines.next_line().await.unwrap() {
        let address = line.split_ascii_whitespace().find_map(|word| word.strip_prefix("address="));
        let address = address.and_then(|address| address.parse().ok());
        log.append(line);
        if let Some(address) = address {
            return address;
        }
    }
    panic!("the server ended before it listened: {:#?}", log.lines.lock().unwrap());
}
