//! The database connection: one writer and several readers on SQLite, one pool on PostgreSQL, and a count of
//! the statements that were run.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::civil::Date;
use sea_orm::sea_query::LockType;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};

use super::{StoreError, StoreResult};

/// A transaction; dropping it without `commit` undoes it.
pub type Txn = DatabaseTransaction;

/// How rows are locked on PostgreSQL. Every insert that refers to a row holds a share of its key, which two
/// transactions can do at once; a lock that excluded those shares would then have each wait for the other.
pub(super) const ROW_LOCK: LockType = LockType::NoKeyUpdate;

/// Older libraries can corrupt a write-ahead log when two connections reset it.
const MIN_SQLITE_VERSION: (u32, u32, u32) = (3, 51, 3);

/// The database.
#[derive(Clone)]
pub struct Db {
    write: DatabaseConnection,
    read: DatabaseConnection,
    statements: Arc<AtomicU64>,
}

impl Db {
    /// Connects to `sqlite:path` or `postgres://…`. A SQLite file is created when missing.
    pub async fn connect(url: &str) -> Result<Db, DbErr> {
        let statements = Arc::new(AtomicU64::new(0));
        let (write, read) = if url.starts_with("sqlite:") {
            let write = open_sqlite(url, false, &statements).await?;
            refuse_old_sqlite(&write).await?;
            let read = open_sqlite(url, true, &statements).await?;
            (write, read)
        } else {
            let mut options = ConnectOptions::new(url);
            options.max_connections(16).sqlx_logging(false).test_before_acquire(false);
            options.connect_timeout(Duration::from_secs(5)).acquire_timeout(Duration::from_secs(10));
            // No transaction waits for anything outside: one that idles holds locks for nobody.
            options.map_sqlx_postgres_opts(|postgres| {
                postgres.options([("idle_in_transaction_session_timeout", "60s")])
            });
            let pool = count_statements(Database::connect(options).await?, &statements);
            (pool.clone(), pool)
        };
        Ok(Db { write, read, statements })
    }

    /// For reading outside a transaction.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// For single statements that write.
    pub fn write(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Begins a transaction that may write. On SQLite it takes the write lock at once, so that reading first
    /// and writing later can't fail half-way.
    ///
    /// It begins in a task of its own: sqlx 0.9 forgets a `BEGIN` whose caller gives up before PostgreSQL has
    /// answered, and the connection would go back to the pool inside a transaction that nobody ends.
    pub async fn begin(&self) -> Result<Txn, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: (self.backend() == DbBackend::Sqlite)
                .then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let write = self.write.clone();
        let begun = tokio::spawn(async move { write.begin_with_options(options).await }).await;
        begun.map_err(|error| DbErr::Custom(format!("a transaction did not begin: {error}")))?
    }

    /// SQLite or PostgreSQL.
    pub fn backend(&self) -> DbBackend {
        self.write.get_database_backend()
    }

    /// How many statements were run through this handle and its clones.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Closes all connections.
    pub async fn close(self) -> Result<(), DbErr> {
        self.read.close().await?;
        self.write.close().await
    }
}

async fn open_sqlite(
    url: &str,
    read_only: bool,
    statements: &Arc<AtomicU64>,
) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(if read_only { 4 } else { 1 }).min_connections(1);
    options.sqlx_logging(false).test_before_acquire(false);
    options.acquire_timeout(Duration::from_secs(30));
    options.map_sqlx_sqlite_opts(move |sqlite| {
        sqlite
            .create_if_missing(!read_only)
            .read_only(read_only)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            // Without it a row that another replaces goes past the triggers that keep the books append-only.
            .pragma("recursive_triggers", "ON")
    });
    Ok(count_statements(Database::connect(options).await?, statements))
}

fn count_statements(mut connection: DatabaseConnection, statements: &Arc<AtomicU64>) -> DatabaseConnection {
    let statements = Arc::clone(statements);
    connection.set_metric_callback(move |info| {
        statements.fetch_add(1, Ordering::Relaxed);
        metrics::histogram!("propty_sql_seconds").record(info.elapsed);
    });
    connection
}

async fn refuse_old_sqlite(connection: &DatabaseConnection) -> Result<(), DbErr> {
    let row = connection
        .query_one_raw(Statement::from_string(DbBackend::Sqlite, "SELECT sqlite_version() AS version"))
        .await?
        .ok_or_else(|| DbErr::Custom("SQLite did not tell its version".into()))?;
    let version: String = row.try_get("", "version")?;
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let found = (parts.next().unwrap_or(0), parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if found < MIN_SQLITE_VERSION {
        return Err(DbErr::Custom(format!("SQLite {version} is too old; 3.51.3 or newer is needed")));
    }
    Ok(())
}

/// Reads a stored day.
pub fn parse_date(text: &str) -> StoreResult<Date> {
    text.parse().map_err(|_| StoreError::Corrupt(format!("not a date: {text}")))
}
