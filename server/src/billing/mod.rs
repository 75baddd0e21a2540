//! Billing: one use case per file, named by its verb. A use case owns its transaction: lock, change, post to
//! the ledger, queue, commit.

pub mod apply_event;
pub mod change_autopay;
mod claim_parts;
mod close_attempts;
pub mod close_period;
pub mod connect_account;
pub mod create_invoice;
pub mod discard_invoice;
mod disconnect_account;
pub mod end_autopay;
pub mod export_transactions;
mod give_back;
pub mod heal_account;
mod marks;
pub mod movements;
mod notice;
pub mod open_dashboard;
pub mod publish_all;
pub mod publish_invoice;
pub mod quote;
pub mod quote_checkout;
pub mod receive_event;
pub mod reconcile;
pub mod record_autopay;
pub mod record_offline_payment;
pub mod record_payment;
pub mod record_payout;
pub mod record_returns;
pub mod refresh_account;
pub mod refund_payment;
pub mod replay_events;
pub mod resend_invoice_email;
pub mod reverse_offline_payment;
pub mod run_autopay;
pub mod set_fees;
pub mod set_up_autopay;
pub mod start_checkout;
pub mod timeline;
pub mod verify_books;
pub mod void_invoice;

pub use notice::Kind as Notice;
