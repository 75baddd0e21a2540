//! Stripe's API on loopback: connected accounts, hosted checkout, charges, payouts and signed events, with a clock
//! that can be moved. One file per kind of object holds its state machine; `http` puts addresses on top.

mod account;
mod account_link;
mod account_request;
mod balance;
mod calendar;
mod calls;
mod charge;
mod confirmation;
mod delivery;
mod dispute;
mod event;
mod fee;
mod http;
mod ids;
mod method;
mod params;
mod payment_intent;
mod payout;
mod problem;
mod refund;
mod schedule;
mod session;
mod session_request;
mod world;

use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;

use crate::SandboxConfig;
use crate::listen::Listener;
use delivery::Secrets;
use world::Shared;

pub use account::Standing;
pub use calls::{Call, Outage};
pub use confirmation::Outcome;
pub use delivery::Delivery;
pub use dispute::DisputeStatus;
pub use event::{Endpoint, Event};
pub use method::Method;
pub use problem::Problem;

/// How often the wall clock is looked at when nobody calls.
const TICK: Duration = Duration::from_secs(1);

/// The handle of the Stripe sandbox. Clones are the same sandbox.
#[derive(Clone)]
pub struct Stripe {
    pub(crate) shared: Shared,
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
        let shared = Shared::new(api_url.clone(), config.wall_clock.clone());
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

    /// Events go to `{base}/webhooks/stripe/connect` and `/account` from now on; with none they wait.
    pub fn set_webhook_target(&self, base: Option<Url>) {
        self.shared.play(|world| {
            world.deliveries.set_target(base);
            world.touch();
        });
    }

    /// Unix seconds on the sandbox's clock.
    pub fn now(&self) -> i64 {
        self.shared.play(|world| world.now)
    }

    /// Moves the sandbox's clock forward; what falls due happens before this returns.
    pub fn advance(&self, seconds: i64) {
        self.shared.play(|world| {
            world.offset += seconds;
            let until = world.now + seconds;
            world.catch_up(until);
        });
    }

    /// Sets how far the sandbox's clock is ahead of the wall clock, in seconds.
    pub fn set_now_offset(&self, seconds: i64) {
        self.shared.play(|world| {
            let until = world.now - world.offset + seconds;
            world.offset = seconds;
            world.catch_up(until);
        });
    }

    /// The payer pays by card. Returns the payment intent.
    pub fn pay_card(&self, session: &str) -> Result<String> {
        self.confirm(session, Method::Card, Outcome::Succeed)
    }

    /// The payer's card is declined; the session stays open. Returns the payment intent.
    pub fn decline_card(&self, session: &str) -> Result<String> {
        self.confirm(session, Method::Card, Outcome::Decline)
    }

    /// The payer pays from the bank account the session offers; it settles days later. Returns the intent.
    pub fn pay_bank(&self, session: &str) -> Result<String> {
        let method = self.bank_of(session)?;
        self.confirm(session, method, Outcome::Succeed)
    }

    /// As [`Stripe::pay_bank`], but the bank refuses when the debit is due. A debit that is already on its way
    /// is made to fail.
    pub fn fail_bank(&self, session: &str) -> Result<()> {
        if self.shared.play(|world| world.doom(session)).is_ok() {
            return Ok(());
        }
        let method = self.bank_of(session)?;
        self.confirm(session, method, Outcome::FailLater).map(drop)
    }

    /// What the payer does on the session's page. Returns the payment intent.
    pub fn confirm(&self, session: &str, method: Method, outcome: Outcome) -> Result<String> {
        Ok(self.shared.play(|world| world.confirm(session, method, outcome))?)
    }

    fn bank_of(&self, session: &str) -> Result<Method> {
        self.shared.play(|world| {
            let account = world.session_owner(session)?;
            let methods = &world.session(&account, session)?.methods;
            match methods.iter().copied().find(|method| method.is_delayed()) {
                Some(method) => Ok(method),
                None => bail!("the session {session} offers no bank transfer"),
            }
        })
    }

    /// A processing bank debit ends now, as it was going to.
    pub fn settle_bank(&self, payment_intent: &str) -> Result<()> {
        Ok(self.shared.play(|world| world.settle(payment_intent))?)
    }

    /// The account's owner fills in the form and the processor is content.
    pub fn complete_onboarding(&self, account: &str) -> Result<()> {
        self.set_standing(account, Standing::Active)
    }

