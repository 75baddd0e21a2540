//! A resident's automatic payments: what they have, setting them up, changing and stopping them.

use super::operation::{Prepare, operation};

use super::{ApiError, Currency, Decimal, Money, OnlinePaymentMethod, UserError, accepted, run, schema};

/// What a resident has, where they live, and what their invoices were lately.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Viewer")]
pub struct Autopays {
    /// The newest first.
    pub autopays: Vec<Autopay>,
    pub residencies: Vec<Home>,
    #[arguments(first: 5)]
    pub invoices: Recent,
}

/// A saved card or bank account that pays invoices.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct Autopay {
    pub id: cynic::Id,
    pub property: Option<Place>,
    pub label: Option<String>,
    pub status: AutopayStatus,
    pub cap: Decimal,
    pub days_before: i32,
    pub version: i32,
}

/// Where an autopay stands.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum AutopayStatus {
    SettingUp,
    Active,
    Ended,
}

/// Where someone lives.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Residency")]
pub struct Home {
    pub unit: HomeUnit,
}

/// Their unit.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Unit")]
pub struct HomeUnit {
    pub property: Place,
}

/// A property.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Property")]
pub struct Place {
    pub id: cynic::Id,
    pub name: String,
    pub currency: Currency,
}

/// The latest invoices.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "InvoiceConnection")]
pub struct Recent {
    pub nodes: Vec<RecentInvoice>,
}

/// How much one was.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Invoice")]
pub struct RecentInvoice {
    pub total: Money,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct OwnQuery {
    viewer: Option<Autopays>,
}

operation!(Query own_autopays: OwnQuery, ());

/// What the resident has. One whose page they come back from is asked about first.
///
/// # Errors
/// [`ApiError::SignedOut`] when nobody is signed in, and the rest of [`ApiError`].
pub async fn autopays(returned: bool) -> Result<Autopays, ApiError> {
    let own = run(OwnQuery::build(())).await?.viewer.ok_or(ApiError::SignedOut)?;
    let unfinished = own.autopays.iter().find(|one| one.status == AutopayStatus::SettingUp);
    let Some(unfinished) = unfinished.filter(|_| returned) else { return Ok(own) };
    let variables = IdVariables { id: unfinished.id.clone() };
    let payload = run(Refresh::build(variables)).await?.autopay_refresh;
    accepted(payload.autopay, payload.user_errors)?;
    run(OwnQuery::build(())).await?.viewer.ok_or(ApiError::SignedOut)
}

#[derive(cynic::QueryVariables)]
struct IdVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "IdVariables")]
struct Refresh {
    #[arguments(id: $id)]
    autopay_refresh: AutopayPayload,
}

operation!(Mutation autopay_refresh: Refresh, IdVariables);

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "IdVariables")]
struct End {
    #[arguments(id: $id)]
    autopay_end: AutopayPayload,
}

operation!(Mutation autopay_end: End, IdVariables);

#[derive(cynic::QueryFragment)]
struct AutopayPayload {
    autopay: Option<Autopay>,
    user_errors: Vec<UserError>,
}

/// Stops one.
///
/// # Errors
/// See [`ApiError`].
pub async fn end(id: cynic::Id) -> Result<Autopay, ApiError> {
    let payload = run(End::build(IdVariables { id })).await?.autopay_end;
    accepted(payload.autopay, payload.user_errors)
}

#[derive(cynic::InputObject)]
struct AutopayUpdateInput {
    cap: Option<Decimal>,
    days_before: Option<i32>,
    expected_version: Option<i32>,
}

#[derive(cynic::QueryVariables)]
struct UpdateVariables {
    id: cynic::Id,
    input: AutopayUpdateInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "UpdateVariables")]
struct Update {
    #[arguments(id: $id, input: $input)]
    autopay_update: AutopayPayload,
}

operation!(Mutation autopay_update: Update, UpdateVariables);

/// Changes the limit and the day.
///
/// # Errors
/// Refused with what is wrong with either, and the rest of [`ApiError`].
pub async fn update(id: cynic::Id, cap: String, days: i32, version: i32) -> Result<Autopay, ApiError> {
    let input = AutopayUpdateInput {
        cap: Some(Decimal(cap)),
        days_before: Some(days),
        expected_version: Some(version),
    };
    let payload = run(Update::build(UpdateVariables { id, input })).await?.autopay_update;
    accepted(payload.autopay, payload.user_errors)
}

#[derive(cynic::InputObject)]
struct AutopaySetUpInput {
    method: OnlinePaymentMethod,
    cap: Decimal,
    days_before: i32,
}

#[derive(cynic::QueryVariables)]
struct SetUpVariables {
    property: cynic::Id,
    input: AutopaySetUpInput,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SetUpVariables")]
struct SetUp {
    #[arguments(propertyId: $property, input: $input, idempotencyKey: $key)]
    autopay_set_up: AutopaySetUpPayload,
}

operation!(Mutation autopay_set_up: SetUp, SetUpVariables);

#[derive(cynic::QueryFragment)]
struct AutopaySetUpPayload {
    redirect_url: Option<String>,
    user_errors: Vec<UserError>,
}

/// Begins to set one up, and gives the address of Stripe's page to go on.
///
/// # Errors
/// Refused with what is wrong with the terms or the method, and the rest of [`ApiError`].
pub async fn set_up(
    property: cynic::Id,
    method: OnlinePaymentMethod,
    (cap, days_before): (String, i32),
    key: String,
) -> Result<String, ApiError> {
    let input = AutopaySetUpInput { method, cap: Decimal(cap), days_before };
    let payload = run(SetUp::build(SetUpVariables { property, input, key })).await?.autopay_set_up;
    accepted(payload.redirect_url, payload.user_errors)
}
