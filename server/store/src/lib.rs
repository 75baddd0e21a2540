//! Queries, locks and writes per aggregate, and the mapping between rows and what the domain knows.
//!
//! A function that takes an id from a caller takes the caller's [`Scope`] too and filters by it. The others take ids
//! of rows that a scope let through, secrets such as a session's hash, or ids from Propty's own work: jobs, the
//! sweep, reconciliation, `propty doctor`. An id from a request must not reach them before a scope was asked.

pub mod api_keys;
pub mod attempts;
pub mod audit;
pub mod autopays;
pub mod billing_runs;
pub mod community;
mod db;
pub mod emails;
pub mod idempotency;
pub mod integrations;
pub mod invitations;
pub mod invoices;
pub mod jobs;
pub mod ledger;
pub mod ledger_transactions;
pub mod members;
mod page;
pub mod payment_accounts;
pub mod payments;
pub mod payouts;
pub mod people;
pub mod periods;
pub mod properties;
pub mod reconciliations;
pub mod refunds;
mod scope;
pub mod second_factors;
pub mod sessions;
pub mod webhook_events;

use db::ROW_LOCK;
pub use db::{Db, Txn, parse_date};
pub use page::{Cursor, Page, PageError, PageRequest, SortKey};
pub use scope::{Grant, GrantReach, Scope};

/// What can go wrong in the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or is unreachable.
    #[error("database: {0}")]
    Database(sea_orm::DbErr),
    /// A row holds something it must not.
    #[error("corrupt row: {0}")]
    Corrupt(String),
}

impl From<sea_orm::DbErr> for StoreError {
    /// A value that its column's type has no case for is the row's fault, not the database's.
    fn from(error: sea_orm::DbErr) -> Self {
        match error {
            sea_orm::DbErr::Type(error) => StoreError::Corrupt(error),
            error => StoreError::Database(error),
        }
    }
}

impl From<domain::code::UnknownCode> for StoreError {
    fn from(error: domain::code::UnknownCode) -> Self {
        StoreError::Corrupt(error.to_string())
    }
}

/// Result of a query.
pub type StoreResult<T> = Result<T, StoreError>;
