//! `cargo xtask test`: all tests there are, in two parts, and a last line that counts them.

mod databases;
mod failures;
mod journeys;
mod left_out;
mod postgres;
mod rust;
mod test_counts;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::client::{self, Client};
use crate::lock::Lock;
use crate::paths::Paths;
use crate::{demo, setup};
use databases::Databases;
use rust::RustTests;
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
    /// Of the Rust tests those over HTTP, which are compiled and run without the rest.
    Integration,
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
                    Some("integration") => options.only = Some(Part::Integration),
                    Some("browser") => options.only = Some(Part::Browser),
                    _ => bail!("--only wants `rust`, `integration` or `browser`"),
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
        self.only.map_or(part != Part::Integration, |only| only == part)
    }
}

/// Sets up, runs the tests and prints the count. The exit code tells whether all passed.
pub fn run(paths: &Paths, options: &Options) -> Result<ExitCode> {
    let filter = options.filter.as_deref();
    let mut counts = TestCounts::default();
    let (mut failures, mut left_out) = (Vec::new(), Vec::new());
    let mut left_out_count = 0;
    let databases = Databases::from_environment()?;
    let all_rust = options.wants(Part::Rust);
    let rust = all_rust || options.wants(Part::Integration);
    let lock = Lock::take(paths)?;
    let postgres = if rust && databases.postgres { Some(setup::postgres(paths)?) } else { None };
    let node = if all_rust { Some(setup::node(paths)?) } else { None };
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
    if rust {
        let (propty, node, postgres) = (programs.server.as_path(), node.as_ref(), postgres.as_deref());
        let results = RustTests { propty, node, databases, postgres, filter }.run(paths)?;
        counts.add(results.counts);
        failures = results.failures.lines().to_vec();
        left_out = results.left_out.lines();
        left_out_count = results.left_out.count();
    }
    if let Some(browser) = browser {
        counts.add(journeys::run(paths, &browser, &programs.demo, filter)?);
    }
    if counts.passed == 0 && counts.failed == 0 {
        bail!("no test ran; is the filter right?");
    }
    if !failures.is_empty() {
        println!("\nOf the Rust tests failed:\n{}", failures.join("\n"));
    }
    if !left_out.is_empty() {
        println!("\nLeft out:\n{}", left_out.join("\n"));
    }
    println!("\n{counts}, {left_out_count} left out");
    Ok(if counts.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
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
        assert!(all.wants(Part::Rust) && all.wants(Part::Browser) && !all.wants(Part::Integration));
        let one = parse("--only integration payments::").unwrap();
        assert!(one.wants(Part::Integration) && !one.wants(Part::Rust) && !one.wants(Part::Browser));
    }

    #[test]
    fn unknown_options_are_rejected() {
        for line in ["--only all", "--only", "--fast", "one two"] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
