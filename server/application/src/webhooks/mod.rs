//! Webhook events of the processor: received, applied, replayed.

pub mod apply_event;
pub mod receive_event;
pub mod replay_events;
