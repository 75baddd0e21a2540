//! A resident's invoices.

use super::operation::{Prepare, operation};

use super::payments::PaymentDetail;
use super::{
    ApiError, ApiLanguage, Date, DateTime, Decimal, ErrorCode, InvoiceStatus, InvoiceStatusFilter, Money,
    OnlinePaymentMethod, PageInfo, PaymentMethod, PaymentStatus, TimelineKind, run, schema,
};

/// An invoice as lists show it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Invoice")]
pub struct InvoiceRow {
    pub id: cynic::Id,
    pub number: Option<String>,
    pub title: String,
    pub status: InvoiceStatus,
    pub is_overdue: bool,
    pub due_on: Date,
    pub total: Money,
    pub balance: Money,
    pub paid_at: Option<DateTime>,
    pub property: PropertyName,
    pub unit: UnitLabel,
    pub active_payment: Option<ActivePayment>,
}

/// A unit by its label.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Unit")]
pub struct UnitLabel {
    pub label: String,
}

/// The attempt to pay an invoice that is under way.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Payment")]
pub struct ActivePayment {
    pub id: cynic::Id,
    pub status: PaymentStatus,
    pub method: PaymentMethod,
    pub total: Money,
    pub expected_by: Option<Date>,
    pub checkout_url: Option<String>,
}

/// What paying by one method costs, or why it can't be used.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct FeeQuote {
    pub method: OnlinePaymentMethod,
    pub amount: Money,
    pub fee: Money,
    pub total: Money,
    pub available: bool,
    pub unavailable_reason: Option<ErrorCode>,
}

/// A page of invoices.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "InvoiceConnection")]
pub struct InvoicePage {
    pub nodes: Vec<InvoiceRow>,
    pub page_info: PageInfo,
}

/// Open invoices and how many there are.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "InvoiceConnection")]
pub struct OpenInvoices {
    pub nodes: Vec<InvoiceRow>,
    pub total_count: i32,
}

/// What the resident's first page shows.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Viewer")]
pub struct Home {
    pub name: String,
    pub balance: Option<Money>,
    /// The open ones that are due first, newest due first.
    #[cynic(rename = "invoices", alias)]
    #[arguments(last: 20, status: OPEN)]
    pub open: OpenInvoices,
    #[cynic(rename = "invoices", alias)]
    #[arguments(first: 5)]
    pub recent: InvoicePage,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct HomeQuery {
    viewer: Option<Home>,
}

operation!(Query own_home: HomeQuery, ());

/// The resident's first page.
///
/// # Errors
/// [`ApiError::SignedOut`] when nobody is signed in, and the rest of [`ApiError`].
pub async fn home() -> Result<Home, ApiError> {
    run(HomeQuery::build(())).await?.viewer.ok_or(ApiError::SignedOut)
}

#[derive(cynic::QueryVariables)]
struct ListVariables {
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
    status: Option<InvoiceStatusFilter>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "ListVariables")]
struct ListQuery {
    viewer: Option<ListViewer>,
}

operation!(Query own_invoices: ListQuery, ListVariables);

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Viewer", variables = "ListVariables")]
struct ListViewer {
    #[arguments(first: $first, after: $after, last: $last, before: $before, status: $status)]
    invoices: InvoicePage,
}

/// A page of the resident's invoices, newest due first.
///
/// # Errors
/// See [`home`].
pub async fn list(status: Option<InvoiceStatusFilter>, slice: super::Slice) -> Result<InvoicePage, ApiError> {
    let super::Slice { first, after, last, before } = slice;
    let variables = ListVariables { first, after, last, before, status };
    Ok(run(ListQuery::build(variables)).await?.viewer.ok_or(ApiError::SignedOut)?.invoices)
}

/// An invoice with all of its parts.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Invoice")]
pub struct InvoiceDetail {
    /// The day on which it will be paid automatically.
    pub autopay_on: Option<Date>,
    pub id: cynic::Id,
    pub number: Option<String>,
    pub title: String,
    pub description: Option<String>,
    pub status: InvoiceStatus,
    pub is_overdue: bool,
    pub due_on: Date,
    pub total: Money,
    pub paid: Money,
    pub processing: Money,
    pub balance: Money,
    pub written_off: Money,
    pub paid_at: Option<DateTime>,
    pub void_reason: Option<String>,
    pub lines: Vec<InvoiceLine>,
    pub property: PropertyName,
    pub unit: UnitLabel,
    pub active_payment: Option<ActivePayment>,
    pub payments: Vec<PaymentDetail>,
    pub timeline: Vec<TimelineEntry>,
    pub fee_quotes: Vec<FeeQuote>,
}

/// One line of an invoice.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct InvoiceLine {
    pub description: String,
    pub amount: Money,
}

/// A property by its name.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Property")]
pub struct PropertyName {
    pub id: cynic::Id,
    pub name: String,
}

/// One thing that happened to an invoice.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct TimelineEntry {
    pub kind: TimelineKind,
    pub at: DateTime,
    pub actor: Option<String>,
    pub amount: Option<Money>,
    pub fee: Option<Money>,
    pub method: Option<PaymentMethod>,
    pub payment_id: Option<cynic::Id>,
    pub email_to: Option<String>,
    pub email_language: Option<ApiLanguage>,
    pub detail: Option<String>,
}

#[derive(cynic::QueryVariables)]
struct IdVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "IdVariables")]
struct InvoiceQuery {
    #[arguments(id: $id)]
    invoice: Option<InvoiceDetail>,
}

operation!(Query own_invoice: InvoiceQuery, IdVariables);

/// One invoice.
///
/// # Errors
/// [`ApiError::NotFound`] when it does not exist or is someone else's, and the rest of [`ApiError`].
pub async fn invoice(id: String) -> Result<InvoiceDetail, ApiError> {
    let variables = IdVariables { id: cynic::Id::new(id) };
    run(InvoiceQuery::build(variables)).await?.invoice.ok_or(ApiError::NotFound)
}

/// What it costs to pay invoices at once, and which of them can't be paid now.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct CheckoutQuote {
    /// Oldest due first.
    pub payable: Vec<InvoiceRow>,
    pub not_payable: Vec<InvoiceRow>,
    /// What is owed on those that can be paid.
    pub balance: Money,
    pub fee_quotes: Vec<FeeQuote>,
}

#[derive(cynic::QueryVariables)]
struct QuoteVariables {
    ids: Vec<cynic::Id>,
    amount: Option<Decimal>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "QuoteVariables")]
struct QuoteQuery {
    #[arguments(invoiceIds: $ids, amount: $amount)]
    checkout_quote: Option<CheckoutQuote>,
}

operation!(Query quote_of_invoices: QuoteQuery, QuoteVariables);

/// What paying these invoices costs in one payment, whole or in part.
///
/// # Errors
/// [`ApiError::NotFound`] when one does not exist or is someone else's, and the rest of [`ApiError`].
pub async fn quote(ids: Vec<String>, amount: Option<String>) -> Result<CheckoutQuote, ApiError> {
    if ids.is_empty() {
        return Err(ApiError::NotFound);
    }
    let variables =
        QuoteVariables { ids: ids.into_iter().map(cynic::Id::new).collect(), amount: amount.map(Decimal) };
    run(QuoteQuery::build(variables)).await?.checkout_quote.ok_or(ApiError::NotFound)
}
