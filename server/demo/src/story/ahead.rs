//! The site served by this process, by the clock it shares with the stand-ins: so days can pass for all of them.

use std::sync::Arc;

use anyhow::{Context, Result};
use jiff::SignedDuration;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::outside::Outside;
use crate::sandbox_environment::Surroundings;
use crate::stepped_clock::SteppedClock;
use api::http;
use api::http::Site;
use application::app::App;
use server::commands::assemble;
use server::commands::serve::settings;
use worker::sweep;

/// The served site and its worker.
pub(super) struct Ahead {
    app: App,
    clock: Arc<SteppedClock>,
    stop: CancellationToken,
    serving: JoinHandle<std::io::Result<()>>,
    working: JoinHandle<()>,
}

impl Ahead {
    /// Starts at the site's own address, which nobody else serves any more.
    pub(super) async fn start(surroundings: &Surroundings, clock: &Arc<SteppedClock>) -> Result<Ahead> {
        let config = surroundings.config()?;
        // As the server that was ended: warnings are seen.
        assemble::log(&config.log)?;
        let app = assemble::assemble(&config, clock.clone()).await?;
        let listener = TcpListener::bind(config.http.listen).await.context("the site's port is taken")?;
        let stop = CancellationToken::new();
        let site = Site { client_dir: config.client.dir.clone(), ..Site::new(app.clone()) };
        let serving = tokio::spawn(http::serve(listener, site, stop.clone().cancelled_owned()));
        let working = tokio::spawn(worker::run(app.clone(), settings(&config), stop.clone()));
        Ok(Ahead { app, clock: Arc::clone(clock), stop, serving, working })
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
    pub(super) async fn pass_a_day(&self, outside: &Outside) -> Result<()> {
        self.clock.pass(SignedDuration::from_hours(24));
        // What fell due at the processor happens, and is told.
        outside.control("clock/advance", json!({ "seconds": 0 })).await?;
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
