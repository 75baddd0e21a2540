//! The command line: which commands there are, their help, and the steps each goes through.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::client::{self, Client};
use crate::lock::Lock;
use crate::paths::Paths;
use crate::setup::{self, Requirement};
use crate::{demo, progress, test};

const HELP: &str = "\
Propty's developer commands. Each one first does the set-up it needs: what is there is used, what is
missing is installed once into ${XDG_CACHE_HOME:-~/.cache}/propty.

Usage: cargo xtask <command> [options]

Commands:
  setup   install everything the other commands need
  build   build the two web clients into dist/ and check their size
  demo    start a whole Propty with a sample community on this machine
  test    run all tests: Rust on SQLite and PostgreSQL, then the browser journeys
  bench   measure what has to be fast, on SQLite and PostgreSQL
  histories
          play random histories of money, thousands of them, on SQLite and PostgreSQL

`cargo xtask <command> --help` tells more.
";

const SETUP_HELP: &str = "\
Installs what is missing: the WebAssembly target, trunk, wasm-bindgen, wasm-opt, Chromium, PostgreSQL,
playwright-core, axe-core and Stripe's library. Only Rust, Node 20 or newer, a C compiler and apt have to be
there.

Usage: cargo xtask setup
";

const BUILD_HELP: &str = "\
Builds the admin's and the residents' web client into dist/admin and dist/portal, compresses them, prints
the size of their WebAssembly and fails when one is above its budget. Does nothing when nothing changed.

Usage: cargo xtask build [--only admin|portal] [--force]

Options:
  --only <client>  build one of the two
  --force          build even when nothing changed
";

const DEMO_HELP: &str = "\
Starts Propty with a sample community, and with stand-ins for Stripe, the mail server and the file store,
all on this machine. Ends with Ctrl-C. Arguments that are not listed here go to `propty-demo`.

Usage: cargo xtask demo [--story] [arguments of `propty-demo`]

Options:
  --story  play the main job without a browser, one line a step, and exit
";

const TEST_HELP: &str = "\
Runs the Rust tests on SQLite and on a private PostgreSQL, then the browser journeys against a demo. The last
lines name what was left out, and count what passed, failed and was skipped.

Usage: cargo xtask test [--only rust|integration|browser] [--lints] [filter]

Options:
  --only <part>  run only the Rust tests, of these only the tests over HTTP, or only the browser journeys
  --lints        compile with Clippy, to which a lint is an error, and test what it made
  filter         run only tests whose name contains this

One area, without PostgreSQL and browser:
  PROPTY_TEST_DATABASES=sqlite cargo xtask test --only integration payments::

Environment:
  PROPTY_TEST_DATABASES  \"sqlite\", \"postgres\" or \"sqlite,postgres\" (default)
  PROPTY_SCREENSHOTS     a folder: the journeys save a picture of every page there
";

const BENCH_HELP: &str = "\
Measures on SQLite and on a private PostgreSQL how long the webhook takes to answer, with ten thousand events
delivered three times each and shuffled while a billing run is on, and prints it. Takes some minutes; the
machine should do nothing else.

Usage: cargo xtask bench
";

const HISTORIES_HELP: &str = "\
Plays random histories of money on SQLite and on a private PostgreSQL, each twice: once told in order, once with
events late, doubled, shuffled and lost and a worker that dies; both must end the same, with books that agree
with Stripe's balance. `cargo xtask test` plays some; this plays as many as are wanted, optimized. What fails
names its seed.

Usage: cargo xtask histories [--first <seed>] [<count>]

Options:
  --first <seed>  the first seed (1)
  count           how many (1000)
";

/// Runs the command named by `arguments`. An error is for the user and says what to do.
pub fn run(arguments: &[String]) -> Result<ExitCode> {
    let Some((name, rest)) = arguments.split_first() else {
        print!("{HELP}");
        return Ok(ExitCode::FAILURE);
    };
    let asks_help = rest.iter().take_while(|a| *a != "--").any(|a| a == "--help" || a == "-h");
    let help = match name.as_str() {
        "setup" => SETUP_HELP,
        "build" => BUILD_HELP,
        "demo" => DEMO_HELP,
        "test" => TEST_HELP,
        "bench" => BENCH_HELP,
        "histories" => HISTORIES_HELP,
        "help" | "--help" | "-h" => HELP,
        other => bail!("there is no command `{other}`. Commands: setup, build, demo, test, bench, histories"),
    };
    if asks_help || help == HELP {
        print!("{help}");
        return Ok(ExitCode::SUCCESS);
    }
    let paths = Paths::find()?;
    match name.as_str() {
        "setup" => {
            reject_extra_arguments(rest)?;
            let _lock = Lock::take(&paths)?;
            setup::run(&paths, &[Requirement::Client, Requirement::Database, Requirement::Browser])?;
        }
        "build" => {
            let started = Instant::now();
            let options = BuildOptions::parse(rest)?;
            let _lock = Lock::take(&paths)?;
            let tools = setup::client(&paths)?;
            client::build(&paths, &tools, &options.clients, options.force)?;
            progress::summary(started);
        }
        "demo" => return demo::run(&paths, rest),
        "bench" => {
            reject_extra_arguments(rest)?;
            let lock = Lock::take(&paths)?;
            let postgres = setup::postgres(&paths)?;
            drop(lock);
            test::bench(&paths, &postgres)?;
        }
        "histories" => {
            let (first, count) = parse_histories_options(rest)?;
            let lock = Lock::take(&paths)?;
            let postgres = setup::postgres(&paths)?;
            drop(lock);
            test::histories(&paths, &postgres, first, count)?;
        }
        _ => return test::run(&paths, &test::Options::parse(rest)?),
    }
    Ok(ExitCode::SUCCESS)
}

/// The first seed and how many.
fn parse_histories_options(arguments: &[String]) -> Result<(u64, u64)> {
    let number = |text: Option<&String>| match text.and_then(|text| text.parse().ok()) {
        Some(number @ 1..=u64::MAX) => Ok(number),
        _ => bail!("seed and count are whole numbers from 1"),
    };
    let (mut first, mut count) = (1, 1000);
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--first" => first = number(rest.next())?,
            _ => count = number(Some(argument))?,
        }
    }
    Ok((first, count))
}

struct BuildOptions {
    clients: Vec<Client>,
    force: bool,
}

impl BuildOptions {
    fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self { clients: Client::ALL.to_vec(), force: false };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--force" => options.force = true,
                "--only" => match rest.next().and_then(|name| Client::named(name)) {
                    Some(client) => options.clients = vec![client],
                    None => bail!("--only wants `admin` or `portal`"),
                },
                other => bail!("`cargo xtask build` doesn't know `{other}`; try --help"),
            }
        }
        Ok(options)
    }
}

fn reject_extra_arguments(arguments: &[String]) -> Result<()> {
    match arguments.first() {
        Some(argument) => bail!("`{argument}` is not expected here; try --help"),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn build_takes_one_client_or_both() {
        assert_eq!(BuildOptions::parse(&[]).unwrap().clients, Client::ALL);
        let one = BuildOptions::parse(&words("--only portal --force")).unwrap();
        assert_eq!((one.clients, one.force), (vec![Client::Portal], true));
    }

    #[test]
    fn unknown_arguments_are_named() {
        for line in ["--only desk", "--only", "--fast"] {
            assert!(BuildOptions::parse(&words(line)).is_err(), "{line}");
        }
        let error = run(&words("deploy")).unwrap_err().to_string();
        assert!(error.contains("`deploy`") && error.contains("setup, build, demo, test"), "{error}");
    }
}
