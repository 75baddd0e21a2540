//! A payment as callers see it.

use async_graphql::{Context, Enum, Object, Result};
use domain::id;

use super::super::community::Resident;
use super::super::connection::connection;
use super::super::context::Here;
use super::super::errors::OrInner;
use super::super::invoices::Invoice;
use super::super::loaders::{InvoiceOf, SharesOf};
use super::super::scalars::{Date, DateTime, Money, id};
use crate::store::payments::PaymentRow;
use crate::store::words::Word;

/// Where a payment stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentStatus {
    /// Waits for the resident.
    Pending,
    /// A bank transfer on its way.
    Processing,
    /// The money is there.
    Succeeded,
    /// Refused.
    Failed,
    /// The resident never finished.
    Expired,
    /// Recorded by hand and taken back.
    Reversed,
    /// Given back.
    Refunded,
    /// Disputed by the payer.
    Disputed,
}

impl From<domain::payment::Status> for PaymentStatus {
    fn from(status: domain::payment::Status) -> Self {
        use domain::payment::Status;
        match status {
            Status::Created | Status::Open => PaymentStatus::Pending,
            Status::Processing => PaymentStatus::Processing,
            Status::Succeeded => PaymentStatus::Succeeded,
            Status::Failed => PaymentStatus::Failed,
            Status::Expired => PaymentStatus::Expired,
            Status::Reversed => PaymentStatus::Reversed,
        }
    }
}

impl PaymentStatus {
    /// The states it stands for.
    pub(super) fn stored(self) -> Vec<domain::payment::Status> {
        use domain::payment::Status;
        let all = [
            Status::Created,
            Status::Open,
            Status::Processing,
            Status::Succeeded,
            Status::Failed,
            Status::Expired,
            Status::Reversed,
        ];
        all.into_iter().filter(|status| PaymentStatus::from(*status) == self).collect()
    }
}

/// How money comes.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::payment::Method")]
pub enum PaymentMethod {
    /// Bank debit through Stripe.
    Bank,
    /// Card through Stripe.
    Card,
    /// Notes and coins.
    Cash,
    /// A cheque.
    Cheque,
    /// Anything else recorded by hand.
    Other,
}

/// One attempt to collect.
pub struct Payment(pub PaymentRow);

impl Payment {
    fn money(&self, ctx: &Context<'_>, minor: i64) -> Result<Money> {
        Money::stored(minor, &self.0.payment.currency).or_inner(ctx)
    }

    fn for_team(&self, ctx: &Context<'_>) -> Result<bool> {
        let caller = ctx.caller()?;
        let scope = caller.scope(domain::roles::Permission::Bill);
        Ok(scope.reaches(self.0.payment.organization_id, self.0.payment.property_id))
    }
}

/// One attempt to collect.
#[Object]
impl Payment {
    /// `pay_…`
    pub async fn id(&self) -> async_graphql::ID {
        id::<id::Payment>(self.0.payment.id)
    }
    /// Where it stands.
    async fn status(&self, ctx: &Context<'_>) -> Result<PaymentStatus> {
        Ok(domain::payment::Status::from_word(&self.0.payment.status).or_inner(ctx)?.into())
    }
    /// How.
    async fn method(&self, ctx: &Context<'_>) -> Result<PaymentMethod> {
        Ok(domain::payment::Method::from_word(&self.0.payment.method).or_inner(ctx)?.into())
    }
    /// What is taken off the invoices.
    async fn amount(&self, ctx: &Context<'_>) -> Result<Money> {
        self.money(ctx, self.0.payment.amount)
    }
    /// What the resident pays on top.
    async fn fee(&self, ctx: &Context<'_>) -> Result<Money> {
        self.money(ctx, self.0.payment.fee)
    }
    /// Both together.
    async fn total(&self, ctx: &Context<'_>) -> Result<Money> {
        self.money(ctx, self.0.payment.amount.saturating_add(self.0.payment.fee))
    }
    /// Who pays.
    async fn resident(&self) -> Option<Resident> {
        self.0.resident.clone().map(Resident)
    }
    /// The share of each invoice.
    async fn allocations(&self, ctx: &Context<'_>) -> Result<Vec<PaymentAllocation>> {
        let shares = ctx.loaders()?.get(SharesOf(self.0.payment.id)).await?.unwrap_or_default();
        Ok(shares
            .into_iter()
            .map(|share| PaymentAllocation {
                invoice: InvoiceOf { organization: share.organization_id, invoice: share.invoice_id },
                amount: share.amount,
                currency: self.0.payment.currency.clone(),
            })
            .collect())
    }
    /// When it was started or recorded.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.0.payment.created_at)
    }
    /// When the money was ours.
    async fn succeeded_at(&self) -> Option<DateTime> {
        self.0.payment.succeeded_at.map(DateTime::stored)
    }
    /// When a transfer under way should settle at the latest.
    async fn expected_by(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        let processing = self.0.payment.status == "processing";
        let day = self.0.payment.expected_by.as_deref().filter(|_| processing);
        day.map(Date::stored).transpose().or_inner(ctx)
    }
    /// Why it failed.
    async fn failure_message(&self) -> Option<&str> {
        self.0.payment.failure.as_deref()
    }
    /// Number of the cheque or the like.
    async fn reference(&self) -> Option<&str> {
        self.0.payment.reference.as_deref()
    }
    /// For the team only.
    async fn note(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        Ok(if self.for_team(ctx)? { self.0.payment.note.as_deref() } else { None })
    }
    /// The day money came by hand.
    async fn received_on(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        self.0.payment.received_on.as_deref().map(Date::stored).transpose().or_inner(ctx)
    }
    /// Where to go on with an attempt that waits for the resident; only for who started it.
    async fn checkout_url(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        let own = ctx.caller()?.is_person(self.0.payment.user_id);
        let waiting = self.0.payment.status == "open";
        Ok(self.0.payment.checkout_url.as_deref().filter(|_| own && waiting))
    }
}

/// The share of a payment that goes to one invoice.
pub struct PaymentAllocation {
    invoice: InvoiceOf,
    amount: i64,
    currency: String,
}

/// The share of a payment that goes to one invoice.
#[Object]
impl PaymentAllocation {
    /// The invoice.
    async fn invoice(&self, ctx: &Context<'_>) -> Result<Invoice> {
        let found = ctx.loaders()?.get(self.invoice).await?;
        found.map(Invoice).ok_or_else(|| super::super::errors::inner(ctx, &"a share without invoice"))
    }
    /// Its share.
    async fn amount(&self, ctx: &Context<'_>) -> Result<Money> {
        Money::stored(self.amount, &self.currency).or_inner(ctx)
    }
}

connection!(PaymentConnection, PaymentEdge, Payment);
