//! Keys that callers give with mutations, kept with what came of them.

use domain::id::Uuid;
use entity::idempotency_key;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, Statement};

use super::{StoreResult, Txn};

/// What a key was used for before. Whoever else uses it at the same time waits for this transaction's end, so
/// that the second of two equal requests finds what came of the first; SQLite has one writer at a time anyway.
pub async fn get(txn: &Txn, user: Uuid, key: &str) -> StoreResult<Option<idempotency_key::Model>> {
    if txn.get_database_backend() == DbBackend::Postgres {
        let lock = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
        let values = [format!("{user}:{key}").into()];
        txn.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, lock, values)).await?;
    }
    Ok(idempotency_key::Entity::find_by_id((user, key.to_owned())).one(txn).await?)
}

/// Claims a key; false when somebody claimed it in the meantime.
pub async fn insert(txn: &Txn, row: idempotency_key::Model) -> StoreResult<bool> {
    use idempotency_key::Column::{Key, UserId};
    let conflict = OnConflict::columns([UserId, Key]).do_nothing().to_owned();
    let inserted = idempotency_key::Entity::insert(row.into_active_model())
        .on_conflict(conflict)
        .exec_without_returning(txn)
        .await?;
    Ok(inserted == 1)
}
