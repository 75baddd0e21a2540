//! How many rows there are of everything, so that a test can say that nothing was lost or half done.

use std::collections::BTreeMap;

use sea_orm::{EntityTrait, PaginatorTrait};

use crate::world::World;

macro_rules! count {
    ($world:ident: $($table:ident),* $(,)?) => {
        BTreeMap::from([$((
            stringify!($table),
            entity::$table::Entity::find().count($world.app.db.write()).await.unwrap(),
        )),*])
    };
}

/// Rows per table.
pub type Rows = BTreeMap<&'static str, u64>;

impl World {
    /// Counts the rows of every table that a request could change.
    pub async fn rows(&self) -> Rows {
        count!(self: audit_event, billing_run, idempotency_key, invoice, invoice_line, job, ledger_entry,
            ledger_transaction, message, payment, payment_account, payment_allocation, payout, webhook_event)
    }
}
