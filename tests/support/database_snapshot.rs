//! Everything the database holds, row by row, so that a test can say that nothing was lost, half done or changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use sea_orm::EntityTrait;

use crate::test_app::TestApp;

/// The tables and their rows as text.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseSnapshot(BTreeMap<&'static str, BTreeSet<String>>);

/// A row that is there in one of two states and not in the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// Where, by the entity's name.
    pub table: &'static str,
    /// Whether the earlier state has it: a row that was changed is there before in one form and after in another.
    pub before: bool,
    /// The row.
    pub row: String,
}

impl DatabaseSnapshot {
    /// What differs in a later state.
    pub fn changes(&self, after: &DatabaseSnapshot) -> Vec<RowChange> {
        let differing = |before: bool, one: &DatabaseSnapshot, other: &DatabaseSnapshot| -> Vec<RowChange> {
            let rows = one.0.iter().flat_map(|(table, rows)| rows.iter().map(move |row| (*table, row)));
            let gone = rows.filter(|(table, row)| !other.0[table].contains(*row));
            gone.map(|(table, row)| RowChange { table, before, row: row.clone() }).collect()
        };
        let mut all = differing(true, self, after);
        all.extend(differing(false, after, self));
        all
    }

    /// The same, leaving out tables that may change.
    pub fn changes_except(&self, tables: &[&str], after: &DatabaseSnapshot) -> Vec<RowChange> {
        let changes = self.changes(after).into_iter();
        changes.filter(|change| !tables.contains(&change.table)).collect()
    }

    /// How many rows a table has.
    pub fn count(&self, table: &str) -> usize {
        self.0[table].len()
    }

    /// The tables that were read.
    pub fn tables(&self) -> BTreeSet<&'static str> {
        self.0.keys().copied().collect()
    }
}

/// Numbers of rows: the rows themselves would fill the screen.
impl fmt::Debug for DatabaseSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(table, rows)| (table, rows.len()))).finish()
    }
}

macro_rules! read {
    ($test:ident: $($table:ident),* $(,)?) => {
        DatabaseSnapshot(BTreeMap::from([$((
            stringify!($table),
            entity::$table::Entity::find().all($test.app.db.write()).await.unwrap()
                .into_iter().map(|row| format!("{row:?}")).collect(),
        )),*]))
    };
}

impl TestApp {
    /// Reads every table there is.
    pub async fn snapshot(&self) -> DatabaseSnapshot {
        read!(self: api_key, api_key_property, attempt_counter, audit_chain, audit_event, autopay, autopay_run, billing_run,
            billing_run_item, dispute, idempotency_key, integration, invitation, invitation_property, invoice, invoice_line,
            job, ledger_account, ledger_entry, ledger_transaction, member, member_property, email, organization,
            payment, payment_account, payment_allocation, payout, payout_item, period_balance, period_closing, property,
            reconciliation, recovery_code, refund, residency,
            resident, session, sign_in_link, sign_up, unit, user, webhook_event)
    }
}
