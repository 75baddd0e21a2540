//! Writing what a community is made of: organizations, properties, units, residents and their residencies.

use domain::id::{OrganizationId, PropertyId, ResidencyId, ResidentId, UnitId};
use entity::{organization, property, residency, resident, unit};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};

use super::{ROW_LOCK, Scope, StoreResult, Txn};

/// Adds an organization.
pub async fn insert_organization(txn: &Txn, row: organization::Model) -> StoreResult<()> {
    organization::Entity::insert(row.into_active_model()).exec(txn).await?;
    Ok(())
}

/// An organization of a scope, locked.
pub async fn lock_organization(
    txn: &Txn,
    scope: &Scope,
    id: OrganizationId,
) -> StoreResult<Option<organization::Model>> {
    if !scope.organizations().contains(&id) {
        return Ok(None);
    }
    Ok(organization::Entity::find_by_id(id).lock(ROW_LOCK).one(txn).await?)
}

/// Saves an organization's name and whether its members need a second factor.
pub async fn save_organization(
    txn: &Txn,
    id: OrganizationId,
    name: &str,
    second_factor_required: bool,
) -> StoreResult<()> {
    organization::Entity::update_many()
        .col_expr(organization::Column::Name, Expr::val(name))
        .col_expr(organization::Column::SecondFactorRequired, Expr::val(second_factor_required))
        .filter(organization::Column::Id.eq(id))
        .exec(txn)
        .await?;
    Ok(())
}

/// Adds a property; its books are opened by `store::ledger`.
pub async fn insert_property(txn: &Txn, row: property::Model) -> StoreResult<()> {
    property::Entity::insert(row.into_active_model()).exec(txn).await?;
    Ok(())
}

/// A property of a scope, locked.
pub async fn lock_property(txn: &Txn, scope: &Scope, id: PropertyId) -> StoreResult<Option<property::Model>> {
    let query = property::Entity::find_by_id(id).filter(scope.properties());
    Ok(query.lock(ROW_LOCK).one(txn).await?)
}

/// Which of these labels the property's units have already.
pub async fn labels_taken(txn: &Txn, property: PropertyId, labels: &[String]) -> StoreResult<Vec<String>> {
    let query = unit::Entity::find()
        .select_only()
        .column(unit::Column::Label)
        .filter(unit::Column::PropertyId.eq(property))
        .filter(unit::Column::Label.is_in(labels.iter().cloned()));
    Ok(query.into_tuple().all(txn).await?)
}

/// Adds units.
pub async fn insert_units(txn: &Txn, rows: Vec<unit::Model>) -> StoreResult<()> {
    for chunk in rows.chunks(400) {
        unit::Entity::insert_many(chunk.iter().cloned().map(IntoActiveModel::into_active_model))
            .exec(txn)
            .await?;
    }
    Ok(())
}

/// A unit of a scope, locked.
pub async fn lock_unit(txn: &Txn, scope: &Scope, id: UnitId) -> StoreResult<Option<unit::Model>> {
    Ok(unit::Entity::find_by_id(id).filter(scope.units()).lock(ROW_LOCK).one(txn).await?)
}

/// A resident of a scope, locked.
pub async fn lock_resident(txn: &Txn, scope: &Scope, id: ResidentId) -> StoreResult<Option<resident::Model>> {
    Ok(resident::Entity::find_by_id(id).filter(scope.residents()).lock(ROW_LOCK).one(txn).await?)
}

/// A resident by id, locked; for who holds their invitation.
pub async fn lock_resident_by_id(txn: &Txn, id: ResidentId) -> StoreResult<Option<resident::Model>> {
    Ok(resident::Entity::find_by_id(id).lock(ROW_LOCK).one(txn).await?)
}

/// Adds a resident with their first residency; who was the unit's primary resident is no more.
pub async fn insert_resident(txn: &Txn, row: resident::Model, lives: residency::Model) -> StoreResult<()> {
    if lives.is_primary {
        residency::Entity::update_many()
            .col_expr(residency::Column::IsPrimary, Expr::val(false))
            .filter(residency::Column::UnitId.eq(lives.unit_id))
            .filter(residency::Column::EndsOn.is_null())
            .exec(txn)
            .await?;
    }
    resident::Entity::insert(row.into_active_model()).exec(txn).await?;
    residency::Entity::insert(lives.into_active_model()).exec(txn).await?;
    Ok(())
}

/// Saves a resident.
pub async fn save_resident(txn: &Txn, row: resident::Model) -> StoreResult<()> {
    row.into_active_model().reset_all().update(txn).await?;
    Ok(())
}

/// A resident's residencies that have not ended, in any property.
pub async fn residencies(txn: &Txn, resident: ResidentId) -> StoreResult<Vec<residency::Model>> {
    let query = residency::Entity::find()
        .filter(residency::Column::ResidentId.eq(resident))
        .filter(residency::Column::EndsOn.is_null());
    Ok(query.all(txn).await?)
}

/// Ends residencies on a day.
pub async fn end_residencies(txn: &Txn, ids: &[ResidencyId], day: &str) -> StoreResult<()> {
    residency::Entity::update_many()
        .col_expr(residency::Column::EndsOn, Expr::val(day))
        .filter(Condition::all().add(residency::Column::Id.is_in(ids.iter().copied())))
        .exec(txn)
        .await?;
    Ok(())
}
