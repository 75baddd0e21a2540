//! Counting tests from what their runners print.

use std::fmt;

/// How many tests passed and failed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct TestCounts {
    pub passed: u32,
    pub failed: u32,
}

impl TestCounts {
    /// Adds another count to this one.
    pub fn add(&mut self, other: Self) {
        self.passed = self.passed.saturating_add(other.passed);
        self.failed = self.failed.saturating_add(other.failed);
    }

    /// Reads a line of Rust's test runner: `test result: ok. 12 passed; 0 failed; …`.
    pub fn parse_rust_line(line: &str) -> Option<Self> {
        let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
        let mut tally = Self::default();
        for part in counts.split(';') {
            match part.trim().split_once(' ') {
                Some((count, "passed")) => tally.passed = count.parse().ok()?,
                Some((count, "failed")) => tally.failed = count.parse().ok()?,
                _ => {}
            }
        }
        Some(tally)
    }

    /// Reads the summary of Node's test runner in TAP: `# pass 4`, `# fail 1`, `# cancelled 0`.
    pub fn parse_tap(text: &str) -> Self {
        let count = |name: &str| {
            let prefix = format!("# {name} ");
            text.lines().rev().find_map(|line| line.strip_prefix(&prefix)?.trim().parse().ok()).unwrap_or(0)
        };
        Self { passed: count("pass"), failed: u32::saturating_add(count("fail"), count("cancelled")) }
    }
}

impl fmt::Display for TestCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_rust_test_result_lines() {
        let line = "test result: FAILED. 41 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 3.2s";
        assert_eq!(TestCounts::parse_rust_line(line), Some(TestCounts { passed: 41, failed: 2 }));
        assert_eq!(TestCounts::parse_rust_line("test ledger::balances ... ok"), None);
    }

    #[test]
    fn parses_tap_summary() {
        let text = "ok 1 - english\n# tests 3\n# pass 1\n# fail 1\n# cancelled 1\n# skipped 0\n";
        assert_eq!(TestCounts::parse_tap(text), TestCounts { passed: 1, failed: 2 });
    }

    #[test]
    fn counts_add_and_display() {
        let mut tally = TestCounts { passed: 2, failed: 0 };
        tally.add(TestCounts { passed: 1, failed: 1 });
        assert_eq!(tally.to_string(), "3 passed, 1 failed");
    }
}
