//! One invoice with all of its parts.

use cynic::QueryBuilder;

use super::{FeeMode, RefundFailureReason, ResidentName, UnitLabel};
use crate::api::invoices::TimelineEntry;
use crate::api::{
    ApiError, Date, DateTime, DisputeStatus, InvoiceStatus, Money, PaymentFailureReason, PaymentMethod,
    PaymentStatus, RefundStatus, run, schema,
};

/// An invoice as the team sees it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Invoice")]
pub struct InvoiceView {
    pub id: cynic::Id,
    pub number: Option<String>,
    pub status: InvoiceStatus,
    pub is_overdue: bool,
    pub days_overdue: i32,
    pub title: String,
    pub description: Option<String>,
    pub due_on: Date,
    /// The day on which it will be paid automatically.
    pub autopay_on: Option<Date>,
    pub total: Money,
    pub paid: Money,
    pub processing: Money,
    pub balance: Money,
    pub written_off: Money,
    pub lines: Vec<InvoiceLine>,
    pub property: InvoiceProperty,
    pub unit: UnitLabel,
    pub resident: Option<ResidentName>,
    pub payments: Vec<InvoicePayment>,
    pub active_payment: Option<ActivePayment>,
    pub timeline: Vec<TimelineEntry>,
    pub version: i32,
    pub paid_at: Option<DateTime>,
    pub voided_at: Option<DateTime>,
    pub void_reason: Option<String>,
    pub written_off_at: Option<DateTime>,
    pub write_off_reason: Option<String>,
}

/// One line of an invoice.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct InvoiceLine {
    pub description: String,
    pub account: AccountName,
    pub amount: Money,
    pub tax_code: Option<String>,
}

/// A ledger account by its name.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "LedgerAccount")]
pub struct AccountName {
    pub name: String,
}

/// The property of an invoice, with what decides about paying there.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Property")]
pub struct InvoiceProperty {
    pub name: String,
    pub today: Date,
    pub fees: PropertyFees,
}

/// Who pays the fees of online payments.
#[derive(cynic::QueryFragment, Clone, Copy, Debug, PartialEq)]
#[cynic(graphql_type = "FeeSettings")]
pub struct PropertyFees {
    pub bank: FeeMode,
    pub card: FeeMode,
}

/// A payment of an invoice.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Payment")]
pub struct InvoicePayment {
    pub id: cynic::Id,
    pub status: PaymentStatus,
    pub method: PaymentMethod,
    pub amount: Money,
    pub fee: Money,
    pub created_at: DateTime,
    pub received_on: Option<Date>,
    pub reference: Option<String>,
    pub note: Option<String>,
    pub failure_reason: Option<PaymentFailureReason>,
    pub version: i32,
    pub refundable: Money,
    pub refunds: Vec<InvoiceRefund>,
    pub disputes: Vec<InvoiceDispute>,
}

/// Money given back.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Refund")]
pub struct InvoiceRefund {
    pub status: RefundStatus,
    pub amount: Money,
    pub reason: Option<String>,
    pub failure_reason: Option<RefundFailureReason>,
    pub created_at: DateTime,
}

/// A payment taken back by the payer's bank.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Dispute")]
pub struct InvoiceDispute {
    pub status: DisputeStatus,
    pub amount: Money,
    pub reason: String,
    pub evidence_due_at: Option<DateTime>,
    pub created_at: DateTime,
}

/// The attempt to pay that is under way.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Payment")]
pub struct ActivePayment {
    pub status: PaymentStatus,
    pub method: PaymentMethod,
    pub total: Money,
    pub expected_by: Option<Date>,
}

#[derive(cynic::QueryVariables)]
struct IdVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "IdVariables")]
struct InvoiceQuery {
    #[arguments(id: $id)]
    invoice: Option<InvoiceView>,
}

/// One invoice.
///
/// # Errors
/// [`ApiError::NotFound`] when it does not exist or is another organization's, and the rest of [`ApiError`].
pub async fn invoice(id: String) -> Result<InvoiceView, ApiError> {
    let variables = IdVariables { id: cynic::Id::new(id) };
    run(InvoiceQuery::build(variables)).await?.invoice.ok_or(ApiError::NotFound)
}
