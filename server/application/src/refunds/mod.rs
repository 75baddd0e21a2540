//! Money that goes back: refunds, disputes and returned transfers.

pub mod apply_to_invoices;
pub mod record_refunds_and_disputes;
pub mod refund_payment;
