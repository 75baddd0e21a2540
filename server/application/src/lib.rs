//! Use cases, in a folder per area. A use case owns its transaction: lock, change, post to the ledger, queue,
//! commit. What the outside world must be able to do is in `ports`; adapters implement it.

pub mod app;
pub mod audit;
pub mod autopay;
pub mod bookkeeping;
pub mod community;
pub mod error;
pub mod error_code;
pub mod fees;
pub mod idempotency;
pub mod identity;
pub mod invoices;
pub mod link_token;
pub mod listing;
pub mod notifications;
pub mod outbox;
pub mod payment_accounts;
pub mod payments;
pub mod payouts;
pub mod ports;
pub mod refunds;
pub mod urls;
pub(crate) mod validation;
pub mod webhooks;

pub use app::App;
