//! What a scenario sees and holds outside the server, to know the moment at which it lets it die.

use std::collections::BTreeSet;

use entity::job;
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter};
use store::Txn;

use super::CrashScenario;
use crate::lock_waits::wait_until_blocked;
use crate::wait::wait_until;

impl CrashScenario {
    /// Keeps every other process from changing `table` until it is dropped; on SQLite any table.
    pub async fn lock_table(&self, table: &str) -> Txn {
        let txn = self.app.db.begin().await.unwrap();
        if self.app.db.backend() == DbBackend::Postgres {
            txn.execute_unprepared(&format!("LOCK TABLE {table} IN EXCLUSIVE MODE")).await.unwrap();
        }
        txn
    }

    /// Resolves when the server waits for what is frozen. SQLite can't tell who waits.
    pub async fn wait_until_blocked(&self) {
        wait_until_blocked(&self.app).await;
    }

    /// Resolves when the jobs under way would have been lost without a renewal.
    pub async fn wait_for_lease_expiry(&self) {
        let query = job::Entity::find().filter(job::Column::LeasedUntil.is_not_null());
        let leased = query.all(self.app.db.read()).await.unwrap();
        let last = leased.iter().filter_map(|row| row.leased_until).max().unwrap();
        wait_until("the leases would have run out", async || self.app.now() > last).await;
    }

    /// Resolves when Stripe was asked for `path` and has not answered yet.
    pub async fn wait_for_hanging_call(&self, path: &str) {
        wait_until("a call of Stripe hangs", async || {
            let calls = self.sandbox.stripe.requests();
            calls.iter().any(|call| call.path.starts_with(path) && call.status.is_none())
        })
        .await;
    }

    /// How many hosted pages Stripe has made; a repeated answer is not another page.
    pub fn checkout_sessions_created(&self) -> usize {
        self.sandbox
            .stripe
            .requests()
            .into_iter()
            .filter(|call| call.method == "POST" && call.path == "/v1/checkout/sessions")
            .filter(|call| matches!(call.status, Some(200 | 500)))
            .map(|call| call.idempotency_key)
            .collect::<BTreeSet<_>>()
            .len()
    }
}
