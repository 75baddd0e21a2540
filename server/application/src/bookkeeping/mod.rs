//! The books: closed periods, exports, reconciliation and verification.

pub mod close_period;
pub mod export_transactions;
pub mod open_period;
pub mod reconcile;
pub mod transaction_query;
pub mod verify_ledger;
