//! Payouts into the properties' bank accounts, and one of them to the cent.

use cynic::QueryBuilder;

use super::{InvoiceName, PayoutFailureReason, PayoutItemKind, PayoutStatus, PropertyName};
use crate::api::{ApiError, Date, DateTime, Money, PageInfo, PaymentMethod, Slice, run, schema};

/// A payout as the list shows it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Payout")]
pub struct PayoutRow {
    pub id: cynic::Id,
    pub status: PayoutStatus,
    pub amount: Money,
    pub arrives_on: Date,
    pub failure_reason: Option<PayoutFailureReason>,
    pub is_composition_complete: bool,
    pub unexplained: Option<Money>,
    pub property: Option<PropertyName>,
    pub composition: Vec<PayoutCompositionLine>,
}

/// The parts of one kind, together.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PayoutCompositionLine")]
pub struct PayoutCompositionLine {
    pub kind: PayoutItemKind,
    pub count: i32,
    pub gross: Money,
    pub fee: Money,
    pub net: Money,
}

/// A payout with each of its parts.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Payout")]
pub struct Payout {
    pub processor_id: String,
    pub status: PayoutStatus,
    pub amount: Money,
    pub arrives_on: Date,
    pub created_at: DateTime,
    pub failure_reason: Option<PayoutFailureReason>,
    pub is_composition_complete: bool,
    pub unexplained: Option<Money>,
    pub property: Option<PropertyName>,
    pub composition: Vec<PayoutCompositionLine>,
    pub items: Vec<PayoutItem>,
}

/// One part of a payout.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PayoutItem")]
pub struct PayoutItem {
    pub kind: PayoutItemKind,
    pub processor_id: String,
    pub description: Option<String>,
    pub payment: Option<TransactionPayment>,
    pub gross: Money,
    pub fee: Money,
    pub net: Money,
}

/// The payment behind something that moved.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Payment")]
pub struct TransactionPayment {
    pub method: PaymentMethod,
    pub reference: Option<String>,
    pub resident: Option<PayerName>,
    pub allocations: Vec<TransactionAllocation>,
}

/// Who paid.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Resident")]
pub struct PayerName {
    pub name: String,
}

/// What was paid.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PaymentAllocation")]
pub struct TransactionAllocation {
    pub invoice: InvoiceName,
}

/// A page of payouts.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PayoutConnection")]
pub struct PayoutPage {
    pub nodes: Vec<PayoutRow>,
    pub page_info: PageInfo,
}

#[derive(cynic::QueryVariables)]
struct PayoutsVariables {
    organization: cynic::Id,
    property: Option<cynic::Id>,
    status: Option<PayoutStatus>,
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "PayoutsVariables")]
struct PayoutsQuery {
    #[arguments(id: $organization)]
    organization: Option<OrganizationPayouts>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organization", variables = "PayoutsVariables")]
struct OrganizationPayouts {
    #[arguments(
        first: $first, after: $after, last: $last, before: $before,
        filter: { propertyId: $property, status: $status }
    )]
    payouts: PayoutPage,
}

/// A page of the organization's payouts, newest first.
///
/// # Errors
/// [`ApiError::NotFound`] when the organization is not the caller's, and the rest of [`ApiError`].
pub async fn payouts(
    organization: cynic::Id,
    property: Option<String>,
    status: Option<PayoutStatus>,
    slice: Slice,
) -> Result<PayoutPage, ApiError> {
    let Slice { first, after, last, before } = slice;
    let property = property.map(cynic::Id::new);
    let variables = PayoutsVariables { organization, property, status, first, after, last, before };
    Ok(run(PayoutsQuery::build(variables)).await?.organization.ok_or(ApiError::NotFound)?.payouts)
}

#[derive(cynic::QueryVariables)]
struct PayoutVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "PayoutVariables")]
struct PayoutQuery {
    #[arguments(id: $id)]
    payout: Option<Payout>,
}

/// A payout to the cent.
///
/// # Errors
/// [`ApiError::NotFound`] when there is none the caller may see, and the rest of [`ApiError`].
pub async fn payout(id: String) -> Result<Payout, ApiError> {
    let variables = PayoutVariables { id: cynic::Id::new(id) };
    run(PayoutQuery::build(variables)).await?.payout.ok_or(ApiError::NotFound)
}
