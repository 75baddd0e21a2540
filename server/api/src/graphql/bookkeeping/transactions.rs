//! What moved: payments, refunds, disputes, fees and deposits, made from the books.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use domain::id;
use domain::ledger::Cause;
use domain::roles::Permission;
use entity::{ledger_transaction, property};
use jiff::Timestamp;

use super::super::community::Property;
use super::super::connection::{Total, connection};
use super::super::context::Here;
use super::super::errors::{OrInner, bad_input, inner};
use super::super::loaders::{EntriesOf, PaymentOf, PayoutOf, PropertyOf};
use super::super::payments::{Payment, PaymentMethod, Payout};
use super::super::scalars::{Date, DateTime, Money, id, key};
use application::app::day_in;
use application::bookkeeping::movements;
use application::bookkeeping::movements::Asked;
use store::movements::{Amounts, CAUSES, Filter, is_deposit};
use store::words::Word;
use store::{Page, Scope};

/// What moved.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransactionKind {
    /// A payment through Stripe.
    OnlinePayment,
    /// Money that came by hand.
    OfflinePayment,
    /// And was taken back.
    OfflineReversal,
    /// Money given back.
    Refund,
    /// A refund that failed: the money came back.
    RefundFailed,
    /// The payer's bank took a payment back.
    DisputeOpened,
    /// And gave it back.
    DisputeWon,
    /// It stays taken back.
    DisputeLost,
    /// Stripe kept another fee than was booked.
    FeeCorrection,
    /// Something else moved at Stripe.
    Adjustment,
    /// A deposit arrived at the bank.
    Deposit,
    /// And came back.
    DepositFailed,
}

impl TransactionKind {
    const ALL: [TransactionKind; 12] = {
        use TransactionKind as K;
        [
            K::OnlinePayment,
            K::OfflinePayment,
            K::OfflineReversal,
            K::Refund,
            K::RefundFailed,
            K::DisputeOpened,
            K::DisputeWon,
            K::DisputeLost,
            K::FeeCorrection,
            K::Adjustment,
            K::Deposit,
            K::DepositFailed,
        ]
    };

    /// The kinds stand in the order of the causes they are made from.
    fn cause(self) -> Option<Cause> {
        TransactionKind::ALL.iter().zip(CAUSES).find(|(kind, _)| **kind == self).map(|(_, cause)| cause)
    }

    fn of_word(word: &str) -> Option<TransactionKind> {
        let mut pairs = TransactionKind::ALL.iter().zip(CAUSES);
        pairs.find(|(_, cause)| cause.word() == word).map(|(kind, _)| *kind)
    }
}

/// What narrows a list of transactions.
#[derive(InputObject, Debug, Clone, Default)]
pub struct TransactionFilter {
    /// One property.
    pub property_id: Option<ID>,
    /// These kinds; all when left out.
    pub kinds: Option<Vec<TransactionKind>>,
    /// Payments by this method, and what became of them.
    pub method: Option<PaymentMethod>,
    /// From this day, in each property's own time zone.
    pub from: Option<Date>,
    /// Up to and with this day.
    pub to: Option<Date>,
    /// Matches payer, unit, reference, number and title of invoices, and Stripe's id of deposits.
    pub search: Option<String>,
}

async fn decode(ctx: &Context<'_>, scope: &Scope, filter: Option<TransactionFilter>) -> Result<Filter> {
    let filter = filter.unwrap_or_default();
    if filter.kinds.as_ref().is_some_and(|kinds| kinds.len() > TransactionKind::ALL.len()) {
        return Err(bad_input("name each kind once"));
    }
    let asked = Asked {
        property: filter.property_id.as_ref().map(|id| key::<id::Property>(id).unwrap_or_default()),
        causes: filter.kinds.unwrap_or_default().into_iter().filter_map(TransactionKind::cause).collect(),
        method: filter.method.map(domain::payment::Method::from),
        from: filter.from.map(|day| day.0),
        to: filter.to.map(|day| day.0),
        search: filter.search,
    };
    movements::filter(ctx.app()?, scope, asked).await.or_inner(ctx)
}

/// A page of what moved within a scope.
pub(in super::super) async fn transactions(
    ctx: &Context<'_>,
    scope: Scope,
    filter: Option<TransactionFilter>,
    page: &Page,
) -> Result<TransactionConnection> {
    let filter = decode(ctx, &scope, filter).await?;
    let slice = store::movements::list(ctx.app()?.db.read(), &scope, &filter, page).await.or_inner(ctx)?;
    Ok(TransactionConnection::new(slice, Total::Movements(scope, Box::new(filter)), Transaction))
}

/// Sums over what moved, in one currency. Deposits take to the bank what came before, so they stand apart.
#[derive(SimpleObject)]
pub struct TransactionTotals {
    /// What came less what went, before fees.
    gross: Money,
    /// Kept by Stripe.
    fees: Money,
    /// What is left.
    net: Money,
    /// Taken to the bank.
    deposited: Money,
}

