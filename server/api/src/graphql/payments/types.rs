//! A payment as callers see it.

use async_graphql::{Context, Object, Result};
use domain::id;
use domain::money;

use super::failures::PaymentFailureReason;
use super::returns::{Dispute, Refund};
use crate::graphql::community::Resident;
use crate::graphql::connection::connection;
use crate::graphql::enums::schema_enum;
use crate::graphql::invoices::Invoice;
use crate::graphql::loaders::{
    AllocationsOfPayment, DisputesOfPayment, InvoiceKey, LoadExt, RefundsOfPayment,
};
use crate::graphql::request::ContextExt;
use crate::graphql::results::{ResultExt, internal_error};
use crate::graphql::scalars::{Date, DateTime, Money, encode_id};
use application::payments::visibility;
use application::refunds::refund_payment::refundable;
use store::payments::{PaymentDisplayStatus, PaymentRow, display_status};

schema_enum!(PaymentStatus = PaymentDisplayStatus);

schema_enum!(PaymentMethod = domain::payment::PaymentMethod);

/// A payment of one or several invoices, online or recorded by the team, whatever became of it.
pub struct Payment(pub PaymentRow);

impl Payment {
    fn money(&self, minor: i64) -> Money {
        Money::stored(minor, self.0.payment.currency)
    }

    fn for_team(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(visibility::is_for_team(ctx.caller()?, &self.0.payment))
    }
}

/// A payment of one or several invoices, online or recorded by the team, whatever became of it.
#[Object]
impl Payment {
    /// Unique id, starting with `pay_`.
    pub async fn id(&self) -> async_graphql::ID {
        encode_id::<id::Payment>(self.0.payment.id)
    }
    /// Status, including what became of the money after it was received.
    async fn status(&self, ctx: &Context<'_>) -> Result<PaymentStatus> {
        Ok(display_status(&self.0.payment).or_internal_error(ctx)?.into())
    }
    /// Version, raised by each change; send it as `expectedVersion` to detect changes by others.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.payment.version).unwrap_or(i32::MAX)
    }
    /// How the payment was made.
    async fn method(&self) -> PaymentMethod {
        self.0.payment.method.into()
    }
    /// What is paid off the invoices.
    async fn amount(&self) -> Money {
        self.money(self.0.payment.amount)
    }
    /// What the resident pays on top; 0.00 for recorded payments.
    async fn fee(&self) -> Money {
        self.money(self.0.payment.fee)
    }
    /// What the resident is charged: `amount` and `fee`.
    async fn total(&self) -> Money {
        self.money(self.0.payment.amount.saturating_add(self.0.payment.fee))
    }
    /// The resident who pays; null when the invoice was addressed to none.
    async fn resident(&self) -> Option<Resident> {
        self.0.resident.clone().map(Resident)
    }
    /// How the amount is allocated to invoices.
    async fn allocations(&self, ctx: &Context<'_>) -> Result<Vec<PaymentAllocation>> {
        let allocations = ctx.load(AllocationsOfPayment(self.0.payment.id)).await?.unwrap_or_default();
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
    /// When the payment was started or recorded.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.0.payment.created_at)
    }
    /// When the payment was received; null when it was not.
    async fn succeeded_at(&self) -> Option<DateTime> {
        self.0.payment.succeeded_at.map(DateTime::stored)
    }
    /// Day by which a bank transfer should settle; null unless the status is `PROCESSING`.
    async fn expected_by(&self) -> Option<Date> {
        visibility::expected_by(&self.0.payment).map(Date::from)
    }
    /// Sum of the refunds that left the payment processor.
    async fn refunded(&self) -> Money {
        self.money(self.0.payment.refunded)
    }
    /// What can still be refunded, fee included; 0.00 for callers who can't refund.
    async fn refundable(&self, ctx: &Context<'_>) -> Result<Money> {
        if !self.for_team(ctx)? {
            return Ok(self.money(0));
        }
        let refunds = ctx.load(RefundsOfPayment(self.0.payment.id)).await?.unwrap_or_default();
        Ok(self.money(refundable(&self.0.payment, &refunds).or_internal_error(ctx)?))
    }
    /// Refunds of the payment, oldest first.
    async fn refunds(&self, ctx: &Context<'_>) -> Result<Vec<Refund>> {
        let for_team = self.for_team(ctx)?;
        let rows = ctx.load(RefundsOfPayment(self.0.payment.id)).await?.unwrap_or_default();
        Ok(rows.into_iter().map(|row| Refund { row, for_team }).collect())
    }
    /// Disputes and returned bank debits, oldest first.
    async fn disputes(&self, ctx: &Context<'_>) -> Result<Vec<Dispute>> {
        let for_team = self.for_team(ctx)?;
        let rows = ctx.load(DisputesOfPayment(self.0.payment.id)).await?.unwrap_or_default();
        Ok(rows.into_iter().map(|row| Dispute { row, for_team }).collect())
    }
    /// Why the payment failed; null when it did not.
    async fn failure_reason(&self) -> Option<PaymentFailureReason> {
        self.0.payment.failure.map(PaymentFailureReason::from)
    }
    /// Number of the cheque or the like; null for online payments.
    async fn reference(&self) -> Option<&str> {
        self.0.payment.reference.as_deref()
    }
    /// Note for the team; null for all but the team.
    async fn note(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        Ok(if self.for_team(ctx)? { self.0.payment.note.as_deref() } else { None })
    }
    /// Day a recorded payment was received; null for online payments.
    async fn received_on(&self) -> Option<Date> {
        self.0.payment.received_on.map(Date::from)
    }
    /// URL of the hosted page where a payment that waits can be completed; null unless it waits and the
    /// caller started it.
    async fn checkout_url(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        Ok(visibility::checkout_url(ctx.caller()?, &self.0.payment))
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
    /// The invoice that is paid.
    async fn invoice(&self, ctx: &Context<'_>) -> Result<Invoice> {
        let found = ctx.load(self.invoice).await?;
        found.map(Invoice).ok_or_else(|| internal_error(ctx, &"an allocation without invoice"))
    }
    /// Part of the payment's amount that pays this invoice.
    async fn amount(&self) -> Money {
        Money::stored(self.amount, self.currency)
    }
}

connection!(PaymentConnection, PaymentEdge, Payment, "payments");
