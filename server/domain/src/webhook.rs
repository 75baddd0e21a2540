//! Webhook events of the processor.

/// Which of the two webhook endpoints a delivery came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebhookEndpoint {
    /// Events of connected accounts.
    Connect,
    /// The platform's own events.
    Account,
}
