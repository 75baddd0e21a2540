//! kill -9 of the real server at every step of the main job. After a restart the story still ends, with one
//! payment, balanced books, one deposit and one mail of each kind. The moment of death is always an awaited
//! event: an answer held on its way, a call that hangs, a lock that is waited for, a row that is there.

/// Makes one test per database of an async function that takes a `Story`, lets the server die in it and has it
/// restarted. What is missing of the story is played afterwards, and its end is checked.
macro_rules! crash_on_each_database {
    ($(async fn $name:ident($story:ident) $body:block)*) => {
        $(
            mod $name {
                use support::story::{Step, Story};

                async fn body($story: &mut Story) $body

                async fn on(database: support::Database) {
                    if !database.is_wanted() {
                        println!("left out by PROPTY_TEST_DATABASES");
                        return;
                    }
                    let mut story = Story::start(database).await;
                    body(&mut story).await;
                    story.end().await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() {
                    on(support::Database::Sqlite).await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() {
                    on(support::Database::Postgres).await;
                }
            }
        )*
    };
}

mod confirming;
mod everywhere;
mod paying;
mod publishing;
mod settling;
