//! Keys for programs: the list, making one and ending one.

use cynic::{MutationBuilder, QueryBuilder};

use super::{ApiKeyStatus, ApiScope, PropertyName};
use crate::api::{ApiError, Date, DateTime, Pending, UserError, accepted, perform, run, schema};

/// A key, without its secret.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct ApiKey {
    pub id: cynic::Id,
    pub name: String,
    pub prefix: String,
    pub status: ApiKeyStatus,
    pub scopes: Vec<ApiScope>,
    /// `None` for all.
    pub properties: Option<Vec<PropertyName>>,
    pub created_by: String,
    pub created_at: DateTime,
    pub last_used_at: Option<DateTime>,
    pub expires_at: Option<DateTime>,
    pub revoked_at: Option<DateTime>,
}

#[derive(cynic::QueryVariables)]
struct KeysVariables {
    organization: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "KeysVariables")]
struct KeysQuery {
    #[arguments(id: $organization)]
    organization: Option<OrganizationKeys>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organization")]
struct OrganizationKeys {
    api_keys: Vec<ApiKey>,
}

/// The organization's keys.
///
/// # Errors
/// [`ApiError::NotFound`] when the organization is not the caller's, and the rest of [`ApiError`].
pub async fn api_keys(organization: cynic::Id) -> Result<Vec<ApiKey>, ApiError> {
    let answer = run(KeysQuery::build(KeysVariables { organization })).await?;
    Ok(answer.organization.ok_or(ApiError::NotFound)?.api_keys)
}

/// A key to make.
#[derive(Clone, Debug)]
pub struct NewApiKey {
    pub name: String,
    pub scopes: Vec<ApiScope>,
    /// The properties it reaches; `None` for all.
    pub properties: Option<Vec<String>>,
    pub expires_on: Option<String>,
}

#[derive(cynic::InputObject)]
struct ApiKeyCreateInput {
    name: String,
    scopes: Vec<ApiScope>,
    property_ids: Option<Vec<cynic::Id>>,
    expires_on: Option<Date>,
}

#[derive(cynic::QueryVariables)]
struct CreateVariables {
    organization: cynic::Id,
    input: ApiKeyCreateInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CreateVariables")]
struct Create {
    #[arguments(organizationId: $organization, input: $input)]
    api_key_create: ApiKeyCreatePayload,
}

#[derive(cynic::QueryFragment)]
struct ApiKeyCreatePayload {
    secret: Option<String>,
    user_errors: Vec<UserError>,
}

/// Makes a key; gives what the program sends, which is told this once.
///
/// # Errors
/// Refused with a field's error, and the rest of [`ApiError`].
pub async fn create_api_key(organization: cynic::Id, key: NewApiKey) -> Result<String, ApiError> {
    let input = ApiKeyCreateInput {
        name: key.name,
        scopes: key.scopes,
        property_ids: key.properties.map(|ids| ids.into_iter().map(cynic::Id::new).collect()),
        expires_on: key.expires_on.map(Date),
    };
    let payload = run(Create::build(CreateVariables { organization, input })).await?.api_key_create;
    accepted(payload.secret, payload.user_errors)
}

#[derive(cynic::QueryVariables)]
struct RevokeVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RevokeVariables")]
#[expect(dead_code, reason = "for the check against the schema")]
struct Revoke {
    #[arguments(id: $id)]
    api_key_revoke: ApiKeyRevokePayload,
}

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "for the check against the schema")]
struct ApiKeyRevokePayload {
    user_errors: Vec<UserError>,
}

/// Ends a key for good.
///
/// # Errors
/// See [`ApiError`].
pub fn revoke_api_key(id: cynic::Id) -> Pending {
    perform(Revoke::build(RevokeVariables { id }))
}
