//! Deposits into the properties' bank accounts, and one of them to the cent.

use cynic::QueryBuilder;

use super::{InvoiceName, PayoutFailureReason, PayoutItemKind, PayoutStatus, PropertyName};
use crate::api::{ApiError, Date, DateTime, Money, PageInfo, PaymentMethod, Slice, run, schema};

/// A deposit as the list shows it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Payout")]
pub struct DepositRow {
    pub id: cynic::Id,
    pub status: PayoutStatus,
    pub amount: Money,
    pub arrives_on: Date,
    pub failure_reason: Option<PayoutFailureReason>,
    pub is_counted: bool,
    pub unexplained: Option<Money>,
    pub property: Option<PropertyName>,
    pub composition: Vec<DepositPart>,
}

/// The parts of one kind, together.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PayoutPart")]
pub struct DepositPart {
    pub kind: PayoutItemKind,
    pub count: i32,
    pub gross: Money,
    pub fee: Money,
    pub net: Money,
}

/// A deposit with each of its parts.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Payout")]
pub struct Deposit {
    pub processor_id: String,
    pub status: PayoutStatus,
    pub amount: Money,
    pub arrives_on: Date,
    pub created_at: DateTime,
    pub failure_reason: Option<PayoutFailureReason>,
    pub is_counted: bool,
    pub unexplained: Option<Money>,
    pub property: Option<PropertyName>,
    pub composition: Vec<DepositPart>,
    pub items: Vec<DepositItem>,
}

/// One part of a deposit.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PayoutItem")]
pub struct DepositItem {
    pub kind: PayoutItemKind,
    pub processor_id: String,
    pub description: Option<String>,
    pub payment: Option<MovedPayment>,
    pub gross: Money,
    pub fee: Money,
    pub net: Money,
}

/// The payment behind something that moved.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Payment")]
pub struct MovedPayment {
    pub method: PaymentMethod,
    pub reference: Option<String>,
    pub resident: Option<PayerName>,
    pub allocations: Vec<MovedAllocation>,
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
pub struct MovedAllocation {
    pub invoice: InvoiceName,
}

/// A page of deposits.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PayoutConnection")]
pub struct DepositPage {
    pub nodes: Vec<DepositRow>,
    pub page_info: PageInfo,
}

#[derive(cynic::QueryVariables)]
struct DepositsVariables {
    organization: cynic::Id,
    property: Option<cynic::Id>,
    status: Option<PayoutStatus>,
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "DepositsVariables")]
struct DepositsQuery {
    #[arguments(id: $organization)]
    organization: Option<OrganizationDeposits>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organization", variables = "DepositsVariables")]
struct OrganizationDeposits {
    #[arguments(
        first: $first, after: $after, last: $last, before: $before,
        filter: { propertyId: $property, status: $status }
    )]
    payouts: DepositPage,
}

/// A page of the organization's deposits, newest first.
///
/// # Errors
/// [`ApiError::NotFound`] when the organization is not the caller's, and the rest of [`ApiError`].
pub async fn deposits(
    organization: cynic::Id,
    property: Option<String>,
    status: Option<PayoutStatus>,
    slice: Slice,
) -> Result<DepositPage, ApiError> {
    let Slice { first, after, last, before } = slice;
    let property = property.map(cynic::Id::new);
    let variables = DepositsVariables { organization, property, status, first, after, last, before };
    Ok(run(DepositsQuery::build(variables)).await?.organization.ok_or(ApiError::NotFound)?.payouts)
}

#[derive(cynic::QueryVariables)]
struct DepositVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "DepositVariables")]
struct DepositQuery {
    #[arguments(id: $id)]
    payout: Option<Deposit>,
}

/// A deposit to the cent.
///
/// # Errors
/// [`ApiError::NotFound`] when there is none the caller may see, and the rest of [`ApiError`].
pub async fn deposit(id: String) -> Result<Deposit, ApiError> {
    let variables = DepositVariables { id: cynic::Id::new(id) };
    run(DepositQuery::build(variables)).await?.payout.ok_or(ApiError::NotFound)
}
