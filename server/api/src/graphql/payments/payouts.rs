//! Payouts into the community's bank account, explained to the cent.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::id::{self, Uuid};
use domain::money;
use entity::{payout, payout_item};

use super::types::Payment;
use crate::graphql::community::Property;
use crate::graphql::connection::connection;
use crate::graphql::enums::schema_enum;
use crate::graphql::loaders::{CompositionOfPayout, ItemsOfPayout, LoadExt, PaymentKey, PropertyById};
use crate::graphql::request::ContextExt;
use crate::graphql::results::ResultExt;
use crate::graphql::scalars::{Date, DateTime, Money, decode_id, decode_id_or_nil, encode_id};
use application::identity::access::{sees_payers, sees_property};
use application::payouts::{list_payouts, payout_composition};
use store::payouts::{PayoutCriteria, PayoutItemTotal};

schema_enum!(PayoutStatus = domain::payout::PayoutStatus);

schema_enum!(PayoutItemKind = domain::payout::PayoutItemKind);

schema_enum!(PayoutFailureReason = domain::payout::PayoutFailureReason);

/// What narrows a list of payouts.
#[derive(InputObject, Debug, Clone, Default)]
pub struct PayoutFilter {
    /// One property.
    pub property_id: Option<ID>,
    /// One status.
    pub status: Option<PayoutStatus>,
}

impl From<PayoutFilter> for PayoutCriteria {
    fn from(filter: PayoutFilter) -> PayoutCriteria {
        PayoutCriteria {
            property: filter.property_id.as_ref().map(decode_id_or_nil::<id::Property>),
            statuses: filter.status.map(domain::payout::PayoutStatus::from).into_iter().collect(),
        }
    }
}

/// Queries for one payout.
#[derive(Default)]
pub struct PayoutQuery;

/// Queries for one payout.
#[Object]
impl PayoutQuery {
    /// A payout the caller may see.
    async fn payout(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Payout>> {
        ctx.caller()?;
        match decode_id::<id::Payout>(&id) {
            Some(key) => payout_by_key(ctx, key).await,
            None => Ok(None),
        }
    }
}

/// A payout by key.
pub(in crate::graphql) async fn payout_by_key(ctx: &Context<'_>, key: Uuid) -> Result<Option<Payout>> {
    Ok(list_payouts::payout(ctx.app()?, ctx.caller()?, key).await.or_internal_error(ctx)?.map(Payout))
}

/// A payout from Stripe to the bank.
pub struct Payout(pub payout::Model);

impl Payout {
    async fn item_totals(&self, ctx: &Context<'_>) -> Result<Vec<PayoutItemTotal>> {
        Ok(ctx.load(CompositionOfPayout(self.0.id)).await?.unwrap_or_default())
    }
}

/// A payout from Stripe to the bank.
#[Object]
impl Payout {
    /// `po_…`
    pub async fn id(&self) -> async_graphql::ID {
        encode_id::<id::Payout>(self.0.id)
    }
    /// The property whose bank account it goes to; null for keys that may not see properties.
    async fn property(&self, ctx: &Context<'_>) -> Result<Option<Property>> {
        if !sees_property(ctx.caller()?, self.0.organization_id, self.0.property_id) {
            return Ok(None);
        }
        Ok(ctx.load(PropertyById(self.0.property_id)).await?.map(Property))
    }
    /// Stripe's own id, as its dashboard and the bank statement may show it.
    async fn processor_id(&self) -> &str {
        &self.0.processor_payout_id
    }
    /// Where it stands.
    async fn status(&self) -> PayoutStatus {
        self.0.status.into()
    }
    /// What arrives.
    async fn amount(&self) -> Money {
        Money::stored(self.0.amount, self.0.currency)
    }
    /// The day the bank has it.
    async fn arrives_on(&self) -> Date {
        self.0.arrives_on.into()
    }
    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.0.created_at)
    }
    /// Why it failed, as a code to be put in words; null where it did not.
    async fn failure_reason(&self) -> Option<PayoutFailureReason> {
        payout_composition::failure_reason(&self.0).map(PayoutFailureReason::from)
    }
    /// Why it failed, in Stripe's words.
    async fn failure_message(&self) -> Option<&str> {
        self.0.failure.as_deref()
    }
    /// Whether the composition is complete: Stripe computes it for some time after a payout has arrived.
    async fn is_composition_complete(&self) -> bool {
        self.0.composition_complete
    }
    /// What the amount has that the items don't explain, zero where they add up; null until the composition is complete.
    async fn unexplained(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        let left = payout_composition::unexplained(&self.0, &self.item_totals(ctx).await?);
        Ok(left.map(|minor| Money::stored(minor, self.0.currency)))
    }
    /// What it is made of, the items of each kind together; the nets add up to the amount.
    async fn composition(&self, ctx: &Context<'_>) -> Result<Vec<PayoutCompositionLine>> {
        let money = |minor| Money::stored(minor, self.0.currency);
        let totals = payout_composition::composition(self.item_totals(ctx).await?);
        let line = |total: &PayoutItemTotal| PayoutCompositionLine {
            kind: total.kind.into(),
            count: i32::try_from(total.count).unwrap_or(i32::MAX),
            gross: money(total.gross),
            fee: money(total.fee),
            net: money(total.net),
        };
        Ok(totals.iter().map(line).collect())
    }
    /// What it is made of, one by one.
    async fn items(&self, ctx: &Context<'_>) -> Result<Vec<PayoutItem>> {
        let items = ctx.load(ItemsOfPayout(self.0.id)).await?.unwrap_or_default();
        let shows_payment = sees_payers(ctx.caller()?, self.0.organization_id, self.0.property_id);
        let item = |item| PayoutItem { item, currency: self.0.currency, shows_payment };
        Ok(items.into_iter().map(item).collect())
    }
}

