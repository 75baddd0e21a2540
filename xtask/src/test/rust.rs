//! The Rust tests, once; the integration tests run themselves on each database.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::failures::Failures;
use super::postgres::Postgres;
use super::test_counts::TestCounts;
use crate::compile::Compiler;
use crate::paths::Paths;
use crate::progress;
use crate::setup::Node;

const DATABASES: &str = "PROPTY_TEST_DATABASES";
const LOGS: &str = "PROPTY_TEST_LOGS";

/// Whether the environment asks for PostgreSQL; it does unless it names databases without it.
pub fn wants_postgres() -> Result<bool> {
    let Some(named) = env::var_os(DATABASES) else { return Ok(true) };
    let named = named.to_string_lossy();
    let mut wanted = false;
    for name in named.split(',').map(str::trim) {
        match name {
            "sqlite" => {}
            "postgres" => wanted = true,
            other => bail!("{DATABASES} names `{other}`; it takes `sqlite`, `postgres` or `sqlite,postgres`"),
        }
    }
    Ok(wanted)
}

/// Run after all others, alone: it searches what they logged for the secrets they used.
const SECRET_SCAN: &str = "secret_scan::suite_logs_contain_no_secret";

/// Runs the tests whose name contains `filter`, which `compiler` has compiled, with the built server `propty` and
/// `node` for those that start them, and with a private PostgreSQL where `programs` of one are given. After the whole
/// suite its logs are read. What failed is added to `failures`.
pub fn run(
    paths: &Paths,
    compiler: &Compiler,
    propty: &Path,
    node: &Node,
    programs: Option<&Path>,
    filter: Option<&str>,
    failures: &mut Failures,
) -> Result<TestCounts> {
    let logs = Logs::new()?;
    let mut command = compiler.cargo(paths, "test");
    command.arg("--no-fail-fast").env("PROPTY_BIN", propty).env(LOGS, &logs.0);
    command.env("PROPTY_NODE", &node.program).env("PROPTY_NODE_MODULES", &node.modules);
    if let Some(filter) = filter {
        command.arg("--").arg(filter);
    }
    let mut databases = "sqlite";
    // Kept until the tests have ended; it stops and removes itself.
    let server;
    if let Some(programs) = programs {
        server =
            progress::with_progress("starting a private PostgreSQL", || Postgres::start(paths, programs))?;
        command.env("PROPTY_TEST_POSTGRES_URL", server.url());
        databases = "sqlite,postgres";
    }
    if env::var_os(DATABASES).is_none() {
        command.env(DATABASES, databases);
    }
    let mut tally = run_and_count(&mut command, failures)?;
    // What a part of the suite logs is too little to tell.
    if filter.is_none() {
        let mut reader = compiler.cargo(paths, "test");
        reader.args(["--test", "integration", "--", "--ignored", "--exact", "--nocapture", SECRET_SCAN]);
        tally.add(run_and_count(reader.env(LOGS, &logs.0), failures)?);
    }
    Ok(tally)
}

/// Measures: runs the ignored tests whose name contains `bench_`, one after another, and shows what they print.
pub fn bench(paths: &Paths, programs: &Path) -> Result<()> {
    let arguments = ["bench_", "--ignored", "--nocapture", "--test-threads", "1"];
    run_optimized(paths, programs, &arguments, &[])
}

/// Plays `count` random histories from the seed `first` on each database.
pub fn histories(paths: &Paths, programs: &Path, first: u64, count: u64) -> Result<()> {
    let (first, count) = (first.to_string(), count.to_string());
    let environment = [("PROPTY_HISTORY_SEED", first.as_str()), ("PROPTY_HISTORIES", count.as_str())];
    run_optimized(paths, programs, &["randomized_payment_sequences::", "--nocapture"], &environment)
}

/// Runs tests of an optimized build on both databases and shows what they print.
fn run_optimized(
    paths: &Paths,
    programs: &Path,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> Result<()> {
    let server =
        progress::with_progress("starting a private PostgreSQL", || Postgres::start(paths, programs))?;
    let mut command = Compiler::Rustc.cargo(paths, "test");
    // The one binary: the others take minutes to optimize.
    command.args(["--release", "--test", "integration", "--"]);
    command.args(arguments);
    command.envs(environment.iter().copied());
    command.env("PROPTY_TEST_POSTGRES_URL", server.url()).env(DATABASES, "sqlite,postgres");
    if run_and_count(&mut command, &mut Failures::default())?.failed > 0 {
        bail!("not all of it held");
    }
    Ok(())
}

/// A folder for what the tests log, gone when they end.
struct Logs(PathBuf);

impl Logs {
    fn new() -> Result<Self> {
        let folder = env::temp_dir().join(format!("propty-logs-{}", std::process::id()));
        // Nobody else may look: the secrets that are searched for are in it too.
        fs::DirBuilder::new()
            .mode(0o700)
            .create(&folder)
            .with_context(|| format!("can't create {}", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for Logs {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs tests, passes on what they print, counts them, and notes what failed.
fn run_and_count(command: &mut Command, failures: &mut Failures) -> Result<TestCounts> {
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("can't start `cargo test`")?;
    let output = child.stdout.take().context("the tests have no output")?;
    let mut tally = TestCounts::default();
    let mut out = std::io::stdout().lock();
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        out.write_all(&line)?;
        out.write_all(b"\n")?;
        let line = String::from_utf8_lossy(&line);
        failures.read(&line);
        if let Some(counted) = TestCounts::parse_rust_line(&line) {
            tally.add(counted);
        }
    }
    drop(out);
    let status = child.wait()?;
    if !status.success() && tally.failed == 0 {
        // A test program that crashed has no result line of its own.
        eprintln!("cargo test ended with {status}");
        tally.failed = 1;
    }
    Ok(tally)
}
