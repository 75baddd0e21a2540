//! The whole of Propty over HTTP, with the sandbox around it, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod main_job;
mod schema;
