//! Organizations, properties, units, residents and who lives where.

use std::collections::HashMap;

use domain::id::{OrganizationId, PropertyId, ResidentId, UnitId};
use entity::{organization, property, residency, resident, unit};
use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use super::{Cursor, Page, PageRequest, ROW_LOCK, Scope, SortKey, StoreResult, Txn};

/// A unit with its property and primary resident.
#[derive(Debug, Clone)]
pub struct UnitRow {
    /// The unit.
    pub unit: unit::Model,
    /// Its property.
    pub property: property::Model,
    /// To whom its invoices are addressed.
    pub primary: Option<resident::Model>,
}

/// A residency with unit, property and resident.
#[derive(Debug, Clone)]
pub struct ResidencyRow {
    /// The residency.
    pub residency: residency::Model,
    /// The unit.
    pub unit: unit::Model,
    /// The property.
    pub property: property::Model,
    /// The resident.
    pub resident: resident::Model,
}

pub(super) fn matches(columns: &[SimpleExpr], search: Option<&str>) -> Condition {
    let Some(search) = search.map(str::trim).filter(|search| !search.is_empty()) else {
        return Condition::all();
    };
    let escaped = search.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    columns.iter().fold(Condition::any(), |any, column| {
        let like = LikeExpr::new(format!("%{escaped}%")).escape('\\');
        any.add(SimpleExpr::from(Func::lower(column.clone())).like(like))
    })
}

/// One organization that a scope touches.
pub async fn organization(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    id: OrganizationId,
) -> StoreResult<Option<organization::Model>> {
    if !scope.organizations().contains(&id) {
        return Ok(None);
    }
    Ok(organization::Entity::find_by_id(id).one(connection).await?)
}

/// Takes the next invoice number; the row stays locked until the transaction ends, so no number is lost.
pub async fn take_invoice_number(txn: &Txn, organization: OrganizationId) -> StoreResult<i64> {
    let next = Expr::col(organization::Column::NextInvoiceNumber);
    let rows = organization::Entity::update_many()
        .col_expr(organization::Column::NextInvoiceNumber, next.add(1))
        .filter(organization::Column::Id.eq(organization))
        .exec_with_returning(txn)
        .await?;
    let row = rows.first();
    let row = row.ok_or_else(|| super::StoreError::Corrupt("an invoice without organization".into()))?;
    Ok(row.next_invoice_number.saturating_sub(1))
}

/// One property.
pub async fn property(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    id: PropertyId,
) -> StoreResult<Option<property::Model>> {
    let query = property::Entity::find_by_id(id).filter(scope.properties());
    Ok(query.one(connection).await?)
}

/// One property and its organization.
pub async fn property_with_organization(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    id: PropertyId,
) -> StoreResult<Option<(organization::Model, property::Model)>> {
    let found = property::Entity::find_by_id(id)
        .find_both_related(organization::Entity)
        .filter(scope.properties())
        .one(connection)
        .await?;
    Ok(found.map(|(property, organization)| (organization, property)))
}

/// Several properties that rows a scope let through belong to.
pub async fn properties_by_id(
    connection: &impl ConnectionTrait,
    ids: &[PropertyId],
) -> StoreResult<HashMap<PropertyId, property::Model>> {
    let query = property::Entity::find().filter(property::Column::Id.is_in(ids.iter().copied()));
    Ok(query.all(connection).await?.into_iter().map(|row| (row.id, row)).collect())
}

/// All properties of a scope by name; a scope has few.
pub async fn all_properties(
    connection: &impl ConnectionTrait,
    scope: &Scope,
) -> StoreResult<Vec<property::Model>> {
    let query = property::Entity::find().filter(scope.properties()).order_by_asc(property::Column::Name);
    Ok(query.all(connection).await?)
}

