//! Events: the log of what happened, each with the exact bytes that its endpoint is sent.

use std::sync::Arc;

use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::api_error::ApiError;
use super::calendar;
use super::ids::{self, StripeObject};
use super::state::{PLATFORM, StripeState};

/// The API version the sandbox speaks.
pub const API_VERSION: &str = "2026-09-30.endive";

/// The two webhook endpoints of the platform, each with its own secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// Events of connected accounts.
    Connect,
    /// The platform's own events, thin v2 events among them.
    Account,
}

impl Endpoint {
    /// The path below the webhook target.
    pub fn path(self) -> &'static str {
        match self {
            Endpoint::Connect => "webhooks/stripe/connect",
            Endpoint::Account => "webhooks/stripe/account",
        }
    }
}

/// The API call that made something happen.
#[derive(Clone, Debug)]
pub struct Cause {
    pub request: String,
    pub idempotency_key: Option<String>,
}

/// One event; `body` is what is signed and sent.
#[derive(Clone, Debug)]
pub struct Event {
    pub id: String,
    /// Stripe's type, such as `checkout.session.completed`.
    pub kind: String,
    /// The connected account it is about; empty for the platform.
    pub account: String,
    pub endpoint: Endpoint,
    /// Unix seconds on the sandbox's clock.
    pub created: i64,
    pub body: Arc<str>,
}

impl StripeObject for Event {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Event {
    /// The event as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }
}

impl StripeState {
    /// Records that `object` changed and queues the event for delivery.
    pub fn emit(&mut self, account: &str, kind: &str, object: Value) {
        self.emit_data(account, kind, json!({"object": object}));
    }

    /// As [`StripeState::emit`], with what the changed fields were before.
    pub fn emit_change(&mut self, account: &str, kind: &str, object: Value, previous: Value) {
        self.emit_data(account, kind, json!({"object": object, "previous_attributes": previous}));
    }

    fn emit_data(&mut self, account: &str, kind: &str, data: Value) {
        if !self.platform_has_access(account) {
            return;
        }
        let id = ids::fresh("evt");
        let cause = self.cause.clone();
        let mut body = json!({
            "id": id, "object": "event", "api_version": API_VERSION, "created": self.now,
            "data": data, "livemode": false, "pending_webhooks": 1, "type": kind,
            "request": {
                "id": cause.as_ref().map(|cause| &cause.request),
                "idempotency_key": cause.as_ref().and_then(|cause| cause.idempotency_key.as_ref()),
            },
        });
        let endpoint = if account == PLATFORM {
            Endpoint::Account
        } else {
            if let Some(fields) = body.as_object_mut() {
                fields.insert("account".into(), account.into());
            }
            Endpoint::Connect
        };
        self.record(id, kind, account, endpoint, &body);
    }

    /// Records a thin event of the v2 API: it names the account that changed and nothing else.
    pub fn emit_thin(&mut self, account: &str, kind: &str) {
        if !self.platform_has_access(account) {
            return;
        }
        let id = ids::fresh("evt_test");
        let reason = self.cause.as_ref().map(|cause| {
            json!({"type": "request", "request": {
                "id": cause.request, "idempotency_key": cause.idempotency_key}})
        });
        let body = json!({
            "id": id, "object": "v2.core.event", "type": kind, "created": calendar::rfc3339(self.now),
            "livemode": false, "context": null, "reason": reason,
            "related_object": {
                "id": account, "type": "v2.core.account", "url": format!("/v2/core/accounts/{account}"),
            },
        });
        self.record(id, kind, PLATFORM, Endpoint::Account, &body);
    }

    /// Queues an event that has been once more.
    pub fn resend(&mut self, id: &str) -> Result<(), ApiError> {
        let event = self.events.get(id).ok_or_else(|| ApiError::not_found("event", id))?;
        self.deliveries.enqueue_now(id, event.endpoint, &event.body);
        self.touch();
        Ok(())
    }

    fn record(&mut self, id: String, kind: &str, account: &str, endpoint: Endpoint, body: &Value) {
        let body: Arc<str> = body.to_string().into();
        self.deliveries.enqueue(&id, endpoint, &body, self.now);
        let event = Event {
            id,
            kind: kind.to_owned(),
            account: account.to_owned(),
            endpoint,
            created: self.now,
            body,
        };
        self.events.add(event);
        self.touch();
    }
}

/// The value of `Stripe-Signature` for a body sent at `at` (unix seconds of the wall clock).
pub fn signature(secret: &str, at: i64, body: &str) -> String {
    // HMAC takes a key of any length, so the error arm is never reached.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(format!("{at}.{body}").as_bytes());
    format!("t={at},v1={}", hex::encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_covers_time_and_body() {
        let signed = signature("whsec_a", 1_700_000_000, "{}");
        assert!(signed.starts_with("t=1700000000,v1="));
        assert_eq!(signed.len(), "t=1700000000,v1=".len() + 64);
        for other in [
            signature("whsec_b", 1_700_000_000, "{}"),
            signature("whsec_a", 1_700_000_001, "{}"),
            signature("whsec_a", 1_700_000_000, "{ }"),
        ] {
            assert_ne!(signed.split("v1=").last(), other.split("v1=").last());
        }
    }
}
