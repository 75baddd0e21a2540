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

/// A bill for one unit. Its amounts never change once it is published.
pub struct Invoice(pub InvoiceRow);

impl Invoice {
    fn money(&self, minor: i64) -> Money {
        Money::stored(minor, self.0.invoice.currency)
    }

    async fn allocated_payments(&self, ctx: &Context<'_>) -> Result<Vec<AllocatedPayment>> {
        Ok(ctx.load(PaymentsOfInvoice(self.0.invoice.id)).await?.unwrap_or_default())
    }
}

/// A bill for one unit. Its amounts never change once it is published.
#[Object]
impl Invoice {
    /// Unique id, starting with `inv_`.
    pub async fn id(&self) -> async_graphql::ID {
        encode_id::<id::Invoice>(self.0.invoice.id)
    }
    /// Number such as `INV-2041`, given at publishing without gaps in the organization; null for drafts.
    async fn number(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let Some(number) = self.0.invoice.number else { return Ok(None) };
        let organization = ctx.load(OrganizationById(self.0.invoice.organization_id)).await?;
        let prefix = organization.map(|row| row.invoice_prefix).unwrap_or_default();
        Ok(Some(domain::invoice::invoice_number(&prefix, number)))
    }
    /// Where the invoice stands between draft and paid.
    async fn status(&self, ctx: &Context<'_>) -> Result<InvoiceStatus> {
        Ok(state(&self.0.invoice).or_internal_error(ctx)?.status.into())
    }
    /// Whether it is open and past its due date in the property's time zone.
    async fn is_overdue(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(invoice_amounts::days_late(ctx.app()?, &self.0).or_internal_error(ctx)? > 0)
    }
    /// Days since the due date in the property's time zone; 0 when it is not overdue.
    async fn days_overdue(&self, ctx: &Context<'_>) -> Result<i32> {
        invoice_amounts::days_late(ctx.app()?, &self.0).or_internal_error(ctx)
    }
    /// What the invoice is for.
    async fn title(&self) -> &str {
        &self.0.invoice.title
    }
    /// Further explanation for the resident; null when there is none.
    async fn description(&self) -> Option<&str> {
        self.0.invoice.description.as_deref()
    }
    /// Due date in the property's time zone.
    async fn due_on(&self) -> Date {
        self.0.invoice.due_on.into()
    }
    /// Sum of the lines, taxes included.
    async fn total(&self) -> Money {
        self.money(self.0.invoice.total)
    }
    /// What was paid and not given back; 0.00 for void invoices.
    async fn paid(&self, ctx: &Context<'_>) -> Result<Money> {
        Ok(self.money(invoice_amounts::paid_amount(&self.0.invoice).or_internal_error(ctx)?))
    }
    /// Part of the balance that bank transfers on their way will pay.
    async fn processing(&self, ctx: &Context<'_>) -> Result<Money> {
        let payments = self.allocated_payments(ctx).await?;
        Ok(self.money(invoice_amounts::processing_amount(&self.0.invoice, &payments)))
    }
    /// What is still owed: `total` less `paid` and `writtenOff`, and 0.00 for void invoices.
    async fn balance(&self) -> Money {
        self.money(self.0.invoice.balance)
    }
    /// What was written off as uncollectible, and is never owed again; 0.00 when nothing was.
    async fn written_off(&self) -> Money {
        self.money(self.0.invoice.written_off)
    }
    /// The lines, in their order.
    async fn lines(&self, ctx: &Context<'_>) -> Result<Vec<InvoiceLine>> {
        let lines = ctx.load(LinesOfInvoice(self.0.invoice.id)).await?.unwrap_or_default();
        let currency = self.0.invoice.currency;
        Ok(lines.into_iter().map(|line| InvoiceLine { line, currency }).collect())
    }
    /// The property that bills, whose time zone and currency apply.
    async fn property(&self) -> Property {
        Property(self.0.property.clone())
    }
    /// The unit that is billed.
    async fn unit(&self) -> Unit {
        Unit { unit: self.0.unit.clone(), property: self.0.property.clone(), primary: None }
    }
    /// The resident it is addressed to: the unit's primary resident when it was created. Null when there was
    /// none.
    async fn resident(&self) -> Option<Resident> {
        self.0.resident.clone().map(Resident)
    }
    /// All payments for it, failed and expired ones included, oldest first.
    async fn payments(&self, ctx: &Context<'_>) -> Result<Vec<Payment>> {
        Ok(self.allocated_payments(ctx).await?.into_iter().map(|(row, _)| Payment(row)).collect())
    }
    /// The day on which it will be paid automatically, once the resident was told; null otherwise.
    async fn autopay_on(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        let day = ctx.load(AutopayDateOfInvoice(self.0.invoice.id)).await?;
        Ok(day.map(Date::from))
    }
    /// The payment in progress, of which there is at most one: started, waiting for the resident, or a bank
    /// transfer on its way.
    async fn active_payment(&self, ctx: &Context<'_>) -> Result<Option<Payment>> {
        let payments = self.allocated_payments(ctx).await?;
        Ok(invoice_amounts::active_payment(payments).map(Payment))
    }
    /// What happened to the invoice, newest first. Some entries are shown to the team only.
    #[graphql(complexity = "10 + child_complexity * 5")]
    async fn timeline(&self, ctx: &Context<'_>) -> Result<Vec<TimelineEntry>> {
        timeline(ctx, &self.0).await
    }
    /// What paying the whole balance costs, for each online method, or why the method can't be used.
    async fn fee_quotes(&self, ctx: &Context<'_>) -> Result<Vec<FeeQuote>> {
        let account = ctx.load(PaymentAccountOfProperty(self.0.property.id)).await?;
        let quotes = quote::price_invoice(ctx.app()?, &self.0, account.as_ref()).or_internal_error(ctx)?;
        Ok(quotes.iter().map(|quote| FeeQuote::new(quote, self.0.invoice.currency)).collect())
    }
    /// Version, raised by each change; send it as `expectedVersion` to detect changes by others.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.invoice.version).unwrap_or(i32::MAX)
    }
    /// When the draft was created.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.0.invoice.created_at)
    }
    /// When it was published; null for drafts.
    async fn published_at(&self) -> Option<DateTime> {
        self.0.invoice.published_at.map(DateTime::stored)
    }
    /// When the balance became zero; null while it is not.
    async fn paid_at(&self) -> Option<DateTime> {
        self.0.invoice.paid_at.map(DateTime::stored)
    }
    /// When it was voided; null when it was not.
    async fn voided_at(&self) -> Option<DateTime> {
        self.0.invoice.voided_at.map(DateTime::stored)
    }
    /// Why it was voided; null when it was not.
    async fn void_reason(&self) -> Option<&str> {
        self.0.invoice.void_reason.as_deref()
    }
    /// When it was last written off; null when it was not.
    async fn written_off_at(&self) -> Option<DateTime> {
        self.0.invoice.written_off_at.map(DateTime::stored)
    }
    /// Why it was last written off; null when it was not, and for residents.
    async fn write_off_reason(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        Ok(invoice_amounts::write_off_reason(ctx.caller()?, &self.0.invoice))
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
    /// What is billed.
    async fn description(&self) -> &str {
        &self.line.description
    }
    /// The ledger account the line is posted to, without a balance.
    async fn account(&self) -> LedgerAccount {
        LedgerAccount::of_chart(&self.line.account_code, self.currency)
    }
    /// Amount of the line, above zero.
    async fn amount(&self) -> Money {
        Money::stored(self.line.amount, self.currency)
    }
    /// Code of the tax, such as `GST` or `QST`; null when the line is no tax.
    async fn tax_code(&self) -> Option<&str> {
        self.line.tax_code.as_deref()
    }
}

connection!(InvoiceConnection, InvoiceEdge, Invoice, "invoices");
