//! Payments and how they are spread over invoices.

use std::collections::HashMap;

use domain::id::Uuid;
use domain::payment::Status;
use entity::{invoice, payment, payment_allocation, resident};
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::invoices::{Bucket, summed};
use super::words::Word;
use super::{Cursor, Page, ROW_LOCK, Scope, Slice, SortKey, Stored, Txn};

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
pub struct Filter {
    /// One property.
    pub property: Option<Uuid>,
    /// These states; empty means all.
    pub statuses: Vec<Status>,
}

fn narrowed(scope: &Scope, filter: &Filter) -> Condition {
    let mut all = Condition::all().add(scope.payments());
    if let Some(property) = filter.property {
        all = all.add(payment::Column::PropertyId.eq(property));
    }
    if !filter.statuses.is_empty() {
        all = all.add(payment::Column::Status.is_in(filter.statuses.iter().map(|status| status.word())));
    }
    all
}

/// A page of payments, newest first.
pub async fn list(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    filter: &Filter,
    page: &Page,
) -> Stored<Slice<PaymentRow>> {
    let column = |column: payment::Column| SimpleExpr::from(Expr::col((payment::Entity, column)));
    let query = payment::Entity::find().find_also_related(resident::Entity).filter(narrowed(scope, filter));
    let rows = page
        .apply(query, &column(payment::Column::CreatedAt), &column(payment::Column::Id), true)
        .all(connection)
        .await?;
    let rows: Vec<PaymentRow> =
        rows.into_iter().map(|(payment, resident)| PaymentRow { payment, resident }).collect();
    Ok(page.slice(rows, |row| Cursor { key: SortKey::Number(row.payment.created_at), id: row.payment.id }))
}

/// How many payments a list has.
pub async fn count(connection: &impl ConnectionTrait, scope: &Scope, filter: &Filter) -> Stored<u64> {
    Ok(payment::Entity::find().filter(narrowed(scope, filter)).count(connection).await?)
}

/// One payment.
pub async fn get(connection: &impl ConnectionTrait, scope: &Scope, id: Uuid) -> Stored<Option<PaymentRow>> {
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
    ids: &[Uuid],
) -> Stored<Vec<PaymentRow>> {
    let rows = payment::Entity::find()
        .find_also_related(resident::Entity)
        .filter(scope.payments())
        .filter(payment::Column::Id.is_in(ids.iter().copied()))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(payment, resident)| PaymentRow { payment, resident }).collect())
}

/// One payment, locked until the transaction ends. For Propty's own work: the id is the authority.
pub async fn lock(txn: &Txn, id: Uuid) -> Stored<Option<payment::Model>> {
    Ok(payment::Entity::find_by_id(id).lock(ROW_LOCK).one(txn).await?)
}

/// The payment behind a hosted page of an account.
pub async fn find_by_session(
    connection: &impl ConnectionTrait,
    account: &str,
    session: &str,
) -> Stored<Option<payment::Model>> {
    let query = payment::Entity::find()
        .filter(payment::Column::Account.eq(account))
        .filter(payment::Column::SessionId.eq(session));
    Ok(query.one(connection).await?)
}

/// The payment behind an intent of an account.
pub async fn find_by_intent(
    connection: &impl ConnectionTrait,
    account: &str,
    intent: &str,
) -> Stored<Option<payment::Model>> {
    let query = payment::Entity::find()
        .filter(payment::Column::Account.eq(account))
        .filter(payment::Column::IntentId.eq(intent));
    Ok(query.one(connection).await?)
}

