//! Knowing that a request waits for a lock, so that a test can do something while it does. Only PostgreSQL tells who
//! waits; on SQLite there is one writer at a time.

use application::app::App;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::wait::wait_until;

/// Resolves when somebody waits for a lock in this database.
pub async fn wait_until_blocked(app: &App) {
    if app.db.backend() != DbBackend::Postgres {
        return;
    }
    let sql =
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let waiting = Statement::from_string(DbBackend::Postgres, sql);
    wait_until("somebody waits for a lock", async || {
        app.db.read().query_one_raw(waiting.clone()).await.unwrap().is_some()
    })
    .await;
}
