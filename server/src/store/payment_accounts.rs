//! The properties' accounts at the payment processor.

use std::collections::HashMap;

use domain::id::Uuid;
use entity::{payment_account, property};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

use super::{ROW_LOCK, Stored, Txn};

/// The account of a property that a scope let through.
pub async fn of_property(
    connection: &impl ConnectionTrait,
    property: Uuid,
) -> Stored<Option<payment_account::Model>> {
    let query = payment_account::Entity::find().filter(payment_account::Column::PropertyId.eq(property));
    Ok(query.one(connection).await?)
}

/// The accounts of several properties that a scope let through.
pub async fn of_properties(
    connection: &impl ConnectionTrait,
    properties: &[Uuid],
) -> Stored<HashMap<Uuid, payment_account::Model>> {
    let rows = payment_account::Entity::find()
        .filter(payment_account::Column::PropertyId.is_in(properties.iter().copied()))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.property_id, row)).collect())
}

/// The account with a processor's id: which property an event is about is decided by this row alone.
pub async fn by_processor_id(
    connection: &impl ConnectionTrait,
    id: &str,
) -> Stored<Option<payment_account::Model>> {
    let query = payment_account::Entity::find().filter(payment_account::Column::ProcessorAccountId.eq(id));
    Ok(query.one(connection).await?)
}

/// The properties behind accounts, which rows a scope let through name.
pub async fn properties_of(
    connection: &impl ConnectionTrait,
    accounts: &[String],
) -> Stored<HashMap<String, property::Model>> {
    let rows = payment_account::Entity::find()
        .filter(payment_account::Column::ProcessorAccountId.is_in(accounts.iter().map(String::as_str)))
        .all(connection)
        .await?;
    let ids = rows.iter().map(|row| row.property_id);
    let found = property::Entity::find().filter(property::Column::Id.is_in(ids)).all(connection).await?;
    let found: HashMap<Uuid, property::Model> = found.into_iter().map(|row| (row.id, row)).collect();
    let named =
        |row: payment_account::Model| Some((row.processor_account_id?, found.get(&row.property_id)?.clone()));
    Ok(rows.into_iter().filter_map(named).collect())
}

/// Accounts that were not compared with our rows since an instant, the longest ago first.
pub async fn healed_before(
    connection: &impl ConnectionTrait,
    before: i64,
    most: u64,
) -> Stored<Vec<payment_account::Model>> {
    use payment_account::Column;
    let query = payment_account::Entity::find()
        .filter(Column::ProcessorAccountId.is_not_null())
        .filter(Column::Status.ne("disabled"))
        .filter(Column::HealedAt.is_null().or(Column::HealedAt.lt(before)))
        .order_by_asc(Column::HealedAt)
        .limit(most);
    Ok(query.all(connection).await?)
}

/// Notes that an account was compared with our rows.
pub async fn healed(connection: &impl ConnectionTrait, id: Uuid, now: i64) -> Stored<()> {
    payment_account::Entity::update_many()
        .col_expr(payment_account::Column::HealedAt, Expr::val(now))
        .filter(payment_account::Column::Id.eq(id))
        .exec(connection)
        .await?;
    Ok(())
}

/// The account of a property, locked.
pub async fn lock(txn: &Txn, property: Uuid) -> Stored<Option<payment_account::Model>> {
    let query = payment_account::Entity::find().filter(payment_account::Column::PropertyId.eq(property));
    Ok(query.lock(ROW_LOCK).one(txn).await?)
}

/// Inserts or replaces the row of a property.
pub async fn save(txn: &Txn, row: payment_account::Model) -> Stored<()> {
    use payment_account::Column;
    let changed = [
        Column::ProcessorAccountId,
        Column::Status,
        Column::CardReady,
        Column::BankReady,
        Column::RequirementsDue,
        Column::DashboardUrl,
        Column::Livemode,
        Column::UpdatedAt,
    ];
    let conflict =
        sea_orm::sea_query::OnConflict::column(Column::PropertyId).update_columns(changed).to_owned();
    payment_account::Entity::insert(row.into_active_model())
        .on_conflict(conflict)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}
