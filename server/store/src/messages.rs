//! Emails to be sent, sent and failed.

use std::collections::HashMap;

use domain::id::Uuid;
use entity::message;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder,
};

use super::{Stored, Txn};

/// Inserts a message unless one with its key is there; false when it was.
pub async fn insert(txn: &Txn, row: message::Model) -> Stored<bool> {
    let conflict = OnConflict::column(message::Column::Key).do_nothing().to_owned();
    let inserted = message::Entity::insert(row.into_active_model())
        .on_conflict(conflict)
        .exec_without_returning(txn)
        .await?;
    Ok(inserted == 1)
}

/// One message.
pub async fn get(connection: &impl ConnectionTrait, id: Uuid) -> Stored<Option<message::Model>> {
    Ok(message::Entity::find_by_id(id).one(connection).await?)
}

/// Saves what became of a message.
pub async fn save(
    connection: &impl ConnectionTrait,
    row: message::Model,
    change: impl FnOnce(&mut message::ActiveModel),
) -> Stored<message::Model> {
    let mut active = row.into_active_model();
    change(&mut active);
    Ok(active.update(connection).await?)
}

/// Messages to residents about invoices and the payments of them, oldest first, by invoice.
pub async fn of_invoices(
    connection: &impl ConnectionTrait,
    invoices: &[Uuid],
) -> Stored<HashMap<Uuid, Vec<message::Model>>> {
    let rows = message::Entity::find()
        .filter(Condition::all().add(message::Column::InvoiceId.is_in(invoices.iter().copied())))
        .order_by_asc(message::Column::CreatedAt)
        .order_by_asc(message::Column::Id)
        .all(connection)
        .await?;
    let mut messages: HashMap<Uuid, Vec<message::Model>> = HashMap::new();
    for row in rows {
        if let Some(invoice) = row.invoice_id {
            messages.entry(invoice).or_default().push(row);
        }
    }
    Ok(messages)
}