/// The items of one kind in a payout, together.
#[derive(SimpleObject)]
pub struct PayoutCompositionLine {
    /// What they are.
    kind: PayoutItemKind,
    /// How many.
    count: i32,
    /// Before fees.
    gross: Money,
    /// Kept by Stripe.
    fee: Money,
    /// What they add to the payout.
    net: Money,
}

/// One item of a payout.
pub struct PayoutItem {
    item: payout_item::Model,
    currency: money::Currency,
    /// Who reads the books reads amounts; payments name who paid.
    shows_payment: bool,
}

impl PayoutItem {
    fn money(&self, minor: i64) -> Money {
        Money::stored(minor, self.currency)
    }
}

/// One item of a payout.
#[Object]
impl PayoutItem {
    /// What it is.
    async fn kind(&self) -> PayoutItemKind {
        self.item.kind.into()
    }
    /// Stripe's id of the balance transaction, `txn_…`.
    async fn processor_id(&self) -> &str {
        &self.item.processor_transaction_id
    }
    /// What it is, in Stripe's words; for keys that may see payments, since it can name one.
    async fn description(&self) -> Option<&str> {
        self.item.description.as_deref().filter(|_| self.shows_payment)
    }
    /// The payment it is, or that a refund or dispute is about; null for keys that may not see payments, and for
    /// what did not come through Propty.
    async fn payment(&self, ctx: &Context<'_>) -> Result<Option<Payment>> {
        let Some(payment) = self.item.payment_id.filter(|_| self.shows_payment) else { return Ok(None) };
        let found = ctx.load(PaymentKey { organization: self.item.organization_id, payment }).await?;
        Ok(found.map(Payment))
    }
    /// Before fees.
    async fn gross(&self) -> Money {
        self.money(self.item.gross)
    }
    /// Kept by Stripe.
    async fn fee(&self) -> Money {
        self.money(self.item.fee)
    }
    /// What it adds to the payout.
    async fn net(&self) -> Money {
        self.money(self.item.net)
    }
}

connection!(PayoutConnection, PayoutEdge, Payout);
