//! The Rust tests, once; the integration tests run themselves on each database.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::databases::Databases;
use super::failures::Failures;
use super::left_out::{LeftOut, count_listed};
use super::postgres::Postgres;
use super::test_counts::TestCounts;
use crate::compile::Compiler;
use crate::paths::Paths;
use crate::progress;
use crate::setup::{Node, output};

const LOGS: &str = "PROPTY_TEST_LOGS";

/// Run after all others, alone: it searches what they logged for the secrets they used.
const SECRET_SCAN: &str = "secret_scan::suite_logs_contain_no_secret";
/// Run where the samples of Stripe's objects are, which are not in this repository.
const SANDBOX_SHAPES: &str = "object_shapes::objects_have_the_shape_of_stripes_samples";

/// Which Rust tests to run, and what they need.
pub struct RustTests<'a> {
    /// What compiled them.
    pub compiler: &'a Compiler,
    /// The built server, for tests that start it.
    pub propty: &'a Path,
    /// Node, for those that start that; without it, only the integration tests run.
    pub node: Option<&'a Node>,
    /// The databases of the integration tests.
    pub databases: Databases,
    /// PostgreSQL's programs, where that is among the databases.
    pub postgres: Option<&'a Path>,
    /// Only tests whose name contains this.
    pub filter: Option<&'a str>,
}

/// What became of them.
#[derive(Debug, Default)]
pub struct RustResults {
    /// How many passed and failed.
    pub counts: TestCounts,
    /// What failed.
    pub failures: Failures,
    /// What did not run.
    pub left_out: LeftOut,
}

impl RustTests<'_> {
    /// `cargo test`, with the choice of packages of every other build.
    fn cargo(&self, paths: &Paths) -> Command {
        let mut command = self.compiler.cargo(paths, "test");
        if self.node.is_none() {
            command.args(["--test", "integration"]);
        }
        command
    }

    /// Runs the tests. After the whole suite its logs are searched.
    pub fn run(&self, paths: &Paths) -> Result<RustResults> {
        let logs = Logs::new()?;
        let mut results = RustResults::default();
        let mut command = self.cargo(paths);
        command.arg("--no-fail-fast").env("PROPTY_BIN", self.propty).env(LOGS, &logs.0);
        if let Some(node) = self.node {
            command.env("PROPTY_NODE", &node.program).env("PROPTY_NODE_MODULES", &node.modules);
        }
        // Kept until the tests have ended; it stops and removes itself.
        let server;
        if let Some(programs) = self.postgres {
            server = progress::with_progress("starting a private PostgreSQL", || {
                Postgres::start(paths, programs)
            })?;
            command.env("PROPTY_TEST_POSTGRES_URL", server.url());
        }
        command.arg("--").args(self.filter);
        if let Some((database, tests)) = self.databases.left_out() {
            command.args(["--skip", tests]);
            let mut list = self.cargo(paths);
            let list = output(list.arg("--").args(self.filter).arg("--list"))?;
            results.left_out.database(database, count_listed(&list, tests));
        }
        run_and_count(&mut command, &mut results)?;
        let afterwards = self.afterwards(paths);
        if !afterwards.is_empty() {
            let mut command = self.cargo(paths);
            if self.node.is_some() {
                // Not their binaries alone: what is built with other features would be compiled anew.
                command.arg("--tests");
            }
            command.args(["--", "--ignored", "--exact", "--nocapture"]).args(&afterwards);
            run_and_count(command.env(LOGS, &logs.0), &mut results)?;
            afterwards.into_iter().for_each(|test| results.left_out.ran(test));
        }
        Ok(results)
    }

    /// Ignored tests that can run here when the others have ended.
    fn afterwards(&self, paths: &Paths) -> Vec<&'static str> {
        let mut tests = Vec::new();
        // What a part of the suite logs is too little to tell.
        if self.filter.is_none() {
            tests.push(SECRET_SCAN);
        }
        let is_named = self.filter.is_none_or(|filter| SANDBOX_SHAPES.contains(filter));
        let samples = paths.root.join("../shared/stripe/fixtures3.json");
        let are_there = env::var_os("PROPTY_STRIPE_FIXTURES").is_some() || samples.is_file();
        if is_named && are_there && self.node.is_some() {
            tests.push(SANDBOX_SHAPES);
        }
        tests
    }
}

/// Measures: runs the ignored tests whose name contains `bench_`, one after another, and shows what they print.
pub fn bench(paths: &Paths, programs: &Path) -> Result<()> {
    let arguments = ["bench_", "--ignored", "--nocapture", "--test-threads", "1"];
    run_optimized(paths, programs, &arguments, &[])
}

/// Plays `count` random histories from the seed `first` on each database.
pub fn histories(paths: &Paths, programs: &Path, first: u64, count: u64) -> Result<()> {
    let (first, count) = (first.to_string(), count.to_string());
    let environment =
        [("PROPTY_PAYMENT_SEQUENCE_SEED", first.as_str()), ("PROPTY_PAYMENT_SEQUENCES", count.as_str())];
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
    command.env("PROPTY_TEST_POSTGRES_URL", server.url());
    let mut results = RustResults::default();
    run_and_count(&mut command, &mut results)?;
    if results.counts.failed > 0 {
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

/// Runs tests, passes on what they print, and adds to the results.
fn run_and_count(command: &mut Command, results: &mut RustResults) -> Result<()> {
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("can't start `cargo test`")?;
    let output = child.stdout.take().context("the tests have no output")?;
    let mut counts = TestCounts::default();
    let mut out = std::io::stdout().lock();
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        out.write_all(&line)?;
        out.write_all(b"\n")?;
        let line = String::from_utf8_lossy(&line);
        results.failures.read(&line);
        results.left_out.read(&line);
        if let Some(counted) = TestCounts::parse_rust_line(&line) {
            counts.add(counted);
        }
    }
    drop(out);
    let status = child.wait()?;
    if !status.success() && counts.failed == 0 {
        // A test program that crashed has no result line of its own.
        eprintln!("cargo test ended with {status}");
        counts.failed = 1;
    }
    results.counts.add(counts);
    Ok(())
}
