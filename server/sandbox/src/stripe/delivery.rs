//! Sending events: one task that works through the queue, and the ways in which a test can make deliveries
//! misbehave.

use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::delivery_queue::{DeliveryAttempt, NextDelivery};
use super::event::{Endpoint, signature};
use super::state::SharedState;

const RESPONSE_TIMEOUT: Duration = Duration::from_secs(10);

/// How events travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeliveryMode {
    /// In order, once.
    #[default]
    Normal,
    /// Kept back until released.
    Hold,
    /// Recorded, never sent.
    Drop,
    /// Sent twice.
    Duplicate,
    /// What waits is sent in random order.
    Shuffle,
    /// What waits is sent newest first.
    Reorder,
    /// Sent so many seconds of the sandbox's clock later.
    Delay(i64),
}

impl DeliveryMode {
    /// The way by its name; `seconds` is for `delay`.
    pub fn named(name: &str, seconds: i64) -> Option<Self> {
        Some(match name {
            "normal" => DeliveryMode::Normal,
            "hold" => DeliveryMode::Hold,
            "drop" => DeliveryMode::Drop,
            "duplicate" => DeliveryMode::Duplicate,
            "shuffle" => DeliveryMode::Shuffle,
            "reorder" => DeliveryMode::Reorder,
            "delay" => DeliveryMode::Delay(seconds.max(0)),
            _ => return None,
        })
    }

    pub fn name(self) -> &'static str {
        match self {
            DeliveryMode::Normal => "normal",
            DeliveryMode::Hold => "hold",
            DeliveryMode::Drop => "drop",
            DeliveryMode::Duplicate => "duplicate",
            DeliveryMode::Shuffle => "shuffle",
            DeliveryMode::Reorder => "reorder",
            DeliveryMode::Delay(_) => "delay",
        }
    }
}

/// The secrets of the two endpoints.
#[derive(Clone)]
pub struct Secrets {
    pub connect: String,
    pub account: String,
}

impl Secrets {
    pub fn of(&self, endpoint: Endpoint) -> &str {
        match endpoint {
            Endpoint::Connect => &self.connect,
            Endpoint::Account => &self.account,
        }
    }
}

/// Works through the queue, one delivery at a time, until stopped.
pub async fn run(shared: SharedState, secrets: Secrets, client: reqwest::Client, stop: CancellationToken) {
    let mut changes = shared.changes();
    loop {
        changes.mark_unchanged();
        let pause = match shared.with_state(|state| state.deliveries.next(Instant::now(), state.now)) {
            NextDelivery::Send(attempt) => {
                let accepted = tokio::select! {
                    () = stop.cancelled() => return,
                    accepted = send(&shared, &secrets, &client, &attempt) => accepted,
                };
                shared.with_state(|state| {
                    state.deliveries.finish(attempt.number, accepted, Instant::now());
                    state.touch();
                });
                continue;
            }
            NextDelivery::Wait(until) => Some(until),
            NextDelivery::Idle => None,
        };
        tokio::select! {
            () = stop.cancelled() => return,
            changed = changes.changed() => if changed.is_err() { return },
            () = pause_until(pause) => {}
        }
    }
}

async fn pause_until(until: Option<Instant>) {
    match until {
        Some(until) => tokio::time::sleep_until(until).await,
        None => std::future::pending().await,
    }
}

async fn send(
    shared: &SharedState,
    secrets: &Secrets,
    client: &reqwest::Client,
    attempt: &DeliveryAttempt,
) -> bool {
    let header = signature(secrets.of(attempt.endpoint), shared.wall(), &attempt.body);
    let answer = client
        .post(attempt.url.clone())
        .timeout(RESPONSE_TIMEOUT)
        .header("content-type", "application/json; charset=utf-8")
        .header("user-agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
        .header("stripe-signature", header)
        .body(attempt.body.to_string())
        .send()
        .await;
    match answer {
        Ok(answer) if answer.status().is_success() => true,
        Ok(answer) => {
            tracing::debug!(url = %attempt.url, status = %answer.status(), "webhook refused");
            false
        }
        Err(error) => {
            tracing::debug!(url = %attempt.url, %error, "webhook not reached");
            false
        }
    }
}
