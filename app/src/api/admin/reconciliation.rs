//! Whether each property's money agrees, and the periods of its books that are closed.

use cynic::{MutationBuilder, QueryBuilder};

use super::payouts::TransactionPayment;
use super::{FindingKind, InvoiceName, PeriodClosingKind};
use crate::api::{ApiError, Date, DateTime, Money, Pending, UserError, accepted, perform, run, schema};

/// A property with what the last check of its money found.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Property")]
pub struct CheckedProperty {
    pub id: cynic::Id,
    pub name: String,
    pub today: Date,
    pub reconciliation: Option<Reconciliation>,
    pub books_closed_through: Option<Date>,
    pub period_closings: Vec<PeriodClosing>,
}

/// What a check found.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct Reconciliation {
    pub checked_at: DateTime,
    pub is_reconciled: bool,
    pub ledger_balance: Money,
    pub available: Option<Money>,
    pub pending: Option<Money>,
    pub in_transit: Money,
    pub findings: Vec<Finding>,
}

/// One thing that does not agree.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ReconciliationFinding")]
pub struct Finding {
    pub kind: FindingKind,
    pub invoice: Option<InvoiceName>,
    pub payment: Option<TransactionPayment>,
    pub payout: Option<FindingPayout>,
    pub expected: Option<Money>,
    pub actual: Option<Money>,
    pub day: Option<Date>,
    pub detail: Option<String>,
}

/// The payout a finding is about.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Payout")]
pub struct FindingPayout {
    pub id: cynic::Id,
    pub amount: Money,
}

/// A period that was closed or reopened.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct PeriodClosing {
    pub kind: PeriodClosingKind,
    pub closed_through: Option<Date>,
    pub reason: Option<String>,
    pub by: String,
    pub at: DateTime,
}

#[derive(cynic::QueryVariables)]
struct OrganizationVariables {
    organization: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "OrganizationVariables")]
struct CheckedQuery {
    #[arguments(id: $organization)]
    organization: Option<CheckedOrganization>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organization")]
struct CheckedOrganization {
    #[arguments(first: 50)]
    properties: CheckedPage,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "PropertyConnection")]
struct CheckedPage {
    nodes: Vec<CheckedProperty>,
}

/// The organization's properties with what the last checks found.
///
/// # Errors
/// [`ApiError::NotFound`] when the organization is not the caller's, and the rest of [`ApiError`].
pub async fn checked_properties(organization: cynic::Id) -> Result<Vec<CheckedProperty>, ApiError> {
    let answer = run(CheckedQuery::build(OrganizationVariables { organization })).await?;
    Ok(answer.organization.ok_or(ApiError::NotFound)?.properties.nodes)
}

#[derive(cynic::QueryVariables)]
struct CheckVariables {
    property: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CheckVariables")]
struct Check {
    #[arguments(propertyId: $property)]
    reconciliation_check: CheckPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReconciliationCheckPayload")]
struct CheckPayload {
    property: Option<CheckedProperty>,
    user_errors: Vec<UserError>,
}

/// Checks a property's money now.
///
/// # Errors
/// Refused with `NOT_FOUND`, and the rest of [`ApiError`].
pub async fn check_property(property: cynic::Id) -> Result<CheckedProperty, ApiError> {
    let payload = run(Check::build(CheckVariables { property })).await?.reconciliation_check;
    accepted(payload.property, payload.user_errors)
}

#[derive(cynic::QueryVariables)]
struct CloseVariables {
    property: cynic::Id,
    through: Date,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CloseVariables")]
#[expect(dead_code, reason = "for the check against the schema")]
struct Close {
    #[arguments(propertyId: $property, through: $through, idempotencyKey: $key)]
    period_close: ClosePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "PeriodClosePayload")]
#[expect(dead_code, reason = "for the check against the schema")]
struct ClosePayload {
    user_errors: Vec<UserError>,
}

/// Closes a property's books through a day.
pub fn close_period(property: cynic::Id, through: String, key: String) -> Pending {
    perform(Close::build(CloseVariables { property, through: Date(through), key }))
}

#[derive(cynic::QueryVariables)]
struct ReopenVariables {
    property: cynic::Id,
    reason: String,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ReopenVariables")]
#[expect(dead_code, reason = "for the check against the schema")]
struct Reopen {
    #[arguments(propertyId: $property, reason: $reason, idempotencyKey: $key)]
    period_reopen: ReopenPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "PeriodReopenPayload")]
#[expect(dead_code, reason = "for the check against the schema")]
struct ReopenPayload {
    user_errors: Vec<UserError>,
}

/// Reopens the latest closed period.
pub fn reopen_period(property: cynic::Id, reason: String, key: String) -> Pending {
    perform(Reopen::build(ReopenVariables { property, reason, key }))
}
