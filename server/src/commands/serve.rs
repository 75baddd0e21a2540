//! `propty serve`: answers requests, and does the jobs unless told that another process does.

use std::sync::Arc;

use anyhow::{Context, Result};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::assemble;
use crate::config::Config;
use adapters::clock::SystemClock;
use api::http;
use api::http::HttpState;
use worker::WorkerSettings;

/// How to serve.
#[derive(Debug, Clone, clap::Args)]
pub struct ServeArguments {
    /// Leave the jobs to `propty worker` in another process.
    #[arg(long)]
    pub no_worker: bool,
    /// Bring the database up to date first.
    #[arg(long)]
    pub migrate: bool,
}

/// Serves until it is told to stop.
pub async fn run(arguments: ServeArguments) -> Result<()> {
    let config = Config::from_env()?;
    assemble::init_logging(&config.log)?;
    let metrics = assemble::install_metrics_recorder()?;
    let app = assemble::assemble(&config, Arc::new(SystemClock)).await?;
    if arguments.migrate {
        super::migrate::up(&app.db).await?;
    }
    let stop = stop_signal()?;
    let working = (!arguments.no_worker)
        .then(|| tokio::spawn(worker::run(app.clone(), settings(&config), stop.clone())));
    let listener = TcpListener::bind(config.http.listen)
        .await
        .with_context(|| format!("PROPTY_LISTEN: can't listen on {}", config.http.listen))?;
    tracing::info!(address = %listener.local_addr()?, site = %app.base_url, "serving");
    let site = HttpState {
        client_dir: config.client.dir.clone(),
        https: config.http.is_https(),
        metrics: Some(metrics),
        trusted_proxies: config.http.trusted_proxies.clone(),
        ..HttpState::new(app)
    };
    http::serve(listener, site, stop.cancelled_owned()).await?;
    if let Some(working) = working {
        working.await?;
    }
    Ok(())
}

/// How the configured worker works.
pub fn settings(config: &Config) -> WorkerSettings {
    WorkerSettings {
        concurrency: config.worker.concurrency,
        lease: config.worker.lease,
        ..WorkerSettings::default()
    }
}

/// Cancelled by Ctrl-C or a request to end.
pub fn stop_signal() -> Result<CancellationToken> {
    use tokio::signal::unix::{SignalKind, signal};
    let token = CancellationToken::new();
    let (mut interrupt, mut end) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let cancelled = token.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = end.recv() => {}
        }
        tracing::info!("stopping");
        cancelled.cancel();
    });
    Ok(token)
}
