//! Keys that callers give with mutations, kept with what came of them.

use entity::idempotency_key;
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, IntoActiveModel};

use super::{StoreResult, Txn};

/// Inserts a key, or gives the row of its first use. Whoever else uses it at the same time waits for the end of the
/// transaction that inserted it.
pub async fn insert_or_get(
    txn: &Txn,
    row: idempotency_key::Model,
) -> StoreResult<Option<idempotency_key::Model>> {
    use idempotency_key::Column::{Key, UserId};
    let id = (row.user_id, row.key.clone());
    let conflict = OnConflict::columns([UserId, Key]).do_nothing().to_owned();
    let inserted = idempotency_key::Entity::insert(row.into_active_model())
        .on_conflict(conflict)
        .exec_without_returning(txn)
        .await?;
    if inserted == 1 {
        return Ok(None);
    }
    Ok(idempotency_key::Entity::find_by_id(id).one(txn).await?)
}