/// A page of properties by name.
pub async fn properties(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    page: &PageRequest,
) -> StoreResult<Page<property::Model>> {
    let column = |column| SimpleExpr::from(Expr::col((property::Entity, column)));
    let query = property::Entity::find().filter(scope.properties());
    let (key, id) = (column(property::Column::Name), column(property::Column::Id));
    let rows = page.apply(query, &key, &id, false).all(connection).await?;
    Ok(page.to_page(rows, |row| Cursor { key: SortKey::Text(row.name.clone()), id: row.id.uuid() }))
}

/// How many properties a scope has.
pub async fn count_properties(connection: &impl ConnectionTrait, scope: &Scope) -> StoreResult<u64> {
    Ok(property::Entity::find().filter(scope.properties()).count(connection).await?)
}

/// One property, locked until the transaction ends.
pub async fn lock_property(txn: &Txn, scope: &Scope, id: PropertyId) -> StoreResult<Option<property::Model>> {
    let query = property::Entity::find_by_id(id).filter(scope.properties());
    Ok(query.lock(ROW_LOCK).one(txn).await?)
}

/// Saves changed settings under the next version.
pub async fn save_property(
    txn: &Txn,
    row: property::Model,
    change: impl FnOnce(&mut property::ActiveModel),
) -> StoreResult<property::Model> {
    let version = row.version.saturating_add(1);
    let mut active = row.into_active_model();
    change(&mut active);
    active.version = Set(version);
    Ok(active.update(txn).await?)
}

fn unit_filter(scope: &Scope, property: Option<PropertyId>, search: Option<&str>) -> Condition {
    let label = SimpleExpr::from(Expr::col((unit::Entity, unit::Column::Label)));
    let mut all = Condition::all().add(scope.units()).add(matches(&[label], search));
    if let Some(property) = property {
        all = all.add(unit::Column::PropertyId.eq(property));
    }
    all
}

/// A page of units by label, with property and primary resident: three statements whatever its size.
pub async fn units(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    property: Option<PropertyId>,
    search: Option<&str>,
    page: &PageRequest,
) -> StoreResult<Page<UnitRow>> {
    let column = |column| SimpleExpr::from(Expr::col((unit::Entity, column)));
    let query =
        unit::Entity::find().find_also_related(property::Entity).filter(unit_filter(scope, property, search));
    let (key, id) = (column(unit::Column::Label), column(unit::Column::Id));
    let rows = page.apply(query, &key, &id, false).all(connection).await?;
    let rows = with_primary(connection, rows).await?;
    Ok(page
        .to_page(rows, |row| Cursor { key: SortKey::Text(row.unit.label.clone()), id: row.unit.id.uuid() }))
}

/// Units by id with property and primary resident.
pub async fn units_by_id(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    ids: &[UnitId],
) -> StoreResult<Vec<UnitRow>> {
    let rows = unit::Entity::find()
        .find_also_related(property::Entity)
        .filter(scope.units())
        .filter(unit::Column::Id.is_in(ids.iter().copied()))
        .all(connection)
        .await?;
    with_primary(connection, rows).await
}

/// Every unit of a property with its primary resident, by label.
pub async fn units_of_property(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    property: PropertyId,
) -> StoreResult<Vec<UnitRow>> {
    let rows = unit::Entity::find()
        .find_also_related(property::Entity)
        .filter(scope.units())
        .filter(unit::Column::PropertyId.eq(property))
        .order_by_asc(unit::Column::Label)
        .all(connection)
        .await?;
    with_primary(connection, rows).await
}

