//! Payments and how they are spread over invoices.

use domain::instant::Instant;
use domain::payment::PaymentMethod;
use std::collections::HashMap;

use domain::described_enum;
use domain::id::{InvoiceId, PaymentId, PropertyId, ResidentId};
use domain::payment::PaymentStatus;
use entity::{invoice, payment, payment_allocation, resident};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use super::invoices::{CurrencyTotal, total_by_currency};
use super::{Cursor, Page, PageRequest, ROW_LOCK, Scope, SortKey, StoreResult, Txn};

/// A payment with who pays it.
#[derive(Debug, Clone)]
pub struct PaymentRow {
    /// The payment.
    pub payment: payment::Model,
    /// Who pays.
    pub resident: Option<resident::Model>,
}

/// What narrows a list.
#[derive(Debug, Clone, Default)]
pub struct PaymentCriteria {
    /// One property.
    pub property: Option<PropertyId>,
    /// One status, as it is shown.
    pub status: Option<PaymentDisplayStatus>,
}

described_enum! {
    /// Status of a payment, including what became of its money after it was received.
    pub enum PaymentDisplayStatus {
        /// Started; the resident has not paid yet.
        Pending,
        /// A bank transfer is on its way.
        Processing,
        /// Received in full; nothing of it went back.
        Succeeded,
        /// Declined by the bank or the payment processor.
        Failed,
        /// The payment page expired, or the payment was replaced by another one.
        Expired,
        /// Recorded by the team and reversed.
        Reversed,
        /// Part of it was refunded.
        PartiallyRefunded,
        /// All of it was refunded.
        Refunded,
        /// The payer's bank holds the money while a dispute is open.
        Disputed,
        /// The payer's bank took the money back for good; the amount is owed again.
        Returned,
    }
}

/// The status to show for a row; [`PaymentDisplayStatus::filter`] says the same in SQL.
pub fn display_status(row: &payment::Model) -> StoreResult<PaymentDisplayStatus> {
    Ok(match row.status {
        PaymentStatus::Created | PaymentStatus::Open => PaymentDisplayStatus::Pending,
        PaymentStatus::Processing => PaymentDisplayStatus::Processing,
        PaymentStatus::Failed => PaymentDisplayStatus::Failed,
        PaymentStatus::Expired => PaymentDisplayStatus::Expired,
        PaymentStatus::Reversed => PaymentDisplayStatus::Reversed,
        PaymentStatus::Succeeded if row.disputed > 0 => PaymentDisplayStatus::Disputed,
        PaymentStatus::Succeeded if row.returned > 0 => PaymentDisplayStatus::Returned,
        PaymentStatus::Succeeded if row.refunded == 0 => PaymentDisplayStatus::Succeeded,
        PaymentStatus::Succeeded if row.refunded < row.amount.saturating_add(row.fee) => {
            PaymentDisplayStatus::PartiallyRefunded
        }
        PaymentStatus::Succeeded => PaymentDisplayStatus::Refunded,
    })
}

impl PaymentDisplayStatus {
    fn filter(self) -> Condition {
        use payment::Column::{Amount, Disputed, Fee, Refunded, Returned};
        let is = |statuses: &[PaymentStatus]| {
            Condition::all().add(payment::Column::Status.is_in(statuses.iter().copied()))
        };
        let succeeded = || is(&[PaymentStatus::Succeeded]);
        let undisputed = || succeeded().add(Disputed.lte(0)).add(Returned.lte(0));
        let charged = || Expr::col((payment::Entity, Amount)).add(Expr::col((payment::Entity, Fee)));
        let refunded = || Expr::col((payment::Entity, Refunded));
        match self {
            PaymentDisplayStatus::Pending => is(&[PaymentStatus::Created, PaymentStatus::Open]),
            PaymentDisplayStatus::Processing => is(&[PaymentStatus::Processing]),
            PaymentDisplayStatus::Failed => is(&[PaymentStatus::Failed]),
            PaymentDisplayStatus::Expired => is(&[PaymentStatus::Expired]),
            PaymentDisplayStatus::Reversed => is(&[PaymentStatus::Reversed]),
            PaymentDisplayStatus::Disputed => succeeded().add(Disputed.gt(0)),
            PaymentDisplayStatus::Returned => succeeded().add(Disputed.lte(0)).add(Returned.gt(0)),
            PaymentDisplayStatus::Succeeded => undisputed().add(Refunded.eq(0)),
            PaymentDisplayStatus::PartiallyRefunded => {
                undisputed().add(Refunded.ne(0)).add(refunded().lt(charged()))
            }
            PaymentDisplayStatus::Refunded => undisputed().add(refunded().gte(charged())),
        }
    }
}

