//! What the last check of each property's money found, and what such a check reads.

use domain::instant::Instant;
use domain::payment::PaymentStatus;
use domain::payout::{PayoutItemKind, PayoutStatus};
use std::collections::HashMap;

use domain::id::{PropertyId, Uuid};
use entity::{payment, payment_account, payout, reconciliation};

use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Statement,
};

use super::{StoreResult, Txn};

/// Keeps what a check found.
pub async fn save(txn: &Txn, row: reconciliation::Model) -> StoreResult<()> {
    use reconciliation::Column;
    let changed = [
        Column::CheckedAt,
        Column::Clearing,
        Column::Available,
        Column::Pending,
        Column::InTransit,
        Column::Found,
        Column::Findings,
    ];
    let conflict = OnConflict::column(Column::PropertyId).update_columns(changed).to_owned();
    reconciliation::Entity::insert(row.into_active_model())
        .on_conflict(conflict)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// The last checks of several properties that a scope let through.
pub async fn of_properties(
    connection: &impl ConnectionTrait,
    properties: &[PropertyId],
) -> StoreResult<HashMap<PropertyId, reconciliation::Model>> {
    let query = reconciliation::Entity::find()
        .filter(reconciliation::Column::PropertyId.is_in(properties.iter().copied()));
    Ok(query.all(connection).await?.into_iter().map(|row| (row.property_id, row)).collect())
}

/// Properties with an account at the processor, opened before an instant, that were not checked since then.
pub async fn due_properties(
    connection: &impl ConnectionTrait,
    before: Instant,
    limit: u64,
) -> StoreResult<Vec<PropertyId>> {
    use payment_account::Column;
    let lately = Query::select()
        .column(reconciliation::Column::PropertyId)
        .from(reconciliation::Entity)
        .and_where(Expr::col(reconciliation::Column::CheckedAt).gte(before))
        .to_owned();
    let query = payment_account::Entity::find()
        .select_only()
        .column(Column::PropertyId)
        .filter(Column::ProcessorAccountId.is_not_null())
        .filter(Column::CreatedAt.lt(before))
        .filter(Column::PropertyId.not_in_subquery(lately))
        .order_by_asc(Column::PropertyId)
        .limit(limit);
    Ok(query.into_tuple().all(connection).await?)
}

/// Payments of a property that do not match the processor.
pub async fn mismatched_payments(
    connection: &impl ConnectionTrait,
    property: PropertyId,
    limit: u64,
) -> StoreResult<Vec<payment::Model>> {
    let query = payment::Entity::find()
        .filter(payment::Column::PropertyId.eq(property))
        .filter(payment::Column::Mismatch.is_not_null())
        .order_by_desc(payment::Column::CreatedAt)
        .limit(limit);
    Ok(query.all(connection).await?)
}

/// Transfers of a property that should have settled before a day.
pub async fn overdue_transfers(
    connection: &impl ConnectionTrait,
    property: PropertyId,
    day: &str,
    limit: u64,
) -> StoreResult<Vec<payment::Model>> {
    let query = payment::Entity::find()
        .filter(payment::Column::PropertyId.eq(property))
        .filter(payment::Column::Status.eq(PaymentStatus::Processing))
        .filter(payment::Column::Mismatch.is_null())
        .filter(payment::Column::ExpectedBy.lt(day))
        .order_by_asc(payment::Column::ExpectedBy)
        .limit(limit);
    Ok(query.all(connection).await?)
}

/// Two amounts of one object that should be the same; minor units.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Difference {
    /// The payment or the payout.
    pub id: Uuid,
    /// What our row says.
    pub ours: i64,
    /// What the processor says.
    pub theirs: i64,
}

/// Payments whose fee in the payout that paid them out is another than the one posted.
pub async fn fee_differences(
    connection: &impl ConnectionTrait,
    property: PropertyId,
    limit: u64,
) -> StoreResult<Vec<Difference>> {
    let sql = format!(
        "SELECT p.id AS id, p.processor_fee AS ours, i.fee AS theirs FROM payments p \
               JOIN payout_items i ON i.payment_id = p.id AND i.kind = '{}' \
               WHERE p.property_id = $1 AND p.processor_fee IS NOT NULL AND p.processor_fee <> i.fee \
               ORDER BY p.id LIMIT $2",
        PayoutItemKind::Payment
    );
    differences(connection, &sql, property, limit).await
}

/// Payouts whose parts don't add up to their amount.
pub async fn unexplained_payouts(
    connection: &impl ConnectionTrait,
    property: PropertyId,
    limit: u64,
) -> StoreResult<Vec<Difference>> {
    let sql = "SELECT o.id AS id, o.amount AS ours, CAST(COALESCE(SUM(i.net), 0) AS bigint) AS theirs \
               FROM payouts o LEFT JOIN payout_items i ON i.payout_id = o.id \
               WHERE o.property_id = $1 AND o.composition_complete GROUP BY o.id, o.amount \
               HAVING o.amount <> COALESCE(SUM(i.net), 0) ORDER BY o.id LIMIT $2";
    differences(connection, sql, property, limit).await
}

async fn differences(
    connection: &impl ConnectionTrait,
    sql: &str,
    property: PropertyId,
    limit: u64,
) -> StoreResult<Vec<Difference>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = [property.into(), limit.into()];
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    Ok(Difference::find_by_statement(statement).all(connection).await?)
}

/// Payouts that came back, unless a later one has arrived since.
pub async fn failed_payouts(
    connection: &impl ConnectionTrait,
    property: PropertyId,
    limit: u64,
) -> StoreResult<Vec<payout::Model>> {
    use payout::Column;
    let of_property = payout::Entity::find().filter(Column::PropertyId.eq(property));
    let arrived = of_property.clone().filter(Column::Status.eq(PayoutStatus::Paid));
    let arrived = arrived.order_by_desc(Column::CreatedAt).one(connection).await?;
    let query = of_property
        .filter(Column::Status.eq(PayoutStatus::Failed))
        .apply_if(arrived, |query, row| query.filter(Column::CreatedAt.gte(row.created_at)))
        .order_by_desc(Column::CreatedAt)
        .limit(limit);
    Ok(query.all(connection).await?)
}

/// Payouts of a property that were made and have neither arrived nor come back.
pub async fn payouts_in_transit(
    connection: &impl ConnectionTrait,
    property: PropertyId,
) -> StoreResult<Vec<payout::Model>> {
    let in_transit = Condition::any()
        .add(payout::Column::Status.eq(PayoutStatus::Pending))
        .add(payout::Column::Status.eq(PayoutStatus::InTransit));
    let query = payout::Entity::find().filter(payout::Column::PropertyId.eq(property)).filter(in_transit);
    Ok(query.all(connection).await?)
}
