//! Payments: a page at the processor, what became of it, money received by hand, and who sees what of it.

pub mod expire_open_payments;
pub mod list_payments;
pub mod metadata;
pub mod quote_checkout;
pub mod record_offline_payment;
pub mod record_payment;
pub mod reverse_offline_payment;
pub mod start_checkout;
pub mod visibility;
