//! A fresh database for each test, copied from a template that is migrated once a run.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use migration::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;
use store::Db;
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    /// A file.
    Sqlite,
    /// The server that `PROPTY_TEST_POSTGRES_URL` names.
    Postgres,
}

/// A database that goes with the test.
pub struct TestDatabase {
    /// What Propty is given.
    pub url: String,
    _folder: Option<TempDir>,
}

static SQLITE: OnceCell<(TempDir, PathBuf)> = OnceCell::const_new();
static POSTGRES: OnceCell<(String, String)> = OnceCell::const_new();
static NEXT: AtomicU32 = AtomicU32::new(0);

impl Database {
    /// Makes one.
    pub async fn create(self) -> TestDatabase {
        match self {
            Database::Sqlite => {
                let (_, template) = SQLITE.get_or_init(sqlite_template).await;
                let folder = own_folder();
                let path = folder.path().join("propty.db");
                std::fs::copy(template, &path).unwrap();
                TestDatabase { url: format!("sqlite:{}", path.display()), _folder: Some(folder) }
            }
            Database::Postgres => {
                let (server, template) = POSTGRES.get_or_init(postgres_template).await;
                let name = format!("{template}_{}", NEXT.fetch_add(1, Ordering::SeqCst));
                run(server, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
                TestDatabase { url: with_name(server, &name), _folder: None }
            }
        }
    }
}

/// A folder that nobody else may enter, as the folder of a database should be.
fn own_folder() -> TempDir {
    tempfile::Builder::new().permissions(Permissions::from_mode(0o700)).tempdir().unwrap()
}

async fn sqlite_template() -> (TempDir, PathBuf) {
    let folder = own_folder();
    let path = folder.path().join("template.db");
    let db = Db::connect(&format!("sqlite:{}", path.display())).await.unwrap();
    Migrator::up(db.write(), None).await.unwrap();
    // The copy takes the file alone, so nothing may be left in the log beside it.
    db.write().execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
    db.close().await.unwrap();
    (folder, path)
}

async fn postgres_template() -> (String, String) {
    let server = std::env::var("PROPTY_TEST_POSTGRES_URL").expect(
        "PROPTY_TEST_POSTGRES_URL names no server: `cargo xtask test` starts one; `cargo test` leaves these tests out \
        with `-- --skip on_postgres`",
    );
    let name = format!("propty_{}", std::process::id());
    run(&server, &format!("DROP DATABASE IF EXISTS {name}")).await;
    run(&server, &format!("CREATE DATABASE {name}")).await;
    let db = Db::connect(&with_name(&server, &name)).await.unwrap();
    Migrator::up(db.write(), None).await.unwrap();
    db.close().await.unwrap();
    (server, name)
}

async fn run(server: &str, sql: &str) {
    let db = Db::connect(server).await.expect("the PostgreSQL server does not answer");
    db.write().execute_unprepared(sql).await.unwrap();
    db.close().await.unwrap();
}

/// The same server, another database.
fn with_name(server: &str, name: &str) -> String {
    let mut url = url::Url::parse(server).unwrap();
    url.set_path(name);
    url.to_string()
}
