//! Everything the database holds, row by row, so that a test can say that nothing was lost, half done or changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use sea_orm::sea_query::sea_value_to_json_value;
use sea_orm::{ConnectionTrait, EntityTrait, IdenStatic, Iterable, ModelTrait, PrimaryKeyToColumn};
use serde_json::Value;

use crate::test_app::TestApp;

/// The tables by the names of their entities, with their rows by primary key.
#[derive(Clone)]
pub struct DatabaseSnapshot(BTreeMap<&'static str, BTreeMap<String, Row>>);

/// A row's values by column.
type Row = BTreeMap<&'static str, Value>;

/// A row that was added, removed or changed.
#[derive(Clone)]
pub struct RowChange {
    /// The entity's name.
    pub table: &'static str,
    before: Option<Row>,
    after: Option<Row>,
}

impl DatabaseSnapshot {
    /// The differences between this state and a later one.
    pub fn changes(&self, after: &DatabaseSnapshot) -> Vec<RowChange> {
        let mut changes = Vec::new();
        for (table, earlier) in &self.0 {
            let later = &after.0[table];
            for key in earlier.keys().chain(later.keys()).collect::<BTreeSet<_>>() {
                let (before, after) = (earlier.get(key), later.get(key));
                if before != after {
                    changes.push(RowChange { table, before: before.cloned(), after: after.cloned() });
                }
            }
        }
        changes
    }

    /// Panics with the differing rows when a later state is not the same.
    #[track_caller]
    pub fn assert_unchanged(&self, after: &DatabaseSnapshot) {
        self.assert_unchanged_except(&[], after);
    }

    /// The same for all tables but some; a table that does not exist is an error of the test.
    #[track_caller]
    pub fn assert_unchanged_except(&self, tables: &[&str], after: &DatabaseSnapshot) {
        for table in tables {
            assert!(self.0.contains_key(table), "there is no table {table:?}: {:?}", self.tables());
        }
        let mut changes = self.changes(after);
        changes.retain(|change| !tables.contains(&change.table));
        let lines: Vec<String> = changes.iter().map(RowChange::to_string).collect();
        assert!(lines.is_empty(), "rows differ:\n  {}", lines.join("\n  "));
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

impl RowChange {
    /// Whether the row has `text` in every state it is in, before and after.
    pub fn contains(&self, text: &str) -> bool {
        [&self.before, &self.after].into_iter().flatten().all(|row| json(row).contains(text))
    }
}

/// One line: the whole row where it was added or removed, the differing columns where it was changed.
impl fmt::Display for RowChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => {
                write!(f, "{} changed", self.table)?;
                for (column, value) in before {
                    match &after[column] {
                        same if same == value && *column == "id" => write!(f, ", {column} {value}")?,
                        same if same == value => {}
                        other => write!(f, ", {column} {value} -> {other}")?,
                    }
                }
                Ok(())
            }
            (Some(row), None) => write!(f, "{} removed: {}", self.table, json(row)),
            (None, Some(row)) => write!(f, "{} added: {}", self.table, json(row)),
            (None, None) => Ok(()),
        }
    }
}

fn json(row: &Row) -> String {
    serde_json::to_string(row).unwrap()
}

fn value<E: EntityTrait>(row: &E::Model, column: E::Column) -> Value {
    sea_value_to_json_value(&row.get(column))
}

async fn rows<E: EntityTrait>(connection: &impl ConnectionTrait) -> BTreeMap<String, Row> {
    let mut rows = BTreeMap::new();
    for row in E::find().all(connection).await.unwrap() {
        let key = E::PrimaryKey::iter().map(|part| value::<E>(&row, part.into_column()).to_string());
        let columns = E::Column::iter().map(|column| (column.as_str(), value::<E>(&row, column)));
        rows.insert(key.collect::<Vec<_>>().join(" "), columns.collect());
    }
    rows
}

macro_rules! read {
    ($test:ident: $($table:ident),* $(,)?) => {
        DatabaseSnapshot(BTreeMap::from([
            $((stringify!($table), rows::<entity::$table::Entity>($test.app.db.write()).await)),*
        ]))
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