async fn with_primary(
    connection: &impl ConnectionTrait,
    rows: Vec<(unit::Model, Option<property::Model>)>,
) -> StoreResult<Vec<UnitRow>> {
    let ids = rows.iter().map(|(unit, _)| unit.id);
    let primaries = residency::Entity::find()
        .find_also_related(resident::Entity)
        .filter(residency::Column::UnitId.is_in(ids))
        .filter(residency::Column::IsPrimary.eq(true))
        .filter(residency::Column::EndsOn.is_null())
        .all(connection)
        .await?;
    let primaries: HashMap<UnitId, resident::Model> = primaries
        .into_iter()
        .filter_map(|(residency, resident)| Some((residency.unit_id, resident?)))
        .collect();
    let row = |(unit, property): (unit::Model, Option<property::Model>)| {
        let primary = primaries.get(&unit.id).cloned();
        Some(UnitRow { unit, property: property?, primary })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}

/// How many units a list has.
pub async fn count_units(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    property: Option<PropertyId>,
    search: Option<&str>,
) -> StoreResult<u64> {
    Ok(unit::Entity::find().filter(unit_filter(scope, property, search)).count(connection).await?)
}

fn resident_filter(scope: &Scope, property: Option<PropertyId>, search: Option<&str>) -> Condition {
    let name = SimpleExpr::from(Expr::col((resident::Entity, resident::Column::Name)));
    let email = SimpleExpr::from(Expr::col((resident::Entity, resident::Column::Email)));
    let mut all = Condition::all().add(scope.residents()).add(matches(&[name, email], search));
    if let Some(property) = property {
        let living_there = residency::Entity::find()
            .select_only()
            .column(residency::Column::ResidentId)
            .filter(residency::Column::PropertyId.eq(property))
            .into_query();
        all = all.add(resident::Column::Id.in_subquery(living_there));
    }
    all
}

/// A page of residents by name.
pub async fn residents(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    property: Option<PropertyId>,
    search: Option<&str>,
    page: &PageRequest,
) -> StoreResult<Page<resident::Model>> {
    let column = |column| SimpleExpr::from(Expr::col((resident::Entity, column)));
    let query = resident::Entity::find().filter(resident_filter(scope, property, search));
    let (key, id) = (column(resident::Column::Name), column(resident::Column::Id));
    let rows = page.apply(query, &key, &id, false).all(connection).await?;
    Ok(page.to_page(rows, |row| Cursor { key: SortKey::Text(row.name.clone()), id: row.id.uuid() }))
}

/// How many residents a list has.
pub async fn count_residents(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    property: Option<PropertyId>,
    search: Option<&str>,
) -> StoreResult<u64> {
    Ok(resident::Entity::find().filter(resident_filter(scope, property, search)).count(connection).await?)
}

/// One resident.
pub async fn resident(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    id: ResidentId,
) -> StoreResult<Option<resident::Model>> {
    let query = resident::Entity::find_by_id(id).filter(scope.residents());
    Ok(query.one(connection).await?)
}

/// Whose residencies are wanted.
#[derive(Debug, Clone, Copy)]
pub enum Residencies<'a> {
    /// Of these units.
    OfUnits(&'a [UnitId]),
    /// Of these residents.
    OfResidents(&'a [ResidentId]),
}

/// Residencies that have not ended, with unit, property and resident.
pub async fn residencies(
    connection: &impl ConnectionTrait,
    of: Residencies<'_>,
) -> StoreResult<Vec<ResidencyRow>> {
    let filter = match of {
        Residencies::OfUnits(ids) => residency::Column::UnitId.is_in(ids.iter().copied()),
        Residencies::OfResidents(ids) => residency::Column::ResidentId.is_in(ids.iter().copied()),
    };
    let rows = residency::Entity::find()
        .find_also_related(unit::Entity)
        .find_also_related(property::Entity)
        .find_also(residency::Entity, resident::Entity)
        .filter(filter)
        .filter(residency::Column::EndsOn.is_null())
        .order_by_asc(residency::Column::Id)
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(residency, unit, property, resident)| {
            Some(ResidencyRow { residency, unit: unit?, property: property?, resident: resident? })
        })
        .collect())
}

/// Organizations by id. The ids come from rows that a scope let through.
pub async fn organizations(
    connection: &impl ConnectionTrait,
    ids: &[OrganizationId],
) -> StoreResult<HashMap<OrganizationId, organization::Model>> {
    let rows = organization::Entity::find()
        .filter(organization::Column::Id.is_in(ids.iter().copied()))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}
