//! An invoice as callers see it.

use async_graphql::{Context, Enum, Object, Result};
use domain::id;
use domain::money;
use domain::roles::Permission;
use entity::invoice_line;

use super::super::community::{Property, Resident, Unit};
use super::super::connection::connection;
use super::super::context::ContextExt;
use super::super::errors::{ErrorCode, ResultExt};
use super::super::ledger::LedgerAccount;
use super::super::loaders::{
    AutopayDateOfInvoice, LinesOfInvoice, OrganizationById, PaymentAccountOfProperty, PaymentsOfInvoice,
};
use super::super::payments::{FeeQuote, Payment};
use super::super::scalars::{Date, DateTime, Money, encode_id};
use super::timeline::{TimelineEntry, timeline};
use application::fees::quote;
use store::invoices::{InvoiceRow, state};

/// Where an invoice stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::invoice::InvoiceStatus")]
pub enum InvoiceStatus {
    /// Being prepared; residents don't see it.
    Draft,
    /// Published and not settled.
    Open,
    /// Settled in full.
    Paid,
    /// Withdrawn after publishing.
    Void,
    /// Closed without payment of all of it: what was owed is written off.
    Uncollectible,
}

/// A bill for one unit. Published amounts never change.
pub struct Invoice(pub InvoiceRow);

impl Invoice {
    fn money(&self, minor: i64) -> Result<Money> {
        Ok(Money::stored(minor, self.0.invoice.currency))
    }

    fn days_late(&self, ctx: &Context<'_>) -> Result<i32> {
        let due = self.0.invoice.due_on.0;
        let today = ctx.app()?.today(&self.0.property.time_zone);
        let state = state(&self.0.invoice).or_internal_error(ctx)?;
        Ok(domain::invoice::days_overdue(state, due, today))
    }

    async fn allocated_payments(&self, ctx: &Context<'_>) -> Result<Vec<(store::payments::PaymentRow, i64)>> {
        let found = ctx.loaders()?.get(PaymentsOfInvoice(self.0.invoice.id)).await?.unwrap_or_default();
        Ok(found.into_iter().map(|(row, allocation)| (row, allocation.amount)).collect())
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
        let organization = ctx.loaders()?.get(OrganizationById(self.0.invoice.organization_id)).await?;
        let prefix = organization.map(|row| row.invoice_prefix).unwrap_or_default();
        Ok(Some(format!("{prefix}-{number}")))
    }
    /// Where it stands.
    async fn status(&self, ctx: &Context<'_>) -> Result<InvoiceStatus> {
        Ok(state(&self.0.invoice).or_internal_error(ctx)?.status.into())
    }
    /// Open with a balance past the due date in the property's time zone.
    async fn is_overdue(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.days_late(ctx)? > 0)
    }
    /// Days since the due date; 0 when not overdue.
    async fn days_overdue(&self, ctx: &Context<'_>) -> Result<i32> {
        self.days_late(ctx)
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
    async fn due_on(&self) -> Result<Date> {
        Ok(Date(self.0.invoice.due_on.0))
    }
    /// Sum of the lines.
    async fn total(&self) -> Result<Money> {
        self.money(self.0.invoice.total)
    }
    /// What has been received.
    async fn paid(&self, ctx: &Context<'_>) -> Result<Money> {
        self.money(state(&self.0.invoice).or_internal_error(ctx)?.paid())
    }
    /// Part of the balance that a bank transfer on its way will settle.
    async fn processing(&self, ctx: &Context<'_>) -> Result<Money> {
        let allocated_payments = self.allocated_payments(ctx).await?;
        let amounts = allocated_payments
            .iter()
            .filter(|(row, _)| row.payment.status == domain::payment::PaymentStatus::Processing)
            .map(|(_, allocation)| *allocation);
        let sum = domain::money::sum(amounts).unwrap_or(self.0.invoice.balance);
        self.money(sum)
    }
    /// What is still owed.
    async fn balance(&self) -> Result<Money> {
        self.money(self.0.invoice.balance)
    }
    /// What was given up as uncollectible; never owed again.
    async fn written_off(&self) -> Result<Money> {
        self.money(self.0.invoice.written_off)
    }
    /// What it is made of.
    async fn lines(&self, ctx: &Context<'_>) -> Result<Vec<InvoiceLine>> {
        let lines = ctx.loaders()?.get(LinesOfInvoice(self.0.invoice.id)).await?.unwrap_or_default();
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
        let day = ctx.loaders()?.get(AutopayDateOfInvoice(self.0.invoice.id)).await?;
        Ok(day.map(|day| Date(day.0)))
    }
    /// The payment in progress, if any: at most one.
    async fn active_payment(&self, ctx: &Context<'_>) -> Result<Option<Payment>> {
        let allocated_payments = self.allocated_payments(ctx).await?;
        Ok(allocated_payments
            .into_iter()
            .map(|(row, _)| row)
            .find(|row| row.payment.status.is_active())
            .map(Payment))
    }
    /// Everything that happened to it, newest first.
    #[graphql(complexity = "10 + child_complexity * 5")]
    async fn timeline(&self, ctx: &Context<'_>) -> Result<Vec<TimelineEntry>> {
        timeline(ctx, &self.0).await
    }
    /// Per online method: the fee and total for paying the whole balance, or why it can't be used.
    async fn fee_quotes(&self, ctx: &Context<'_>) -> Result<Vec<FeeQuote>> {
        let account = ctx.loaders()?.get(PaymentAccountOfProperty(self.0.property.id)).await?;
        let (app, property) = (ctx.app()?, &self.0.property);
        let policy = quote::fee_policy(property).or_internal_error(ctx)?;
        let quotes = quote::price_both(app, property, policy, account.as_ref(), self.0.invoice.balance)
            .or_internal_error(ctx)?;
        let open = self.0.invoice.status == domain::invoice::InvoiceStatus::Open;
        quotes
            .into_iter()
            .map(|quote| {
                let refused = if open { None } else { Some(ErrorCode::InvoiceNotOpen) };
                FeeQuote::new(&quote, self.0.invoice.currency, refused)
            })
            .collect()
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
    /// When it was last written off.
    async fn written_off_at(&self) -> Option<DateTime> {
        self.0.invoice.written_off_at.map(DateTime::stored)
    }
    /// Why it was last written off; null for residents.
    async fn write_off_reason(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        let team = is_team_member(ctx, self.0.invoice.organization_id, self.0.invoice.property_id)?;
        Ok(self.0.invoice.write_off_reason.as_deref().filter(|_| team))
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
    async fn amount(&self) -> Result<Money> {
        Ok(Money::stored(self.line.amount, self.currency))
    }
    /// Code of the tax this line is, `GST` or `QST`; null for an ordinary line.
    async fn tax_code(&self) -> Option<&str> {
        self.line.tax_code.as_deref()
    }
}

connection!(InvoiceConnection, InvoiceEdge, Invoice);

/// Whether the caller works on the property, and so sees what is for the team.
pub(in super::super) fn is_team_member(
    ctx: &Context<'_>,
    organization: domain::id::Uuid,
    property: domain::id::Uuid,
) -> Result<bool> {
    Ok(ctx.caller()?.scope(Permission::Bill).reaches(organization, property))
}
