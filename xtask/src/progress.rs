//! Long steps: a line each, with what is happening and how long it has taken, a log to look into when one fails,
//! and at the end a table of what took how long.

use std::cell::RefCell;
use std::error::Error;
use std::fmt;
use std::fs::{self, File};
use std::io::{IsTerminal, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

use crate::paths::Paths;

const TAIL_LINES: usize = 25;
const ERROR_LINES: usize = 15;
/// So wide is the line that tells what runs.
const WIDTH: usize = 110;

/// What has been done, in the order in which it ended.
static DONE: Mutex<Vec<(String, Duration)>> = Mutex::new(Vec::new());
/// The lines of what runs now, each by the number of its step.
static RUNNING: Mutex<Vec<(u32, String)>> = Mutex::new(Vec::new());

thread_local! {
    /// Set while this thread is one of two that work side by side: whether the other one has failed.
    static STOP: RefCell<Option<Arc<AtomicBool>>> = const { RefCell::new(None) };
}

/// Runs `command` with its output in a log file named after `log`, and tells on standard error that it
/// runs. A failure carries what matters in the log, where the log is, and `advice`.
pub fn run(paths: &Paths, title: &str, log: &str, command: &mut Command, advice: &str) -> Result<()> {
    let elapsed = logged(paths, title, log, None, command, advice)?;
    done(title, elapsed);
    Ok(())
}

/// Like [`run`], but with standard output in the file `out` where one is given, and it is for the caller to say
/// [`done`] to how long it took.
pub fn logged(
    paths: &Paths,
    title: &str,
    log: &str,
    out: Option<&Path>,
    command: &mut Command,
    advice: &str,
) -> Result<Duration> {
    let path = paths.logs.join(format!("{log}.log"));
    let create = |path: &Path| File::create(path).with_context(|| format!("can't write {}", path.display()));
    let errors = create(&path)?;
    let output = match out {
        Some(out) => create(out)?,
        None => errors.try_clone()?,
    };
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        // A backtrace of a tool would hide what it has to say.
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors)
        .spawn()
        .with_context(|| format!("can't start `{program}`"))?;
    let shown = ProgressLine::start(title, path.clone());
    let status = wait(&mut child);
    let elapsed = shown.stop();
    let status = status.with_context(|| format!("{title}: lost sight of `{program}`"))?;
    if status.success() {
        return Ok(elapsed);
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
    let shown = ProgressLine::start(title, PathBuf::new());
    let result = work();
    let elapsed = shown.stop();
    if result.is_ok() {
        done(title, elapsed);
    }
    result
}

/// Does `work` that prints by itself, and notes how long it took.
pub fn noted<T>(title: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let started = Instant::now();
    let result = work();
    note(title, started.elapsed());
    result
}

/// Says that something is done, and notes how long it took.
pub fn done(title: &str, elapsed: Duration) {
    clear();
    eprintln!("  {title} ({})", duration(elapsed));
    note(title, elapsed);
}

/// Takes away the line that tells what runs, before something else is printed.
pub fn clear() {
    if std::io::stderr().is_terminal() {
        eprint!("\r\x1b[K");
    }
}

fn note(title: &str, elapsed: Duration) {
    locked(&DONE).push((title.to_owned(), elapsed));
}

/// Prints what took how long, and how long all took since `started`.
pub fn summary(started: Instant) {
    let done = locked(&DONE);
    if !done.is_empty() {
        eprint!("{}", table(&done, started.elapsed()));
    }
}

fn table(done: &[(String, Duration)], all: Duration) -> String {
    let row = |elapsed: &Duration, title: &str| format!("{:>9.1}  {title}\n", elapsed.as_secs_f64());
    let rows: String = done.iter().map(|(title, elapsed)| row(elapsed, title)).collect();
    let sum = done.iter().map(|(_, elapsed)| *elapsed).sum::<Duration>();
    // Less than the sum where parts ran side by side.
    let title = if sum > all { "all, parts of it side by side" } else { "all" };
    format!("\n  seconds  part\n{rows}{}", row(&all, title))
}

/// Does two things at the same time. When one fails the other is stopped, and the failure is returned.
pub fn both<A, B: Send>(
    first: impl FnOnce() -> Result<A>,
    second: impl FnOnce() -> Result<B> + Send,
) -> Result<(A, B)> {
    let stop = Arc::new(AtomicBool::new(false));
    thread::scope(|scope| {
        let other = scope.spawn(|| stoppable(&stop, second));
        let first = stoppable(&stop, first);
        let second = other.join().unwrap_or_else(|_| Err(anyhow!("a part of the work panicked")));
        match (first, second) {
            (Ok(first), Ok(second)) => Ok((first, second)),
            (Err(error), Ok(_)) | (Ok(_), Err(error)) => Err(error),
            (Err(first), Err(second)) => Err(if first.is::<Stopped>() { second } else { first }),
        }
    })
}

fn stoppable<T>(stop: &Arc<AtomicBool>, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let before = STOP.replace(Some(Arc::clone(stop)));
    let result = work();
    STOP.set(before);
    if result.is_err() {
        stop.store(true, Ordering::Relaxed);
    }
    result
}

/// Waits for the end of `child`, or ends it when the work beside it has failed.
fn wait(child: &mut Child) -> Result<ExitStatus> {
    let Some(stop) = STOP.with_borrow(Option::clone) else { return Ok(child.wait()?) };
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if stop.load(Ordering::Relaxed) {
            child.kill()?;
            child.wait()?;
            return Err(Stopped.into());
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// This was ended because what ran beside it has failed.
#[derive(Debug)]
struct Stopped;

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("stopped, because something else failed")
    }
}

impl Error for Stopped {}

/// The line that tells what runs: rewritten in a terminal, repeated now and then elsewhere.
struct ProgressLine {
    started: Instant,
    done: mpsc::Sender<()>,
    ticker: thread::JoinHandle<()>,
}

impl ProgressLine {
    fn start(title: &str, log: PathBuf) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let (done, stopped) = mpsc::channel::<()>();
        let started = Instant::now();
        let title = title.to_owned();
        locked(&RUNNING).push((number, format!("{title} …")));
        let ticker = thread::spawn(move || {
            let terminal = std::io::stderr().is_terminal();
            let period = if terminal { Duration::from_millis(250) } else { Duration::from_secs(30) };
            while stopped.recv_timeout(period) == Err(RecvTimeoutError::Timeout) {
                let last = tail(&log, 1);
                let line = format!("{title} … {}  {}", duration(started.elapsed()), last.trim());
                let shown = if terminal { of_all(number, line) } else { Some(clip(&line, 160)) };
                let Some(shown) = shown else { continue };
                let mut out = std::io::stderr().lock();
                // A progress line that can't be shown is no reason to stop the work.
                let _ = if terminal {
                    write!(out, "\r\x1b[K  {shown}").and_then(|()| out.flush())
                } else {
                    writeln!(out, "  {shown}")
                };
            }
            locked(&RUNNING).retain(|(of, _)| *of != number);
            clear();
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

/// Keeps `line` as what is told of the step `number`. Steps side by side share one line, which the oldest shows.
fn of_all(number: u32, line: String) -> Option<String> {
    let mut running = locked(&RUNNING);
    let shows = running.first().is_some_and(|(first, _)| *first == number);
    if let Some((_, kept)) = running.iter_mut().find(|(of, _)| *of == number) {
        *kept = line;
    }
    let each = WIDTH.checked_div(running.len())?;
    let lines: Vec<String> = running.iter().map(|(_, line)| clip(line, each)).collect();
    shows.then(|| lines.join(" | "))
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
    fn the_table_has_a_line_for_each_part_and_one_for_all() {
        let done = [
            ("trunk".to_owned(), Duration::from_millis(180_040)),
            ("server".to_owned(), Duration::from_secs(7)),
        ];
        let alone = table(&done, Duration::from_secs(190));
        assert_eq!(alone, "\n  seconds  part\n    180.0  trunk\n      7.0  server\n    190.0  all\n");
        assert!(
            table(&done, Duration::from_secs(180)).ends_with("    180.0  all, parts of it side by side\n")
        );
    }

    #[test]
    fn colours_and_overwritten_text_are_removed() {
        assert_eq!(plain("\x1b[1m\x1b[32m   Compiling\x1b[0m anyhow"), "   Compiling anyhow");
        assert_eq!(plain("10%\r20%\r"), "20%");
    }

    /// Paths with a folder for logs that is this test's own.
    fn with_logs(name: &str) -> Paths {
        let logs = std::env::temp_dir().join(format!("propty-{name}-{}", std::process::id()));
        fs::create_dir_all(&logs).unwrap();
        Paths { logs, ..Paths::find().unwrap() }
    }

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn failure_shows_the_log_tail_and_advice() {
        let paths = with_logs("progress");
        let fail = |script: &str, advice: &str| {
            run(&paths, "counting", "count", &mut shell(script), advice).unwrap_err().to_string()
        };
        let error = fail("echo one; echo two >&2; exit 3", "Count again.");
        let long = fail("echo 'error: no such number'; seq 100; exit 3", "");
        assert!(long.contains("no such number\n1\n2\n") && !long.contains("\n99"), "{long}");
        fs::remove_dir_all(&paths.logs).unwrap();
        for part in ["counting failed", "one\ntwo", "count.log", "Count again."] {
            assert!(error.contains(part), "{part} is missing in {error}");
        }
    }

    #[test]
    fn parallel_steps_stop_after_a_failure() {
        let paths = with_logs("beside");
        let step = |name: &str, script: &str| run(&paths, name, name, &mut shell(script), "");
        let started = Instant::now();
        let long = || step("sleeping", "exec sleep 60");
        let short = || step("failing", "exit 3");
        let one = both(long, short).unwrap_err().to_string();
        let other = both(short, long).unwrap_err().to_string();
        fs::remove_dir_all(&paths.logs).unwrap();
        assert!(one.contains("failing failed") && other.contains("failing failed"), "{one}\n{other}");
        assert!(started.elapsed() < Duration::from_secs(30));
        assert_eq!(both(|| Ok(1), || Ok(2)).unwrap(), (1, 2));
    }
}
