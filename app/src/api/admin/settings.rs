//! How each property takes payments.

use cynic::{MutationBuilder, QueryBuilder};

use super::{FeePreview, FeeSettings, PaymentAccountDashboard, PaymentAccountStatus};
use crate::api::{ApiError, DateTime, UserError, accepted, run, schema};

// The amount of the preview is written out in the query.
impl cynic::coercions::CoercesTo<schema::Decimal> for str {}

/// A property with how it takes payments.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Property")]
pub struct PropertySettings {
    pub id: cynic::Id,
    pub name: String,
    pub city: String,
    pub fees: FeeSettings,
    pub version: i32,
    pub payment_account: PaymentAccount,
    #[arguments(amount: "1200.00")]
    pub fee_preview: Vec<FeePreview>,
}

/// A property's account with the processor.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct PaymentAccount {
    pub status: PaymentAccountStatus,
    pub processor_account_id: Option<String>,
    pub card_ready: bool,
    pub bank_ready: bool,
    pub requirements_due: Vec<String>,
    pub requirements_deadline: Option<DateTime>,
    pub dashboard: PaymentAccountDashboard,
}

#[derive(cynic::QueryVariables)]
struct OrganizationVariables {
    organization: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "OrganizationVariables")]
struct SettingsQuery {
    #[arguments(id: $organization)]
    organization: Option<OrganizationSettings>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organization")]
struct OrganizationSettings {
    #[arguments(first: 50)]
    properties: SettingsPage,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "PropertyConnection")]
struct SettingsPage {
    nodes: Vec<PropertySettings>,
}

/// How each of the organization's properties takes payments.
///
/// # Errors
/// [`ApiError::NotFound`] when the organization is not the caller's, and the rest of [`ApiError`].
pub async fn payment_settings(organization: cynic::Id) -> Result<Vec<PropertySettings>, ApiError> {
    let answer = run(SettingsQuery::build(OrganizationVariables { organization })).await?;
    Ok(answer.organization.ok_or(ApiError::NotFound)?.properties.nodes)
}

#[derive(cynic::QueryVariables)]
struct ConnectVariables {
    property: cynic::Id,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ConnectVariables")]
struct Connect {
    #[arguments(propertyId: $property, idempotencyKey: $key)]
    payment_account_connect: PaymentAccountConnectPayload,
}

#[derive(cynic::QueryFragment)]
struct PaymentAccountConnectPayload {
    redirect_url: Option<String>,
    user_errors: Vec<UserError>,
}

/// Makes the property's account if there is none; gives the address of the processor's forms.
///
/// # Errors
/// Refused with `NOT_ALLOWED` or the processor's trouble, and the rest of [`ApiError`].
pub async fn connect(property: cynic::Id, key: String) -> Result<String, ApiError> {
    let payload = run(Connect::build(ConnectVariables { property, key })).await?.payment_account_connect;
    accepted(payload.redirect_url, payload.user_errors)
}

#[derive(cynic::QueryVariables)]
struct RefreshVariables {
    property: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RefreshVariables")]
struct Refresh {
    #[arguments(propertyId: $property)]
    payment_account_refresh: PaymentAccountRefreshPayload,
}

#[derive(cynic::QueryFragment)]
struct PaymentAccountRefreshPayload {
    property: Option<PropertySettings>,
    user_errors: Vec<UserError>,
}

/// Asks the processor for the account's state now.
///
/// # Errors
/// See [`connect`].
pub async fn refresh_account(property: String) -> Result<PropertySettings, ApiError> {
    let variables = RefreshVariables { property: cynic::Id::new(property) };
    let payload = run(Refresh::build(variables)).await?.payment_account_refresh;
    accepted(payload.property, payload.user_errors)
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RefreshVariables")]
struct DashboardOpen {
    #[arguments(propertyId: $property)]
    payment_account_dashboard_open: PaymentAccountDashboardOpenPayload,
}

#[derive(cynic::QueryFragment)]
struct PaymentAccountDashboardOpenPayload {
    url: Option<String>,
    user_errors: Vec<UserError>,
}

/// Gives the way to the account's dashboard, for one visit.
///
/// # Errors
/// See [`connect`].
pub async fn open_dashboard(property: cynic::Id) -> Result<String, ApiError> {
    let payload = run(DashboardOpen::build(RefreshVariables { property })).await?;
    let payload = payload.payment_account_dashboard_open;
    accepted(payload.url, payload.user_errors)
}
