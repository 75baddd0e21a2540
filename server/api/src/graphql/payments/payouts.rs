//! Payouts into the community's bank account, explained to the cent.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use domain::id;
use domain::money;
use domain::payout::unexplained_amount;
use domain::roles::Permission;
use entity::{payout, payout_item};

use super::super::community::Property;
use super::super::connection::{CountQuery, connection};
use super::super::context::ContextExt;
use super::super::errors::ResultExt;
use super::super::loaders::{CompositionOfPayout, ItemsOfPayout, PaymentKey, PropertyById};
use super::super::scalars::{Date, DateTime, Money, decode_id, encode_id};
use super::types::Payment;
use store::payouts::{PayoutCriteria, PayoutItemTotal};
use store::{PageRequest, Scope};

/// A payout's stages.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::payout::PayoutStatus")]
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

/// What an item of a payout is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::payout::PayoutItemKind")]
pub enum PayoutItemKind {
    /// A payment that was collected.
    Payment,
    /// Money given back, or back from a refund that failed.
    Refund,
    /// Money a payer's bank took back or gave back again, with what that costs.
    Dispute,
    /// A fee on its own.
    Fee,
    /// An earlier payout that came back.
    FailedPayout,
    /// Anything else.
    Adjustment,
}

/// Why a payout did not reach the bank account.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::payout::PayoutFailureReason")]
pub enum PayoutFailureReason {
    /// The bank account was closed.
    AccountClosed,
    /// The bank account is frozen or may not receive this.
    AccountRestricted,
    /// There is no such bank account.
    AccountNotFound,
    /// The name on the bank account is another.
    WrongHolder,
    /// The bank account is in another currency.
    WrongCurrency,
    /// The bank refused.
    Declined,
    /// The balance at Stripe did not cover it.
    InsufficientFunds,
    /// The bank could not process it.
    NotProcessed,
    /// Something that has no word here.
    Other,
}

/// What narrows a list of payouts.
#[derive(InputObject, Debug, Clone, Default)]
pub struct PayoutFilter {
    /// One property.
    pub property_id: Option<ID>,
    /// One status.
    pub status: Option<PayoutStatus>,
}

/// Queries for one payout.
#[derive(Default)]
pub struct PayoutQuery;

/// Queries for one payout.
#[Object]
impl PayoutQuery {
    /// A payout the caller may see.
    async fn payout(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Payout>> {
        let scope = ctx.caller()?.scope(Permission::SeeLedger);
        let Some(key) = decode_id::<id::Payout>(&id) else { return Ok(None) };
        let mut found =
            store::payouts::get_many(ctx.app()?.db.read(), &scope, &[key]).await.or_internal_error(ctx)?;
        Ok(found.pop().map(Payout))
    }
}

/// A page of the payouts a scope reaches.
pub(in super::super) async fn payouts(
    ctx: &Context<'_>,
    scope: Scope,
    filter: Option<PayoutFilter>,
    page: &PageRequest,
) -> Result<PayoutConnection> {
    let filter = filter.unwrap_or_default();
    let filter = PayoutCriteria {
        property: filter.property_id.as_ref().map(|id| decode_id::<id::Property>(id).unwrap_or_default()),
        statuses: filter.status.map(domain::payout::PayoutStatus::from).into_iter().collect(),
    };
    let slice =
        store::payouts::list(ctx.app()?.db.read(), &scope, &filter, page).await.or_internal_error(ctx)?;
    Ok(PayoutConnection::new(slice, CountQuery::Payouts(scope, filter), Payout))
}

/// A payout from Stripe to the bank.
pub struct Payout(pub payout::Model);

impl Payout {
    async fn item_totals(&self, ctx: &Context<'_>) -> Result<Vec<PayoutItemTotal>> {
        Ok(ctx.loaders()?.get(CompositionOfPayout(self.0.id)).await?.unwrap_or_default())
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
        let seen = ctx.caller()?.scope(Permission::SeeProperty);
        if !seen.reaches(self.0.organization_id, self.0.property_id) {
            return Ok(None);
        }
        Ok(ctx.loaders()?.get(PropertyById(self.0.property_id)).await?.map(Property))
    }
    /// Stripe's own id, as its dashboard and the bank statement may show it.
    async fn processor_id(&self) -> &str {
        &self.0.processor_payout_id
    }
    /// Where it stands.
    async fn status(&self) -> Result<PayoutStatus> {
        Ok(self.0.status.into())
    }
    /// What arrives.
    async fn amount(&self) -> Result<Money> {
        Ok(Money::stored(self.0.amount, self.0.currency))
    }
    /// The day the bank has it.
    async fn arrives_on(&self) -> Result<Date> {
        Ok(Date(self.0.arrives_on.0))
    }
    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.0.created_at)
    }
    /// Why it failed, as a code to be put in words; null where it did not.
    async fn failure_reason(&self) -> Option<PayoutFailureReason> {
        let failed = self.0.status == domain::payout::PayoutStatus::Failed;
        let code = self.0.failure_code.as_deref().unwrap_or_default();
        failed.then(|| domain::payout::PayoutFailureReason::from_code(code).into())
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
        let nets = self.item_totals(ctx).await?.iter().fold(0_i64, |sum, part| sum.saturating_add(part.net));
        let left = unexplained_amount(self.0.amount, self.0.composition_complete, nets);
        Ok(left.map(|minor| Money::stored(minor, self.0.currency)))
    }
    /// What it is made of, the items of each kind together; the nets add up to the amount.
    async fn composition(&self, ctx: &Context<'_>) -> Result<Vec<PayoutCompositionLine>> {
        let money = |minor| Money::stored(minor, self.0.currency);
        let mut parts = self.item_totals(ctx).await?;
        parts.sort_by_key(|part| part.kind);
        let of = |part: &PayoutItemTotal| PayoutCompositionLine {
            kind: part.kind.into(),
            count: i32::try_from(part.count).unwrap_or(i32::MAX),
            gross: money(part.gross),
            fee: money(part.fee),
            net: money(part.net),
        };
        Ok(parts.iter().map(of).collect())
    }
    /// What it is made of, one by one.
    async fn items(&self, ctx: &Context<'_>) -> Result<Vec<PayoutItem>> {
        let items = ctx.loaders()?.get(ItemsOfPayout(self.0.id)).await?.unwrap_or_default();
        let seen = ctx.caller()?.scope(Permission::SeeInvoices);
        let shows_payment = seen.reaches(self.0.organization_id, self.0.property_id);
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
    fn money(&self, minor: i64) -> Result<Money> {
        Ok(Money::stored(minor, self.currency))
    }
}

/// One item of a payout.
#[Object]
impl PayoutItem {
    /// What it is.
    async fn kind(&self) -> Result<PayoutItemKind> {
        Ok(self.item.kind.into())
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
        let found =
            ctx.loaders()?.get(PaymentKey { organization: self.item.organization_id, payment }).await?;
        Ok(found.map(Payment))
    }
    /// Before fees.
    async fn gross(&self) -> Result<Money> {
        self.money(self.item.gross)
    }
    /// Kept by Stripe.
    async fn fee(&self) -> Result<Money> {
        self.money(self.item.fee)
    }
    /// What it adds to the payout.
    async fn net(&self) -> Result<Money> {
        self.money(self.item.net)
    }
}

connection!(PayoutConnection, PayoutEdge, Payout);
