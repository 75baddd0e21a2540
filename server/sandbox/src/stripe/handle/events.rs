//! Events: how they travel, what waits, and what has been.

use anyhow::{Context, Result};
use tokio::time::Instant;

use crate::stripe::Stripe;
use crate::stripe::delivery::DeliveryMode;
use crate::stripe::event::{self, Endpoint, Event};

impl Stripe {
    /// How events travel from now on.
    pub fn set_delivery_mode(&self, mode: DeliveryMode) {
        self.shared.with_state(|state| state.deliveries.mode = mode);
    }

    /// Loses the next `count` events: they are recorded and never sent.
    pub fn drop_next(&self, count: u32) {
        self.shared.with_state(|state| state.deliveries.drop_next(count));
    }

    /// Sends an event once more, whatever the mode is.
    ///
    /// # Errors
    /// There is no such event.
    pub fn resend(&self, event: &str) -> Result<()> {
        Ok(self.shared.with_state(|state| state.resend(event))?)
    }

    /// Lets go of the events that were held or delayed.
    pub fn release(&self) {
        self.shared.with_state(|state| {
            state.deliveries.release();
            state.touch();
        });
    }

    /// Tries everything that waits at once, and resolves when each was answered or failed. Returns how many
    /// deliveries are left; held ones and those without a target count but are not tried.
    pub async fn deliver_pending(&self) -> usize {
        let mut changes = self.shared.changes();
        let mut before = self.shared.with_state(|state| {
            state.deliveries.retry_now();
            state.touch();
            state.deliveries.attempts(state.now)
        });
        while !self.shared.with_state(|state| state.deliveries.all_tried(&mut before)) {
            if changes.changed().await.is_err() {
                break;
            }
        }
        self.shared.with_state(|state| state.deliveries.len())
    }

    /// Resolves when nothing is on its way or due to be sent. What was refused and waits for its next attempt
    /// doesn't keep this from resolving; see [`Stripe::undelivered`].
    pub async fn idle(&self) {
        let mut changes = self.shared.changes();
        while !self.shared.with_state(|state| state.deliveries.is_idle(Instant::now(), state.now)) {
            if changes.changed().await.is_err() {
                break;
            }
        }
    }

    /// Identifiers of events that no endpoint has accepted yet.
    pub fn undelivered(&self) -> Vec<String> {
        self.shared.with_state(|state| state.deliveries.undelivered())
    }

    /// Every event so far, oldest first.
    pub fn events(&self) -> Vec<Event> {
        self.shared.with_state(|state| state.events.iter().cloned().collect())
    }

    /// Headers and body of an event, signed now for an endpoint, to be posted by the caller. With the other
    /// endpoint's secret it makes a forgery.
    pub fn signed_event(&self, event: &str, endpoint: Endpoint) -> Result<(Vec<(String, String)>, String)> {
        let body =
            self.shared.with_state(|state| state.events.get(event).map(|event| event.body.to_string()));
        let body = body.with_context(|| format!("no event {event}"))?;
        let signed = event::signature(self.secrets.of(endpoint), self.shared.wall(), &body);
        let headers =
            [("content-type", "application/json; charset=utf-8".to_owned()), ("stripe-signature", signed)];
        Ok((headers.map(|(name, value)| (name.to_owned(), value)).into(), body))
    }
}
