//! A payment as callers see it.

use async_graphql::{Context, Enum, Object, Result};
use domain::id;
use domain::money;

use super::super::community::Resident;
use super::super::connection::connection;
use super::super::context::ContextExt;
use super::super::errors::{ResultExt, internal_error};
use super::super::invoices::Invoice;
use super::super::loaders::{AllocationsOfPayment, DisputesOfPayment, InvoiceKey, RefundsOfPayment};
use super::super::scalars::{Date, DateTime, Money, encode_id};
use super::failures::PaymentFailureReason;
use super::returns::{Dispute, Refund};
use application::refunds::refund_payment::refundable;
use store::payments::{PaymentDisplayStatus, PaymentRow, display_status};

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
    /// Part of it was given back.
    PartiallyRefunded,
    /// All of it was given back.
    Refunded,
    /// The payer's bank holds it while a dispute is open.
    Disputed,
    /// The payer's bank took it back for good; what it paid is owed again.
    Returned,
}

impl From<PaymentDisplayStatus> for PaymentStatus {
    fn from(shown: PaymentDisplayStatus) -> Self {
        match shown {
            PaymentDisplayStatus::Pending => PaymentStatus::Pending,
            PaymentDisplayStatus::Processing => PaymentStatus::Processing,
            PaymentDisplayStatus::Succeeded => PaymentStatus::Succeeded,
            PaymentDisplayStatus::Failed => PaymentStatus::Failed,
            PaymentDisplayStatus::Expired => PaymentStatus::Expired,
            PaymentDisplayStatus::Reversed => PaymentStatus::Reversed,
            PaymentDisplayStatus::PartiallyRefunded => PaymentStatus::PartiallyRefunded,
            PaymentDisplayStatus::Refunded => PaymentStatus::Refunded,
            PaymentDisplayStatus::Disputed => PaymentStatus::Disputed,
            PaymentDisplayStatus::Returned => PaymentStatus::Returned,
        }
    }
}

impl From<PaymentStatus> for PaymentDisplayStatus {
    fn from(status: PaymentStatus) -> Self {
        match status {
            PaymentStatus::Pending => PaymentDisplayStatus::Pending,
            PaymentStatus::Processing => PaymentDisplayStatus::Processing,
            PaymentStatus::Succeeded => PaymentDisplayStatus::Succeeded,
            PaymentStatus::Failed => PaymentDisplayStatus::Failed,
            PaymentStatus::Expired => PaymentDisplayStatus::Expired,
            PaymentStatus::Reversed => PaymentDisplayStatus::Reversed,
            PaymentStatus::PartiallyRefunded => PaymentDisplayStatus::PartiallyRefunded,
            PaymentStatus::Refunded => PaymentDisplayStatus::Refunded,
            PaymentStatus::Disputed => PaymentDisplayStatus::Disputed,
            PaymentStatus::Returned => PaymentDisplayStatus::Returned,
        }
    }
}

/// How money comes.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::payment::PaymentMethod")]
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

/// A payment of a resident, whatever its status.
pub struct Payment(pub PaymentRow);

impl Payment {
    fn money(&self, minor: i64) -> Result<Money> {
        Ok(Money::stored(minor, self.0.payment.currency))
    }

    fn for_team(&self, ctx: &Context<'_>) -> Result<bool> {
        let caller = ctx.caller()?;
        let scope = caller.scope(domain::roles::Permission::Bill);
        Ok(scope.reaches(self.0.payment.organization_id, self.0.payment.property_id))
    }
}

