//! `propty migrate`: brings the database up to date.

use anyhow::{Context, Result};
use migration::{Migrator, MigratorTrait};

use crate::config::{ConfigError, DatabaseConfig, environment};
use store::Db;

/// Migrates the configured database.
pub async fn run() -> Result<()> {
    let config = DatabaseConfig::load(&environment).map_err(ConfigError::from)?;
    let db = Db::connect(config.address().expose())
        .await
        .context("PROPTY_DATABASE_URL: can't open the database")?;
    let waiting = up(&db).await?;
    println!("{waiting} migration(s) applied; the database is up to date.");
    Ok(())
}

/// Applies what is missing; gives the number of steps.
pub async fn up(db: &Db) -> Result<usize> {
    let waiting = Migrator::get_pending_migrations(db.write()).await?.len();
    Migrator::up(db.write(), None).await.context("a migration failed")?;
    Ok(waiting)
}
