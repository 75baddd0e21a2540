//! The whole of Propty over HTTP, with the sandbox around it, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod access;
mod attacks;
mod audit;
mod autopay;
mod bad_input;
mod billing;
mod crash;
mod deposits;
mod events;
mod failures;
mod fees;
mod flood;
mod giving_up;
mod guards;
mod histories;
mod http;
mod identity;
mod logs;
mod main_job;
mod onboarding;
mod outages;
mod paying;
mod people;
mod periods;
mod reconciliation;
mod returns;
mod roles;
mod schema;
mod statements;
mod strangers;
mod together;
mod transactions;
mod webhooks;
