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
pub use wait::wait_until;

/// Makes one test per database of an async function that takes a `TestApp`. Afterwards no job may be left over
/// and the books must agree.
#[macro_export]
macro_rules! on_each_database {
    ($($(#[$meta:meta])* async fn $name:ident($test:ident: $type:ty) $body:block)*) => {
        $(
            mod $name {
                #[allow(unused_imports, reason = "whatever the test needs")]
                use super::*;

                async fn body($test: $type) $body

                async fn on(database: $crate::Database) {
                    if !database.is_enabled() {
                        println!("left out by PROPTY_TEST_DATABASES");
                        return;
                    }
                    let test = $crate::TestApp::start(database).await;
                    body(&test).await;
                    test.finish().await;
                }

                $(#[$meta])*
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() {
                    on($crate::Database::Sqlite).await;
                }

                $(#[$meta])*
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() {
                    on($crate::Database::Postgres).await;
                }
            }
        )*
    };
}
