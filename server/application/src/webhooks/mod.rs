//! Webhook events of the processor: received, applied, replayed.

pub mod apply_webhook_event;
pub mod list_webhook_events;
pub mod receive_webhook_event;
pub mod replay_webhook_events;
