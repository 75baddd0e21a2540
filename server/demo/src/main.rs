//! `propty-demo`: reads the command line and runs the demo.

use std::process::ExitCode;

use clap::Parser;
use demo::DemoArguments;

/// Propty on this machine with a sample community; Stripe, mail and files are stand-ins.
#[derive(Parser)]
#[command(name = "propty-demo", version)]
struct Arguments {
    #[command(flatten)]
    demo: DemoArguments,
}

#[tokio::main]
async fn main() -> ExitCode {
    demo::run(Arguments::parse().demo).await.unwrap_or_else(|error| {
        eprintln!("propty-demo: {error:#}");
        ExitCode::FAILURE
    })
}
