//! The site served by this process, by the clock it shares with the stand-ins: so days can pass for all of them.

use std::sync::Arc;

use anyhow::{Context, Result};
use jiff::SignedDuration;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::external_services::ExternalServices;
use crate::sandbox_environment::SandboxEnvironment;
use crate::stepped_clock::SteppedClock;
use api::http;
use api::http::HttpState;
use application::app::App;
use server::commands::assemble;
use server::commands::serve::settings;
use worker::sweep;

/// The served site and its worker.
pub(super) struct InProcessServer {
    app: App,
    clock: Arc<SteppedClock>,
    stop: CancellationToken,
    serving: JoinHandle<std::io::Result<()>>,
    working: JoinHandle<()>,
}

impl InProcessServer {
    /// Starts at the site's own address, which nobody else serves any more.
    pub(super) async fn start(
        environment: &SandboxEnvironment,
        clock: &Arc<SteppedClock>,
    ) -> Result<InProcessServer> {
        let config = environment.config()?;
        // As the server that was ended: warnings are seen.
        assemble::init_logging(&config.log)?;
        let app = assemble::assemble(&config, clock.clone()).await?;
        let listener = TcpListener::bind(config.http.listen).await.context("the site's port is taken")?;
        let stop = CancellationToken::new();
        let site = HttpState { client_dir: config.client.dir.clone(), ..HttpState::new(app.clone()) };
        let serving = tokio::spawn(http::serve(listener, site, stop.clone().cancelled_owned()));
        let working = tokio::spawn(worker::run(app.clone(), settings(&config), stop.clone()));
        Ok(InProcessServer { app, clock: Arc::clone(clock), stop, serving, working })
    }

    /// Which day it is.
    pub(super) fn day(&self) -> String {
        self.app.today("UTC").to_string()
    }

    /// What the server does by itself each minute.
    pub(super) async fn sweep(&self) {
        sweep::run(&self.app).await;
    }

    /// A day passes, for the processor and the site.
    pub(super) async fn advance_day(&self, external: &ExternalServices) -> Result<()> {
        self.clock.advance(SignedDuration::from_hours(24));
        // What fell due at the processor happens, and its webhook events are sent.
        external.control("clock/advance", json!({ "seconds": 0 })).await?;
        self.sweep().await;
        Ok(())
    }

    /// Ends what is under way, and then all of it.
    pub(super) async fn end(self) -> Result<()> {
        self.stop.cancel();
        self.working.await?;
        self.serving.await??;
        self.app.db.close().await?;
        Ok(())
    }
}
