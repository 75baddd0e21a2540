//! The stand-ins for the outside world, and the environment that makes the server use them: the same variables
//! as in production, with addresses on this machine.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use sandbox::{Sandbox, SandboxConfig};

use super::stepped_clock::SteppedClock;
use adapters::random::SystemRandomness;
use application::ports::Randomness;
use server::config::{Config, environment};

/// The running stand-ins and what the server is told about them.
pub struct SandboxEnvironment {
    /// Stripe, mail and files.
    pub sandbox: Sandbox,
    /// The site's address, without a slash at its end.
    pub site: String,
    /// What differs from our own environment.
    pub variables: Vec<(&'static str, String)>,
}

impl SandboxEnvironment {
    /// Starts the stand-ins on free ports; their time is the clock's.
    pub async fn start(port: u16, folder: &Path, clock: &Arc<SteppedClock>) -> Result<SandboxEnvironment> {
        let clock = Arc::clone(clock);
        let config = SandboxConfig { wall_clock: Arc::new(move || clock.read()), ..SandboxConfig::default() };
        let (secret, connect, account) = (
            config.stripe_secret_key.clone(),
            config.connect_webhook_secret.clone(),
            config.account_webhook_secret.clone(),
        );
        let sandbox = Sandbox::start(config).await.context("can't start the stand-ins")?;
        let mut key = [0; 32];
        SystemRandomness.fill(&mut key);
        let site = format!("http://127.0.0.1:{port}");
        let variables = vec![
            ("PROPTY_DATABASE_URL", format!("sqlite:{}", folder.join("propty.db").display())),
            ("PROPTY_BASE_URL", site.clone()),
            ("PROPTY_LISTEN", format!("127.0.0.1:{port}")),
            ("PROPTY_SECRET_KEY", hex::encode(key)),
            ("PROPTY_STRIPE_SECRET_KEY", secret),
            ("PROPTY_STRIPE_API_URL", sandbox.stripe.api_url().to_string()),
            ("PROPTY_STRIPE_CONNECT_WEBHOOK_SECRETS", connect),
            ("PROPTY_STRIPE_ACCOUNT_WEBHOOK_SECRETS", account),
            ("PROPTY_SMTP_URL", format!("smtp://{}", sandbox.inbox.smtp_addr())),
            ("PROPTY_MAIL_FROM", "notices@ironwood.example.com".to_owned()),
            ("PROPTY_S3_ENDPOINT", sandbox.s3.endpoint().to_string()),
            ("PROPTY_S3_BUCKET", sandbox.s3.bucket.clone()),
            ("PROPTY_S3_ACCESS_KEY", sandbox.s3.access_key.clone()),
            ("PROPTY_S3_SECRET_KEY", sandbox.s3.secret_key.clone()),
            ("PROPTY_LOG", environment("PROPTY_LOG").unwrap_or_else(|| "warn".to_owned())),
        ];
        Ok(SandboxEnvironment { sandbox, site, variables })
    }

    /// The configuration that the server will read from these variables.
    pub fn config(&self) -> Result<Config> {
        let own = |name: &str| {
            self.variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
        };
        Ok(Config::load(&|name| own(name).or_else(|| environment(name)))?)
    }
}
