//! `propty-demo`: the whole product on this machine. Stand-ins for the outside world and a sample community
//! with a year behind it, then the ordinary server as a child process. `--story` plays the main job over HTTP
//! against the same parts.

mod announce;
mod billing_plan;
mod community;
mod csv_table;
mod deterministic;
mod sandbox_environment;
mod server_process;
mod stepped_clock;
mod story;
mod year;

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use jiff::Timestamp;
use sea_orm::ConnectionTrait;
use tempfile::TempDir;
use tokio::process::Child;

use self::community::Community;
use self::deterministic::DeterministicRandomness;
use self::sandbox_environment::SandboxEnvironment;
use self::stepped_clock::SteppedClock;
use server::commands::{assemble, migrate, serve};

/// How to run the demo.
#[derive(Debug, Clone, clap::Args)]
pub struct DemoArguments {
    /// The site's port; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Write the addresses and who can sign in to this file, as JSON, once all is ready.
    #[arg(long)]
    pub ready_file: Option<PathBuf>,
    /// Play the main job, a line for each step, and end.
    #[arg(long)]
    pub story: bool,
}

/// What runs until the end.
struct Running {
    environment: SandboxEnvironment,
    community: Community,
    clock: Arc<SteppedClock>,
    child: Child,
    /// Holds the database; goes last.
    _folder: TempDir,
}

/// Runs until it is told to stop; fails when the server ends by itself or the story is not true.
pub async fn run(arguments: DemoArguments) -> Result<ExitCode> {
    let stop = serve::stop_signal()?;
    let mut running = tokio::select! {
        () = stop.cancelled() => return Ok(ExitCode::SUCCESS),
        running = set_up(&arguments) => running?,
    };
    if arguments.story {
        return tokio::select! {
            () = stop.cancelled() => Ok(ExitCode::SUCCESS),
            code = story::run(&running.environment, &running.community, &running.clock, running.child) => code,
        };
    }
    announce(&arguments, &running.environment, &running.community)?;
    tokio::select! {
        () = stop.cancelled() => {}
        status = running.child.wait() => {
            eprintln!("The server ended by itself ({}).", status?);
            return Ok(ExitCode::FAILURE);
        }
    }
    server_process::end(running.child).await?;
    Ok(ExitCode::SUCCESS)
}

async fn set_up(arguments: &DemoArguments) -> Result<Running> {
    // The story needs no address that is known beforehand.
    let port = server_process::free_port(if arguments.story { 0 } else { arguments.port }).await?;
    let own = Permissions::from_mode(0o700);
    let folder = tempfile::Builder::new().prefix("propty-demo-").permissions(own).tempdir();
    let folder = folder.context("can't make a folder")?;
    let now = Timestamp::now();
    // The story brings its own invoices; the last months are background enough.
    let since = now - if arguments.story { year::BACKGROUND } else { year::LENGTH };
    let clock = Arc::new(SteppedClock::at(now - year::LENGTH));
    let environment = SandboxEnvironment::start(port, folder.path(), &clock).await?;
    let community = prepare(&environment, &clock, (since.into(), now.into())).await?;
    clock.follow_system();
    let stripe = &environment.sandbox.stripe;
    stripe.set_delivery_mode(sandbox::DeliveryMode::Normal);
    stripe.set_webhook_target(Some(environment.site.parse().context("the site's address")?));
    let child = server_process::start(&environment).await?;
    Ok(Running { environment, community, clock, child, _folder: folder })
}

/// Tells people where everything is.
fn announce(
    arguments: &DemoArguments,
    environment: &SandboxEnvironment,
    community: &Community,
) -> Result<()> {
    announce::print(environment, community);
    match &arguments.ready_file {
        Some(path) => announce::write(path, environment, community),
        None => Ok(()),
    }
}

/// Makes the database, loads the community and plays its year.
async fn prepare(
    environment: &SandboxEnvironment,
    clock: &Arc<SteppedClock>,
    played: (domain::instant::Instant, domain::instant::Instant),
) -> Result<Community> {
    let began = Instant::now();
    let mut app = assemble::assemble(&environment.config()?, clock.clone()).await?;
    app.random = Arc::new(DeterministicRandomness::default());
    migrate::up(&app.db).await?;
    // A computer that stops while the past is played loses nothing: the demo starts anew.
    app.db.write().execute_unprepared("PRAGMA synchronous = OFF").await?;
    eprintln!("Loading the community and playing what happened there …");
    let community = community::load(&app).await?;
    environment.sandbox.stripe.set_delivery_mode(sandbox::DeliveryMode::Drop);
    let summary = year::play(&app, clock, &environment.sandbox, &community, played).await?;
    app.db.close().await?;
    eprintln!("{summary} ({:.1} s)", began.elapsed().as_secs_f64());
    Ok(community)
}