fn condition(scope: &Scope, filter: &PaymentCriteria) -> Condition {
    let mut all = Condition::all().add(scope.payments());
    if let Some(property) = filter.property {
        all = all.add(payment::Column::PropertyId.eq(property));
    }
    if let Some(status) = filter.status {
        all = all.add(status.filter());
    }
    all
}

/// A page of payments, newest first.
pub async fn list(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    filter: &PaymentCriteria,
    page: &PageRequest,
) -> StoreResult<Page<PaymentRow>> {
    let column = |column: payment::Column| SimpleExpr::from(Expr::col((payment::Entity, column)));
    let query = payment::Entity::find().find_also_related(resident::Entity).filter(condition(scope, filter));
    let rows = page
        .apply(query, &column(payment::Column::CreatedAt), &column(payment::Column::Id), true)
        .all(connection)
        .await?;
    let rows: Vec<PaymentRow> =
        rows.into_iter().map(|(payment, resident)| PaymentRow { payment, resident }).collect();
    Ok(page.to_page(rows, |row| Cursor {
        key: SortKey::Number(row.payment.created_at.as_millis()),
        id: row.payment.id.uuid(),
    }))
}

/// How many payments a list has.
pub async fn count(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    filter: &PaymentCriteria,
) -> StoreResult<u64> {
    Ok(payment::Entity::find().filter(condition(scope, filter)).count(connection).await?)
}

/// One payment.
pub async fn get(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    id: PaymentId,
) -> StoreResult<Option<PaymentRow>> {
    let found = payment::Entity::find_by_id(id)
        .find_also_related(resident::Entity)
        .filter(scope.payments())
        .one(connection)
        .await?;
    Ok(found.map(|(payment, resident)| PaymentRow { payment, resident }))
}

/// Several payments, in no order.
pub async fn get_many(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    ids: &[PaymentId],
) -> StoreResult<Vec<PaymentRow>> {
    let rows = payment::Entity::find()
        .find_also_related(resident::Entity)
        .filter(scope.payments())
        .filter(payment::Column::Id.is_in(ids.iter().copied()))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(payment, resident)| PaymentRow { payment, resident }).collect())
}

/// One payment. For Propty's own work: the id is the authority.
pub async fn find(connection: &impl ConnectionTrait, id: PaymentId) -> StoreResult<Option<payment::Model>> {
    Ok(payment::Entity::find_by_id(id).one(connection).await?)
}

/// One payment, locked until the transaction ends. For Propty's own work: the id is the authority.
pub async fn lock(txn: &Txn, id: PaymentId) -> StoreResult<Option<payment::Model>> {
    Ok(payment::Entity::find_by_id(id).lock(ROW_LOCK).one(txn).await?)
}

/// The payment behind a hosted page of an account.
pub async fn find_by_session(
    connection: &impl ConnectionTrait,
    account: &str,
    session: &str,
) -> StoreResult<Option<payment::Model>> {
    let query = payment::Entity::find()
        .filter(payment::Column::Account.eq(account))
        .filter(payment::Column::SessionId.eq(session));
    Ok(query.one(connection).await?)
}

/// The hosted page of a payment.
pub async fn session_of(connection: &impl ConnectionTrait, id: PaymentId) -> StoreResult<Option<String>> {
    Ok(payment::Entity::find_by_id(id).one(connection).await?.and_then(|row| row.session_id))
}

/// The payment behind an intent of an account.
pub async fn find_by_intent(
    connection: &impl ConnectionTrait,
    account: &str,
    intent: &str,
) -> StoreResult<Option<payment::Model>> {
    let query = payment::Entity::find()
        .filter(payment::Column::Account.eq(account))
        .filter(payment::Column::IntentId.eq(intent));
    Ok(query.one(connection).await?)
}

