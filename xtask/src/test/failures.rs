//! What went wrong, to be read at the end: the whole output is too long to search.

/// So many lines of a panic are kept: its place, and the words of most assertions.
const LINES: usize = 8;

/// Reads the output of Rust's test runner line by line.
#[derive(Debug, Default)]
pub struct Failures {
    lines: Vec<String>,
    /// How many more lines belong to the panic that is being read.
    left: usize,
}

impl Failures {
    /// Reads the next line.
    pub fn read(&mut self, line: &str) {
        let is_test = line.starts_with("---- ") && line.ends_with(" ----");
        if is_test {
            self.lines.push(line.to_owned());
            self.left = 0;
        } else if line.starts_with("thread '") && line.contains("panicked at") {
            self.left = LINES;
        } else if line.is_empty() {
            self.left = 0;
        }
        if self.left > 0 {
            self.lines.push(line.to_owned());
            self.left -= 1;
        }
    }

    /// The tests that failed, each with the beginning of its panics.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failure_is_reported_with_name_and_panic() {
        let output = "test a ... ok\n\nfailures:\n\n---- crash::b::sqlite stdout ----\nthe server's log:\n  INFO hello\n\
            \nthread 'crash::b::sqlite' (7) panicked at tests/support/until.rs:16:9:\nwaited in vain\n\
            note: run with `RUST_BACKTRACE=1`\n\n\nfailures:\n    crash::b::sqlite\n\ntest result: FAILED.";
        let mut failures = Failures::default();
        output.lines().for_each(|line| failures.read(line));
        let lines = failures.lines();
        assert_eq!(lines.len(), 4, "{lines:#?}");
        assert_eq!(lines[0], "---- crash::b::sqlite stdout ----");
        assert_eq!(lines[2], "waited in vain");
    }

    #[test]
    fn no_failures_report_nothing() {
        let mut failures = Failures::default();
        ["test a ... ok", "", "test result: ok. 1 passed; 0 failed"]
            .iter()
            .for_each(|line| failures.read(line));
        assert!(failures.lines().is_empty());
    }

    #[test]
    fn long_panic_is_truncated() {
        let mut failures = Failures::default();
        failures.read("thread 'x' panicked at y:");
        (0..100).for_each(|line| failures.read(&format!("line {line}")));
        assert_eq!(failures.lines().len(), LINES);
    }
}
