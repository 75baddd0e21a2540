//! Sending events: a queue that keeps every event until its endpoint answered 2xx, one task that works through
//! it, and the ways in which a test can make deliveries misbehave.

use std::sync::Arc;
use std::time::Duration;

use rand::Rng;
use serde::Deserialize;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::event::{Endpoint, signature};
use super::world::Shared;

const FIRST_RETRY: Duration = Duration::from_millis(250);
const LONGEST_RETRY: Duration = Duration::from_secs(60);
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// How events travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
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
}

struct Waiting {
    number: u64,
    event: String,
    endpoint: Endpoint,
    body: Arc<str>,
    attempts: u32,
    not_before: Option<Instant>,
    held: bool,
    in_flight: bool,
}

/// The queue of what has not been accepted yet.
#[derive(Default)]
pub struct Deliveries {
    pub mode: Delivery,
    target: Option<Url>,
    next_number: u64,
    waiting: Vec<Waiting>,
}

/// One attempt to make.
pub struct Attempt {
    number: u64,
    endpoint: Endpoint,
    url: Url,
    body: Arc<str>,
}

/// What the task should do now.
pub enum Next {
    Send(Attempt),
    Wait(Instant),
    Rest,
}

impl Deliveries {
    pub fn enqueue(&mut self, event: &str, endpoint: Endpoint, body: &Arc<str>) {
        let copies = match self.mode {
            Delivery::Drop => 0,
            Delivery::Duplicate => 2,
            Delivery::Normal | Delivery::Hold | Delivery::Shuffle => 1,
        };
        for _ in 0..copies {
            self.next_number += 1;
            self.waiting.push(Waiting {
                number: self.next_number,
                event: event.to_owned(),
                endpoint,
                body: body.clone(),
                attempts: 0,
                not_before: None,
                held: self.mode == Delivery::Hold,
                in_flight: false,
            });
        }
    }

    /// Sends to `{target}/webhooks/stripe/…` from now on; what waits is tried at once.
    pub fn set_target(&mut self, target: Option<Url>) {
        self.target = target;
        self.retry_now();
    }

    /// Lets go of what was held.
    pub fn release(&mut self) {
        self.waiting.iter_mut().for_each(|one| one.held = false);
    }

    /// Forgets the pauses between attempts.
    pub fn retry_now(&mut self) {
        self.waiting.iter_mut().for_each(|one| one.not_before = None);
    }

    /// Queued deliveries not yet accepted, held ones included.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Identifiers of events that still wait for a 2xx.
    pub fn undelivered(&self) -> Vec<String> {
        self.waiting.iter().map(|one| one.event.clone()).collect()
    }

    /// Whether nothing is on its way or due. What pauses before another attempt doesn't count.
    pub fn is_idle(&self, now: Instant) -> bool {
        !self
            .waiting
            .iter()
            .any(|one| one.in_flight || (self.target.is_some() && !one.held && is_due(one, now)))
    }

    /// The attempts made so far of everything that can be sent now.
    pub fn attempts(&self) -> Vec<(u64, u32)> {
        let sendable = self.waiting.iter().filter(|one| self.target.is_some() && !one.held);
        sendable.map(|one| (one.number, one.attempts)).collect()
    }

    /// Whether each of `before` was accepted or tried once more.
    pub fn all_tried(&self, before: &[(u64, u32)]) -> bool {
        before.iter().all(|(number, attempts)| {
            self.waiting.iter().find(|one| one.number == *number).is_none_or(|one| one.attempts > *attempts)
        })
    }

    fn next(&mut self, now: Instant) -> Next {
        let Some(target) = self.target.clone() else { return Next::Rest };
        let due: Vec<u64> = self
            .waiting
            .iter()
            .filter(|one| !one.held && !one.in_flight && is_due(one, now))
            .map(|one| one.number)
            .collect();
        let place = if self.mode == Delivery::Shuffle && !due.is_empty() {
            rand::rng().random_range(0..due.len())
        } else {
            0
        };
        if let Some(number) = due.get(place)
            && let Some(one) = self.waiting.iter_mut().find(|one| one.number == *number)
            && let Ok(url) = join(&target, one.endpoint)
        {
            one.in_flight = true;
            return Next::Send(Attempt {
                number: one.number,
                endpoint: one.endpoint,
                url,
                body: one.body.clone(),
            });
        }
        let pauses = self.waiting.iter().filter(|one| !one.held && !one.in_flight);
        pauses.filter_map(|one| one.not_before).min().map_or(Next::Rest, Next::Wait)
    }

    fn finish(&mut self, number: u64, accepted: bool, now: Instant) {
        if accepted {
            self.waiting.retain(|one| one.number != number);
        } else if let Some(one) = self.waiting.iter_mut().find(|one| one.number == number) {
            let pause = FIRST_RETRY.saturating_mul(1 << one.attempts.min(10)).min(LONGEST_RETRY);
            one.attempts += 1;
            one.in_flight = false;
            one.not_before = Some(now + pause);
        }
    }
}

fn is_due(one: &Waiting, now: Instant) -> bool {
    one.not_before.is_none_or(|at| at <= now)
}

fn join(target: &Url, endpoint: Endpoint) -> Result<Url, url::ParseError> {
    let base = target.as_str().trim_end_matches('/');
    Url::parse(&format!("{base}/{}", endpoint.path()))
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
        let pause = match shared.play(|world| world.deliveries.next(Instant::now())) {
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