/// The payment behind a charge of an account.
pub async fn find_by_charge(
    connection: &impl ConnectionTrait,
    account: &str,
    charge: &str,
) -> StoreResult<Option<payment::Model>> {
    let query = payment::Entity::find()
        .filter(payment::Column::Account.eq(account))
        .filter(payment::Column::ChargeId.eq(charge));
    Ok(query.one(connection).await?)
}

/// Payments of an account by their charges.
pub async fn ids_by_charge(
    connection: &impl ConnectionTrait,
    account: &str,
    charges: &[String],
) -> StoreResult<HashMap<String, PaymentId>> {
    let rows: Vec<(Option<String>, PaymentId)> = payment::Entity::find()
        .select_only()
        .column(payment::Column::ChargeId)
        .column(payment::Column::Id)
        .filter(payment::Column::Account.eq(account))
        .filter(payment::Column::ChargeId.is_in(charges.iter().map(String::as_str)))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(|(charge, id)| Some((charge?, id))).collect())
}

/// Payments in progress that the processor was not asked about since an instant, and payments whose fee it has not
/// told yet: what a lost event left behind.
pub async fn due_for_sync(
    connection: &impl ConnectionTrait,
    before: Instant,
    limit: u64,
) -> StoreResult<Vec<payment::Model>> {
    let query = payment::Entity::find()
        .filter(
            Condition::any()
                .add(payment::Column::Status.is_in([
                    PaymentStatus::Open,
                    PaymentStatus::Processing,
                    PaymentStatus::Created,
                ]))
                .add(
                    payment::Column::Status
                        .eq(PaymentStatus::Succeeded)
                        .and(payment::Column::ProcessorFee.is_null())
                        .and(payment::Column::Method.is_in([PaymentMethod::Card, PaymentMethod::Bank])),
                ),
        )
        .filter(payment::Column::SessionId.is_not_null().or(payment::Column::IntentId.is_not_null()))
        .filter(payment::Column::Mismatch.is_null())
        .filter(payment::Column::UpdatedAt.lt(before))
        .order_by_asc(payment::Column::UpdatedAt)
        .limit(limit);
    Ok(query.all(connection).await?)
}

/// Payments in progress on an account, the oldest first.
pub async fn in_progress(
    connection: &impl ConnectionTrait,
    account: &str,
    limit: u64,
) -> StoreResult<Vec<PaymentId>> {
    let query = payment::Entity::find()
        .select_only()
        .column(payment::Column::Id)
        .filter(payment::Column::Account.eq(account))
        .filter(payment::Column::Status.is_in([PaymentStatus::Open, PaymentStatus::Processing]))
        .filter(payment::Column::Mismatch.is_null())
        .order_by_asc(payment::Column::CreatedAt)
        .limit(limit);
    Ok(query.into_tuple().all(connection).await?)
}

/// Inserts a payment with its allocations.
pub async fn insert(
    txn: &Txn,
    payment: payment::Model,
    allocations: Vec<payment_allocation::Model>,
) -> StoreResult<()> {
    payment::Entity::insert(payment.into_active_model()).exec(txn).await?;
    payment_allocation::Entity::insert_many(allocations.into_iter().map(IntoActiveModel::into_active_model))
        .exec(txn)
        .await?;
    Ok(())
}

/// Saves a new status and whatever `change` sets, and raises the version.
pub async fn save(
    txn: &Txn,
    row: payment::Model,
    status: PaymentStatus,
    now: Instant,
    change: impl FnOnce(&mut payment::ActiveModel),
) -> StoreResult<payment::Model> {
    let version = row.version.saturating_add(1);
    let mut active = row.into_active_model();
    active.status = Set(status);
    active.version = Set(version);
    active.updated_at = Set(now);
    change(&mut active);
    Ok(active.update(txn).await?)
}

/// Records that the processor was asked about a payment at an instant and reported nothing new.
pub async fn record_check(txn: &Txn, payment: PaymentId, at: Instant) -> StoreResult<()> {
    payment::Entity::update_many()
        .col_expr(payment::Column::UpdatedAt, Expr::val(at))
        .filter(payment::Column::Id.eq(payment))
        .exec(txn)
        .await?;
    Ok(())
}

