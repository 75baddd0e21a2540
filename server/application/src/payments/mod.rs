//! Payments: a page at the processor, what became of it, money received by hand, and who sees what of it.

pub(crate) mod apply_to_invoices;
pub(crate) mod audit_subject;
pub(crate) mod context;
pub mod expire_open_payments;
pub mod list_payments;
pub(crate) mod match_payout_items;
pub mod metadata;
mod mismatch;
pub(crate) mod notify;
mod open_checkout;
pub mod quote_checkout;
pub mod record_offline_payment;
pub mod record_payment;
pub mod reverse_offline_payment;
pub mod start_checkout;
pub(crate) mod sync_missing_payments;
pub mod visibility;
