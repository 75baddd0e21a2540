//! A resident's payments, and starting one.

use super::operation::{Prepare, operation};

use super::{
    ApiError, Date, DateTime, Decimal, Money, OnlinePaymentMethod, PageInfo, PaymentFailureReason,
    PaymentMethod, PaymentStatus, RefundStatus, Slice, UserError, accepted, run, schema,
};

/// A payment with what it pays.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Payment")]
pub struct PaymentDetail {
    pub id: cynic::Id,
    pub status: PaymentStatus,
    pub method: PaymentMethod,
    pub amount: Money,
    pub fee: Money,
    pub total: Money,
    pub created_at: DateTime,
    pub succeeded_at: Option<DateTime>,
    pub received_on: Option<Date>,
    pub expected_by: Option<Date>,
    pub failure_reason: Option<PaymentFailureReason>,
    pub reference: Option<String>,
    pub checkout_url: Option<String>,
    pub allocations: Vec<PaymentAllocation>,
    pub refunded: Money,
    pub refunds: Vec<Refund>,
    pub disputes: Vec<Dispute>,
}

/// Money given back, as its payer sees it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct Refund {
    pub status: RefundStatus,
    pub amount: Money,
    pub reason: Option<String>,
    pub created_at: DateTime,
}

/// A payment taken back by the payer's bank.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct Dispute {
    pub reason: String,
}

/// How much of a payment goes to which invoice.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct PaymentAllocation {
    pub invoice: PaidInvoice,
    pub amount: Money,
}

/// The invoice a payment is for.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Invoice")]
pub struct PaidInvoice {
    pub id: cynic::Id,
    pub number: Option<String>,
    pub title: String,
}

#[derive(cynic::QueryVariables)]
struct ListVariables {
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "ListVariables")]
struct ListQuery {
    viewer: Option<ListViewer>,
}

operation!(Query own_payments: ListQuery, ListVariables);

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Viewer", variables = "ListVariables")]
struct ListViewer {
    #[arguments(first: $first, after: $after, last: $last, before: $before)]
    payments: PaymentPage,
}

/// A page of payments.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PaymentConnection")]
pub struct PaymentPage {
    pub nodes: Vec<PaymentDetail>,
    pub page_info: PageInfo,
}

/// A page of the resident's payments, newest first.
///
/// # Errors
/// [`ApiError::SignedOut`] when nobody is signed in, and the rest of [`ApiError`].
pub async fn list(slice: Slice) -> Result<PaymentPage, ApiError> {
    let Slice { first, after, last, before } = slice;
    let variables = ListVariables { first, after, last, before };
    Ok(run(ListQuery::build(variables)).await?.viewer.ok_or(ApiError::SignedOut)?.payments)
}

#[derive(cynic::QueryVariables)]
struct IdVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "IdVariables")]
struct PaymentQuery {
    #[arguments(id: $id)]
    payment: Option<PaymentDetail>,
}

operation!(Query own_payment: PaymentQuery, IdVariables);

/// One payment.
///
/// # Errors
/// [`ApiError::NotFound`] when it does not exist or is someone else's, and the rest of [`ApiError`].
pub async fn payment(id: String) -> Result<PaymentDetail, ApiError> {
    let variables = IdVariables { id: cynic::Id::new(id) };
    run(PaymentQuery::build(variables)).await?.payment.ok_or(ApiError::NotFound)
}

#[derive(cynic::InputObject)]
struct CheckoutStartInput {
    invoice_ids: Vec<cynic::Id>,
    method: OnlinePaymentMethod,
    amount: Option<Decimal>,
}

#[derive(cynic::QueryVariables)]
struct CheckoutVariables {
    input: CheckoutStartInput,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CheckoutVariables")]
struct CheckoutStart {
    #[arguments(input: $input, idempotencyKey: $key)]
    checkout_start: CheckoutStartPayload,
}

operation!(Mutation checkout_start: CheckoutStart, CheckoutVariables);

#[derive(cynic::QueryFragment)]
struct CheckoutStartPayload {
    redirect_url: Option<String>,
    user_errors: Vec<UserError>,
}

/// Starts paying invoices of one property, whole or in part, and gives the address of Stripe's page to go on.
/// The same key with the same details starts one payment, however often it is sent.
///
/// # Errors
/// Refused with `PAYMENT_IN_PROGRESS`, `INVOICE_NOT_OPEN`, an amount's or a method's error, and the rest of [`ApiError`].
pub async fn start_checkout(
    invoices: Vec<String>,
    method: OnlinePaymentMethod,
    amount: Option<String>,
    key: String,
) -> Result<String, ApiError> {
    let input = CheckoutStartInput {
        invoice_ids: invoices.into_iter().map(cynic::Id::new).collect(),
        method,
        amount: amount.map(Decimal),
    };
    let payload = run(CheckoutStart::build(CheckoutVariables { input, key })).await?.checkout_start;
    accepted(payload.redirect_url, payload.user_errors)
}
