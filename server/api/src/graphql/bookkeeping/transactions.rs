//! Transactions: payments, refunds, disputes, fees and payouts, made from the ledger.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use domain::id;
use domain::ledger::TransactionCause;
use domain::roles::Permission;
use entity::{ledger_transaction, property};
use jiff::Timestamp;

use super::super::community::Property;
use super::super::connection::{CountQuery, connection};
use super::super::context::ContextExt;
use super::super::errors::{ResultExt, bad_input, internal_error};
use super::super::loaders::{EntriesOfTransaction, PaymentKey, PayoutKey, PropertyById};
use super::super::payments::{Payment, PaymentMethod, Payout};
use super::super::scalars::{Date, DateTime, Money, decode_id, encode_id};
use application::app::date_in_zone;
use application::bookkeeping::transaction_query::{self, TransactionQuery};
use store::ledger_transactions::{LedgerTransactionCriteria, MONEY_CAUSES, TransactionAmounts, is_payout};
use store::{PageRequest, Scope};

/// Kinds of transactions.
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
    /// A payout arrived at the bank.
    Payout,
    /// And came back.
    PayoutFailed,
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
            K::Payout,
            K::PayoutFailed,
        ]
    };

    /// The kinds stand in the order of the causes they are made from.
    fn cause(self) -> Option<TransactionCause> {
        TransactionKind::ALL.iter().zip(MONEY_CAUSES).find(|(kind, _)| **kind == self).map(|(_, cause)| cause)
    }

    fn from_cause(cause: TransactionCause) -> Option<TransactionKind> {
        let mut pairs = TransactionKind::ALL.iter().zip(MONEY_CAUSES);
        pairs.find(|(_, paired)| *paired == cause).map(|(kind, _)| *kind)
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
    /// Matches payer, unit, reference, number and title of invoices, and Stripe's id of payouts.
    pub search: Option<String>,
}

async fn decode(
    ctx: &Context<'_>,
    scope: &Scope,
    filter: Option<TransactionFilter>,
) -> Result<LedgerTransactionCriteria> {
    let filter = filter.unwrap_or_default();
    if filter.kinds.as_ref().is_some_and(|kinds| kinds.len() > TransactionKind::ALL.len()) {
        return Err(bad_input("name each kind once"));
    }
    let asked = TransactionQuery {
        property: filter.property_id.as_ref().map(|id| decode_id::<id::Property>(id).unwrap_or_default()),
        causes: filter.kinds.unwrap_or_default().into_iter().filter_map(TransactionKind::cause).collect(),
        method: filter.method.map(domain::payment::PaymentMethod::from),
        from: filter.from.map(|day| day.0),
        to: filter.to.map(|day| day.0),
        search: filter.search,
    };
    transaction_query::to_criteria(ctx.app()?, scope, asked).await.or_internal_error(ctx)
}

/// A page of the transactions within a scope.
pub(in super::super) async fn transactions(
    ctx: &Context<'_>,
    scope: Scope,
    filter: Option<TransactionFilter>,
    page: &PageRequest,
) -> Result<TransactionConnection> {
    let filter = decode(ctx, &scope, filter).await?;
    let slice = store::ledger_transactions::list(ctx.app()?.db.read(), &scope, &filter, page)
        .await
        .or_internal_error(ctx)?;
    Ok(TransactionConnection::new(slice, CountQuery::Transactions(scope, Box::new(filter)), Transaction))
}

/// Sums over transactions, in one currency. Payouts take to the bank what came before, so they stand apart.
#[derive(SimpleObject)]
pub struct TransactionTotals {
    /// What came less what went, before fees.
    gross: Money,
    /// Kept by Stripe.
    fees: Money,
    /// What is left.
    net: Money,
    /// Taken to the bank.
    paid_out: Money,
}

/// Sums over the transactions within a scope.
pub(in super::super) async fn totals(
    ctx: &Context<'_>,
    scope: Scope,
    filter: Option<TransactionFilter>,
) -> Result<Vec<TransactionTotals>> {
    let filter = decode(ctx, &scope, filter).await?;
    let rows = store::ledger_transactions::totals(ctx.app()?.db.read(), &scope, &filter)
        .await
        .or_internal_error(ctx)?;
    let total = |row: &store::ledger_transactions::TransactionTotal| {
        let money = |minor| Money::stored(minor, row.currency);
        Ok(TransactionTotals {
            gross: money(row.amounts.gross()),
            fees: money(row.amounts.fee),
            net: money(row.amounts.net),
            paid_out: money(row.amounts.paid_out),
        })
    };
    rows.iter().map(total).collect()
}

