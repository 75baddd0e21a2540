//! The server and `propty doctor` as child processes: the program `propty`, built beside this one, with the demo's
//! environment.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

use super::sandbox_environment::SandboxEnvironment;

/// How long the server may take to be ready.
const READY_WITHIN: Duration = Duration::from_secs(30);
/// How long it may take to end what it is doing.
const END_WITHIN: Duration = Duration::from_secs(10);

/// The port to listen on; 0 becomes a free one.
pub async fn free_port(wanted: u16) -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", wanted)).await;
    let listener = listener
        .with_context(|| format!("port {wanted} is taken; choose another with --port, or --port 0"))?;
    Ok(listener.local_addr()?.port())
}

/// The program `propty` with a command and the demo's environment.
pub fn propty(environment: &SandboxEnvironment, command: &str) -> Result<Command> {
    let program = std::env::current_exe().context("can't find this program")?.with_file_name("propty");
    ensure!(program.is_file(), "there is no program {}; build it first", program.display());
    let mut propty = Command::new(program);
    propty
        .arg(command)
        .envs(environment.variables.iter().map(|(name, value)| (name, value)))
        .kill_on_drop(true);
    Ok(propty)
}

/// Starts the server and waits until it is ready.
pub async fn start(environment: &SandboxEnvironment) -> Result<Child> {
    let mut child = propty(environment, "serve")?.spawn().context("can't start the server")?;
    let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(2)).build()?;
    let ready = format!("{}/readyz", environment.site);
    let end = Instant::now() + READY_WITHIN;
    loop {
        if let Some(status) = child.try_wait()? {
            bail!("the server ended ({status}) before it was ready");
        }
        if client.get(&ready).send().await.is_ok_and(|answer| answer.status().is_success()) {
            return Ok(child);
        }
        if Instant::now() >= end {
            bail!("the server was not ready within {} s", READY_WITHIN.as_secs());
        }
        sleep(Duration::from_millis(25)).await;
    }
}

/// Asks the server to end, and waits for it; ends it by force when it does not.
pub async fn end(mut child: Child) -> Result<()> {
    if let Some(id) = child.id() {
        Command::new("kill").arg("-TERM").arg(id.to_string()).status().await.ok();
    }
    if timeout(END_WITHIN, child.wait()).await.is_err() {
        child.kill().await.context("can't end the server")?;
    }
    Ok(())
}
