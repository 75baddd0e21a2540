//! The organization's own settings, and its properties.

use cynic::{MutationBuilder, QueryBuilder};

use super::Country;
use crate::api::{ApiError, Currency, Pending, UserError, accepted, perform, run, schema};

/// An organization's settings.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Organization")]
pub struct OrganizationSettings {
    pub id: cynic::Id,
    pub name: String,
    pub country: Country,
    pub second_factor_required: bool,
    #[arguments(first: 100)]
    pub properties: PropertyPage,
}

/// The properties; an organization with more of them than a page holds is not expected.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PropertyConnection")]
pub struct PropertyPage {
    pub nodes: Vec<PropertyRow>,
}

/// A property as the settings show it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Property")]
pub struct PropertyRow {
    pub id: cynic::Id,
    pub name: String,
    pub address: String,
    pub city: String,
    pub time_zone: String,
    pub currency: Currency,
}

#[derive(cynic::QueryVariables)]
struct SettingsVariables {
    organization: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "SettingsVariables")]
struct SettingsQuery {
    #[arguments(id: $organization)]
    organization: Option<OrganizationSettings>,
}

/// The organization's settings.
///
/// # Errors
/// [`ApiError::NotFound`] when the organization is not the caller's, and the rest of [`ApiError`].
pub async fn organization_settings(organization: cynic::Id) -> Result<OrganizationSettings, ApiError> {
    let answer = run(SettingsQuery::build(SettingsVariables { organization })).await?;
    answer.organization.ok_or(ApiError::NotFound)
}

#[derive(cynic::InputObject)]
struct OrganizationUpdateInput {
    #[cynic(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    second_factor_required: Option<bool>,
}

#[derive(cynic::QueryVariables)]
struct UpdateVariables {
    id: cynic::Id,
    input: OrganizationUpdateInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "UpdateVariables")]
#[expect(dead_code, reason = "for the check against the schema")]
struct Update {
    #[arguments(id: $id, input: $input)]
    organization_update: OrganizationUpdatePayload,
}

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "for the check against the schema")]
struct OrganizationUpdatePayload {
    user_errors: Vec<UserError>,
}

/// Changes what is given and leaves the rest.
///
/// # Errors
/// Refused with `SECOND_FACTOR_REQUIRED` or a field's error, and the rest of [`ApiError`].
pub fn update_organization(
    id: cynic::Id,
    name: Option<String>,
    second_factor_required: Option<bool>,
) -> Pending {
    let input = OrganizationUpdateInput { name, second_factor_required };
    perform(Update::build(UpdateVariables { id, input }))
}

/// A property to add.
#[derive(Clone, Debug)]
pub struct NewProperty {
    pub name: String,
    pub address: String,
    pub city: String,
    pub country: Country,
    /// State, province or territory.
    pub region: Option<String>,
    /// An IANA name.
    pub time_zone: String,
    pub reply_to: Option<String>,
}

#[derive(cynic::InputObject)]
struct PropertyCreateInput {
    name: String,
    address: String,
    city: String,
    country: Country,
    region: Option<String>,
    time_zone: String,
    reply_to: Option<String>,
}

#[derive(cynic::QueryVariables)]
struct CreateVariables {
    organization: cynic::Id,
    input: PropertyCreateInput,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CreateVariables")]
struct Create {
    #[arguments(organizationId: $organization, input: $input, idempotencyKey: $key)]
    property_create: PropertyCreatePayload,
}

#[derive(cynic::QueryFragment)]
struct PropertyCreatePayload {
    property: Option<CreatedProperty>,
    user_errors: Vec<UserError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Property")]
struct CreatedProperty {
    id: cynic::Id,
}

/// Adds a property; gives its id.
///
/// # Errors
/// Refused with `NAME_TAKEN` or a field's error, and the rest of [`ApiError`].
pub async fn create_property(
    organization: cynic::Id,
    property: NewProperty,
    key: String,
) -> Result<cynic::Id, ApiError> {
    let NewProperty { name, address, city, country, region, time_zone, reply_to } = property;
    let input = PropertyCreateInput { name, address, city, country, region, time_zone, reply_to };
    let payload = run(Create::build(CreateVariables { organization, input, key })).await?.property_create;
    accepted(payload.property.map(|property| property.id), payload.user_errors)
}
