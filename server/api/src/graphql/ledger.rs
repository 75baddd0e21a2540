//! The books of a property.

use async_graphql::{Context, Enum, ID, Object, Result};
use domain::id;
use domain::ledger::{AccountKind, CHART};
use domain::money;
use entity::{ledger_account, ledger_entry, ledger_transaction};

use super::connection::connection;
use super::context::ContextExt;
use super::loaders::EntriesOfTransaction;
use super::scalars::{DateTime, Money, encode_id};

/// What kind of account.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "AccountKind")]
pub enum LedgerAccountKind {
    /// What the community has or is owed.
    Asset,
    /// What it owes.
    Liability,
    /// What it earned.
    Income,
    /// What it spent.
    Expense,
}

/// An account of a property's books.
pub struct LedgerAccount {
    code: String,
    name: String,
    kind: AccountKind,
    balance: Option<i64>,
    currency: money::Currency,
}

impl LedgerAccount {
    /// A row with its balance; debits positive, turned around for accounts that grow by credits.
    pub(super) fn new(
        row: &ledger_account::Model,
        balance: i64,
        currency: money::Currency,
    ) -> store::StoreResult<Self> {
        let kind = row.kind;
        let balance = match kind {
            AccountKind::Asset | AccountKind::Expense => balance,
            AccountKind::Liability | AccountKind::Income => balance.saturating_neg(),
        };
        let (code, name) = (row.code.clone(), row.name.clone());
        Ok(LedgerAccount { code, name, kind, balance: Some(balance), currency })
    }

    /// An account of the standard chart by its code with a balance; debits positive.
    pub(super) fn of_chart_with(code: &str, balance: i64, currency: money::Currency) -> Self {
        let named = LedgerAccount::of_chart(code, currency);
        let balance = match named.kind {
            AccountKind::Asset | AccountKind::Expense => balance,
            AccountKind::Liability | AccountKind::Income => balance.saturating_neg(),
        };
        LedgerAccount { balance: Some(balance), ..named }
    }

    /// An account of the standard chart by its code, where no balance is asked for.
    pub(super) fn of_chart(code: &str, currency: money::Currency) -> Self {
        let known = CHART.iter().find(|account| account.code == code);
        LedgerAccount {
            code: code.to_owned(),
            name: known.map_or(code, |account| account.name).to_owned(),
            kind: known.map_or(AccountKind::Income, |account| account.kind),
            balance: None,
            currency,
        }
    }
}

/// An account of a property's books.
#[Object]
impl LedgerAccount {
    /// Number in the chart.
    async fn code(&self) -> &str {
        &self.code
    }
    /// English name, as accountants know it.
    async fn name(&self) -> &str {
        &self.name
    }
    /// What kind of account.
    async fn kind(&self) -> LedgerAccountKind {
        self.kind.into()
    }
    /// What is on it, above zero where accounts of its kind usually are; null where the account is only named,
    /// on lines and entries.
    async fn balance(&self) -> Result<Option<Money>> {
        Ok(self.balance.map(|minor| Money::stored(minor, self.currency)))
    }
}

/// A balanced transaction; each carries the hash of the one before.
pub struct LedgerTransaction {
    pub(super) row: ledger_transaction::Model,
    pub(super) currency: money::Currency,
}

/// A balanced transaction; each carries the hash of the one before.
#[Object]
impl LedgerTransaction {
    /// `txn_…`
    async fn id(&self) -> ID {
        encode_id::<id::LedgerTransaction>(self.row.id)
    }
    /// Position in the property's chain, from 1.
    async fn sequence(&self) -> i32 {
        i32::try_from(self.row.sequence).unwrap_or(i32::MAX)
    }
    /// When.
    async fn at(&self) -> DateTime {
        DateTime::stored(self.row.at)
    }
    /// For people.
    async fn memo(&self) -> &str {
        &self.row.memo
    }
    /// SHA-256 over the transaction and the hash before it, hex.
    async fn hash(&self) -> &str {
        &self.row.hash
    }
    /// Both sides.
    async fn entries(&self, ctx: &Context<'_>) -> Result<Vec<LedgerEntry>> {
        let entries = ctx.loaders()?.get(EntriesOfTransaction(self.row.id)).await?.unwrap_or_default();
        let entry = |(entry, account)| LedgerEntry { entry, account, currency: self.currency };
        Ok(entries.into_iter().map(entry).collect())
    }
}

/// One side of a transaction.
pub struct LedgerEntry {
    entry: ledger_entry::Model,
    account: ledger_account::Model,
    currency: money::Currency,
}

/// One side of a transaction.
#[Object]
impl LedgerEntry {
    /// The account.
    async fn account(&self) -> LedgerAccount {
        LedgerAccount::of_chart(&self.account.code, self.currency)
    }
    /// Set on the debit side.
    async fn debit(&self) -> Result<Option<Money>> {
        let debit = Some(self.entry.amount).filter(|amount| *amount > 0);
        Ok(debit.map(|minor| Money::stored(minor, self.currency)))
    }
    /// Set on the credit side.
    async fn credit(&self) -> Result<Option<Money>> {
        let credit = Some(self.entry.amount.saturating_neg()).filter(|amount| *amount > 0);
        Ok(credit.map(|minor| Money::stored(minor, self.currency)))
    }
}

connection!(LedgerTransactionConnection, LedgerTransactionEdge, LedgerTransaction);
