//! The whole of Propty over HTTP, with the sandbox around it, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod access_revocation;
mod attacks;
mod audit;
mod autopay;
mod cancellation;
mod crash_recovery;
mod emails;
mod failure_reasons;
mod fees;
mod fraud_guards;
mod http;
mod identity;
mod input_validation;
mod invoices;
mod main_job;
mod multi_invoice_payment;
mod onboarding;
mod outages;
mod payments;
mod payouts;
mod period_closing;
mod randomized_payment_sequences;
mod reconciliation;
mod refunds_and_disputes;
mod roles;
mod schema;
mod secret_scan;
mod sign_in;
mod sql_statement_counts;
mod tenant_isolation;
mod transactions;
mod webhook_events;
mod webhook_load;
mod webhooks;
