//! One file per table: its columns and its relations. Ids are `Id<K>` over a UUIDv7, instants `Instant` over Unix
//! milliseconds, amounts minor units. Enums, languages and days are types over text; CHECKs of the schema repeat the
//! texts of most enums. Integers and text order the same way on SQLite and on PostgreSQL.

pub mod api_key;
pub mod api_key_property;
pub mod attempt_counter;
pub mod audit_chain;
pub mod audit_event;
pub mod autopay;
pub mod autopay_run;
pub mod billing_run;
pub mod billing_run_item;
pub mod dispute;
pub mod email;
pub mod idempotency_key;
pub mod integration;
pub mod invitation;
pub mod invitation_property;
pub mod invoice;
pub mod invoice_line;
pub mod job;
pub mod ledger_account;
pub mod ledger_entry;
pub mod ledger_transaction;
pub mod member;
pub mod member_property;
pub mod organization;
pub mod payment;
pub mod payment_account;
pub mod payment_allocation;
pub mod payout;
pub mod payout_item;
pub mod period_balance;
pub mod period_closing;
pub mod property;
pub mod reconciliation;
pub mod recovery_code;
pub mod refund;
pub mod residency;
pub mod resident;
pub mod session;
pub mod sign_in_link;
pub mod sign_up;
pub mod unit;
pub mod user;
pub mod webhook_event;