/// Frees or holds the invoices of a payment.
pub async fn set_active(txn: &Txn, payment: PaymentId, active: bool) -> StoreResult<()> {
    payment_allocation::Entity::update_many()
        .col_expr(payment_allocation::Column::Active, Expr::val(active))
        .filter(payment_allocation::Column::PaymentId.eq(payment))
        .exec(txn)
        .await?;
    Ok(())
}

/// Saves what is retained of an allocation. Its payment has arrived, so it no longer holds its invoice.
pub async fn save_retained_amount(
    txn: &Txn,
    allocation: payment_allocation::Model,
    retained: i64,
) -> StoreResult<()> {
    let mut active = allocation.into_active_model();
    active.retained_amount = Set(retained);
    active.active = Set(false);
    active.update(txn).await?;
    Ok(())
}

/// What is retained of all payments for each of some invoices, minor units. Their locks make it certain.
pub async fn retained_for_invoices(
    txn: &Txn,
    invoices: &[InvoiceId],
) -> StoreResult<HashMap<InvoiceId, i64>> {
    let allocations = payment_allocation::Entity::find()
        .filter(payment_allocation::Column::InvoiceId.is_in(invoices.iter().copied()))
        .filter(payment_allocation::Column::RetainedAmount.ne(0))
        .all(txn)
        .await?;
    let mut retained: HashMap<InvoiceId, i64> = HashMap::new();
    for allocation in allocations {
        let sum = retained.entry(allocation.invoice_id).or_default();
        *sum = sum.saturating_add(allocation.retained_amount);
    }
    Ok(retained)
}

/// The allocations of one payment.
pub async fn allocations(
    connection: &impl ConnectionTrait,
    payment: PaymentId,
) -> StoreResult<Vec<payment_allocation::Model>> {
    let query = payment_allocation::Entity::find()
        .filter(payment_allocation::Column::PaymentId.eq(payment))
        .order_by_asc(payment_allocation::Column::InvoiceId);
    Ok(query.all(connection).await?)
}

/// The allocations of several payments.
pub async fn allocations_of_payments(
    connection: &impl ConnectionTrait,
    payments: &[PaymentId],
) -> StoreResult<HashMap<PaymentId, Vec<payment_allocation::Model>>> {
    let rows = payment_allocation::Entity::find()
        .filter(payment_allocation::Column::PaymentId.is_in(payments.iter().copied()))
        .order_by_asc(payment_allocation::Column::InvoiceId)
        .all(connection)
        .await?;
    let mut allocations: HashMap<PaymentId, Vec<payment_allocation::Model>> = HashMap::new();
    for allocation in rows {
        allocations.entry(allocation.payment_id).or_default().push(allocation);
    }
    Ok(allocations)
}

