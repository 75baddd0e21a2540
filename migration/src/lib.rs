//! The schema, one step per file. The SQL is written once for SQLite and PostgreSQL; what differs between
//! them (the triggers that keep the books append-only) is written for each.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// Runs the steps that a database has not seen.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(Step { name: "m0001_people", sql: include_str!("m0001_people.sql"), append_only: &[] }),
            Box::new(Step {
                name: "m0002_invoices",
                sql: include_str!("m0002_invoices.sql"),
                append_only: &[],
            }),
            Box::new(Step {
                name: "m0003_payments",
                sql: include_str!("m0003_payments.sql"),
                append_only: &[],
            }),
            Box::new(Step {
                name: "m0004_ledger",
                sql: include_str!("m0004_ledger.sql"),
                append_only: &["ledger_transactions", "ledger_entries", "audit_events"],
            }),
            Box::new(Step { name: "m0005_outbox", sql: include_str!("m0005_outbox.sql"), append_only: &[] }),
            Box::new(Step {
                name: "m0006_identity",
                sql: include_str!("m0006_identity.sql"),
                append_only: &[],
            }),
            Box::new(Step {
                name: "m0007_closing",
                sql: include_str!("m0007_closing.sql"),
                append_only: &["period_closings", "period_balances"],
            }),
            Box::new(Step {
                name: "m0008_autopay",
                sql: include_str!("m0008_autopay.sql"),
                append_only: &[],
            }),
            Box::new(Step { name: "m0009_emails", sql: include_str!("m0009_emails.sql"), append_only: &[] }),
        ]
    }
}

struct Step {
    name: &'static str,
    sql: &'static str,
    append_only: &'static [&'static str],
}

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    #[expect(elided_lifetimes_in_paths, reason = "the trait's own signature elides it")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared(self.sql).await?;
        for table in self.append_only {
            let sql = match manager.get_database_backend() {
                DbBackend::Postgres => append_only_postgres(table),
                _ => append_only_sqlite(table),
            };
            connection.execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}

fn append_only_sqlite(table: &str) -> String {
    ["UPDATE", "DELETE"]
        .map(|verb| {
            format!(
                "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} \
                 BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;"
            )
        })
        .join("\n")
}

fn append_only_postgres(table: &str) -> String {
    format!(
        "CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$;\n\
         CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} \
         FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only();"
    )
}
