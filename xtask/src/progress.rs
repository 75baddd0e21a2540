//! Long steps: a line each, with what is happening and how long it has taken, and a log to look into when
//! one fails.

use std::fs::{self, File};
use std::io::{IsTerminal, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::paths::Paths;

const TAIL_LINES: usize = 25;
const ERROR_LINES: usize = 15;

/// Runs `command` with its output in a log file named after `log`, and tells on standard error that it
/// runs. A failure carries what matters in the log, where the log is, and `advice`.
pub fn run(paths: &Paths, title: &str, log: &str, command: &mut Command, advice: &str) -> Result<()> {
    let path = paths.logs.join(format!("{log}.log"));
    let file = File::create(&path).with_context(|| format!("can't write {}", path.display()))?;
    let errors = file.try_clone()?;
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        // A backtrace of a tool would hide what it has to say.
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(file)
        .stderr(errors)
        .spawn()
        .with_context(|| format!("can't start `{program}`"))?;
    let shown = ProgressLine::start(title, path.clone());
    let status = child.wait();
    let elapsed = shown.stop();
    let status = status.with_context(|| format!("lost sight of `{program}`"))?;
    if status.success() {
        eprintln!("  {title} ({})", duration(elapsed));
        return Ok(());
    }
    bail!(
        "{title} failed after {} ({status}):\n{}\nThe whole output is in {}. {advice}",
        duration(elapsed),
        excerpt(&path),
        path.display()
    )
}

/// Does `work` while a line tells that it runs.
pub fn with_progress<T>(title: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let shown = ProgressLine::start(title, std::path::PathBuf::new());
    let result = work();
    let elapsed = shown.stop();
    if result.is_ok() {
        eprintln!("  {title} ({})", duration(elapsed));
    }
    result
}

/// The line that tells what runs: rewritten in a terminal, repeated now and then elsewhere.
struct ProgressLine {
    started: Instant,
    done: mpsc::Sender<()>,
    ticker: thread::JoinHandle<()>,
}

impl ProgressLine {
    fn start(title: &str, log: std::path::PathBuf) -> Self {
        let (done, stopped) = mpsc::channel::<()>();
        let started = Instant::now();
        let title = title.to_owned();
        let ticker = thread::spawn(move || {
            let terminal = std::io::stderr().is_terminal();
            let period = if terminal { Duration::from_millis(250) } else { Duration::from_secs(30) };
            while stopped.recv_timeout(period) == Err(RecvTimeoutError::Timeout) {
                let last = tail(&log, 1);
                let line = format!("  {title} … {}  {}", duration(started.elapsed()), last.trim());
                let mut out = std::io::stderr().lock();
                // A progress line that can't be shown is no reason to stop the work.
                let _ = if terminal {
                    write!(out, "\r\x1b[K{}", clip(&line, 110)).and_then(|()| out.flush())
                } else {
                    writeln!(out, "{}", clip(&line, 160))
                };
            }
            if terminal {
                eprint!("\r\x1b[K");
            }
        });
        Self { started, done, ticker }
    }

    fn stop(self) -> Duration {
        drop(self.done);
        // The ticker only prints; if it panicked there is nothing to save.
        let _ = self.ticker.join();
        self.started.elapsed()
    }
}

/// `4 min 42 s`, `13 s`, `0.4 s`.
pub fn duration(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    match seconds {
        0..=9 => format!("{:.1} s", elapsed.as_secs_f64()),
        10..=59 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

/// The first error in a log with what follows it, or the log's end where no line starts with `error`.
fn excerpt(path: &Path) -> String {
    let text = fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let from_error: Vec<String> =
        text.lines().map(plain).skip_while(|line| !line.starts_with("error")).take(ERROR_LINES).collect();
    if from_error.is_empty() { tail(path, TAIL_LINES) } else { from_error.join("\n") }
}

/// The last `lines` non-empty lines of a log, without terminal colours.
fn tail(path: &Path, lines: usize) -> String {
    const WINDOW: u64 = 16 * 1024;
    let read = || -> Result<Vec<u8>> {
        let mut file = File::open(path)?;
        let length = fs::metadata(path)?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(WINDOW)))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let text = String::from_utf8_lossy(&read().unwrap_or_default()).into_owned();
    let kept: Vec<String> = text.lines().map(plain).filter(|line| !line.trim().is_empty()).collect();
    kept.get(kept.len().saturating_sub(lines)..).unwrap_or_default().join("\n")
}

/// Takes out escape sequences such as colours, and what a carriage return has overwritten.
fn plain(line: &str) -> String {
    let line = line.rsplit('\r').find(|part| !part.is_empty()).unwrap_or_default();
    let mut out = String::with_capacity(line.len());
    let mut escaped = false;
    for character in line.chars() {
        match (escaped, character) {
            (false, '\x1b') => escaped = true,
            (true, c) if c.is_ascii_alphabetic() => escaped = false,
            (true, _) => {}
            (false, c) => out.push(c),
        }
    }
    out
}

fn clip(line: &str, width: usize) -> String {
    line.chars().take(width).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_human_readable() {
        assert_eq!(duration(Duration::from_millis(440)), "0.4 s");
        assert_eq!(duration(Duration::from_secs(59)), "59 s");
        assert_eq!(duration(Duration::from_secs(282)), "4 min 42 s");
        assert_eq!(duration(Duration::from_secs(302)), "5 min 02 s");
    }

    #[test]
    fn colours_and_overwritten_text_are_removed() {
        assert_eq!(plain("\x1b[1m\x1b[32m   Compiling\x1b[0m anyhow"), "   Compiling anyhow");
        assert_eq!(plain("10%\r20%\r"), "20%");
    }

    #[test]
    fn failure_shows_the_log_tail_and_advice() {
        let folder = std::env::temp_dir().join(format!("propty-progress-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let paths = Paths { logs: folder.clone(), ..Paths::find().unwrap() };
        let mut command = Command::new("sh");
        command.args(["-c", "echo one; echo two >&2; exit 3"]);
        let error = run(&paths, "counting", "count", &mut command, "Count again.").unwrap_err().to_string();
        let mut command = Command::new("sh");
        command.args(["-c", "echo 'error: no such number'; seq 100; exit 3"]);
        let long = run(&paths, "counting", "count", &mut command, "").unwrap_err().to_string();
        assert!(long.contains("no such number\n1\n2\n") && !long.contains("\n99"), "{long}");
        fs::remove_dir_all(&folder).unwrap();
        for part in ["counting failed", "one\ntwo", "count.log", "Count again."] {
            assert!(error.contains(part), "{part} is missing in {error}");
        }
    }
}
