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
pub mod databases;
pub mod deliveries;
pub mod gate;
pub mod locks;
pub mod log;
pub mod people;
pub mod rows;
pub mod secrets;
pub mod server_process;
pub mod story;
pub mod town;
pub mod until;
pub mod world;

pub use client::Client;
pub use community::{Community, Person};
pub use databases::Database;
pub use town::{Town, Words};
pub use until::until;
pub use world::World;

/// Makes one test per database of an async function that takes a `World`. Afterwards no job may be left over
/// and the books must agree.
#[macro_export]
macro_rules! on_each_database {
    ($($(#[$meta:meta])* async fn $name:ident($world:ident: $type:ty) $body:block)*) => {
        $(
            mod $name {
                #[allow(unused_imports, reason = "whatever the test needs")]
                use super::*;

                async fn body($world: $type) $body

                async fn on(database: $crate::Database) {
                    if !database.is_wanted() {
                        println!("left out by PROPTY_TEST_DATABASES");
                        return;
                    }
                    let world = $crate::World::start(database).await;
                    body(&world).await;
                    world.finish().await;
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
