//! The log of a test program: everything its server and libraries say, at the finest level, in a file of its own
//! in the folder that `PROPTY_TEST_LOGS` names, else beside the compiled tests. Servers that are processes of
//! their own log there too. What the sandbox says is left out: it plays the outside, which knows its own keys.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Once};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

/// Levels by module, for the tests' own subscriber and for servers that are processes of their own.
pub const FILTER: &str = "trace,sandbox=off,s3s=off,s3s_fs=off";

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = match std::env::var_os("PROPTY_TEST_LOGS") {
        Some(named) => PathBuf::from(named),
        None => default_folder(),
    };
    fs::create_dir_all(&folder).unwrap();
    folder
});
static STARTED: Once = Once::new();
static NEXT: AtomicU32 = AtomicU32::new(0);

/// Where logs are, and the secrets that must not be in them.
pub fn folder() -> &'static Path {
    &FOLDER
}

/// Sends what this program logs to its file, from now on; doing it again changes nothing.
pub fn start() {
    STARTED.call_once(|| {
        let file = Arc::new(create(&format!("integration-{}.log", std::process::id())));
        // Whoever has set a subscriber up before wants to read it themselves.
        let _ = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_env_filter(EnvFilter::new(FILTER))
            .with_writer(file)
            .finish()
            .try_init();
    });
}

/// A file for the log of another process; its name tells which test program started it.
pub fn create_server_log() -> (PathBuf, File) {
    let name = format!("server-{}-{}.log", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
    (folder().join(&name), create(&name))
}

/// Opens a file of the folder for writing at its end.
pub fn create(name: &str) -> File {
    OpenOptions::new().create(true).append(true).open(folder().join(name)).unwrap()
}

/// A folder in the target folder, without what programs left there that have ended.
fn default_folder() -> PathBuf {
    let target = std::env::current_exe().unwrap().ancestors().nth(3).unwrap().join("tmp/propty-logs");
    for entry in fs::read_dir(&target).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.split(['-', '.']).nth(1));
        if process.is_some_and(|process| !Path::new("/proc").join(process).exists()) {
            let _ = fs::remove_file(entry.path());
        }
    }
    target
}
