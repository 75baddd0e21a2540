//! The organization's units and residents.

use cynic::QueryBuilder;

use super::{PropertyName, ResidentName, ResidentStatus};
use crate::api::{ApiError, ApiLanguage, Date, DateTime, Money, PageInfo, ResidencyKind, Slice, run, schema};

/// A unit as the team's list shows it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Unit")]
pub struct UnitRow {
    pub id: cynic::Id,
    pub label: String,
    pub property: PropertyName,
    pub primary_resident: Option<ResidentName>,
    pub balance: Money,
}

/// A page of units, and how many there are in all.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "UnitConnection")]
pub struct UnitPage {
    pub nodes: Vec<UnitRow>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// A resident as the team's list shows them.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Resident")]
pub struct ResidentRow {
    pub id: cynic::Id,
    pub name: String,
    pub email: Option<String>,
    pub language: ApiLanguage,
    pub status: ResidentStatus,
    pub invited_at: Option<DateTime>,
    pub residencies: Vec<ResidencyRow>,
}

/// Where and how a resident lives.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Residency")]
pub struct ResidencyRow {
    pub kind: ResidencyKind,
    pub is_primary: bool,
    pub ends_on: Option<Date>,
    pub unit: HomeUnit,
}

/// The unit of a residency.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Unit")]
pub struct HomeUnit {
    pub id: cynic::Id,
    pub label: String,
}

/// A page of residents, and how many there are in all.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ResidentConnection")]
pub struct ResidentPage {
    pub nodes: Vec<ResidentRow>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

#[derive(cynic::QueryVariables)]
struct ListVariables {
    organization: cynic::Id,
    property: Option<cynic::Id>,
    search: Option<String>,
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
}

impl ListVariables {
    fn new(organization: cynic::Id, property: Option<String>, search: Option<String>, slice: Slice) -> Self {
        let Slice { first, after, last, before } = slice;
        Self { organization, property: property.map(cynic::Id::new), search, first, after, last, before }
    }
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "ListVariables")]
struct UnitsQuery {
    #[arguments(id: $organization)]
    organization: Option<OrganizationUnits>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organization", variables = "ListVariables")]
struct OrganizationUnits {
    #[arguments(
        first: $first, after: $after, last: $last, before: $before, propertyId: $property, search: $search
    )]
    units: UnitPage,
}

/// A page of the organization's units.
///
/// # Errors
/// [`ApiError::NotFound`] when the organization is not the caller's, and the rest of [`ApiError`].
pub async fn units(
    organization: cynic::Id,
    property: Option<String>,
    search: Option<String>,
    slice: Slice,
) -> Result<UnitPage, ApiError> {
    let variables = ListVariables::new(organization, property, search, slice);
    Ok(run(UnitsQuery::build(variables)).await?.organization.ok_or(ApiError::NotFound)?.units)
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "ListVariables")]
struct ResidentsQuery {
    #[arguments(id: $organization)]
    organization: Option<OrganizationResidents>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organization", variables = "ListVariables")]
struct OrganizationResidents {
    #[arguments(
        first: $first, after: $after, last: $last, before: $before, propertyId: $property, search: $search
    )]
    residents: ResidentPage,
}

/// A page of the organization's residents.
///
/// # Errors
/// See [`units`].
pub async fn residents(
    organization: cynic::Id,
    property: Option<String>,
    search: Option<String>,
    slice: Slice,
) -> Result<ResidentPage, ApiError> {
    let variables = ListVariables::new(organization, property, search, slice);
    Ok(run(ResidentsQuery::build(variables)).await?.organization.ok_or(ApiError::NotFound)?.residents)
}
