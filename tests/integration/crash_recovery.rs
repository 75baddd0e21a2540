//! kill -9 of the real server at every step of the main job. After a restart the scenario still ends, with one
//! payment, balanced books, one payout and one mail of each kind. The moment of death is always an awaited
//! event: an answer held on its way, a call that hangs, a lock that is waited for, a row that is there.

/// Makes one test per database of an async function that takes a `CrashScenario`, lets the server die in it and has it
/// restarted. What is missing of the scenario is played afterwards, and its end is checked.
macro_rules! crash_on_each_database {
    ($(async fn $name:ident($scenario:ident) $body:block)*) => {
        $(
            mod $name {
                use support::crash_scenario::{Step, CrashScenario};

                async fn body($scenario: &mut CrashScenario) $body

                async fn on(database: support::Database) {
                    if !database.is_enabled() {
                        println!("left out by PROPTY_TEST_DATABASES");
                        return;
                    }
                    let mut scenario = CrashScenario::start(database).await;
                    body(&mut scenario).await;
                    scenario.complete_and_verify().await;
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

mod checkout;
mod every_step;
mod invoice_publishing;
mod payment_confirmation;
mod settlement_and_payout;
