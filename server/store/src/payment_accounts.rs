//! The properties' accounts at the payment processor. A property has one at a time; those it had before stay
//! as history, so that what was paid through them still finds its property.

use domain::instant::Instant;
use domain::payment::PaymentStatus;
use domain::payment_account::{PaymentAccountStatus, RequiredFields};
use std::collections::HashMap;

use domain::id::{PaymentAccountId, PropertyId};
use entity::{payment, payment_account, property};
use sea_orm::sea_query::{Expr, ExprTrait, NullOrdering, OnConflict};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Order,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::{ROW_LOCK, StoreResult, Txn};

/// The account that counts comes first: the one that is linked, else the one that was linked last.
fn newest_first(query: Select<payment_account::Entity>) -> Select<payment_account::Entity> {
    query
        .order_by_with_nulls(payment_account::Column::UnlinkedAt, Order::Desc, NullOrdering::First)
        .order_by_desc(payment_account::Column::CreatedAt)
}

/// The account of a property that a scope let through.
pub async fn of_property(
    connection: &impl ConnectionTrait,
    property: PropertyId,
) -> StoreResult<Option<payment_account::Model>> {
    let query = payment_account::Entity::find().filter(payment_account::Column::PropertyId.eq(property));
    Ok(newest_first(query).one(connection).await?)
}

/// The accounts of several properties that a scope let through.
pub async fn of_properties(
    connection: &impl ConnectionTrait,
    properties: &[PropertyId],
) -> StoreResult<HashMap<PropertyId, payment_account::Model>> {
    let query = payment_account::Entity::find()
        .filter(payment_account::Column::PropertyId.is_in(properties.iter().copied()));
    let mut first = HashMap::new();
    for row in newest_first(query).all(connection).await? {
        first.entry(row.property_id).or_insert(row);
    }
    Ok(first)
}

/// How many accounts a property has had, the linked one included.
pub async fn count(connection: &impl ConnectionTrait, property: PropertyId) -> StoreResult<u64> {
    let query = payment_account::Entity::find().filter(payment_account::Column::PropertyId.eq(property));
    Ok(query.count(connection).await?)
}

/// The account with a processor's id, linked or not: which property an event is about is decided by this row
/// alone.
pub async fn by_processor_id(
    connection: &impl ConnectionTrait,
    id: &str,
) -> StoreResult<Option<payment_account::Model>> {
    let query = payment_account::Entity::find().filter(payment_account::Column::ProcessorAccountId.eq(id));
    Ok(query.one(connection).await?)
}

/// The properties behind accounts, which rows a scope let through name.
pub async fn properties_of(
    connection: &impl ConnectionTrait,
    accounts: &[String],
) -> StoreResult<HashMap<String, property::Model>> {
    let rows = payment_account::Entity::find()
        .filter(payment_account::Column::ProcessorAccountId.is_in(accounts.iter().map(String::as_str)))
        .all(connection)
        .await?;
    let ids = rows.iter().map(|row| row.property_id);
    let found = property::Entity::find().filter(property::Column::Id.is_in(ids)).all(connection).await?;
    let found: HashMap<PropertyId, property::Model> = found.into_iter().map(|row| (row.id, row)).collect();
    let named =
        |row: payment_account::Model| Some((row.processor_account_id?, found.get(&row.property_id)?.clone()));
    Ok(rows.into_iter().filter_map(named).collect())
}

/// Accounts that were not compared with our rows since an instant, the longest ago first.
pub async fn due_for_sync(
    connection: &impl ConnectionTrait,
    before: Instant,
    limit: u64,
) -> StoreResult<Vec<payment_account::Model>> {
    use payment_account::Column;
    let query = payment_account::Entity::find()
        .filter(Column::ProcessorAccountId.is_not_null())
        .filter(Column::Status.ne(PaymentAccountStatus::Disabled))
        .filter(Column::SyncedAt.is_null().or(Column::SyncedAt.lt(before)))
        .order_by_asc(Column::SyncedAt)
        .limit(limit);
    Ok(query.all(connection).await?)
}

/// Records that an account was compared with our rows.
pub async fn mark_synced(
    connection: &impl ConnectionTrait,
    id: PaymentAccountId,
    now: Instant,
) -> StoreResult<()> {
    payment_account::Entity::update_many()
        .col_expr(payment_account::Column::SyncedAt, Expr::val(now))
        .filter(payment_account::Column::Id.eq(id))
        .exec(connection)
        .await?;
    Ok(())
}

/// The account of a property, locked.
pub async fn lock(txn: &Txn, property: PropertyId) -> StoreResult<Option<payment_account::Model>> {
    let query = payment_account::Entity::find().filter(payment_account::Column::PropertyId.eq(property));
    Ok(newest_first(query).lock(ROW_LOCK).one(txn).await?)
}

/// The account with a processor's id, locked.
pub async fn lock_by_processor_id(txn: &Txn, id: &str) -> StoreResult<Option<payment_account::Model>> {
    let query = payment_account::Entity::find().filter(payment_account::Column::ProcessorAccountId.eq(id));
    Ok(query.lock(ROW_LOCK).one(txn).await?)
}

/// Inserts an account, or replaces what is known of it.
pub async fn save(txn: &Txn, row: payment_account::Model) -> StoreResult<()> {
    use payment_account::Column;
    let changed = [
        Column::Status,
        Column::CardReady,
        Column::BankReady,
        Column::RequirementsDue,
        Column::RequirementsDeadline,
        Column::Dashboard,
        Column::Livemode,
        Column::UpdatedAt,
    ];
    let conflict = OnConflict::column(Column::ProcessorAccountId).update_columns(changed).to_owned();
    payment_account::Entity::insert(row.into_active_model())
        .on_conflict(conflict)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// Ends our access to an account: it stays as history and takes no more payments.
pub async fn unlink(
    txn: &Txn,
    row: payment_account::Model,
    status: PaymentAccountStatus,
    now: Instant,
) -> StoreResult<()> {
    let mut active = row.into_active_model();
    active.status = Set(status);
    active.card_ready = Set(false);
    active.bank_ready = Set(false);
    active.requirements_due = Set(RequiredFields::default());
    active.requirements_deadline = Set(None);
    active.unlinked_at = Set(Some(now));
    active.updated_at = Set(now);
    active.update(txn).await?;
    Ok(())
}

/// The payments on an account that residents can still pay.
pub async fn open_payments(connection: &impl ConnectionTrait, id: &str) -> StoreResult<Vec<payment::Model>> {
    let query = payment::Entity::find()
        .filter(payment::Column::Account.eq(id))
        .filter(payment::Column::Status.is_in([PaymentStatus::Created, PaymentStatus::Open]))
        .order_by(Expr::col((payment::Entity, payment::Column::Id)), Order::Asc);
    Ok(query.all(connection).await?)
}
