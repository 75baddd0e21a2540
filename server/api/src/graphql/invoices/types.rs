//! An invoice as callers see it.

use async_graphql::{Context, Object, Result};
use domain::id;
use domain::money;
use entity::invoice_line;

use super::timeline::{TimelineEntry, timeline};
use crate::graphql::community::{Property, Resident, Unit};
use crate::graphql::connection::connection;
use crate::graphql::enums::schema_enum;
use crate::graphql::ledger::LedgerAccount;
use crate::graphql::loaders::{
    AutopayDateOfInvoice, LinesOfInvoice, LoadExt, OrganizationById, PaymentAccountOfProperty,
    PaymentsOfInvoice,
};
use crate::graphql::payments::{FeeQuote, Payment};
use crate::graphql::request::ContextExt;
use crate::graphql::results::ResultExt;
use crate::graphql::scalars::{Date, DateTime, Money, encode_id};
use application::fees::quote;
use application::invoices::invoice_amounts::{self, AllocatedPayment};
use store::invoices::{InvoiceRow, state};

schema_enum!(InvoiceStatus = domain::invoice::InvoiceStatus);

/// A bill for one unit. Published amounts never change.
pub struct Invoice(pub InvoiceRow);

impl Invoice {
    fn money(&self, minor: i64) -> Money {
        Money::stored(minor, self.0.invoice.currency)
    }

    async fn allocated_payments(&self, ctx: &Context<'_>) -> Result<Vec<AllocatedPayment>> {
        Ok(ctx.load(PaymentsOfInvoice(self.0.invoice.id)).await?.unwrap_or_default())
    }
}

