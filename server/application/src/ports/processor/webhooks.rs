//! Webhook events: whether the processor sent one, and what it is about.

use domain::webhook::WebhookEndpoint;
use jiff::Timestamp;

/// A webhook event whose signature was right. Its content is a hint: what counts is what the processor answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedEvent {
    /// `evt_…`
    pub id: String,
    /// `checkout.session.completed`
    pub kind: String,
    /// The connected account, if it came with one.
    pub account: Option<String>,
    /// Whether it is about real money.
    pub livemode: bool,
}

/// Why a webhook event is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// The header is missing or malformed.
    #[error("the signature header is missing or malformed")]
    NoSignature,
    /// No secret gives this signature.
    #[error("the signature is wrong")]
    WrongSignature,
    /// Signed too long ago, or in the future.
    #[error("the signature's time is more than 300 seconds off")]
    OutsideTolerance,
    /// The body isn't JSON with an id and a type.
    #[error("the body is not an event")]
    NotAnEvent,
}

/// Checks webhook events.
pub trait WebhookVerifier: Send + Sync {
    /// Checks a webhook event that came to an endpoint: `signature` is its header, `body` its raw bytes, `now` our
    /// clock. Asks nobody.
    fn verify_event(
        &self,
        endpoint: WebhookEndpoint,
        signature: Option<&str>,
        body: &[u8],
        now: Timestamp,
    ) -> Result<VerifiedEvent, WebhookError>;
}
