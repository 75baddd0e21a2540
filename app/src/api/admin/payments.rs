//! The organization's payments.

use cynic::QueryBuilder;

use super::{InvoiceName, ResidentName};
use crate::api::{
    ApiError, Date, DateTime, Money, PageInfo, PaymentFailureReason, PaymentMethod, PaymentStatus, Slice,
    run, schema,
};

/// A payment as the team's list shows it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Payment")]
pub struct PaymentRow {
    pub id: cynic::Id,
    pub status: PaymentStatus,
    pub method: PaymentMethod,
    pub amount: Money,
    pub fee: Money,
    pub created_at: DateTime,
    pub received_on: Option<Date>,
    pub expected_by: Option<Date>,
    pub failure_reason: Option<PaymentFailureReason>,
    pub resident: Option<ResidentName>,
    pub allocations: Vec<PaymentAllocation>,
}

/// The invoice a payment goes to.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct PaymentAllocation {
    pub invoice: InvoiceName,
}

/// A page of payments.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PaymentConnection")]
pub struct PaymentPage {
    pub nodes: Vec<PaymentRow>,
    pub page_info: PageInfo,
}

#[derive(cynic::QueryVariables)]
struct PaymentsVariables {
    organization: cynic::Id,
    property: Option<cynic::Id>,
    status: Option<PaymentStatus>,
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "PaymentsVariables")]
struct PaymentsQuery {
    #[arguments(id: $organization)]
    organization: Option<OrganizationPayments>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organization", variables = "PaymentsVariables")]
struct OrganizationPayments {
    #[arguments(
        first: $first, after: $after, last: $last, before: $before,
        filter: { propertyId: $property, status: $status }
    )]
    payments: PaymentPage,
}

/// A page of the organization's payments, newest first.
///
/// # Errors
/// [`ApiError::NotFound`] when the organization is not the caller's, and the rest of [`ApiError`].
pub async fn payments(
    organization: cynic::Id,
    property: Option<String>,
    status: Option<PaymentStatus>,
    slice: Slice,
) -> Result<PaymentPage, ApiError> {
    let Slice { first, after, last, before } = slice;
    let property = property.map(cynic::Id::new);
    let variables = PaymentsVariables { organization, property, status, first, after, last, before };
    Ok(run(PaymentsQuery::build(variables)).await?.organization.ok_or(ApiError::NotFound)?.payments)
}