/// A bill for one unit. Published amounts never change.
#[Object]
impl Invoice {
    /// `inv_…`
    pub async fn id(&self) -> async_graphql::ID {
        encode_id::<id::Invoice>(self.0.invoice.id)
    }
    /// Given at publishing, gap-free per organization: `INV-2041`.
    async fn number(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let Some(number) = self.0.invoice.number else { return Ok(None) };
        let organization = ctx.load(OrganizationById(self.0.invoice.organization_id)).await?;
        let prefix = organization.map(|row| row.invoice_prefix).unwrap_or_default();
        Ok(Some(invoice_amounts::invoice_number(&prefix, number)))
    }
    /// Where it stands.
    async fn status(&self, ctx: &Context<'_>) -> Result<InvoiceStatus> {
        Ok(state(&self.0.invoice).or_internal_error(ctx)?.status.into())
    }
    /// Open with a balance past the due date in the property's time zone.
    async fn is_overdue(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(invoice_amounts::days_late(ctx.app()?, &self.0).or_internal_error(ctx)? > 0)
    }
    /// Days since the due date; 0 when not overdue.
    async fn days_overdue(&self, ctx: &Context<'_>) -> Result<i32> {
        invoice_amounts::days_late(ctx.app()?, &self.0).or_internal_error(ctx)
    }
    /// What it is for.
    async fn title(&self) -> &str {
        &self.0.invoice.title
    }
    /// More words.
    async fn description(&self) -> Option<&str> {
        self.0.invoice.description.as_deref()
    }
    /// Day in the property's time zone.
    async fn due_on(&self) -> Date {
        self.0.invoice.due_on.into()
    }
    /// Sum of the lines.
    async fn total(&self) -> Money {
        self.money(self.0.invoice.total)
    }
    /// What has been received.
    async fn paid(&self, ctx: &Context<'_>) -> Result<Money> {
        Ok(self.money(invoice_amounts::paid_amount(&self.0.invoice).or_internal_error(ctx)?))
    }
    /// Part of the balance that a bank transfer on its way will settle.
    async fn processing(&self, ctx: &Context<'_>) -> Result<Money> {
        let payments = self.allocated_payments(ctx).await?;
        Ok(self.money(invoice_amounts::processing_amount(&self.0.invoice, &payments)))
    }
    /// What is still owed.
    async fn balance(&self) -> Money {
        self.money(self.0.invoice.balance)
    }
    /// What it is made of.
    async fn lines(&self, ctx: &Context<'_>) -> Result<Vec<InvoiceLine>> {
        let lines = ctx.load(LinesOfInvoice(self.0.invoice.id)).await?.unwrap_or_default();
        let currency = self.0.invoice.currency;
        Ok(lines.into_iter().map(|line| InvoiceLine { line, currency }).collect())
    }
    /// The property.
    async fn property(&self) -> Property {
        Property(self.0.property.clone())
    }
    /// The unit billed.
    async fn unit(&self) -> Unit {
        Unit { unit: self.0.unit.clone(), property: self.0.property.clone(), primary: None }
    }
    /// Whom the invoice is addressed to: the unit's primary resident when it was made.
    async fn resident(&self) -> Option<Resident> {
        self.0.resident.clone().map(Resident)
    }
    /// Every payment for it, failed ones too, oldest first.
    async fn payments(&self, ctx: &Context<'_>) -> Result<Vec<Payment>> {
        Ok(self.allocated_payments(ctx).await?.into_iter().map(|(row, _)| Payment(row)).collect())
    }
    /// The day on which it will be paid automatically, once that was announced.
    async fn autopay_on(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        let day = ctx.load(AutopayDateOfInvoice(self.0.invoice.id)).await?;
        Ok(day.map(Date::from))
    }
    /// The payment in progress, if any: at most one.
    async fn active_payment(&self, ctx: &Context<'_>) -> Result<Option<Payment>> {
        let payments = self.allocated_payments(ctx).await?;
        Ok(invoice_amounts::active_payment(payments).map(Payment))
    }
    /// Everything that happened to it, newest first.
    #[graphql(complexity = "10 + child_complexity * 5")]
    async fn timeline(&self, ctx: &Context<'_>) -> Result<Vec<TimelineEntry>> {
        timeline(ctx, &self.0).await
    }
    /// Per online method: the fee and total for paying the whole balance, or why it can't be used.
    async fn fee_quotes(&self, ctx: &Context<'_>) -> Result<Vec<FeeQuote>> {
        let account = ctx.load(PaymentAccountOfProperty(self.0.property.id)).await?;
        let quotes = quote::price_invoice(ctx.app()?, &self.0, account.as_ref()).or_internal_error(ctx)?;
        Ok(quotes.iter().map(|quote| FeeQuote::new(quote, self.0.invoice.currency)).collect())
    }
    /// Raised with each change; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.invoice.version).unwrap_or(i32::MAX)
    }
    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.0.invoice.created_at)
    }
    /// When it was published.
    async fn published_at(&self) -> Option<DateTime> {
        self.0.invoice.published_at.map(DateTime::stored)
    }
    /// When the balance became zero.
    async fn paid_at(&self) -> Option<DateTime> {
        self.0.invoice.paid_at.map(DateTime::stored)
    }
    /// When it was voided.
    async fn voided_at(&self) -> Option<DateTime> {
        self.0.invoice.voided_at.map(DateTime::stored)
    }
    /// Why it was voided.
    async fn void_reason(&self) -> Option<&str> {
        self.0.invoice.void_reason.as_deref()
    }
}

/// A line of an invoice.
pub struct InvoiceLine {
    line: invoice_line::Model,
    currency: money::Currency,
}

/// A line of an invoice.
#[Object]
impl InvoiceLine {
    /// Words.
    async fn description(&self) -> &str {
        &self.line.description
    }
    /// The account it earns on.
    async fn account(&self) -> LedgerAccount {
        LedgerAccount::of_chart(&self.line.account_code, self.currency)
    }
    /// Amount.
    async fn amount(&self) -> Money {
        Money::stored(self.line.amount, self.currency)
    }
    /// Code of the tax this line is, `GST` or `QST`; null for an ordinary line.
    async fn tax_code(&self) -> Option<&str> {
        self.line.tax_code.as_deref()
    }
}

connection!(InvoiceConnection, InvoiceEdge, Invoice);
