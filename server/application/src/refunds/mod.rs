//! Money that goes back: refunds, disputes and returned transfers.

pub mod record_refunds_and_disputes;
pub mod refund_payment;
mod return_recorder;