/// Payments of an account by their charges.
pub async fn ids_by_charge(
    connection: &impl ConnectionTrait,
    account: &str,
    charges: &[String],
) -> Stored<HashMap<String, Uuid>> {
    let rows: Vec<(Option<String>, Uuid)> = payment::Entity::find()
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

/// Attempts under way that the processor was not asked about since an instant: what a lost event left behind.
pub async fn waiting_since(
    connection: &impl ConnectionTrait,
    before: i64,
    most: u64,
) -> Stored<Vec<payment::Model>> {
    let query = payment::Entity::find()
        .filter(payment::Column::Status.is_in(["open", "processing", "created"]))
        .filter(payment::Column::SessionId.is_not_null())
        .filter(payment::Column::Parked.is_null())
        .filter(payment::Column::UpdatedAt.lt(before))
        .order_by_asc(payment::Column::UpdatedAt)
        .limit(most);
    Ok(query.all(connection).await?)
}

/// Attempts under way on an account, the oldest first.
pub async fn under_way(connection: &impl ConnectionTrait, account: &str, most: u64) -> Stored<Vec<Uuid>> {
    let query = payment::Entity::find()
        .select_only()
        .column(payment::Column::Id)
        .filter(payment::Column::Account.eq(account))
        .filter(payment::Column::Status.is_in(["open", "processing"]))
        .filter(payment::Column::Parked.is_null())
        .order_by_asc(payment::Column::CreatedAt)
        .limit(most);
    Ok(query.into_tuple().all(connection).await?)
}

/// Inserts a payment with its shares.
pub async fn insert(
    txn: &Txn,
    payment: payment::Model,
    shares: Vec<payment_allocation::Model>,
) -> Stored<()> {
    payment::Entity::insert(payment.into_active_model()).exec(txn).await?;
    payment_allocation::Entity::insert_many(shares.into_iter().map(IntoActiveModel::into_active_model))
        .exec(txn)
        .await?;
    Ok(())
}

/// Saves a new status and whatever `change` sets, and raises the version.
pub async fn save(
    txn: &Txn,
    row: payment::Model,
    status: Status,
    now: i64,
    change: impl FnOnce(&mut payment::ActiveModel),
) -> Stored<payment::Model> {
    let version = row.version.saturating_add(1);
    let mut active = row.into_active_model();
    active.status = Set(status.word().to_owned());
    active.version = Set(version);
    active.updated_at = Set(now);
    change(&mut active);
    Ok(active.update(txn).await?)
}

/// Frees or holds the invoices of a payment.
pub async fn set_active(txn: &Txn, payment: Uuid, active: bool) -> Stored<()> {
    payment_allocation::Entity::update_many()
        .col_expr(payment_allocation::Column::Active, Expr::val(active))
        .filter(payment_allocation::Column::PaymentId.eq(payment))
        .exec(txn)
        .await?;
    Ok(())
}

/// The shares of one payment.
pub async fn shares(
    connection: &impl ConnectionTrait,
    payment: Uuid,
) -> Stored<Vec<payment_allocation::Model>> {
    let query = payment_allocation::Entity::find()
        .filter(payment_allocation::Column::PaymentId.eq(payment))
        .order_by_asc(payment_allocation::Column::InvoiceId);
    Ok(query.all(connection).await?)
}

/// The shares of several payments.
pub async fn shares_of_many(
    connection: &impl ConnectionTrait,
    payments: &[Uuid],
) -> Stored<HashMap<Uuid, Vec<payment_allocation::Model>>> {
    let rows = payment_allocation::Entity::find()
        .filter(payment_allocation::Column::PaymentId.is_in(payments.iter().copied()))
        .order_by_asc(payment_allocation::Column::InvoiceId)
        .all(connection)
        .await?;
    let mut shares: HashMap<Uuid, Vec<payment_allocation::Model>> = HashMap::new();
    for share in rows {
        shares.entry(share.payment_id).or_default().push(share);
    }
    Ok(shares)
}

/// Payments of several invoices with the share of each, oldest first. The ids come from rows that a scope
/// let through.
pub async fn of_invoices(
    connection: &impl ConnectionTrait,
    invoices: &[Uuid],
) -> Stored<HashMap<Uuid, Vec<(PaymentRow, payment_allocation::Model)>>> {
    let rows = payment_allocation::Entity::find()
        .find_also_related(payment::Entity)
        .filter(payment_allocation::Column::InvoiceId.is_in(invoices.iter().copied()))
        .order_by_asc(payment::Column::CreatedAt)
        .order_by_asc(payment::Column::Id)
        .all(connection)
        .await?;
    let mut ids: Vec<Uuid> = rows.iter().filter_map(|(_, payment)| payment.as_ref()?.resident_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let residents: HashMap<Uuid, resident::Model> = resident::Entity::find()
        .filter(resident::Column::Id.is_in(ids))
        .all(connection)
        .await?
        .into_iter()
        .map(|resident| (resident.id, resident))
        .collect();
    let mut payments: HashMap<Uuid, Vec<(PaymentRow, payment_allocation::Model)>> = HashMap::new();
    for (share, payment) in rows {
        if let Some(payment) = payment {
            let resident = payment.resident_id.and_then(|id| residents.get(&id).cloned());
            payments.entry(share.invoice_id).or_default().push((PaymentRow { payment, resident }, share));
        }
    }
    Ok(payments)
}

/// The attempts that hold any of these invoices.
pub async fn holding(txn: &Txn, invoices: &[Uuid]) -> Stored<Vec<payment::Model>> {
    let held = payment_allocation::Entity::find()
        .find_also_related(payment::Entity)
        .filter(payment_allocation::Column::InvoiceId.is_in(invoices.iter().copied()))
        .filter(payment_allocation::Column::Active.eq(true))
        .all(txn)
        .await?;
    let mut payments: Vec<payment::Model> = held.into_iter().filter_map(|(_, payment)| payment).collect();
    payments.sort_by_key(|payment| payment.id);
    payments.dedup_by_key(|payment| payment.id);
    Ok(payments)
}

/// Count and sum of transfers on their way, per currency.
pub async fn processing(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    property: Option<Uuid>,
) -> Stored<Vec<Bucket>> {
    let filter = Filter { property, statuses: vec![Status::Processing] };
    let query = payment::Entity::find().filter(narrowed(scope, &filter));
    let column = |column| Expr::col((payment::Entity, column));
    let (currency, amount) = (column(payment::Column::Currency), column(payment::Column::Amount));
    Ok(summed(query, currency, amount).all(connection).await?)
}

/// Count and sum of what came from an instant on, per currency.
pub async fn received_since(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    property: Option<Uuid>,
    since: i64,
) -> Stored<Vec<Bucket>> {
    let filter = Filter { property, statuses: vec![Status::Succeeded] };
    let query = payment::Entity::find()
        .filter(narrowed(scope, &filter))
        .filter(payment::Column::SucceededAt.gte(since));
    let column = |column| Expr::col((payment::Entity, column));
    let (currency, amount) = (column(payment::Column::Currency), column(payment::Column::Amount));
    Ok(summed(query, currency, amount).all(connection).await?)
}

/// The invoices a payment pays, in the order of their due dates.
pub async fn invoices_of(
    connection: &impl ConnectionTrait,
    payment: Uuid,
) -> Stored<Vec<(payment_allocation::Model, invoice::Model)>> {
    let rows = payment_allocation::Entity::find()
        .find_also_related(invoice::Entity)
        .filter(payment_allocation::Column::PaymentId.eq(payment))
        .order_by_asc(invoice::Column::DueOn)
        .order_by_asc(invoice::Column::Id)
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(|(share, invoice)| Some((share, invoice?))).collect())
}
