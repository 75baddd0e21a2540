//! `cargo xtask test`: all tests there are, in two parts, and a last line that counts them.

mod failures;
mod journeys;
mod postgres;
mod rust;
mod test_counts;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::client::{self, Client};
use crate::lock::Lock;
use crate::paths::Paths;
use crate::{demo, setup};
use failures::Failures;
pub use rust::{bench, histories};
use test_counts::TestCounts;

/// Which tests to run.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    only: Option<Part>,
    filter: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Rust,
    Browser,
}

impl Options {
    /// Reads the words after `cargo xtask test`.
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self::default();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--only" => match rest.next().map(String::as_str) {
                    Some("rust") => options.only = Some(Part::Rust),
                    Some("browser") => options.only = Some(Part::Browser),
                    _ => bail!("--only wants `rust` or `browser`"),
                },
                word if word.starts_with('-') => {
                    bail!("`cargo xtask test` doesn't know `{word}`; try --help")
                }
                word if options.filter.is_some() => bail!("one filter is enough; `{word}` is the second"),
                word => options.filter = Some(word.to_owned()),
            }
        }
        Ok(options)
    }

    fn wants(&self, part: Part) -> bool {
        self.only.is_none_or(|only| only == part)
    }
}

/// Sets up, runs the tests and prints the count. The exit code tells whether all passed.
pub fn run(paths: &Paths, options: &Options) -> Result<ExitCode> {
    let filter = options.filter.as_deref();
    let (mut tally, mut failures) = (TestCounts::default(), Failures::default());
    let lock = Lock::take(paths)?;
    let postgres = if options.wants(Part::Rust) && rust::wants_postgres()? {
        Some(setup::postgres(paths)?)
    } else {
        None
    };
    let node = if options.wants(Part::Rust) { Some(setup::node(paths)?) } else { None };
    let browser = if options.wants(Part::Browser) {
        let browser = setup::browser(paths)?;
        let tools = setup::client(paths)?;
        client::build(paths, &tools, &Client::ALL, false)?;
        Some(browser)
    } else {
        None
    };
    // The journeys look at it, and the crash tests kill it.
    let programs = demo::programs(paths)?;
    drop(lock);
    if let Some(node) = node {
        tally.add(rust::run(paths, &programs.server, &node, postgres.as_deref(), filter, &mut failures)?);
    }
    if let Some(browser) = browser {
        tally.add(journeys::run(paths, &browser, &programs.demo, filter)?);
    }
    if tally.passed == 0 && tally.failed == 0 {
        bail!("no test ran; is the filter right?");
    }
    if !failures.lines().is_empty() {
        println!("\nOf the Rust tests failed:\n{}", failures.lines().join("\n"));
    }
    println!("\n{tally}");
    Ok(if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options> {
        Options::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn parses_part_and_filter() {
        let options = parse("--only rust ledger").unwrap();
        assert!(options.wants(Part::Rust) && !options.wants(Part::Browser));
        assert_eq!(options.filter.as_deref(), Some("ledger"));
        let all = parse("").unwrap();
        assert!(all.wants(Part::Rust) && all.wants(Part::Browser));
    }

    #[test]
    fn unknown_options_are_rejected() {
        for line in ["--only all", "--only", "--fast", "one two"] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