/// Sums over what moved within a scope.
pub(in super::super) async fn totals(
    ctx: &Context<'_>,
    scope: Scope,
    filter: Option<TransactionFilter>,
) -> Result<Vec<TransactionTotals>> {
    let filter = decode(ctx, &scope, filter).await?;
    let rows = store::movements::totals(ctx.app()?.db.read(), &scope, &filter).await.or_inner(ctx)?;
    let total = |row: &store::movements::Total| {
        let money = |minor| Money::stored(minor, &row.currency).or_inner(ctx);
        Ok(TransactionTotals {
            gross: money(row.amounts.gross())?,
            fees: money(row.amounts.fee)?,
            net: money(row.amounts.net)?,
            deposited: money(row.amounts.deposited)?,
        })
    };
    rows.iter().map(total).collect()
}

/// Something that moved.
pub struct Transaction(ledger_transaction::Model);

impl Transaction {
    async fn property(&self, ctx: &Context<'_>) -> Result<property::Model> {
        let found = ctx.loaders()?.get(PropertyOf(self.0.property_id)).await?;
        found.ok_or_else(|| inner(ctx, &"a transaction without property"))
    }

    async fn amounts(&self, ctx: &Context<'_>) -> Result<Amounts> {
        let entries = ctx.loaders()?.get(EntriesOf(self.0.id)).await?.unwrap_or_default();
        Ok(Amounts::of(&self.0.cause, &entries))
    }

    async fn money(&self, ctx: &Context<'_>, minor: i64) -> Result<Money> {
        Money::stored(minor, &self.property(ctx).await?.currency).or_inner(ctx)
    }

    fn is_about_a_payout(&self) -> bool {
        is_deposit(&self.0.cause) || self.0.cause == Cause::Adjustment.word()
    }

    fn allows(&self, ctx: &Context<'_>, permission: Permission) -> Result<bool> {
        Ok(ctx.caller()?.scope(permission).reaches(self.0.organization_id, self.0.property_id))
    }
}

/// Something that moved.
#[Object]
impl Transaction {
    /// `txn_…`
    async fn id(&self) -> ID {
        id::<id::LedgerTransaction>(self.0.id)
    }
    /// What.
    async fn kind(&self, ctx: &Context<'_>) -> Result<TransactionKind> {
        TransactionKind::of_word(&self.0.cause).ok_or_else(|| inner(ctx, &"not a movement"))
    }
    /// When it was recorded.
    async fn at(&self) -> DateTime {
        DateTime::stored(self.0.at)
    }
    /// The same as a day in the property's time zone.
    async fn on(&self, ctx: &Context<'_>) -> Result<Date> {
        let at = Timestamp::from_millisecond(self.0.at).unwrap_or(Timestamp::UNIX_EPOCH);
        Ok(Date(day_in(at, &self.property(ctx).await?.time_zone)))
    }
    /// Whose books; null for keys that may not see properties.
    #[graphql(name = "property")]
    async fn of_property(&self, ctx: &Context<'_>) -> Result<Option<Property>> {
        if !self.allows(ctx, Permission::SeeProperty)? {
            return Ok(None);
        }
        Ok(Some(Property(self.property(ctx).await?)))
    }
    /// The payment it is about; null for deposits and adjustments, and for keys that may not see payments.
    async fn payment(&self, ctx: &Context<'_>) -> Result<Option<Payment>> {
        if self.is_about_a_payout() || !self.allows(ctx, Permission::SeeInvoices)? {
            return Ok(None);
        }
        let key = PaymentOf { organization: self.0.organization_id, payment: self.0.object_id };
        Ok(ctx.loaders()?.get(key).await?.map(Payment))
    }
    /// The deposit it is, or came with.
    async fn payout(&self, ctx: &Context<'_>) -> Result<Option<Payout>> {
        if !self.is_about_a_payout() {
            return Ok(None);
        }
        let key = PayoutOf { organization: self.0.organization_id, payout: self.0.object_id };
        Ok(ctx.loaders()?.get(key).await?.map(Payout))
    }
    /// What came or went before fees; null for deposits, which take to the bank what came before.
    async fn gross(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        if is_deposit(&self.0.cause) {
            return Ok(None);
        }
        Ok(Some(self.money(ctx, self.amounts(ctx).await?.gross()).await?))
    }
    /// Kept by Stripe; null for deposits.
    async fn fee(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        if is_deposit(&self.0.cause) {
            return Ok(None);
        }
        Ok(Some(self.money(ctx, self.amounts(ctx).await?.fee).await?))
    }
    /// What is left of what came or went; null for deposits.
    async fn net(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        if is_deposit(&self.0.cause) {
            return Ok(None);
        }
        Ok(Some(self.money(ctx, self.amounts(ctx).await?.net).await?))
    }
    /// Taken to the bank, below zero when it came back; null for anything else.
    async fn deposited(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        if !is_deposit(&self.0.cause) {
            return Ok(None);
        }
        Ok(Some(self.money(ctx, self.amounts(ctx).await?.deposited).await?))
    }
    /// As the books word it, in English; for keys that may see payments, since it can name one.
    async fn memo(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        Ok(self.allows(ctx, Permission::SeeInvoices)?.then_some(self.0.memo.as_str()))
    }
}

connection!(TransactionConnection, TransactionEdge, Transaction);
