//! The books of a property.

use async_graphql::{Context, ID, Object, Result};
use domain::id;
use domain::money;
use entity::{ledger_account, ledger_entry, ledger_transaction};

use super::connection::connection;
use super::enums::schema_enum;
use super::loaders::{EntriesOfTransaction, LoadExt};
use super::scalars::{DateTime, Money, encode_id};
use application::bookkeeping::books::Account;

schema_enum!(LedgerAccountKind = domain::ledger::AccountKind);

/// An account of a property's books.
pub struct LedgerAccount {
    account: Account,
    currency: money::Currency,
}

impl LedgerAccount {
    /// An account whose amounts are in a currency.
    pub(super) fn new(account: Account, currency: money::Currency) -> LedgerAccount {
        LedgerAccount { account, currency }
    }

    /// An account of the standard chart by its code, where no balance is asked for.
    pub(super) fn of_chart(code: &str, currency: money::Currency) -> LedgerAccount {
        LedgerAccount::new(Account::of_chart(code), currency)
    }
}

/// An account of a property's books.
#[Object]
impl LedgerAccount {
    /// Number in the chart.
    async fn code(&self) -> &str {
        &self.account.code
    }
    /// English name, as accountants know it.
    async fn name(&self) -> &str {
        &self.account.name
    }
    /// What kind of account.
    async fn kind(&self) -> LedgerAccountKind {
        self.account.kind.into()
    }
    /// What is on it, above zero where accounts of its kind usually are; null where the account is only named,
    /// on lines and entries.
    async fn balance(&self) -> Option<Money> {
        self.account.balance.map(|minor| Money::stored(minor, self.currency))
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
        let entries = ctx.load(EntriesOfTransaction(self.row.id)).await?.unwrap_or_default();
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
    async fn debit(&self) -> Option<Money> {
        let debit = Some(self.entry.amount).filter(|amount| *amount > 0);
        debit.map(|minor| Money::stored(minor, self.currency))
    }
    /// Set on the credit side.
    async fn credit(&self) -> Option<Money> {
        let credit = Some(self.entry.amount.saturating_neg()).filter(|amount| *amount > 0);
        credit.map(|minor| Money::stored(minor, self.currency))
    }
}

connection!(LedgerTransactionConnection, LedgerTransactionEdge, LedgerTransaction);
