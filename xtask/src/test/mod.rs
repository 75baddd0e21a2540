//! `cargo xtask test`: all tests there are, in two parts, and a last line that counts them.

mod databases;
mod failures;
mod journeys;
mod left_out;
mod postgres;
mod rust;
mod test_counts;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::client::{self, Client};
use crate::compile::{self, Compiler};
use crate::lock::Lock;
use crate::paths::Paths;
use crate::{progress, setup};
use databases::Databases;
use rust::{RustResults, RustTests};
pub use rust::{bench, histories};
use test_counts::TestCounts;

/// Which tests to run.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    only: Option<Part>,
    filter: Option<String>,
    /// Whether to compile with Clippy, to which a lint is an error.
    lints: bool,
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
                "--lints" => options.lints = true,
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
    let started = Instant::now();
    let filter = options.filter.as_deref();
    let databases = Databases::from_environment()?;
    let all_rust = options.wants(Part::Rust);
    let rust = all_rust || options.wants(Part::Integration);
    let lock = Lock::take(paths)?;
    setup::compiler(paths)?;
    let compiler = if options.lints { Compiler::clippy(paths)? } else { Compiler::Rustc };
    let set_up = || {
        let postgres = if rust && databases.postgres { Some(setup::postgres(paths)?) } else { None };
        let node = if all_rust { Some(setup::node(paths)?) } else { None };
        if !options.wants(Part::Browser) {
            return Ok((postgres, node, None));
        }
        let browser = setup::browser(paths)?;
        let tools = setup::client(paths)?;
        client::build(paths, &tools, &Client::ALL, false)?;
        Ok((postgres, node, Some(browser)))
    };
    // The journeys look at the program `propty`, and the crash tests kill it.
    let compile = || {
        if rust || options.lints {
            compile::all(paths, &compiler)
        } else {
            compile::programs(paths, &compiler)
        }
    };
    let ((postgres, node, browser), programs) = progress::both(set_up, compile)?;
    drop(lock);
    let (mut counts, mut rust_results) = (TestCounts::default(), RustResults::default());
    if rust {
        let tests = RustTests {
            compiler: &compiler,
            propty: &programs.server,
            node: node.as_ref(),
            databases,
            postgres: postgres.as_deref(),
            filter,
        };
        rust_results = progress::noted("the Rust tests", || tests.run(paths))?;
        counts.add(rust_results.counts);
    }
    if let Some(browser) = browser {
        let run = || journeys::run(paths, &browser, &programs.demo, filter);
        counts.add(progress::noted("the browser journeys", run)?);
    }
    progress::summary(started);
    if counts.passed == 0 && counts.failed == 0 {
        bail!("no test ran; is the filter right?");
    }
    let (failures, left_out) = (rust_results.failures.lines(), rust_results.left_out.lines());
    if !failures.is_empty() {
        println!("\nOf the Rust tests failed:\n{}", failures.join("\n"));
    }
    if !left_out.is_empty() {
        println!("\nLeft out:\n{}", left_out.join("\n"));
    }
    println!("\n{counts}, {} skipped", rust_results.left_out.count());
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
        assert!(!options.lints && parse("--lints").unwrap().lints);
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
