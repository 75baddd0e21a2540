//! Use cases about payments: a page at the processor, what became of it, and money received by hand.

pub mod expire_open_payments;
pub mod metadata;
pub mod quote_checkout;
pub mod record_offline_payment;
pub mod record_payment;
pub mod reverse_offline_payment;
pub mod start_checkout;
