//! Payouts and what they are made of.

use domain::instant::Instant;
use domain::payout::PayoutItemKind;
use std::collections::HashMap;

use domain::id::{PaymentId, PayoutId, PropertyId};
use entity::{payout, payout_item};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, OnConflict, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};

use super::{Cursor, Page, PageRequest, ROW_LOCK, Scope, SortKey, StoreResult, Txn};
use domain::payout::PayoutStatus;

/// What narrows a list.
#[derive(Debug, Clone, Default)]
pub struct PayoutCriteria {
    /// One property.
    pub property: Option<PropertyId>,
    /// These states; empty means all.
    pub statuses: Vec<PayoutStatus>,
}

fn condition(scope: &Scope, filter: &PayoutCriteria) -> Condition {
    let mut all = Condition::all().add(scope.payouts());
    if let Some(property) = filter.property {
        all = all.add(payout::Column::PropertyId.eq(property));
    }
    if !filter.statuses.is_empty() {
        all = all.add(payout::Column::Status.is_in(filter.statuses.iter().map(|status| status.code())));
    }
    all
}

/// A page of payouts, newest first.
pub async fn list(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    filter: &PayoutCriteria,
    page: &PageRequest,
) -> StoreResult<Page<payout::Model>> {
    let column = |column| SimpleExpr::from(Expr::col((payout::Entity, column)));
    let query = payout::Entity::find().filter(condition(scope, filter));
    let (key, id) = (column(payout::Column::CreatedAt), column(payout::Column::Id));
    let rows = page.apply(query, &key, &id, true).all(connection).await?;
    Ok(page
        .to_page(rows, |row| Cursor { key: SortKey::Number(row.created_at.as_millis()), id: row.id.uuid() }))
}

/// How many payouts a list has.
pub async fn count(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    filter: &PayoutCriteria,
) -> StoreResult<u64> {
    Ok(payout::Entity::find().filter(condition(scope, filter)).count(connection).await?)
}

/// One payout. For Propty's own work, and for callers whose scope is asked afterwards.
pub async fn get(connection: &impl ConnectionTrait, id: PayoutId) -> StoreResult<Option<payout::Model>> {
    Ok(payout::Entity::find_by_id(id).one(connection).await?)
}

/// Several payouts within a scope.
pub async fn get_many(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    ids: &[PayoutId],
) -> StoreResult<Vec<payout::Model>> {
    let query =
        payout::Entity::find().filter(scope.payouts()).filter(payout::Column::Id.is_in(ids.iter().copied()));
    Ok(query.all(connection).await?)
}

/// The payout with a processor's id, locked.
pub async fn lock(txn: &Txn, account: &str, processor_id: &str) -> StoreResult<Option<payout::Model>> {
    let query = payout::Entity::find()
        .filter(payout::Column::Account.eq(account))
        .filter(payout::Column::ProcessorPayoutId.eq(processor_id));
    Ok(query.lock(ROW_LOCK).one(txn).await?)
}

/// How often a payout was saved; zero for one that is not known yet.
pub async fn version(
    connection: &impl ConnectionTrait,
    account: &str,
    processor_id: &str,
) -> StoreResult<i64> {
    let query = payout::Entity::find()
        .select_only()
        .column(payout::Column::Version)
        .filter(payout::Column::Account.eq(account))
        .filter(payout::Column::ProcessorPayoutId.eq(processor_id));
    Ok(query.into_tuple().one(connection).await?.unwrap_or_default())
}

/// Items of payouts about these charges that have found no payment.
pub async fn unmatched_items(txn: &Txn, charges: &[String]) -> StoreResult<Vec<payout_item::Model>> {
    let query = payout_item::Entity::find()
        .filter(payout_item::Column::ChargeId.is_in(charges))
        .filter(payout_item::Column::PaymentId.is_null())
        .filter(payout_item::Column::Kind.is_in([
            PayoutItemKind::Payment,
            PayoutItemKind::Refund,
            PayoutItemKind::Dispute,
        ]))
        .order_by_asc(payout_item::Column::ProcessorTransactionId);
    Ok(query.all(txn).await?)
}

/// Gives all items about a charge to its payment.
pub async fn match_items(txn: &Txn, charge: &str, payment: PaymentId) -> StoreResult<()> {
    payout_item::Entity::update_many()
        .col_expr(payout_item::Column::PaymentId, Expr::value(payment))
        .filter(payout_item::Column::ChargeId.eq(charge))
        .exec(txn)
        .await?;
    Ok(())
}

/// Payouts that the processor should have more to say about: those whose day has passed and which have
/// neither arrived nor come back, and those that arrived and whose composition is not complete.
pub async fn due_for_sync(
    connection: &impl ConnectionTrait,
    day: &str,
    updated_before: Instant,
    limit: u64,
) -> StoreResult<Vec<payout::Model>> {
    let in_transit = Condition::all()
        .add(payout::Column::Status.is_in([PayoutStatus::Pending, PayoutStatus::InTransit]))
        .add(payout::Column::ArrivesOn.lt(day));
    let incomplete = Condition::all()
        .add(payout::Column::Status.eq(PayoutStatus::Paid))
        .add(payout::Column::CompositionComplete.eq(false));
    let query = payout::Entity::find()
        .filter(payout::Column::UpdatedAt.lt(updated_before))
        .filter(Condition::any().add(in_transit).add(incomplete))
        .order_by_asc(payout::Column::UpdatedAt)
        .limit(limit);
    Ok(query.all(connection).await?)
}

