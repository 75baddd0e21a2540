//! Deposits and what they are made of.

use std::collections::HashMap;

use domain::id::Uuid;
use entity::{payout, payout_item};
use sea_orm::sea_query::{Expr, OnConflict, SimpleExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{Cursor, Page, ROW_LOCK, Slice, SortKey, Stored, Txn};

/// A page of a property's deposits, newest first. The property comes from a row a scope let through.
pub async fn list(
    connection: &impl ConnectionTrait,
    property: Uuid,
    page: &Page,
) -> Stored<Slice<payout::Model>> {
    let column = |column| SimpleExpr::from(Expr::col((payout::Entity, column)));
    let query = payout::Entity::find().filter(payout::Column::PropertyId.eq(property));
    let (key, id) = (column(payout::Column::CreatedAt), column(payout::Column::Id));
    let rows = page.apply(query, &key, &id, true).all(connection).await?;
    Ok(page.slice(rows, |row| Cursor { key: SortKey::Number(row.created_at), id: row.id }))
}

/// How many deposits a property has.
pub async fn count(connection: &impl ConnectionTrait, property: Uuid) -> Stored<u64> {
    Ok(payout::Entity::find().filter(payout::Column::PropertyId.eq(property)).count(connection).await?)
}

/// One deposit.
pub async fn get(connection: &impl ConnectionTrait, id: Uuid) -> Stored<Option<payout::Model>> {
    Ok(payout::Entity::find_by_id(id).one(connection).await?)
}

/// The deposit with a processor's id, locked.
pub async fn lock(txn: &Txn, account: &str, processor_id: &str) -> Stored<Option<payout::Model>> {
    let query = payout::Entity::find()
        .filter(payout::Column::Account.eq(account))
        .filter(payout::Column::ProcessorPayoutId.eq(processor_id));
    Ok(query.lock(ROW_LOCK).one(txn).await?)
}

/// Status of each deposit of an account, by its id at the processor.
pub async fn known(connection: &impl ConnectionTrait, account: &str) -> Stored<HashMap<String, String>> {
    let rows: Vec<(String, String)> = payout::Entity::find()
        .select_only()
        .column(payout::Column::ProcessorPayoutId)
        .column(payout::Column::Status)
        .filter(payout::Column::Account.eq(account))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Inserts or updates a deposit and adds the items that are not there yet.
pub async fn save(txn: &Txn, row: payout::Model, items: Vec<payout_item::Model>) -> Stored<()> {
    use payout::Column;
    let conflict = OnConflict::columns([Column::Account, Column::ProcessorPayoutId])
        .update_columns([
            Column::Status,
            Column::Amount,
            Column::ArrivesOn,
            Column::Failure,
            Column::UpdatedAt,
        ])
        .to_owned();
    payout::Entity::insert(row.into_active_model()).on_conflict(conflict).exec_without_returning(txn).await?;
    use payout_item::Column as Item;
    let conflict = OnConflict::columns([Item::PayoutId, Item::ProcessorTransactionId])
        .update_columns([Item::PaymentId])
        .to_owned();
    for chunk in items.chunks(400) {
        payout_item::Entity::insert_many(chunk.iter().cloned().map(IntoActiveModel::into_active_model))
            .on_conflict(conflict.clone())
            .exec_without_returning(txn)
            .await?;
    }
    Ok(())
}

/// The items of several deposits.
pub async fn items(
    connection: &impl ConnectionTrait,
    payouts: &[Uuid],
) -> Stored<HashMap<Uuid, Vec<payout_item::Model>>> {
    let rows = payout_item::Entity::find()
        .filter(payout_item::Column::PayoutId.is_in(payouts.iter().copied()))
        .order_by_asc(payout_item::Column::ProcessorTransactionId)
        .all(connection)
        .await?;
    let mut items: HashMap<Uuid, Vec<payout_item::Model>> = HashMap::new();
    for item in rows {
        items.entry(item.payout_id).or_default().push(item);
    }
    Ok(items)
}

/// The deposits that carry any of these payments.
pub async fn of_payments(
    connection: &impl ConnectionTrait,
    payments: &[Uuid],
) -> Stored<Vec<(payout_item::Model, payout::Model)>> {
    let items = payout_item::Entity::find()
        .filter(payout_item::Column::PaymentId.is_in(payments.iter().copied()))
        .filter(payout_item::Column::Kind.eq("payment"))
        .all(connection)
        .await?;
    let ids = items.iter().map(|item| item.payout_id);
    let payouts = payout::Entity::find().filter(payout::Column::Id.is_in(ids)).all(connection).await?;
    let payouts: HashMap<Uuid, payout::Model> =
        payouts.into_iter().map(|payout| (payout.id, payout)).collect();
    Ok(items
        .into_iter()
        .filter_map(|item| Some((item.clone(), payouts.get(&item.payout_id)?.clone())))
        .collect())
}