/// A ledger transaction that moved money: a payment, refund, dispute, fee or payout.
pub struct Transaction(ledger_transaction::Model);

impl Transaction {
    async fn property(&self, ctx: &Context<'_>) -> Result<property::Model> {
        let found = ctx.loaders()?.get(PropertyById(self.0.property_id)).await?;
        found.ok_or_else(|| internal_error(ctx, &"a transaction without property"))
    }

    async fn amounts(&self, ctx: &Context<'_>) -> Result<TransactionAmounts> {
        let entries = ctx.loaders()?.get(EntriesOfTransaction(self.0.id)).await?.unwrap_or_default();
        Ok(TransactionAmounts::from_entries(self.0.cause, &entries))
    }

    async fn money(&self, ctx: &Context<'_>, minor: i64) -> Result<Money> {
        Ok(Money::stored(minor, self.property(ctx).await?.currency))
    }

    fn is_about_a_payout(&self) -> bool {
        is_payout(self.0.cause) || self.0.cause == TransactionCause::Adjustment
    }

    fn allows(&self, ctx: &Context<'_>, permission: Permission) -> Result<bool> {
        Ok(ctx.caller()?.scope(permission).reaches(self.0.organization_id, self.0.property_id))
    }
}

/// A ledger transaction that moved money: a payment, refund, dispute, fee or payout.
#[Object]
impl Transaction {
    /// `txn_…`
    async fn id(&self) -> ID {
        encode_id::<id::LedgerTransaction>(self.0.id)
    }
    /// What.
    async fn kind(&self, ctx: &Context<'_>) -> Result<TransactionKind> {
        TransactionKind::from_cause(self.0.cause)
            .ok_or_else(|| internal_error(ctx, &"not a transaction kind"))
    }
    /// When it was recorded.
    async fn recorded_at(&self) -> DateTime {
        DateTime::stored(self.0.at)
    }
    /// The same as a day in the property's time zone.
    async fn recorded_on(&self, ctx: &Context<'_>) -> Result<Date> {
        let at = Timestamp::from_millisecond(self.0.at).unwrap_or(Timestamp::UNIX_EPOCH);
        Ok(Date(date_in_zone(at, &self.property(ctx).await?.time_zone)))
    }
    /// Whose books; null for keys that may not see properties.
    #[graphql(name = "property")]
    async fn of_property(&self, ctx: &Context<'_>) -> Result<Option<Property>> {
        if !self.allows(ctx, Permission::SeeProperty)? {
            return Ok(None);
        }
        Ok(Some(Property(self.property(ctx).await?)))
    }
    /// The payment it is about; null for payouts and adjustments, and for keys that may not see payments.
    async fn payment(&self, ctx: &Context<'_>) -> Result<Option<Payment>> {
        if self.is_about_a_payout() || !self.allows(ctx, Permission::SeeInvoices)? {
            return Ok(None);
        }
        let key = PaymentKey { organization: self.0.organization_id, payment: self.0.object_id };
        Ok(ctx.loaders()?.get(key).await?.map(Payment))
    }
    /// The payout it is, or came with.
    async fn payout(&self, ctx: &Context<'_>) -> Result<Option<Payout>> {
        if !self.is_about_a_payout() {
            return Ok(None);
        }
        let key = PayoutKey { organization: self.0.organization_id, payout: self.0.object_id };
        Ok(ctx.loaders()?.get(key).await?.map(Payout))
    }
    /// What came or went before fees; null for payouts, which take to the bank what came before.
    async fn gross(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        if is_payout(self.0.cause) {
            return Ok(None);
        }
        Ok(Some(self.money(ctx, self.amounts(ctx).await?.gross()).await?))
    }
    /// Kept by Stripe; null for payouts.
    async fn fee(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        if is_payout(self.0.cause) {
            return Ok(None);
        }
        Ok(Some(self.money(ctx, self.amounts(ctx).await?.fee).await?))
    }
    /// What is left of what came or went; null for payouts.
    async fn net(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        if is_payout(self.0.cause) {
            return Ok(None);
        }
        Ok(Some(self.money(ctx, self.amounts(ctx).await?.net).await?))
    }
    /// Taken to the bank, below zero when it came back; null for anything else.
    async fn paid_out(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        if !is_payout(self.0.cause) {
            return Ok(None);
        }
        Ok(Some(self.money(ctx, self.amounts(ctx).await?.paid_out).await?))
    }
    /// As the books word it, in English; for keys that may see payments, since it can name one.
    async fn memo(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        Ok(self.allows(ctx, Permission::SeeInvoices)?.then_some(self.0.memo.as_str()))
    }
}

connection!(TransactionConnection, TransactionEdge, Transaction);