/// Status of each payout of an account, by its id at the processor.
pub async fn statuses_by_processor_id(
    connection: &impl ConnectionTrait,
    account: &str,
) -> StoreResult<HashMap<String, PayoutStatus>> {
    let rows: Vec<(String, PayoutStatus)> = payout::Entity::find()
        .select_only()
        .column(payout::Column::ProcessorPayoutId)
        .column(payout::Column::Status)
        .filter(payout::Column::Account.eq(account))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The payment that each saved item of a payout has found, by the item's id at the processor.
pub async fn payments_by_item(
    txn: &Txn,
    payout: PayoutId,
) -> StoreResult<HashMap<String, Option<PaymentId>>> {
    let rows: Vec<(String, Option<PaymentId>)> = payout_item::Entity::find()
        .select_only()
        .column(payout_item::Column::ProcessorTransactionId)
        .column(payout_item::Column::PaymentId)
        .filter(payout_item::Column::PayoutId.eq(payout))
        .into_tuple()
        .all(txn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Records that the processor was asked about a payout at an instant and reported nothing new.
pub async fn record_check(txn: &Txn, payout: PayoutId, at: Instant) -> StoreResult<()> {
    payout::Entity::update_many()
        .col_expr(payout::Column::UpdatedAt, Expr::val(at))
        .filter(payout::Column::Id.eq(payout))
        .exec(txn)
        .await?;
    Ok(())
}

/// Inserts or updates a payout and adds the items that are not there yet.
pub async fn save(txn: &Txn, row: payout::Model, items: Vec<payout_item::Model>) -> StoreResult<()> {
    use payout::Column;
    let conflict = OnConflict::columns([Column::Account, Column::ProcessorPayoutId])
        .update_columns([
            Column::Status,
            Column::Amount,
            Column::ArrivesOn,
            Column::CompositionComplete,
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

/// The items of several payouts.
pub async fn items(
    connection: &impl ConnectionTrait,
    payouts: &[PayoutId],
) -> StoreResult<HashMap<PayoutId, Vec<payout_item::Model>>> {
    let rows = payout_item::Entity::find()
        .filter(payout_item::Column::PayoutId.is_in(payouts.iter().copied()))
        .order_by_asc(payout_item::Column::ProcessorTransactionId)
        .all(connection)
        .await?;
    let mut items: HashMap<PayoutId, Vec<payout_item::Model>> = HashMap::new();
    for item in rows {
        items.entry(item.payout_id).or_default().push(item);
    }
    Ok(items)
}

/// The items of one kind in a payout, together; minor units.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct PayoutItemTotal {
    /// The payout.
    pub payout_id: PayoutId,
    /// What they are.
    pub kind: PayoutItemKind,
    /// How many.
    pub count: i64,
    /// Before fees.
    pub gross: i64,
    /// Kept by the processor.
    pub fee: i64,
    /// What they add to the payout.
    pub net: i64,
}

/// What several payouts are made of, by kind.
pub async fn composition(
    connection: &impl ConnectionTrait,
    payouts: &[PayoutId],
) -> StoreResult<HashMap<PayoutId, Vec<PayoutItemTotal>>> {
    use payout_item::Column;
    let sum = |column: Column| SimpleExpr::from(Func::sum(Expr::col(column))).cast_as(Alias::new("bigint"));
    let totals: Vec<PayoutItemTotal> = payout_item::Entity::find()
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
    let mut of: HashMap<PayoutId, Vec<PayoutItemTotal>> = HashMap::new();
    for total in totals {
        of.entry(total.payout_id).or_default().push(total);
    }
    Ok(of)
}

/// The payouts that carry any of these payments, those that came back first: what reads them into a map
/// keeps the one that brought the money.
pub async fn of_payments(
    connection: &impl ConnectionTrait,
    payments: &[PaymentId],
) -> StoreResult<Vec<(payout_item::Model, payout::Model)>> {
    let items = payout_item::Entity::find()
        .filter(payout_item::Column::PaymentId.is_in(payments.iter().copied()))
        .filter(payout_item::Column::Kind.eq(PayoutItemKind::Payment))
        .all(connection)
        .await?;
    let ids = items.iter().map(|item| item.payout_id);
    let payouts = payout::Entity::find().filter(payout::Column::Id.is_in(ids)).all(connection).await?;
    let payouts: HashMap<PayoutId, payout::Model> =
        payouts.into_iter().map(|payout| (payout.id, payout)).collect();
    let mut found: Vec<(payout_item::Model, payout::Model)> = items
        .into_iter()
        .filter_map(|item| Some((item.clone(), payouts.get(&item.payout_id)?.clone())))
        .collect();
    let returned =
        |payout: &payout::Model| matches!(payout.status, PayoutStatus::Failed | PayoutStatus::Canceled);
    found.sort_by_key(|(_, payout)| (!returned(payout), payout.created_at, payout.id));
    Ok(found)
}
