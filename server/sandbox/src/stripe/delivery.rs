//! Sending events: one task that works through the queue, and the ways in which a test can make deliveries
//! misbehave.

use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::event::{Endpoint, signature};
use super::queue::{Attempt, Next};
use super::world::Shared;

const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// How events travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delivery {
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

impl Delivery {
    /// The way by its name; `seconds` is for `delay`.
    pub fn named(name: &str, seconds: i64) -> Option<Self> {
        Some(match name {
            "normal" => Delivery::Normal,
            "hold" => Delivery::Hold,
            "drop" => Delivery::Drop,
            "duplicate" => Delivery::Duplicate,
            "shuffle" => Delivery::Shuffle,
            "reorder" => Delivery::Reorder,
            "delay" => Delivery::Delay(seconds.max(0)),
            _ => return None,
        })
    }

    pub fn name(self) -> &'static str {
        match self {
            Delivery::Normal => "normal",
            Delivery::Hold => "hold",
            Delivery::Drop => "drop",
            Delivery::Duplicate => "duplicate",
            Delivery::Shuffle => "shuffle",
            Delivery::Reorder => "reorder",
            Delivery::Delay(_) => "delay",
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
pub async fn run(shared: Shared, secrets: Secrets, client: reqwest::Client, stop: CancellationToken) {
    let mut changes = shared.changes();
    loop {
        changes.mark_unchanged();
        let pause = match shared.play(|world| world.deliveries.next(Instant::now(), world.now)) {
            Next::Send(attempt) => {
                let accepted = tokio::select! {
                    () = stop.cancelled() => return,
                    accepted = send(&shared, &secrets, &client, &attempt) => accepted,
                };
                shared.play(|world| {
                    world.deliveries.finish(attempt.number, accepted, Instant::now());
                    world.touch();
                });
                continue;
            }
            Next::Wait(until) => Some(until),
            Next::Rest => None,
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

async fn send(shared: &Shared, secrets: &Secrets, client: &reqwest::Client, attempt: &Attempt) -> bool {
    let header = signature(secrets.of(attempt.endpoint), shared.wall(), &attempt.body);
    let answer = client
        .post(attempt.url.clone())
        .timeout(ANSWER_WITHIN)
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
