//! Tests that did not run, and why: repeated at the end, so that nobody takes them for passed.

/// What was left out so far.
#[derive(Debug, Default)]
pub struct LeftOut {
    /// Ignored tests by name, with the reason that stands in the code.
    ignored: Vec<(String, String)>,
    /// How many tests of which database.
    database: Option<(&'static str, usize)>,
}

impl LeftOut {
    /// Reads a line of Rust's test runner: `test name ... ignored, reason`.
    pub fn read(&mut self, line: &str) {
        let ignored = line.strip_prefix("test ").and_then(|rest| rest.split_once(" ... ignored"));
        if let Some((name, reason)) = ignored {
            let reason = reason.strip_prefix(", ").unwrap_or("the code gives no reason");
            self.ignored.push((name.to_owned(), reason.to_owned()));
        }
    }

    /// An ignored test ran after all, on its own.
    pub fn ran(&mut self, name: &str) {
        self.ignored.retain(|(ignored, _)| ignored != name);
    }

    /// So many tests of a database were left out.
    pub fn database(&mut self, database: &'static str, count: usize) {
        self.database = Some((database, count));
    }

    /// How many in all.
    pub fn count(&self) -> usize {
        self.ignored.len().saturating_add(self.database.map_or(0, |(_, count)| count))
    }

    /// A line for each ignored test, and one for the database.
    pub fn lines(&self) -> Vec<String> {
        let database = self.database.iter().map(|(database, count)| {
            format!("  {count} tests on {database}: PROPTY_TEST_DATABASES does not name it")
        });
        let ignored = self.ignored.iter().map(|(name, reason)| format!("  {name}: {reason}"));
        database.chain(ignored).collect()
    }
}

/// How many tests of a list, as the test runner prints it for `--list`, have `part` in their name.
pub fn count_listed(list: &str, part: &str) -> usize {
    list.lines().filter_map(|line| line.strip_suffix(": test")).filter(|name| name.contains(part)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_tests_are_listed_with_their_reason() {
        let mut left_out = LeftOut::default();
        for line in [
            "test a::measure ... ignored, a measurement: `cargo xtask bench`",
            "test a::b ... ok",
            "test logs::scan ... ignored, reads what the others leave",
            "test src/lib.rs - example (line 3) ... ignored",
            "test result: ok. 1 passed; 0 failed; 3 ignored; 0 measured; 0 filtered out",
        ] {
            left_out.read(line);
        }
        left_out.ran("logs::scan");
        left_out.database("PostgreSQL", 7);
        assert_eq!(left_out.count(), 9);
        assert_eq!(
            left_out.lines(),
            [
                "  7 tests on PostgreSQL: PROPTY_TEST_DATABASES does not name it",
                "  a::measure: a measurement: `cargo xtask bench`",
                "  src/lib.rs - example (line 3): the code gives no reason",
            ]
        );
    }

    #[test]
    fn listed_tests_are_counted_by_name() {
        let list = "a::b::on_sqlite: test\na::b::on_postgres: test\nc::on_postgres: bench\n\n3 tests, 0 benchmarks\n";
        assert_eq!(count_listed(list, "::on_postgres"), 1);
    }
}
