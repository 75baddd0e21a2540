//! Organizations, properties, units and residents as a caller may see them. What a caller may not see is not there.

use domain::id::{OrganizationId, PropertyId, ResidentId, UnitId};
use domain::roles::Permission;
use entity::{organization, property, resident, unit};

use crate::app::App;
use crate::error::AppResult;
use crate::identity::Caller;
use crate::listing::{CountQuery, Listing};
use store::properties::{self, Residencies, ResidencyRow, UnitRow};
use store::{PageRequest, Scope};

/// What narrows a list of units or residents.
#[derive(Debug, Clone, Default)]
pub struct DirectoryQuery {
    /// One property.
    pub property: Option<PropertyId>,
    /// Text that the label, the name or the address contains.
    pub search: Option<String>,
}

/// An organization the caller belongs to.
pub async fn organization(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
) -> AppResult<Option<organization::Model>> {
    let scope = caller.scope(Permission::SeeProperty);
    Ok(properties::organization(app.db.read(), &scope, id).await?)
}

/// A property the caller may see.
pub async fn property(app: &App, caller: &Caller, id: PropertyId) -> AppResult<Option<property::Model>> {
    Ok(properties::property(app.db.read(), &caller.scope(Permission::SeeProperty), id).await?)
}

/// A unit the caller may see.
pub async fn unit(app: &App, caller: &Caller, id: UnitId) -> AppResult<Option<UnitRow>> {
    Ok(properties::units_by_id(app.db.read(), &caller.scope(Permission::SeeProperty), &[id]).await?.pop())
}

/// A resident the caller may see.
pub async fn resident(app: &App, caller: &Caller, id: ResidentId) -> AppResult<Option<resident::Model>> {
    Ok(properties::resident(app.db.read(), &caller.scope(Permission::SeeProperty), id).await?)
}

/// A resident the caller manages: who changed one is shown it, even a key that may not read residents.
pub async fn managed_resident(
    app: &App,
    caller: &Caller,
    id: ResidentId,
) -> AppResult<Option<resident::Model>> {
    Ok(properties::resident(app.db.read(), &caller.scope(Permission::ManageProperty), id).await?)
}

/// Units the caller manages, in the order of the ids; for who added them, as above.
pub async fn managed_units(app: &App, caller: &Caller, ids: &[UnitId]) -> AppResult<Vec<UnitRow>> {
    let scope = caller.scope(Permission::ManageProperty);
    let mut rows = properties::units_by_id(app.db.read(), &scope, ids).await?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.unit.id));
    Ok(rows)
}

/// A page of an organization's properties by name.
pub async fn list_properties(
    app: &App,
    caller: &Caller,
    organization: OrganizationId,
    page: &PageRequest,
) -> AppResult<Listing<property::Model>> {
    let scope = caller.scope(Permission::SeeProperty).within(organization);
    let page = properties::properties(app.db.read(), &scope, page).await?;
    Ok(Listing { page, count: CountQuery::Properties(scope) })
}

/// A page of an organization's units by label.
pub async fn list_units(
    app: &App,
    caller: &Caller,
    organization: OrganizationId,
    query: DirectoryQuery,
    page: &PageRequest,
) -> AppResult<Listing<UnitRow>> {
    let scope = caller.scope(Permission::SeeProperty).within(organization);
    let DirectoryQuery { property, search } = query;
    let page = properties::units(app.db.read(), &scope, property, search.as_deref(), page).await?;
    Ok(Listing { page, count: CountQuery::Units(scope, property, search) })
}

/// A page of an organization's residents by name.
pub async fn list_residents(
    app: &App,
    caller: &Caller,
    organization: OrganizationId,
    query: DirectoryQuery,
    page: &PageRequest,
) -> AppResult<Listing<resident::Model>> {
    let scope = caller.scope(Permission::SeeProperty).within(organization);
    let DirectoryQuery { property, search } = query;
    let page = properties::residents(app.db.read(), &scope, property, search.as_deref(), page).await?;
    Ok(Listing { page, count: CountQuery::Residents(scope, property, search) })
}

/// The units a person owns or rents.
pub async fn own_residencies(app: &App, caller: &Caller) -> AppResult<Vec<ResidencyRow>> {
    let residents: Vec<ResidentId> = caller.residents.iter().map(|own| own.resident.id).collect();
    Ok(properties::residencies(app.db.read(), Residencies::OfResidents(&residents)).await?)
}

/// The properties of an organization that the caller works on, by name.
pub async fn team_properties(
    app: &App,
    caller: &Caller,
    organization: OrganizationId,
) -> AppResult<Vec<property::Model>> {
    let scope: Scope = caller.scope(Permission::Bill).within(organization);
    Ok(properties::all_properties(app.db.read(), &scope).await?)
}

/// The residencies of a unit that the caller may know of: all for the team, one's own for residents.
pub fn visible_residencies(
    caller: &Caller,
    unit: &unit::Model,
    rows: Vec<ResidencyRow>,
) -> Vec<ResidencyRow> {
    let team = caller.is_team_member(unit.organization_id, unit.property_id);
    let own = |row: &ResidencyRow| caller.residents.iter().any(|own| own.resident.id == row.resident.id);
    rows.into_iter().filter(|row| team || own(row)).collect()
}

/// The residencies of a resident in units that the caller may see.
pub fn residencies_in_reach(caller: &Caller, rows: Vec<ResidencyRow>) -> Vec<ResidencyRow> {
    let scope = caller.scope(Permission::SeeProperty);
    rows.into_iter().filter(|row| scope.reaches_unit(&row.unit)).collect()
}

/// Whether the caller may see when residents of an organization were invited.
pub fn sees_invitations(caller: &Caller, organization: OrganizationId) -> bool {
    !caller.scope(Permission::ManageProperty).within(organization).is_empty()
}

/// The residents whose balance on a unit is the caller's to see, where the caller is not on the team.
pub fn own_residents_in(
    caller: &Caller,
    organization: OrganizationId,
) -> impl Iterator<Item = ResidentId> + '_ {
    let here = caller.residents.iter().filter(move |own| own.resident.organization_id == organization);
    here.map(|own| own.resident.id)
}
