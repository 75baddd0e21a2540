//! The browser journeys: a demo on free ports, Chromium, and Node's own test runner.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::test_counts::TestCounts;
use crate::paths::Paths;
use crate::progress;
use crate::setup::{Browser, output};

const START_TIMEOUT: Duration = Duration::from_secs(180);

/// Runs the journeys whose name contains `filter` against the program `demo`.
pub fn run(paths: &Paths, browser: &Browser, demo: &Path, filter: Option<&str>) -> Result<TestCounts> {
    let folder = std::env::temp_dir().join(format!("propty-journeys-{}", std::process::id()));
    fs::create_dir_all(&folder).with_context(|| format!("can't create {}", folder.display()))?;
    let result =
        progress::with_progress("starting a demo for the browser", || Demo::start(paths, demo, &folder))
            .and_then(|demo| journeys(paths, browser, &demo, &folder, filter));
    let _ = fs::remove_dir_all(&folder);
    result
}

fn journeys(
    paths: &Paths,
    browser: &Browser,
    demo: &Demo,
    folder: &Path,
    filter: Option<&str>,
) -> Result<TestCounts> {
    let mut files: Vec<PathBuf> = fs::read_dir(paths.root.join("tests/browser"))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    let tap = folder.join("result.tap");
    let mut command = paths.command(&browser.node);
    command
        // One after the other: the journeys share a community, and two cores.
        .args([
            "--test",
            "--test-concurrency=1",
            "--test-reporter=spec",
            "--test-reporter-destination=stdout",
        ])
        .arg("--test-reporter=tap")
        .arg(format!("--test-reporter-destination={}", tap.display()))
        .env("PROPTY_DEMO", &demo.ready)
        .env("PROPTY_CHROMIUM", &browser.chromium)
        .env("PROPTY_NODE_MODULES", &browser.modules)
        .stdin(Stdio::null());
    if let Some(filter) = filter {
        command.arg(format!("--test-name-pattern={filter}"));
    }
    let status = command.args(&files).status().context("can't start the browser journeys")?;
    let mut tally = TestCounts::parse_tap(&fs::read_to_string(&tap).unwrap_or_default());
    if !status.success() {
        eprintln!("The demo's own log: {}", demo.log.display());
        tally.failed = tally.failed.max(1);
    }
    Ok(tally)
}

/// A demo that runs for the journeys; dropping it stops it.
struct Demo {
    process: Child,
    ready: PathBuf,
    log: PathBuf,
}

impl Demo {
    /// Starts `propty-demo` and waits until it has written where it is.
    fn start(paths: &Paths, program: &Path, folder: &Path) -> Result<Self> {
        let ready = folder.join("demo.json");
        let log = paths.logs.join("demo.log");
        let file = fs::File::create(&log)?;
        // With setpriv the demo ends when this program does, however that ends.
        let mut command = match Paths::on_path(&["setpriv"]) {
            Some(setpriv) => {
                let mut command = paths.command(setpriv);
                command.args(["--pdeathsig=TERM", "--"]).arg(program);
                command
            }
            None => paths.command(program),
        };
        let process = command
            .args(["--port", "0", "--ready-file"])
            .arg(&ready)
            .env("PROPTY_CLIENT_DIR", &paths.dist)
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .with_context(|| format!("can't start {}", program.display()))?;
        let mut demo = Self { process, ready, log };
        let deadline = Instant::now() + START_TIMEOUT;
        while !demo.ready.is_file() {
            if let Some(status) = demo.process.try_wait()? {
                bail!("the demo ended ({status}) before it was ready; see {}", demo.log.display());
            }
            if Instant::now() > deadline {
                bail!(
                    "the demo was not ready within {} s; see {}",
                    START_TIMEOUT.as_secs(),
                    demo.log.display()
                );
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(demo)
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // Asked first, so that it can end its parts and remove what it has on disk.
        let _ = output(Command::new("kill").arg("-TERM").arg(self.process.id().to_string()));
        let deadline = Instant::now() + Duration::from_secs(15);
        while matches!(self.process.try_wait(), Ok(None)) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(50));
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
