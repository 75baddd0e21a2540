//! `propty worker`: does the jobs and answers nothing.

use std::sync::Arc;

use anyhow::Result;

use super::{assemble, serve};
use crate::config::Config;
use adapters::clock::SystemClock;

/// Works until it is told to stop.
pub async fn run() -> Result<()> {
    let config = Config::from_env()?;
    assemble::init_logging(&config.log)?;
    let app = assemble::assemble(&config, Arc::new(SystemClock)).await?;
    tracing::info!("working");
    worker::run(app, serve::settings(&config), serve::stop_signal()?).await;
    Ok(())
}
