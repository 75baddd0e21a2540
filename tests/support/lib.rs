//! What the integration tests stand on: a fresh database each, the real router over HTTP, the sandbox around
//! it, and a clock that is moved by hand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed"
)]

pub mod authenticator;
pub mod client;
pub mod clock;
pub mod community;
pub mod community_fixture;
pub mod crash_scenario;
pub mod database_snapshot;
pub mod databases;
pub mod identity;
pub mod lock_waits;
pub mod log;
pub mod secrets;
pub mod server_process;
pub mod tcp_proxy;
pub mod test_app;
pub mod wait;
pub mod webhooks;

pub use client::Client;
pub use community::{Community, Person};
pub use community_fixture::{CommunityFixture, Placeholders};
pub use databases::Database;
pub use test_app::TestApp;
pub use test_attributes::{on_each_database, on_postgres, on_sqlite};
pub use wait::wait_until;
