//! Stripe's API on loopback: connected accounts, hosted checkout, charges, payouts and signed events, with a clock
//! that can be moved. One file per kind of object holds its state machine; `http` puts addresses on top.

mod account;
mod account_link;
mod account_request;
mod api_error;
mod balance;
mod calendar;
mod call_log;
mod charge;
mod clock;
mod confirmation;
mod customer;
mod dashboard;
mod delivery;
mod delivery_queue;
mod dispute;
mod dispute_lifecycle;
mod event;
mod fee;
mod handle;
mod http;
mod ids;
mod mandate;
mod params;
mod payment_intent;
mod payment_intent_request;
mod payment_method;
mod payment_method_type;
mod payout;
mod refund;
mod scheduler;
mod session;
mod session_request;
mod setup_intent;
mod state;

use std::time::Duration;

use anyhow::{Context, Result};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;

use crate::SandboxConfig;
use crate::listen::Listener;
use delivery::Secrets;
use state::SharedState;

pub use account::ConnectedAccountStatus;
pub use api_error::ApiError;
pub use call_log::{Call, Outage};
pub use confirmation::SimulatedOutcome;
pub use delivery::DeliveryMode;
pub use dispute::DisputeStatus;
pub use event::{Endpoint, Event};
pub use payment_method_type::PaymentMethodType;

/// How often the wall clock is looked at when nobody calls.
const TICK: Duration = Duration::from_secs(1);

/// The handle of the Stripe sandbox. Clones are the same sandbox.
#[derive(Clone)]
pub struct Stripe {
    pub(crate) shared: SharedState,
    secrets: Secrets,
    secret_key: String,
    api_url: Url,
}

impl Stripe {
    /// Serves the API and starts the delivery of events.
    pub(crate) async fn start(
        config: &SandboxConfig,
        tasks: &TaskTracker,
        stop: &CancellationToken,
    ) -> Result<Self> {
        let listener = Listener::bind(config.stripe_port).await.context("the Stripe sandbox's port")?;
        let api_url = listener.url()?;
        let shared = SharedState::new(api_url.clone(), config.wall_clock.clone());
        let secrets = Secrets {
            connect: config.connect_webhook_secret.clone(),
            account: config.account_webhook_secret.clone(),
        };
        let stripe = Self {
            shared: shared.clone(),
            secrets: secrets.clone(),
            secret_key: config.stripe_secret_key.clone(),
            api_url,
        };
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .context("the webhook client")?;
        tasks.spawn(delivery::run(shared.clone(), secrets, client, stop.clone()));
        tasks.spawn(tick(shared, stop.clone()));
        listener.serve(http::router(stripe.clone()), tasks, stop);
        Ok(stripe)
    }

    /// The base of the API, with a slash at its end.
    pub fn api_url(&self) -> &Url {
        &self.api_url
    }

    /// The page with the controls.
    pub fn control_url(&self) -> Url {
        self.api_url.join("_sandbox").unwrap_or_else(|_| self.api_url.clone())
    }

    /// Events go to `{base}/webhooks/stripe/connect` and `/account` from now on; with none they wait.
    pub fn set_webhook_target(&self, base: Option<Url>) {
        self.shared.with_state(|state| {
            state.deliveries.set_target(base);
            state.touch();
        });
    }

    /// Unix seconds on the sandbox's clock.
    pub fn now(&self) -> i64 {
        self.shared.with_state(|state| state.now)
    }

    /// Moves the sandbox's clock forward; what falls due happens before this returns.
    pub fn advance(&self, seconds: i64) {
        self.shared.with_state(|state| {
            state.offset += seconds;
            let until = state.now + seconds;
            state.catch_up(until);
        });
    }

    /// Sets how far the sandbox's clock is ahead of the wall clock, in seconds.
    pub fn set_now_offset(&self, seconds: i64) {
        self.shared.with_state(|state| {
            let until = state.now - state.offset + seconds;
            state.offset = seconds;
            state.catch_up(until);
        });
    }

    /// Makes the whole API unwell, or well again; [`Outage::None`] also ends what `set_outage_for` asked.
    pub fn set_outage(&self, kind: Outage) {
        self.shared.with_state(|state| {
            state.calls.set_outage(kind);
            state.touch();
        });
    }

    /// The next `times` calls whose path starts with `path_prefix` meet `kind`.
    pub fn set_outage_for(&self, path_prefix: &str, kind: Outage, times: u32) {
        self.shared.with_state(|state| {
            state.calls.set_outage_for(path_prefix, kind, times);
            state.touch();
        });
    }

    /// Every call of the API so far, oldest first.
    pub fn requests(&self) -> Vec<Call> {
        self.shared.with_state(|state| state.calls.log.clone())
    }
}

/// Lets what falls due by the wall clock happen even when nobody calls.
async fn tick(shared: SharedState, stop: CancellationToken) {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => shared.with_state(|_| ()),
        }
    }
}
