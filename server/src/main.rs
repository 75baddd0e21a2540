//! `propty`: reads the command line and runs a command.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use server::commands::{doctor, migrate, schema, serve, worker};

/// The money and the mail of residential communities. Configured by the environment; docs/configuration.md
/// lists every variable.
#[derive(Parser)]
#[command(name = "propty", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer requests and do the jobs.
    Serve(serve::ServeArguments),
    /// Do the jobs only.
    Worker,
    /// Bring the database up to date.
    Migrate,
    /// Print the GraphQL schema.
    Schema,
    /// Say what is wrong, and prove the books.
    Doctor,
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Serve(arguments) => serve::run(arguments).await.map(|()| ExitCode::SUCCESS),
        Command::Worker => worker::run().await.map(|()| ExitCode::SUCCESS),
        Command::Migrate => migrate::run().await.map(|()| ExitCode::SUCCESS),
        Command::Schema => {
            schema::run();
            Ok(ExitCode::SUCCESS)
        }
        Command::Doctor => doctor::run().await,
    };
    done.unwrap_or_else(|error| {
        eprintln!("propty: {error:#}");
        ExitCode::FAILURE
    })
}
