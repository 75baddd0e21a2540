//! Autopays and what they did for each invoice. The ids come from rows that a scope let through, or from
//! Propty's own work.

use domain::autopay::AutopayRunState;
use domain::autopay::AutopayStatus;
use domain::day::Day;
use domain::invoice::InvoiceStatus;
use std::collections::HashMap;

use domain::id::{AutopayId, AutopayRunId, InvoiceId, PaymentId, PropertyId, ResidentId};
use entity::{autopay, autopay_run, invoice};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{ROW_LOCK, StoreResult, Txn};

/// One autopay.
pub async fn get(connection: &impl ConnectionTrait, id: AutopayId) -> StoreResult<Option<autopay::Model>> {
    Ok(autopay::Entity::find_by_id(id).one(connection).await?)
}

/// One autopay, locked until the transaction ends.
pub async fn lock(txn: &Txn, id: AutopayId) -> StoreResult<Option<autopay::Model>> {
    Ok(autopay::Entity::find_by_id(id).lock(ROW_LOCK).one(txn).await?)
}

/// Inserts an autopay or saves all of its row.
pub async fn save(txn: &Txn, row: autopay::Model, new: bool) -> StoreResult<()> {
    if new {
        autopay::Entity::insert(row.into_active_model()).exec_without_returning(txn).await?;
    } else {
        autopay::Entity::update(row.into_active_model().reset_all()).exec(txn).await?;
    }
    Ok(())
}

/// What a resident has in a property and has not ended, locked.
pub async fn lock_live(
    txn: &Txn,
    resident: ResidentId,
    property: PropertyId,
) -> StoreResult<Vec<autopay::Model>> {
    let query = autopay::Entity::find()
        .filter(autopay::Column::ResidentId.eq(resident))
        .filter(autopay::Column::PropertyId.eq(property))
        .filter(autopay::Column::Status.ne(AutopayStatus::Ended))
        .order_by_asc(autopay::Column::Id)
        .lock(ROW_LOCK);
    Ok(query.all(txn).await?)
}

/// The autopays of some residents, the newest first.
pub async fn of_residents(
    connection: &impl ConnectionTrait,
    residents: &[ResidentId],
) -> StoreResult<Vec<autopay::Model>> {
    let query = autopay::Entity::find()
        .filter(autopay::Column::ResidentId.is_in(residents.iter().copied()))
        .order_by_desc(autopay::Column::CreatedAt)
        .order_by_desc(autopay::Column::Id);
    Ok(query.all(connection).await?)
}

/// Everything with a status, the oldest first.
pub async fn ids_with_status(
    connection: &impl ConnectionTrait,
    status: AutopayStatus,
) -> StoreResult<Vec<AutopayId>> {
    let query = autopay::Entity::find()
        .select_only()
        .column(autopay::Column::Id)
        .filter(autopay::Column::Status.eq(status))
        .order_by_asc(autopay::Column::CreatedAt);
    Ok(query.into_tuple().all(connection).await?)
}

/// Ended ones whose payment method the processor still has.
pub async fn detach_pending(
    connection: &impl ConnectionTrait,
    limit: u64,
) -> StoreResult<Vec<autopay::Model>> {
    let query = autopay::Entity::find()
        .filter(autopay::Column::Status.eq(AutopayStatus::Ended))
        .filter(autopay::Column::DetachPending.eq(true))
        .limit(limit);
    Ok(query.all(connection).await?)
}

/// The autopay that is saved on a page of an account.
pub async fn by_session(
    connection: &impl ConnectionTrait,
    account: &str,
    session: &str,
) -> StoreResult<Option<autopay::Model>> {
    let query = autopay::Entity::find()
        .filter(autopay::Column::Account.eq(account))
        .filter(autopay::Column::SessionId.eq(session));
    Ok(query.one(connection).await?)
}

/// The active autopay that charges a payment method of an account.
pub async fn by_payment_method(
    connection: &impl ConnectionTrait,
    account: &str,
    method: &str,
) -> StoreResult<Option<autopay::Model>> {
    let query = autopay::Entity::find()
        .filter(autopay::Column::Account.eq(account))
        .filter(autopay::Column::PaymentMethodId.eq(method))
        .filter(autopay::Column::Status.eq(AutopayStatus::Active));
    Ok(query.one(connection).await?)
}

/// Open invoices addressed to a resident in a property, the oldest due first.
pub async fn open_invoices(
    connection: &impl ConnectionTrait,
    resident: ResidentId,
    property: PropertyId,
) -> StoreResult<Vec<invoice::Model>> {
    let query = invoice::Entity::find()
        .filter(invoice::Column::PropertyId.eq(property))
        .filter(invoice::Column::ResidentId.eq(resident))
        .filter(invoice::Column::Status.eq(InvoiceStatus::Open))
        .filter(invoice::Column::Balance.gt(0))
        .order_by_asc(invoice::Column::DueOn)
        .order_by_asc(invoice::Column::Id);
    Ok(query.all(connection).await?)
}

/// What an autopay did so far.
pub async fn runs(
    connection: &impl ConnectionTrait,
    autopay: AutopayId,
) -> StoreResult<Vec<autopay_run::Model>> {
    let query = autopay_run::Entity::find()
        .filter(autopay_run::Column::AutopayId.eq(autopay))
        .order_by_asc(autopay_run::Column::CreatedAt)
        .order_by_asc(autopay_run::Column::Id);
    Ok(query.all(connection).await?)
}

/// One run.
pub async fn run(
    connection: &impl ConnectionTrait,
    id: AutopayRunId,
) -> StoreResult<Option<autopay_run::Model>> {
    Ok(autopay_run::Entity::find_by_id(id).one(connection).await?)
}

/// The run whose last try is a payment.
pub async fn run_of_payment(
    connection: &impl ConnectionTrait,
    payment: PaymentId,
) -> StoreResult<Option<autopay_run::Model>> {
    let query = autopay_run::Entity::find().filter(autopay_run::Column::PaymentId.eq(payment));
    Ok(query.one(connection).await?)
}

/// The day on which each of several invoices will be charged, for those that will be.
pub async fn charge_dates(
    connection: &impl ConnectionTrait,
    invoices: &[InvoiceId],
) -> StoreResult<HashMap<InvoiceId, Day>> {
    let rows = autopay_run::Entity::find()
        .filter(autopay_run::Column::InvoiceId.is_in(invoices.iter().copied()))
        .filter(autopay_run::Column::State.eq(AutopayRunState::Noticed))
        .all(connection)
        .await?;
    let ids = rows.iter().map(|row| row.autopay_id);
    let active: Vec<AutopayId> = autopay::Entity::find()
        .select_only()
        .column(autopay::Column::Id)
        .filter(autopay::Column::Id.is_in(ids))
        .filter(autopay::Column::Status.eq(AutopayStatus::Active))
        .into_tuple()
        .all(connection)
        .await?;
    let rows = rows.into_iter().filter(|row| active.contains(&row.autopay_id));
    Ok(rows.map(|row| (row.invoice_id, row.charge_on)).collect())
}

/// Inserts a run or saves all of its row.
pub async fn save_run(txn: &Txn, row: autopay_run::Model, new: bool) -> StoreResult<()> {
    if new {
        autopay_run::Entity::insert(row.into_active_model()).exec_without_returning(txn).await?;
    } else {
        autopay_run::Entity::update(row.into_active_model().reset_all()).exec(txn).await?;
    }
    Ok(())
}
