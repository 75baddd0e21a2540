//! Deposits into the community's bank account, explained to the cent.

use async_graphql::{Context, Enum, Object, Result};
use domain::id;
use domain::roles::Permission;
use entity::{payout, payout_item};

use super::super::connection::connection;
use super::super::context::Here;
use super::super::errors::OrInner;
use super::super::loaders::{ItemsOf, PaymentOf};
use super::super::scalars::{Date, DateTime, Money, id};
use super::types::Payment;
use crate::ports::{RemotePayoutItemKind, RemotePayoutStatus};
use crate::store::words::Word;

/// A deposit's stages.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "RemotePayoutStatus")]
pub enum PayoutStatus {
    /// Made.
    Pending,
    /// With the banks.
    InTransit,
    /// Arrived.
    Paid,
    /// Came back.
    Failed,
    /// Stopped before it left.
    Canceled,
}

/// What a part of a deposit is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "RemotePayoutItemKind")]
pub enum PayoutItemKind {
    /// A payment that was collected.
    Payment,
    /// Money given back.
    Refund,
    /// A fee on its own.
    Fee,
    /// Anything else.
    Adjustment,
}

/// A deposit from Stripe to the bank.
pub struct Payout(pub payout::Model);

/// A deposit from Stripe to the bank.
#[Object]
impl Payout {
    /// `po_…`
    pub async fn id(&self) -> async_graphql::ID {
        id::<id::Payout>(self.0.id)
    }
    /// Where it stands.
    async fn status(&self, ctx: &Context<'_>) -> Result<PayoutStatus> {
        Ok(RemotePayoutStatus::from_word(&self.0.status).or_inner(ctx)?.into())
    }
    /// What arrives.
    async fn amount(&self, ctx: &Context<'_>) -> Result<Money> {
        Money::stored(self.0.amount, &self.0.currency).or_inner(ctx)
    }
    /// The day the bank has it.
    async fn arrives_on(&self, ctx: &Context<'_>) -> Result<Date> {
        Date::stored(&self.0.arrives_on).or_inner(ctx)
    }
    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.0.created_at)
    }
    /// Why it failed.
    async fn failure_message(&self) -> Option<&str> {
        self.0.failure.as_deref()
    }
    /// What it is made of; the nets add up to the amount.
    async fn items(&self, ctx: &Context<'_>) -> Result<Vec<PayoutItem>> {
        let items = ctx.loaders()?.get(ItemsOf(self.0.id)).await?.unwrap_or_default();
        let seen = ctx.caller()?.scope(Permission::SeeInvoices);
        let shows_payment = seen.reaches(self.0.organization_id, self.0.property_id);
        let item = |item| PayoutItem { item, currency: self.0.currency.clone(), shows_payment };
        Ok(items.into_iter().map(item).collect())
    }
}

/// One part of a deposit.
pub struct PayoutItem {
    item: payout_item::Model,
    currency: String,
    /// Who reads the books reads amounts; payments name who paid.
    shows_payment: bool,
}

impl PayoutItem {
    fn money(&self, ctx: &Context<'_>, minor: i64) -> Result<Money> {
        Money::stored(minor, &self.currency).or_inner(ctx)
    }
}

/// One part of a deposit.
#[Object]
impl PayoutItem {
    /// What it is.
    async fn kind(&self, ctx: &Context<'_>) -> Result<PayoutItemKind> {
        Ok(RemotePayoutItemKind::from_word(&self.item.kind).or_inner(ctx)?.into())
    }
    /// The payment it is; null for keys that may not see payments.
    async fn payment(&self, ctx: &Context<'_>) -> Result<Option<Payment>> {
        let Some(payment) = self.item.payment_id.filter(|_| self.shows_payment) else { return Ok(None) };
        let found =
            ctx.loaders()?.get(PaymentOf { organization: self.item.organization_id, payment }).await?;
        Ok(found.map(Payment))
    }
    /// Before fees.
    async fn gross(&self, ctx: &Context<'_>) -> Result<Money> {
        self.money(ctx, self.item.gross)
    }
    /// Kept by Stripe.
    async fn fee(&self, ctx: &Context<'_>) -> Result<Money> {
        self.money(ctx, self.item.fee)
    }
    /// What it adds to the deposit.
    async fn net(&self, ctx: &Context<'_>) -> Result<Money> {
        self.money(ctx, self.item.net)
    }
}

connection!(PayoutConnection, PayoutEdge, Payout);
