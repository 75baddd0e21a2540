//! Money that goes back: refunds, disputes and returned transfers.

pub mod give_back;
pub mod record_returns;
pub mod refund_payment;
