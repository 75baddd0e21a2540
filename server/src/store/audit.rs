//! Who did what to which object, written in the transaction that did it.

use std::collections::HashMap;

use domain::id::Uuid;
use entity::audit_event;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use super::{Stored, Txn};

/// Writes events.
pub async fn insert(txn: &Txn, rows: Vec<audit_event::Model>) -> Stored<()> {
    for chunk in rows.chunks(400) {
        audit_event::Entity::insert_many(chunk.iter().cloned().map(IntoActiveModel::into_active_model))
            .exec(txn)
            .await?;
    }
    Ok(())
}

/// Events of several objects, oldest first. The ids come from rows that a scope let through.
pub async fn of_objects(
    connection: &impl ConnectionTrait,
    objects: &[Uuid],
) -> Stored<HashMap<Uuid, Vec<audit_event::Model>>> {
    let rows = audit_event::Entity::find()
        .filter(audit_event::Column::ObjectId.is_in(objects.iter().copied()))
        .order_by_asc(audit_event::Column::At)
        .order_by_asc(audit_event::Column::Id)
        .all(connection)
        .await?;
    let mut events: HashMap<Uuid, Vec<audit_event::Model>> = HashMap::new();
    for row in rows {
        events.entry(row.object_id).or_default().push(row);
    }
    Ok(events)
}
