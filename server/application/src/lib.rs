//! Use cases, in a folder per area. A use case owns its transaction: lock, change, post to the ledger, queue,
//! commit. What the outside world must be able to do is in `ports`; adapters implement it.
//!
//! Modules are declared in layers, the lowest first. A module uses modules of the layers before its own, and none of
//! its own or a later one; the test in `layers` checks it.

// What every use case is made of.
pub mod error_code;
pub mod link_token;
pub mod ports;

pub mod app;
pub mod error;

pub mod audit;
pub(crate) mod concurrency;
pub mod listing;
pub mod outbox;
pub mod urls;
pub(crate) mod validation;

pub mod unit_of_work;

// What something costs, who is told by mail, and who asks.
pub mod fees;

pub mod notifications;

pub mod identity;

pub mod audit_trail;
pub mod idempotency;

// What a community is, what it is owed, and its books.
pub mod bookkeeping;
pub mod community;
pub mod invoices;

// Money at the processor: what came, what became of it, and whose accounts it is on.
pub mod payments;

pub mod autopay;
pub mod payouts;
pub mod refunds;

pub mod payment_accounts;

pub mod webhooks;

#[cfg(test)]
mod layers;

pub use app::App;
pub use unit_of_work::UnitOfWork;