/// A payment of a resident, whatever its status.
#[Object]
impl Payment {
    /// `pay_…`
    pub async fn id(&self) -> async_graphql::ID {
        encode_id::<id::Payment>(self.0.payment.id)
    }
    /// Where it stands.
    async fn status(&self, ctx: &Context<'_>) -> Result<PaymentStatus> {
        Ok(display_status(&self.0.payment).or_internal_error(ctx)?.into())
    }
    /// Raised with each change; given back as `expectedVersion`.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.payment.version).unwrap_or(i32::MAX)
    }
    /// How.
    async fn method(&self) -> Result<PaymentMethod> {
        Ok(self.0.payment.method.into())
    }
    /// What is taken off the invoices.
    async fn amount(&self) -> Result<Money> {
        self.money(self.0.payment.amount)
    }
    /// What the resident pays on top.
    async fn fee(&self) -> Result<Money> {
        self.money(self.0.payment.fee)
    }
    /// Both together.
    async fn total(&self) -> Result<Money> {
        self.money(self.0.payment.amount.saturating_add(self.0.payment.fee))
    }
    /// Who pays.
    async fn resident(&self) -> Option<Resident> {
        self.0.resident.clone().map(Resident)
    }
    /// How it is allocated to invoices.
    async fn allocations(&self, ctx: &Context<'_>) -> Result<Vec<PaymentAllocation>> {
        let allocations =
            ctx.loaders()?.get(AllocationsOfPayment(self.0.payment.id)).await?.unwrap_or_default();
        Ok(allocations
            .into_iter()
            .map(|allocation| PaymentAllocation {
                invoice: InvoiceKey {
                    organization: allocation.organization_id,
                    invoice: allocation.invoice_id,
                },
                amount: allocation.amount,
                currency: self.0.payment.currency,
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
    async fn expected_by(&self) -> Result<Option<Date>> {
        let processing = self.0.payment.status == domain::payment::PaymentStatus::Processing;
        Ok(self.0.payment.expected_by.filter(|_| processing).map(|day| Date(day.0)))
    }
    /// What was given back by refunds.
    async fn refunded(&self) -> Result<Money> {
        self.money(self.0.payment.refunded)
    }
    /// What can still be given back; zero for who can't.
    async fn refundable(&self, ctx: &Context<'_>) -> Result<Money> {
        if !self.for_team(ctx)? {
            return self.money(0);
        }
        let refunds = ctx.loaders()?.get(RefundsOfPayment(self.0.payment.id)).await?.unwrap_or_default();
        let left = refundable(&self.0.payment, &refunds).map_err(|failure| internal_error(ctx, &failure))?;
        self.money(left)
    }
    /// Refunds, the oldest first.
    async fn refunds(&self, ctx: &Context<'_>) -> Result<Vec<Refund>> {
        let for_team = self.for_team(ctx)?;
        let rows = ctx.loaders()?.get(RefundsOfPayment(self.0.payment.id)).await?.unwrap_or_default();
        Ok(rows.into_iter().map(|row| Refund { row, for_team }).collect())
    }
    /// Disputes and returned transfers, the oldest first.
    async fn disputes(&self, ctx: &Context<'_>) -> Result<Vec<Dispute>> {
        let for_team = self.for_team(ctx)?;
        let rows = ctx.loaders()?.get(DisputesOfPayment(self.0.payment.id)).await?.unwrap_or_default();
        Ok(rows.into_iter().map(|row| Dispute { row, for_team }).collect())
    }
    /// Why it failed, if anybody said so.
    async fn failure_reason(&self) -> Result<Option<PaymentFailureReason>> {
        Ok(self.0.payment.failure.map(PaymentFailureReason::from))
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
    async fn received_on(&self) -> Result<Option<Date>> {
        Ok(self.0.payment.received_on.map(|day| Date(day.0)))
    }
    /// Where to go on with a payment that waits for the resident; only for who started it.
    async fn checkout_url(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        let own = ctx.caller()?.is_person(self.0.payment.user_id);
        let waiting = self.0.payment.status == domain::payment::PaymentStatus::Open;
        Ok(self.0.payment.checkout_url.as_deref().filter(|_| own && waiting))
    }
}

/// The part of a payment that is allocated to one invoice.
pub struct PaymentAllocation {
    invoice: InvoiceKey,
    amount: i64,
    currency: money::Currency,
}

/// The part of a payment that is allocated to one invoice.
#[Object]
impl PaymentAllocation {
    /// The invoice.
    async fn invoice(&self, ctx: &Context<'_>) -> Result<Invoice> {
        let found = ctx.loaders()?.get(self.invoice).await?;
        found
            .map(Invoice)
            .ok_or_else(|| super::super::errors::internal_error(ctx, &"an allocation without invoice"))
    }
    /// What is allocated to it.
    async fn amount(&self) -> Result<Money> {
        Ok(Money::stored(self.amount, self.currency))
    }
}

connection!(PaymentConnection, PaymentEdge, Payment);
