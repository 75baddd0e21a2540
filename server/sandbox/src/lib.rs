//! The outside world on loopback, for the demo and the tests: Stripe's API, an SMTP inbox with a page to read the
//! mail, and S3. It is driven by handles in the same process and by HTTP from another; it knows nothing of the
//! product.

#![recursion_limit = "256"] // Stripe's objects are large for `json!`.

mod html;
mod inbox;
mod listen;
mod s3;
mod stripe;

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use inbox::{Inbox, Message, SmtpFault};
pub use s3::S3;
pub use stripe::{
    ApiError, Call, ConnectedAccountStatus, DeliveryMode, DisputeStatus, Endpoint, Event, Outage,
    PaymentMethodType, SimulatedOutcome, Stripe,
};

/// What to start; every port is on 127.0.0.1, and 0 takes any free one.
pub struct SandboxConfig {
    /// Unix milliseconds; the signatures of webhooks and, with an offset, all dates come from it.
    pub wall_clock: Arc<dyn Fn() -> i64 + Send + Sync>,
    pub stripe_port: u16,
    pub smtp_port: u16,
    pub inbox_port: u16,
    pub s3_port: u16,
    pub stripe_secret_key: String,
    /// Signs events of connected accounts.
    pub connect_webhook_secret: String,
    /// Signs the platform's own events.
    pub account_webhook_secret: String,
    pub s3_bucket: String,
    pub s3_access_key: String,
    pub s3_secret_key: String,
}

impl Default for SandboxConfig {
    fn default() -> Self {
        Self {
            wall_clock: Arc::new(system_clock),
            stripe_port: 0,
            smtp_port: 0,
            inbox_port: 0,
            s3_port: 0,
            stripe_secret_key: "sk_test_sandbox".to_owned(),
            connect_webhook_secret: "whsec_sandbox_connect".to_owned(),
            account_webhook_secret: "whsec_sandbox_account".to_owned(),
            s3_bucket: "propty-sandbox".to_owned(),
            s3_access_key: "sandbox".to_owned(),
            s3_secret_key: "sandbox-secret".to_owned(),
        }
    }
}

fn system_clock() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// The running sandbox. Dropping it stops everything; [`Sandbox::stop`] also waits for the end.
pub struct Sandbox {
    pub stripe: Stripe,
    pub inbox: Inbox,
    pub s3: S3,
    running: Running,
}

struct Running {
    tasks: TaskTracker,
    stop: CancellationToken,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Sandbox {
    /// Binds all ports and serves.
    ///
    /// # Errors
    /// A port is taken, or no folder for files can be made.
    pub async fn start(config: SandboxConfig) -> Result<Self> {
        let running = Running { tasks: TaskTracker::new(), stop: CancellationToken::new() };
        let stripe = Stripe::start(&config, &running.tasks, &running.stop).await?;
        let inbox = Inbox::start(&config, &running.tasks, &running.stop).await?;
        let s3 = S3::start(&config, &running.tasks, &running.stop).await?;
        Ok(Self { stripe, inbox, s3, running })
    }

    /// Closes the ports and ends every task.
    pub async fn stop(self) {
        self.running.stop.cancel();
        self.running.tasks.close();
        self.running.tasks.wait().await;
    }
}
