//! Transactions: payments, refunds, disputes, fees and payouts, made from the ledger.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::id;
use domain::ledger::TransactionCause;
use entity::{ledger_transaction, property};

use crate::graphql::community::Property;
use crate::graphql::connection::connection;
use crate::graphql::enums::schema_enum;
use crate::graphql::errors::bad_input;
use crate::graphql::loaders::{EntriesOfTransaction, LoadExt, PaymentKey, PayoutKey, PropertyById};
use crate::graphql::payments::{Payment, PaymentMethod, Payout};
use crate::graphql::request::ContextExt;
use crate::graphql::results::internal_error;
use crate::graphql::scalars::{Date, DateTime, Money, decode_id_or_nil, encode_id};
use application::app::date_in_zone;
use application::bookkeeping::list_transactions::{self, TransactionSubject};
use application::bookkeeping::transaction_query::TransactionQuery;
use application::identity::access::sees_property;
use store::ledger_transactions::{
    MONEY_CAUSES, TransactionAmounts, TransactionTotal, is_payout, moves_money,
};

schema_enum!(TransactionKind = TransactionCause, if moves_money);

/// Narrows a list of transactions; all conditions given must hold.
#[derive(InputObject, Debug, Clone, Default)]
pub struct TransactionFilter {
    /// Only transactions of this property.
    pub property_id: Option<ID>,
    /// Only transactions of these kinds; all kinds when left out or empty.
    pub kinds: Option<Vec<TransactionKind>>,
    /// Only transactions of payments by this method, including their refunds, reversals and disputes.
    pub method: Option<PaymentMethod>,
    /// Only transactions recorded on this day or later, in each property's own time zone.
    pub from: Option<Date>,
    /// Only transactions recorded on this day or earlier, in each property's own time zone.
    pub to: Option<Date>,
    /// Text to find in payer, unit, reference, invoice title, invoice number or the processor's payout id;
    /// case is ignored, and only the first 100 characters count.
    pub search: Option<String>,
}

impl TransactionFilter {
    pub(in crate::graphql) fn decode(self) -> Result<TransactionQuery> {
        if self.kinds.as_ref().is_some_and(|kinds| kinds.len() > MONEY_CAUSES.len()) {
            return Err(bad_input("name each kind once"));
        }
        Ok(TransactionQuery {
            property: self.property_id.as_ref().map(decode_id_or_nil::<id::Property>),
            causes: self.kinds.unwrap_or_default().into_iter().map(TransactionCause::from).collect(),
            method: self.method.map(domain::payment::PaymentMethod::from),
            from: self.from.map(|day| day.0),
            to: self.to.map(|day| day.0),
            search: self.search,
        })
    }
}

/// Sums over transactions in one currency. Payouts only move money that was received before, so `paidOut` is
/// no part of `net`.
#[derive(SimpleObject)]
pub struct TransactionTotals {
    /// Money received less money given back, before fees.
    gross: Money,
    /// Fees kept by the payment processor.
    fees: Money,
    /// What is left after fees: `gross` less `fees`.
    net: Money,
    /// Money that arrived in the bank account, less returned payouts.
    paid_out: Money,
}

impl TransactionTotals {
    pub(in crate::graphql) fn new(total: &TransactionTotal) -> TransactionTotals {
        let money = |minor| Money::stored(minor, total.currency);
        TransactionTotals {
            gross: money(total.amounts.gross()),
            fees: money(total.amounts.fee),
            net: money(total.amounts.net),
            paid_out: money(total.amounts.paid_out),
        }
    }
}

/// A ledger transaction that moved money: a payment, refund, dispute, fee or payout.
pub struct Transaction(pub ledger_transaction::Model);

impl Transaction {
    async fn property(&self, ctx: &Context<'_>) -> Result<property::Model> {
        let found = ctx.load(PropertyById(self.0.property_id)).await?;
        found.ok_or_else(|| internal_error(ctx, &"a transaction without property"))
    }

