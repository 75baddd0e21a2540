//! Deposits and what they are made of.

use std::collections::HashMap;

use domain::id::Uuid;
use entity::{payout, payout_item};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, OnConflict, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};

use super::words::Word;
use super::{Cursor, Page, ROW_LOCK, Scope, Slice, SortKey, Stored, Txn};
use domain::payout::PayoutStatus;

/// What narrows a list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// One property.
    pub property: Option<Uuid>,
    /// These states; empty means all.
    pub statuses: Vec<PayoutStatus>,
}

fn narrowed(scope: &Scope, filter: &Filter) -> Condition {
    let mut all = Condition::all().add(scope.payouts());
    if let Some(property) = filter.property {
        all = all.add(payout::Column::PropertyId.eq(property));
    }
    if !filter.statuses.is_empty() {
        all = all.add(payout::Column::Status.is_in(filter.statuses.iter().map(|status| status.word())));
    }
    all
}

/// A page of deposits, newest first.
pub async fn list(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    filter: &Filter,
    page: &Page,
) -> Stored<Slice<payout::Model>> {
    let column = |column| SimpleExpr::from(Expr::col((payout::Entity, column)));
    let query = payout::Entity::find().filter(narrowed(scope, filter));
    let (key, id) = (column(payout::Column::CreatedAt), column(payout::Column::Id));
    let rows = page.apply(query, &key, &id, true).all(connection).await?;
    Ok(page.slice(rows, |row| Cursor { key: SortKey::Number(row.created_at), id: row.id }))
}

/// How many deposits a list has.
pub async fn count(connection: &impl ConnectionTrait, scope: &Scope, filter: &Filter) -> Stored<u64> {
    Ok(payout::Entity::find().filter(narrowed(scope, filter)).count(connection).await?)
}

/// One deposit. For Propty's own work, and for callers whose scope is asked afterwards.
pub async fn get(connection: &impl ConnectionTrait, id: Uuid) -> Stored<Option<payout::Model>> {
    Ok(payout::Entity::find_by_id(id).one(connection).await?)
}

/// Several deposits within a scope.
pub async fn get_many(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    ids: &[Uuid],
) -> Stored<Vec<payout::Model>> {
    let query =
        payout::Entity::find().filter(scope.payouts()).filter(payout::Column::Id.is_in(ids.iter().copied()));
    Ok(query.all(connection).await?)
}

/// The deposit with a processor's id, locked.
pub async fn lock(txn: &Txn, account: &str, processor_id: &str) -> Stored<Option<payout::Model>> {
    let query = payout::Entity::find()
        .filter(payout::Column::Account.eq(account))
        .filter(payout::Column::ProcessorPayoutId.eq(processor_id));
    Ok(query.lock(ROW_LOCK).one(txn).await?)
}

/// How often a deposit was saved; zero for one that is not known yet.
pub async fn version(connection: &impl ConnectionTrait, account: &str, processor_id: &str) -> Stored<i64> {
    let query = payout::Entity::find()
        .select_only()
        .column(payout::Column::Version)
        .filter(payout::Column::Account.eq(account))
        .filter(payout::Column::ProcessorPayoutId.eq(processor_id));
    Ok(query.into_tuple().one(connection).await?.unwrap_or_default())
}

/// Parts of deposits about these charges that have found no payment.
pub async fn unclaimed(txn: &Txn, charges: &[String]) -> Stored<Vec<payout_item::Model>> {
    let query = payout_item::Entity::find()
        .filter(payout_item::Column::ChargeId.is_in(charges))
        .filter(payout_item::Column::PaymentId.is_null())
        .filter(payout_item::Column::Kind.is_in(["payment", "refund", "dispute"]))
        .order_by_asc(payout_item::Column::ProcessorTransactionId);
    Ok(query.all(txn).await?)
}

/// Gives all parts about a charge to its payment.
pub async fn claim(txn: &Txn, charge: &str, payment: Uuid) -> Stored<()> {
    payout_item::Entity::update_many()
        .col_expr(payout_item::Column::PaymentId, Expr::value(payment))
        .filter(payout_item::Column::ChargeId.eq(charge))
        .exec(txn)
        .await?;
    Ok(())
}

/// Deposits that the processor should have more to say about: those whose day has passed and which have
/// neither arrived nor come back, and those that arrived and are not counted.
pub async fn waiting(
    connection: &impl ConnectionTrait,
    day: &str,
    heard_before: i64,
    most: u64,
) -> Stored<Vec<payout::Model>> {
    let under_way = Condition::all()
        .add(payout::Column::Status.is_in(["pending", "in_transit"]))
        .add(payout::Column::ArrivesOn.lt(day));
    let uncounted =
        Condition::all().add(payout::Column::Status.eq("paid")).add(payout::Column::Counted.eq(false));
    let query = payout::Entity::find()
        .filter(payout::Column::UpdatedAt.lt(heard_before))
        .filter(Condition::any().add(under_way).add(uncounted))
        .order_by_asc(payout::Column::UpdatedAt)
        .limit(most);
    Ok(query.all(connection).await?)
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
            Column::Counted,
            Column::Failure,
            Column::FailureCode,
            Column::Version,
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

/// The parts of one kind in a deposit, together; minor units.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Part {
    /// The deposit.
    pub payout_id: Uuid,
    /// What they are.
    pub kind: String,
    /// How many.
    pub count: i64,
    /// Before fees.
    pub gross: i64,
    /// Kept by the processor.
    pub fee: i64,
    /// What they add to the deposit.
    pub net: i64,
}

/// What several deposits are made of, by kind.
pub async fn composition(
    connection: &impl ConnectionTrait,
    payouts: &[Uuid],
) -> Stored<HashMap<Uuid, Vec<Part>>> {
    use payout_item::Column;
    let sum = |column: Column| SimpleExpr::from(Func::sum(Expr::col(column))).cast_as(Alias::new("bigint"));
    let parts: Vec<Part> = payout_item::Entity::find()
        .select_only()
        .column(Column::PayoutId)
        .column(Column::Kind)
        .column_as(Expr::col(Column::ProcessorTransactionId).count(), "count")
        .column_as(sum(Column::Gross), "gross")
        .column_as(sum(Column::Fee), "fee")
        .column_as(sum(Column::Net), "net")
        .filter(Column::PayoutId.is_in(payouts.iter().copied()))
        .group_by(Column::PayoutId)
        .group_by(Column::Kind)
        .into_model()
        .all(connection)
        .await?;
    let mut of: HashMap<Uuid, Vec<Part>> = HashMap::new();
    for part in parts {
        of.entry(part.payout_id).or_default().push(part);
    }
    Ok(of)
}

/// The deposits that carry any of these payments, those that came back first: what reads them into a map
/// keeps the one that brought the money.
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
    let mut found: Vec<(payout_item::Model, payout::Model)> = items
        .into_iter()
        .filter_map(|item| Some((item.clone(), payouts.get(&item.payout_id)?.clone())))
        .collect();
    let came_back = |payout: &payout::Model| matches!(payout.status.as_str(), "failed" | "canceled");
    found.sort_by_key(|(_, payout)| (!came_back(payout), payout.created_at, payout.id));
    Ok(found)
}
