//! The organization's invoices: a page of them, and what they come to.

use cynic::QueryBuilder;

use super::{InvoiceOrder, PropertyName, ResidentName, UnitLabel};
use crate::api::{
    ApiError, Date, DateTime, InvoiceStatus, InvoiceStatusFilter, Money, PageInfo, PaymentMethod,
    PaymentStatus, Slice, run, schema,
};

/// An invoice as the team's list shows it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Invoice")]
pub struct InvoiceRow {
    pub id: cynic::Id,
    pub number: Option<String>,
    pub title: String,
    pub status: InvoiceStatus,
    pub is_overdue: bool,
    pub days_overdue: i32,
    pub due_on: Date,
    pub total: Money,
    pub balance: Money,
    pub property: PropertyName,
    pub unit: UnitLabel,
    pub resident: Option<ResidentName>,
    pub active_payment: Option<RowPayment>,
}

/// The attempt to pay that is under way.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Payment")]
pub struct RowPayment {
    pub status: PaymentStatus,
    pub method: PaymentMethod,
    pub created_at: DateTime,
    pub expected_by: Option<Date>,
}

/// A page of invoices, and how many there are in all.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "InvoiceConnection")]
pub struct InvoicePage {
    pub nodes: Vec<InvoiceRow>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// Which invoices are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InvoiceFilter {
    pub property: Option<String>,
    pub status: Option<InvoiceStatusFilter>,
    pub search: Option<String>,
    pub order: Option<InvoiceOrder>,
}

#[derive(cynic::QueryVariables)]
struct ListVariables {
    organization: cynic::Id,
    property: Option<cynic::Id>,
    status: Option<InvoiceStatusFilter>,
    search: Option<String>,
    order: Option<InvoiceOrder>,
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "ListVariables")]
struct ListQuery {
    #[arguments(id: $organization)]
    organization: Option<OrganizationInvoices>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organization", variables = "ListVariables")]
struct OrganizationInvoices {
    #[arguments(
        first: $first, after: $after, last: $last, before: $before, orderBy: $order,
        filter: { propertyId: $property, status: $status, search: $search }
    )]
    invoices: InvoicePage,
}

/// A page of the organization's invoices.
///
/// # Errors
/// [`ApiError::NotFound`] when the organization is not the caller's, and the rest of [`ApiError`].
pub async fn invoices(
    organization: cynic::Id,
    filter: InvoiceFilter,
    slice: Slice,
) -> Result<InvoicePage, ApiError> {
    let Slice { first, after, last, before } = slice;
    let InvoiceFilter { property, status, search, order } = filter;
    let property = property.map(cynic::Id::new);
    let variables =
        ListVariables { organization, property, status, search, order, first, after, last, before };
    Ok(run(ListQuery::build(variables)).await?.organization.ok_or(ApiError::NotFound)?.invoices)
}

/// How many invoices there are of each kind, and what they come to.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct InvoiceTotals {
    pub draft: Bucket,
    pub open: Bucket,
    pub overdue: Bucket,
    pub processing: Bucket,
    pub paid_this_month: Bucket,
    pub billed_this_month: Vec<Money>,
    pub all: i32,
    pub oldest_overdue_days: Option<i32>,
}

/// Invoices of one kind.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "TotalsBucket")]
pub struct Bucket {
    pub count: i32,
    /// One per currency.
    pub amounts: Vec<Money>,
}

#[derive(cynic::QueryVariables)]
struct TotalsVariables {
    organization: cynic::Id,
    property: Option<cynic::Id>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "TotalsVariables")]
struct TotalsQuery {
    #[arguments(id: $organization)]
    organization: Option<OrganizationTotals>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organization", variables = "TotalsVariables")]
struct OrganizationTotals {
    #[arguments(filter: { propertyId: $property })]
    invoice_totals: InvoiceTotals,
}

/// The totals of the organization's invoices, or of one property's.
///
/// # Errors
/// See [`invoices`].
pub async fn totals(organization: cynic::Id, property: Option<String>) -> Result<InvoiceTotals, ApiError> {
    let variables = TotalsVariables { organization, property: property.map(cynic::Id::new) };
    Ok(run(TotalsQuery::build(variables)).await?.organization.ok_or(ApiError::NotFound)?.invoice_totals)
}