    async fn amounts(&self, ctx: &Context<'_>) -> Result<TransactionAmounts> {
        let entries = ctx.load(EntriesOfTransaction(self.0.id)).await?.unwrap_or_default();
        Ok(TransactionAmounts::from_entries(self.0.cause, &entries))
    }

    async fn money(&self, ctx: &Context<'_>, minor: i64) -> Result<Money> {
        Ok(Money::stored(minor, self.property(ctx).await?.currency))
    }
}

/// A ledger transaction that moved money: a payment, refund, dispute, fee or payout.
#[Object]
impl Transaction {
    /// Unique id, starting with `txn_`.
    async fn id(&self) -> ID {
        encode_id::<id::LedgerTransaction>(self.0.id)
    }
    /// What kind of transaction it is.
    async fn kind(&self) -> TransactionKind {
        self.0.cause.into()
    }
    /// When it was recorded in the ledger.
    async fn recorded_at(&self) -> DateTime {
        DateTime::stored(self.0.at)
    }
    /// The day of `recordedAt` in the property's time zone.
    async fn recorded_on(&self, ctx: &Context<'_>) -> Result<Date> {
        Ok(Date(date_in_zone(self.0.at, &self.property(ctx).await?.time_zone)))
    }
    /// The property in whose books it is; null for API keys without `PROPERTIES_READ`.
    #[graphql(name = "property")]
    async fn of_property(&self, ctx: &Context<'_>) -> Result<Option<Property>> {
        if !sees_property(ctx.caller()?, self.0.organization_id, self.0.property_id) {
            return Ok(None);
        }
        Ok(Some(Property(self.property(ctx).await?)))
    }
    /// The payment it is about; null for payouts and adjustments, and for callers who may not see payments.
    async fn payment(&self, ctx: &Context<'_>) -> Result<Option<Payment>> {
        let TransactionSubject::Payment(Some(payment)) = list_transactions::subject(ctx.caller()?, &self.0)
        else {
            return Ok(None);
        };
        let key = PaymentKey { organization: self.0.organization_id, payment };
        Ok(ctx.load(key).await?.map(Payment))
    }
    /// The payout it is about; for an adjustment, the payout it was part of. Null for anything else.
    async fn payout(&self, ctx: &Context<'_>) -> Result<Option<Payout>> {
        let TransactionSubject::Payout(payout) = list_transactions::subject(ctx.caller()?, &self.0) else {
            return Ok(None);
        };
        let key = PayoutKey { organization: self.0.organization_id, payout };
        Ok(ctx.load(key).await?.map(Payout))
    }
    /// Money received before fees, below zero when it went back; null for payouts.
    async fn gross(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        if is_payout(self.0.cause) {
            return Ok(None);
        }
        Ok(Some(self.money(ctx, self.amounts(ctx).await?.gross()).await?))
    }
    /// Fee kept by the payment processor; null for payouts.
    async fn fee(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        if is_payout(self.0.cause) {
            return Ok(None);
        }
        Ok(Some(self.money(ctx, self.amounts(ctx).await?.fee).await?))
    }
    /// `gross` less `fee`; null for payouts.
    async fn net(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        if is_payout(self.0.cause) {
            return Ok(None);
        }
        Ok(Some(self.money(ctx, self.amounts(ctx).await?.net).await?))
    }
    /// Money that arrived in the bank account, below zero when it was returned; null for anything but
    /// payouts.
    async fn paid_out(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        if !is_payout(self.0.cause) {
            return Ok(None);
        }
        Ok(Some(self.money(ctx, self.amounts(ctx).await?.paid_out).await?))
    }
    /// Text of the ledger transaction, in English; null for callers who may not see payments.
    async fn memo(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        Ok(list_transactions::memo(ctx.caller()?, &self.0))
    }
}

connection!(TransactionConnection, TransactionEdge, Transaction, "transactions");
