//! Emails to be sent, sent and failed.

use std::collections::HashMap;

use domain::id::Uuid;
use entity::email;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder,
};

use super::{StoreResult, Txn};

/// Inserts an email unless one with its key is there; false when it was.
pub async fn insert(txn: &Txn, row: email::Model) -> StoreResult<bool> {
    let conflict = OnConflict::column(email::Column::Key).do_nothing().to_owned();
    let inserted = email::Entity::insert(row.into_active_model())
        .on_conflict(conflict)
        .exec_without_returning(txn)
        .await?;
    Ok(inserted == 1)
}

/// One email.
pub async fn get(connection: &impl ConnectionTrait, id: Uuid) -> StoreResult<Option<email::Model>> {
    Ok(email::Entity::find_by_id(id).one(connection).await?)
}

/// Saves what became of an email.
pub async fn save(
    connection: &impl ConnectionTrait,
    row: email::Model,
    change: impl FnOnce(&mut email::ActiveModel),
) -> StoreResult<email::Model> {
    let mut active = row.into_active_model();
    change(&mut active);
    Ok(active.update(connection).await?)
}

/// Emails to residents about invoices and the payments of them, oldest first, by invoice.
pub async fn of_invoices(
    connection: &impl ConnectionTrait,
    invoices: &[Uuid],
) -> StoreResult<HashMap<Uuid, Vec<email::Model>>> {
    let rows = email::Entity::find()
        .filter(Condition::all().add(email::Column::InvoiceId.is_in(invoices.iter().copied())))
        .order_by_asc(email::Column::CreatedAt)
        .order_by_asc(email::Column::Id)
        .all(connection)
        .await?;
    let mut emails: HashMap<Uuid, Vec<email::Model>> = HashMap::new();
    for row in rows {
        if let Some(invoice) = row.invoice_id {
            emails.entry(invoice).or_default().push(row);
        }
    }
    Ok(emails)
}
