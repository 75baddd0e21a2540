//! Payouts into the community's bank account, explained to the cent.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::id::{self, PayoutId};
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

/// Narrows a list of payouts; all conditions given must hold.
#[derive(InputObject, Debug, Clone, Default)]
pub struct PayoutFilter {
    /// Only payouts of this property.
    pub property_id: Option<ID>,
    /// Only payouts with this status.
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

/// Queries of payouts.
#[derive(Default)]
pub struct PayoutQuery;

/// Queries of payouts.
#[Object]
impl PayoutQuery {
    /// A payout; null when it does not exist or the caller may not see the property's books.
    async fn payout(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the payout, starting with `po_`.")] id: ID,
    ) -> Result<Option<Payout>> {
        ctx.caller()?;
        match decode_id::<id::Payout>(&id) {
            Some(key) => payout_by_key(ctx, key).await,
            None => Ok(None),
        }
    }
}

/// A payout by key.
pub(in crate::graphql) async fn payout_by_key(ctx: &Context<'_>, key: PayoutId) -> Result<Option<Payout>> {
    Ok(list_payouts::payout(ctx.app()?, ctx.caller()?, key).await.or_internal_error(ctx)?.map(Payout))
}

/// A transfer from the payment processor to the community's bank account, with the items it is made of.
pub struct Payout(pub payout::Model);

impl Payout {
    async fn item_totals(&self, ctx: &Context<'_>) -> Result<Vec<PayoutItemTotal>> {
        Ok(ctx.load(CompositionOfPayout(self.0.id)).await?.unwrap_or_default())
    }
}

/// A transfer from the payment processor to the community's bank account, with the items it is made of.
#[Object]
impl Payout {
    /// Unique id, starting with `po_`.
    pub async fn id(&self) -> async_graphql::ID {
        encode_id::<id::Payout>(self.0.id)
    }
    /// The property whose bank account it goes to; null for API keys without `PROPERTIES_READ`.
    async fn property(&self, ctx: &Context<'_>) -> Result<Option<Property>> {
        if !sees_property(ctx.caller()?, self.0.organization_id, self.0.property_id) {
            return Ok(None);
        }
        Ok(ctx.load(PropertyById(self.0.property_id)).await?.map(Property))
    }
    /// The processor's own id, as its dashboard and the bank statement may show it.
    async fn processor_id(&self) -> &str {
        &self.0.processor_payout_id
    }
    /// Where the payout stands on its way to the bank.
    async fn status(&self) -> PayoutStatus {
        self.0.status.into()
    }
    /// Amount that arrives in the bank account.
    async fn amount(&self) -> Money {
        Money::stored(self.0.amount, self.0.currency)
    }
    /// Day on which it is expected to arrive, or has arrived.
    async fn arrives_on(&self) -> Date {
        self.0.arrives_on.into()
    }
    /// When the processor created it.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.0.created_at)
    }
    /// Why it failed; null when it did not.
    async fn failure_reason(&self) -> Option<PayoutFailureReason> {
        payout_composition::failure_reason(&self.0).map(PayoutFailureReason::from)
    }
    /// Why it failed, in the processor's words; null when it did not.
    async fn failure_message(&self) -> Option<&str> {
        self.0.failure.as_deref()
    }
    /// Whether all items are known. The processor computes them for some time after a payout has arrived.
    async fn is_composition_complete(&self) -> bool {
        self.0.composition_complete
    }
    /// Difference between the amount and the sum of the items, 0.00 when they agree; null until all items are
    /// known.
    async fn unexplained(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        let left = payout_composition::unexplained(&self.0, &self.item_totals(ctx).await?);
        Ok(left.map(|minor| Money::stored(minor, self.0.currency)))
    }
    /// Sums over the items by kind; the nets add up to the amount.
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
    /// The items one by one.
    async fn items(&self, ctx: &Context<'_>) -> Result<Vec<PayoutItem>> {
        let items = ctx.load(ItemsOfPayout(self.0.id)).await?.unwrap_or_default();
        let shows_payment = sees_payers(ctx.caller()?, self.0.organization_id, self.0.property_id);
        let item = |item| PayoutItem { item, currency: self.0.currency, shows_payment };
        Ok(items.into_iter().map(item).collect())
    }
}

/// Sums over the items of one kind in a payout.
#[derive(SimpleObject)]
pub struct PayoutCompositionLine {
    /// Kind of the items that are summed.
    kind: PayoutItemKind,
    /// Number of items of this kind.
    count: i32,
    /// Sum before fees, below zero when money goes back.
    gross: Money,
    /// Sum of the fees kept by the processor.
    fee: Money,
    /// What the items add to the payout: `gross` less `fee`.
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
    /// What the item stands for.
    async fn kind(&self) -> PayoutItemKind {
        self.item.kind.into()
    }
    /// The processor's id of the balance transaction, starting with `txn_` at Stripe.
    async fn processor_id(&self) -> &str {
        &self.item.processor_transaction_id
    }
    /// Text of the processor; null when there is none, and for callers who may not see payments.
    async fn description(&self) -> Option<&str> {
        self.item.description.as_deref().filter(|_| self.shows_payment)
    }
    /// The payment it is, or that a refund or dispute is about; null for movements outside Propty, and for
    /// callers who may not see payments.
    async fn payment(&self, ctx: &Context<'_>) -> Result<Option<Payment>> {
        let Some(payment) = self.item.payment_id.filter(|_| self.shows_payment) else { return Ok(None) };
        let found = ctx.load(PaymentKey { organization: self.item.organization_id, payment }).await?;
        Ok(found.map(Payment))
    }
    /// Amount before fees, below zero when money goes back.
    async fn gross(&self) -> Money {
        self.money(self.item.gross)
    }
    /// Fee kept by the processor.
    async fn fee(&self) -> Money {
        self.money(self.item.fee)
    }
    /// What the item adds to the payout: `gross` less `fee`.
    async fn net(&self) -> Money {
        self.money(self.item.net)
    }
}

connection!(PayoutConnection, PayoutEdge, Payout, "payouts");