    /// Moves an account to any standing.
    pub fn set_standing(&self, account: &str, standing: Standing) -> Result<()> {
        Ok(self.shared.play(|world| world.set_standing(account, standing))?)
    }

    /// Pays out the account's whole balance, pending money included, and lets it arrive. Returns the payouts.
    pub fn payouts_now(&self, account: &str) -> Result<Vec<String>> {
        Ok(self.shared.play(|world| world.payouts_now(account))?)
    }

    /// The payer's bank takes a payment back: a card dispute to be decided, or a bank debit returned for good.
    /// Returns the dispute.
    pub fn dispute(&self, payment_intent: &str) -> Result<String> {
        Ok(self.shared.play(|world| world.open_dispute(payment_intent))?)
    }

    /// Decides an open dispute.
    pub fn close_dispute(&self, dispute: &str, status: DisputeStatus) -> Result<()> {
        Ok(self.shared.play(|world| world.close_dispute(dispute, status))?)
    }

    /// How events travel from now on.
    pub fn set_delivery(&self, mode: Delivery) {
        self.shared.play(|world| world.deliveries.mode = mode);
    }

    /// Lets go of the events that were held.
    pub fn release(&self) {
        self.shared.play(|world| {
            world.deliveries.release();
            world.touch();
        });
    }

    /// Tries everything that waits at once, and resolves when each was answered or failed. Returns how many
    /// deliveries are left; held ones and those without a target count but are not tried.
    pub async fn deliver_pending(&self) -> usize {
        let mut changes = self.shared.changes();
        let before = self.shared.play(|world| {
            world.deliveries.retry_now();
            world.touch();
            world.deliveries.attempts()
        });
        while !self.shared.play(|world| world.deliveries.all_tried(&before)) {
            if changes.changed().await.is_err() {
                break;
            }
        }
        self.shared.play(|world| world.deliveries.len())
    }

    /// Resolves when nothing is on its way or due to be sent. What was refused and waits for its next attempt
    /// doesn't keep this from resolving; see [`Stripe::undelivered`].
    pub async fn idle(&self) {
        let mut changes = self.shared.changes();
        while !self.shared.play(|world| world.deliveries.is_idle(Instant::now())) {
            if changes.changed().await.is_err() {
                break;
            }
        }
    }

    /// Identifiers of events that no endpoint has accepted yet.
    pub fn undelivered(&self) -> Vec<String> {
        self.shared.play(|world| world.deliveries.undelivered())
    }

    /// Makes the whole API unwell, or well again; [`Outage::None`] also ends what `set_outage_for` asked.
    pub fn outage(&self, kind: Outage) {
        self.shared.play(|world| {
            world.calls.set_outage(kind);
            world.touch();
        });
    }

    /// The next `times` calls whose path starts with `path_prefix` meet `kind`.
    pub fn set_outage_for(&self, path_prefix: &str, kind: Outage, times: u32) {
        self.shared.play(|world| {
            world.calls.set_outage_for(path_prefix, kind, times);
            world.touch();
        });
    }

    /// Every event so far, oldest first.
    pub fn events(&self) -> Vec<Event> {
        self.shared.play(|world| world.events.iter().cloned().collect())
    }

    /// Headers and body of an event, signed now for an endpoint, to be posted by the caller. With the other
    /// endpoint's secret it makes a forgery.
    pub fn signed_event(&self, event: &str, endpoint: Endpoint) -> Result<(Vec<(String, String)>, String)> {
        let body = self.shared.play(|world| world.events.get(event).map(|event| event.body.to_string()));
        let body = body.with_context(|| format!("no event {event}"))?;
        let signed = event::signature(self.secrets.of(endpoint), self.shared.wall(), &body);
        let headers =
            [("content-type", "application/json; charset=utf-8".to_owned()), ("stripe-signature", signed)];
        Ok((headers.map(|(name, value)| (name.to_owned(), value)).into(), body))
    }

    /// Every call of the API so far, oldest first.
    pub fn requests(&self) -> Vec<Call> {
        self.shared.play(|world| world.calls.log.clone())
    }

    /// The balance of an account, as `GET /v1/balance` shows it.
    pub fn balance(&self, account: &str) -> Result<Value> {
        let found = self.shared.play(|world| {
            let home = world.account(account)?.currency.clone();
            Ok::<_, Problem>(world.books(account)?.balance(world.now, &home))
        });
        Ok(found?)
    }
}

/// Lets what falls due by the wall clock happen even when nobody calls.
async fn tick(shared: Shared, stop: CancellationToken) {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => shared.play(|_| ()),
        }
    }
}
