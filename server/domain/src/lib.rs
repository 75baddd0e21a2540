//! The rules of Propty without any I/O: money, fees, invoices, payments, allocation, the ledger and who may
//! do what. Nothing here opens a database, asks a network or reads a clock; instants and dates are passed in. Ids,
//! instants, days and enums that are stored are column types of SeaORM, of which only the traits are used.
#![deny(clippy::float_arithmetic)]
// A test that overflows has failed, which is what it is for.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

pub mod allocation;
pub mod audit;
pub mod autopay;
pub mod bookkeeping;
pub mod code;
pub mod community;
pub mod day;
pub mod described;
pub mod email;
pub mod failure;
pub mod fee;
pub mod id;
pub mod instant;
pub mod integration;
pub mod invoice;
pub mod json;
pub mod ledger;
pub mod money;
pub mod payment;
pub mod payment_account;
pub mod payout;
pub mod place;
pub mod reconciliation;
pub mod refund;
pub mod roles;
pub mod session;
pub mod webhook;
