//! Periods whose books were closed or reopened, with the balances they ended with.

use domain::bookkeeping::PeriodClosingKind;
use std::collections::HashMap;

use domain::id::{PeriodClosingId, PropertyId};
use entity::{period_balance, period_closing, property};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder,
};

use super::{StoreResult, Txn};

/// Closings and reopenings of several properties, the latest first.
pub async fn of_properties(
    connection: &impl ConnectionTrait,
    properties: &[PropertyId],
) -> StoreResult<HashMap<PropertyId, Vec<period_closing::Model>>> {
    let rows = period_closing::Entity::find()
        .filter(period_closing::Column::PropertyId.is_in(properties.iter().copied()))
        .order_by_desc(period_closing::Column::Sequence)
        .all(connection)
        .await?;
    let mut of: HashMap<PropertyId, Vec<period_closing::Model>> = HashMap::new();
    for row in rows {
        of.entry(row.property_id).or_default().push(row);
    }
    Ok(of)
}

/// The closings of a property, without the reopenings, the oldest first.
pub async fn closings(
    connection: &impl ConnectionTrait,
    property: PropertyId,
) -> StoreResult<Vec<period_closing::Model>> {
    let query = period_closing::Entity::find()
        .filter(period_closing::Column::PropertyId.eq(property))
        .filter(period_closing::Column::Kind.eq(PeriodClosingKind::Closed))
        .order_by_asc(period_closing::Column::Sequence);
    Ok(query.all(connection).await?)
}

/// How often a property's books were closed or reopened.
pub async fn count(connection: &impl ConnectionTrait, property: PropertyId) -> StoreResult<u64> {
    let query = period_closing::Entity::find().filter(period_closing::Column::PropertyId.eq(property));
    Ok(query.count(connection).await?)
}

/// Balances that closings kept, by code.
pub async fn balances(
    connection: &impl ConnectionTrait,
    closings: &[PeriodClosingId],
) -> StoreResult<HashMap<PeriodClosingId, Vec<(String, i64)>>> {
    let rows = period_balance::Entity::find()
        .filter(period_balance::Column::ClosingId.is_in(closings.iter().copied()))
        .order_by_asc(period_balance::Column::Code)
        .all(connection)
        .await?;
    let mut of: HashMap<PeriodClosingId, Vec<(String, i64)>> = HashMap::new();
    for row in rows {
        of.entry(row.closing_id).or_default().push((row.code, row.balance));
    }
    Ok(of)
}

/// Adds a closing or reopening, with which the property's books are closed through another day.
pub async fn insert(
    txn: &Txn,
    property: property::Model,
    closing: period_closing::Model,
    balances: Vec<(String, i64)>,
) -> StoreResult<()> {
    let mut property = property.into_active_model();
    property.books_closed_through = Set(closing.closed_through);
    property.update(txn).await?;
    let (id, organization) = (closing.id, closing.organization_id);
    period_closing::Entity::insert(closing.into_active_model()).exec_without_returning(txn).await?;
    let rows = balances.into_iter().map(|(code, balance)| {
        period_balance::Model { closing_id: id, code, organization_id: organization, balance }
            .into_active_model()
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        period_balance::Entity::insert_many(rows).exec_without_returning(txn).await?;
    }
    Ok(())
}
