//! Verified deliveries, kept as they came.

use domain::id::Uuid;
use entity::webhook_event;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::{Stored, Txn};

/// Inserts a delivery; false when the event had come before.
pub async fn insert(txn: &Txn, row: webhook_event::Model) -> Stored<bool> {
    use webhook_event::Column::{Endpoint, EventId};
    let conflict = OnConflict::columns([Endpoint, EventId]).do_nothing().to_owned();
    let inserted = webhook_event::Entity::insert(row.into_active_model())
        .on_conflict(conflict)
        .exec_without_returning(txn)
        .await?;
    Ok(inserted == 1)
}

/// One delivery.
pub async fn get(connection: &impl ConnectionTrait, id: Uuid) -> Stored<Option<webhook_event::Model>> {
    Ok(webhook_event::Entity::find_by_id(id).one(connection).await?)
}

/// Notes what became of a delivery.
pub async fn applied(connection: &impl ConnectionTrait, id: Uuid, now: i64, outcome: &str) -> Stored<()> {
    webhook_event::Entity::update_many()
        .col_expr(webhook_event::Column::AppliedAt, Expr::val(now))
        .col_expr(webhook_event::Column::Outcome, Expr::val(outcome))
        .filter(webhook_event::Column::Id.eq(id))
        .exec(connection)
        .await?;
    Ok(())
}