/// Payments of several invoices with the allocation of each, oldest first. The ids come from rows that a scope
/// let through.
pub async fn of_invoices(
    connection: &impl ConnectionTrait,
    invoices: &[InvoiceId],
) -> StoreResult<HashMap<InvoiceId, Vec<(PaymentRow, payment_allocation::Model)>>> {
    let rows = payment_allocation::Entity::find()
        .find_also_related(payment::Entity)
        .filter(payment_allocation::Column::InvoiceId.is_in(invoices.iter().copied()))
        .order_by_asc(payment::Column::CreatedAt)
        .order_by_asc(payment::Column::Id)
        .all(connection)
        .await?;
    let mut ids: Vec<ResidentId> =
        rows.iter().filter_map(|(_, payment)| payment.as_ref()?.resident_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let residents: HashMap<ResidentId, resident::Model> = resident::Entity::find()
        .filter(resident::Column::Id.is_in(ids))
        .all(connection)
        .await?
        .into_iter()
        .map(|resident| (resident.id, resident))
        .collect();
    let mut payments: HashMap<InvoiceId, Vec<(PaymentRow, payment_allocation::Model)>> = HashMap::new();
    for (allocation, payment) in rows {
        if let Some(payment) = payment {
            let resident = payment.resident_id.and_then(|id| residents.get(&id).cloned());
            payments
                .entry(allocation.invoice_id)
                .or_default()
                .push((PaymentRow { payment, resident }, allocation));
        }
    }
    Ok(payments)
}

/// The payments that hold any of these invoices.
pub async fn active_for_invoices(txn: &Txn, invoices: &[InvoiceId]) -> StoreResult<Vec<payment::Model>> {
    let held = active_by_invoice(txn, invoices).await?;
    let mut payments: Vec<payment::Model> = held.into_iter().map(|(_, payment)| payment).collect();
    payments.sort_by_key(|payment| payment.id);
    payments.dedup_by_key(|payment| payment.id);
    Ok(payments)
}

/// Which of these invoices is held by which payment.
pub async fn active_by_invoice(
    connection: &impl ConnectionTrait,
    invoices: &[InvoiceId],
) -> StoreResult<Vec<(InvoiceId, payment::Model)>> {
    let held = payment_allocation::Entity::find()
        .find_also_related(payment::Entity)
        .filter(payment_allocation::Column::InvoiceId.is_in(invoices.iter().copied()))
        .filter(payment_allocation::Column::Active.eq(true))
        .all(connection)
        .await?;
    Ok(held.into_iter().filter_map(|(allocation, payment)| Some((allocation.invoice_id, payment?))).collect())
}

/// Count and sum of transfers on their way, per currency.
pub async fn processing_totals(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    property: Option<PropertyId>,
) -> StoreResult<Vec<CurrencyTotal>> {
    let filter = PaymentCriteria { property, status: Some(PaymentDisplayStatus::Processing) };
    let query = payment::Entity::find().filter(condition(scope, &filter));
    let column = |column| Expr::col((payment::Entity, column));
    let (currency, amount) = (column(payment::Column::Currency), column(payment::Column::Amount));
    Ok(total_by_currency(query, currency, amount).all(connection).await?)
}

/// Count and sum of what came from an instant on and was kept, per currency.
pub async fn received_totals_since(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    property: Option<PropertyId>,
    since: Instant,
) -> StoreResult<Vec<CurrencyTotal>> {
    let filter = PaymentCriteria { property, status: None };
    let query = payment::Entity::find()
        .filter(condition(scope, &filter))
        .filter(payment::Column::Status.eq(PaymentStatus::Succeeded))
        .filter(payment::Column::SucceededAt.gte(since));
    let column = |column| Expr::col((payment::Entity, column));
    let currency = column(payment::Column::Currency);
    let back = column(payment::Column::Refunded).add(column(payment::Column::Returned));
    // The fee goes back last of all: what is above the amount was the fee's.
    let amount = column(payment::Column::Amount);
    let lost = Expr::case(back.clone().gt(amount.clone()), amount.clone()).finally(back);
    let amount = amount.sub(lost);
    Ok(total_by_currency(query, currency, amount).all(connection).await?)
}

/// The allocations of a payment with their invoices, the first due first. The invoices are locked until the
/// transaction ends, in the order of their ids.
pub async fn lock_invoices_of(
    txn: &Txn,
    payment: PaymentId,
) -> StoreResult<Vec<(payment_allocation::Model, invoice::Model)>> {
    let mut query = payment_allocation::Entity::find()
        .find_both_related(invoice::Entity)
        .filter(payment_allocation::Column::PaymentId.eq(payment))
        .order_by_asc(payment_allocation::Column::InvoiceId);
    QueryTrait::query(&mut query).lock_with_tables(ROW_LOCK, [invoice::Entity]);
    let mut rows = query.all(txn).await?;
    rows.sort_by_key(|(_, invoice)| (invoice.due_on.0, invoice.id));
    Ok(rows)
}

/// The invoices a payment pays, in the order of their due dates.
pub async fn invoices_of(
    connection: &impl ConnectionTrait,
    payment: PaymentId,
) -> StoreResult<Vec<(payment_allocation::Model, invoice::Model)>> {
    let rows = payment_allocation::Entity::find()
        .find_also_related(invoice::Entity)
        .filter(payment_allocation::Column::PaymentId.eq(payment))
        .order_by_asc(invoice::Column::DueOn)
        .order_by_asc(invoice::Column::Id)
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(|(allocation, invoice)| Some((allocation, invoice?))).collect())
}
