//! Refunds and disputes of payments.

use domain::instant::Instant;
use domain::refund::{DisputeStage, RefundStatus};
use std::collections::HashMap;

use domain::id::{DisputeId, PaymentId, RefundId};
use entity::{dispute, refund};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{ROW_LOCK, StoreResult, Txn};

/// One refund. For Propty's own work: the id is the authority.
pub async fn get(connection: &impl ConnectionTrait, id: RefundId) -> StoreResult<Option<refund::Model>> {
    Ok(refund::Entity::find_by_id(id).one(connection).await?)
}

/// One dispute. For Propty's own work: the id is the authority.
pub async fn get_dispute(
    connection: &impl ConnectionTrait,
    id: DisputeId,
) -> StoreResult<Option<dispute::Model>> {
    Ok(dispute::Entity::find_by_id(id).one(connection).await?)
}

/// One refund, locked until the transaction ends.
pub async fn lock(txn: &Txn, id: RefundId) -> StoreResult<Option<refund::Model>> {
    Ok(refund::Entity::find_by_id(id).lock(ROW_LOCK).one(txn).await?)
}

/// The refunds of payments that a scope let through, the oldest first.
pub async fn of_payments(
    connection: &impl ConnectionTrait,
    payments: &[PaymentId],
) -> StoreResult<HashMap<PaymentId, Vec<refund::Model>>> {
    let rows = refund::Entity::find()
        .filter(refund::Column::PaymentId.is_in(payments.iter().copied()))
        .order_by_asc(refund::Column::CreatedAt)
        .order_by_asc(refund::Column::Id)
        .all(connection)
        .await?;
    let mut refunds: HashMap<PaymentId, Vec<refund::Model>> = HashMap::new();
    for row in rows {
        refunds.entry(row.payment_id).or_default().push(row);
    }
    Ok(refunds)
}

/// The disputes of payments that a scope let through, the oldest first.
pub async fn disputes_of_payments(
    connection: &impl ConnectionTrait,
    payments: &[PaymentId],
) -> StoreResult<HashMap<PaymentId, Vec<dispute::Model>>> {
    let rows = dispute::Entity::find()
        .filter(dispute::Column::PaymentId.is_in(payments.iter().copied()))
        .order_by_asc(dispute::Column::CreatedAt)
        .order_by_asc(dispute::Column::Id)
        .all(connection)
        .await?;
    let mut disputes: HashMap<PaymentId, Vec<dispute::Model>> = HashMap::new();
    for row in rows {
        disputes.entry(row.payment_id).or_default().push(row);
    }
    Ok(disputes)
}

/// Inserts a refund or saves all of its row.
pub async fn save(txn: &Txn, row: refund::Model, new: bool) -> StoreResult<()> {
    if new {
        refund::Entity::insert(row.into_active_model()).exec_without_returning(txn).await?;
    } else {
        refund::Entity::update(row.into_active_model().reset_all()).exec(txn).await?;
    }
    Ok(())
}

/// Inserts a dispute or saves all of its row.
pub async fn save_dispute(txn: &Txn, row: dispute::Model, new: bool) -> StoreResult<()> {
    if new {
        dispute::Entity::insert(row.into_active_model()).exec_without_returning(txn).await?;
    } else {
        dispute::Entity::update(row.into_active_model().reset_all()).exec(txn).await?;
    }
    Ok(())
}

/// Refunds that were decided before an instant and that the processor has not confirmed.
pub async fn requested_before(
    connection: &impl ConnectionTrait,
    before: Instant,
    limit: u64,
) -> StoreResult<Vec<refund::Model>> {
    let query = refund::Entity::find()
        .filter(refund::Column::Status.eq(RefundStatus::Requested))
        .filter(refund::Column::UpdatedAt.lt(before))
        .order_by_asc(refund::Column::UpdatedAt)
        .limit(limit);
    Ok(query.all(connection).await?)
}

/// Status of each refund of an account that the processor knows, by its id there.
pub async fn statuses_by_processor_id(
    connection: &impl ConnectionTrait,
    account: &str,
) -> StoreResult<HashMap<String, RefundStatus>> {
    let rows: Vec<(Option<String>, RefundStatus)> = refund::Entity::find()
        .select_only()
        .column(refund::Column::ProcessorRefundId)
        .column(refund::Column::Status)
        .filter(refund::Column::Account.eq(account))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(|(id, status)| Some((id?, status))).collect())
}

/// Stage and what is withdrawn of each dispute of an account, by its id at the processor.
pub async fn disputes_by_processor_id(
    connection: &impl ConnectionTrait,
    account: &str,
) -> StoreResult<HashMap<String, (DisputeStage, i64)>> {
    let rows: Vec<(String, DisputeStage, i64)> = dispute::Entity::find()
        .select_only()
        .column(dispute::Column::ProcessorDisputeId)
        .column(dispute::Column::Stage)
        .column(dispute::Column::Withdrawn)
        .filter(dispute::Column::Account.eq(account))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(id, stage, withdrawn)| (id, (stage, withdrawn))).collect())
}
