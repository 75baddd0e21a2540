//! The books of a property.

use async_graphql::{Context, ID, Object, Result};
use domain::id;
use domain::money;
use entity::{ledger_account, ledger_entry, ledger_transaction};

use super::connection::connection;
use super::enums::schema_enum;
use super::loaders::{EntriesOfTransaction, LoadExt};
use super::scalars::{DateTime, Money, encode_id};
use application::bookkeeping::books;

schema_enum!(LedgerAccountKind = domain::ledger::AccountKind);

/// An account of a property's books.
pub struct LedgerAccount {
    account: books::LedgerAccount,
    currency: money::Currency,
}

impl LedgerAccount {
    /// An account whose amounts are in a currency.
    pub(super) fn new(account: books::LedgerAccount, currency: money::Currency) -> LedgerAccount {
        LedgerAccount { account, currency }
    }

    /// An account of the standard chart by its code, where no balance is asked for.
    pub(super) fn of_chart(code: &str, currency: money::Currency) -> LedgerAccount {
        LedgerAccount::new(books::LedgerAccount::of_chart(code), currency)
    }
}

/// An account of a property's books.
#[Object]
impl LedgerAccount {
    /// Number in the chart of accounts, such as `1200`.
    async fn code(&self) -> &str {
        &self.account.code
    }
    /// Name of the account, in English.
    async fn name(&self) -> &str {
        &self.account.name
    }
    /// Kind of account; it decides on which side the balance grows.
    async fn kind(&self) -> LedgerAccountKind {
        self.account.kind.into()
    }
    /// Balance, above zero on the side where accounts of its kind grow; null where the account is only named,
    /// on invoice lines and ledger entries.
    async fn balance(&self) -> Option<Money> {
        self.account.balance.map(|minor| Money::stored(minor, self.currency))
    }
}

/// A balanced transaction of a property's books. It never changes, and each carries the hash of the one
/// before.
pub struct LedgerTransaction {
    pub(super) row: ledger_transaction::Model,
    pub(super) currency: money::Currency,
}

/// A balanced transaction of a property's books. It never changes, and each carries the hash of the one
/// before.
#[Object]
impl LedgerTransaction {
    /// Unique id, starting with `txn_`.
    async fn id(&self) -> ID {
        encode_id::<id::LedgerTransaction>(self.row.id)
    }
    /// Position in the property's chain of transactions, from 1 without gaps.
    async fn sequence(&self) -> i32 {
        i32::try_from(self.row.sequence).unwrap_or(i32::MAX)
    }
    /// When the transaction was recorded.
    async fn at(&self) -> DateTime {
        DateTime::stored(self.row.at)
    }
    /// What it is about, in English.
    async fn memo(&self) -> &str {
        &self.row.memo
    }
    /// SHA-256 over the transaction and the hash of the one before, as lower-case hex.
    async fn hash(&self) -> &str {
        &self.row.hash
    }
    /// Its entries; debits and credits are equal.
    async fn entries(&self, ctx: &Context<'_>) -> Result<Vec<LedgerEntry>> {
        let entries = ctx.load(EntriesOfTransaction(self.row.id)).await?.unwrap_or_default();
        let entry = |(entry, account)| LedgerEntry { entry, account, currency: self.currency };
        Ok(entries.into_iter().map(entry).collect())
    }
}

/// One side of a ledger transaction.
pub struct LedgerEntry {
    entry: ledger_entry::Model,
    account: ledger_account::Model,
    currency: money::Currency,
}

/// One side of a ledger transaction.
#[Object]
impl LedgerEntry {
    /// The account, without a balance.
    async fn account(&self) -> LedgerAccount {
        LedgerAccount::of_chart(&self.account.code, self.currency)
    }
    /// Amount on the debit side; null when the entry is a credit.
    async fn debit(&self) -> Option<Money> {
        let debit = Some(self.entry.amount).filter(|amount| *amount > 0);
        debit.map(|minor| Money::stored(minor, self.currency))
    }
    /// Amount on the credit side; null when the entry is a debit.
    async fn credit(&self) -> Option<Money> {
        let credit = Some(self.entry.amount.saturating_neg()).filter(|amount| *amount > 0);
        credit.map(|minor| Money::stored(minor, self.currency))
    }
}

connection!(LedgerTransactionConnection, LedgerTransactionEdge, LedgerTransaction, "ledger transactions");
