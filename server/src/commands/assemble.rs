//! Puts the application together from its configuration.

use std::sync::Arc;

use anyhow::{Context, Result};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::sync::Notify;
use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogConfig};
use adapters::random::SystemRandomness;
use adapters::s3::S3Files;
use adapters::smtp::SmtpMailer;
use adapters::stripe::Stripe;
use application::app::App;
use application::ports::Clock;
use store::Db;

/// Connects the database and makes the adapters. Nothing outside is asked for anything yet.
pub async fn assemble(config: &Config, clock: Arc<dyn Clock>) -> Result<App> {
    let db = Db::connect(config.database.address().expose())
        .await
        .context("PROPTY_DATABASE_URL: can't open the database")?;
    let domain = config.mail.from.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
    Ok(App {
        db,
        clock,
        random: Arc::new(SystemRandomness),
        processor: Arc::new(Stripe::new(&config.stripe)?),
        mailer: Arc::new(SmtpMailer::new(&config.mail)?),
        files: Arc::new(S3Files::new(&config.storage)?),
        fees: Arc::new(config.fees.terms()),
        base_url: config.http.origin().into(),
        secret_key: config.secret.key.expose().into(),
        mail_domain: domain.into(),
        wake: Arc::new(Notify::new()),
    })
}

/// Sends log lines to standard error.
pub fn init_logging(config: &LogConfig) -> Result<()> {
    let filter = EnvFilter::try_new(&config.filter)
        .context("PROPTY_LOG: not a filter such as info or application=debug")?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    Ok(())
}

/// Collects figures for `/metrics`.
pub fn install_metrics_recorder() -> Result<PrometheusHandle> {
    PrometheusBuilder::new().install_recorder().context("can't collect metrics")
}
