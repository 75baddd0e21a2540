//! The books: closed periods, exports, reconciliation and verification.

pub mod close_period;
pub mod export_transactions;
pub mod movements;
pub mod reconcile;
pub mod verify_books;
