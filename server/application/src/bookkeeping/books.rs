//! Reading a property's books: its chart of accounts with balances, and its ledger transactions. Who may not see
//! them sees empty books.

use domain::day::Day;
use domain::id::PropertyId;
use domain::ledger::{AccountKind, CHART, is_billable};
use domain::roles::Permission;
use entity::{ledger_transaction, property};

use crate::app::App;
use crate::error::AppResult;
use crate::identity::Caller;
use crate::listing::{CountQuery, Listing};
use store::PageRequest;

/// An account of a property's books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerAccount {
    /// Number in the chart.
    pub code: String,
    /// English name.
    pub name: String,
    /// Kind of account.
    pub kind: AccountKind,
    /// Minor units, above zero where accounts of its kind usually are; none where the account is only named.
    pub balance: Option<i64>,
}

impl LedgerAccount {
    /// An account of the standard chart by its code, without a balance.
    pub fn of_chart(code: &str) -> LedgerAccount {
        let known = CHART.iter().find(|account| account.code == code);
        LedgerAccount {
            code: code.to_owned(),
            name: known.map_or(code, |account| account.name).to_owned(),
            kind: known.map_or(AccountKind::Income, |account| account.kind),
            balance: None,
        }
    }

    /// The same with a balance as the ledger sums it, debits positive.
    pub fn with_balance(self, balance: i64) -> LedgerAccount {
        LedgerAccount { balance: Some(natural_balance(self.kind, balance)), ..self }
    }
}

/// A balance as people read it: accounts that grow by credits are turned around.
fn natural_balance(kind: AccountKind, balance: i64) -> i64 {
    match kind {
        AccountKind::Asset | AccountKind::Expense => balance,
        AccountKind::Liability | AccountKind::Income => balance.saturating_neg(),
    }
}

/// Whether the caller may see a property's books.
pub fn sees_books(caller: &Caller, property: &property::Model) -> bool {
    caller.scope(Permission::SeeLedger).reaches(property.organization_id, property.id)
}

/// The property to read books of; the nil key, which has none, for who may not see them.
pub fn readable_books(caller: &Caller, property: &property::Model) -> PropertyId {
    if sees_books(caller, property) { property.id } else { PropertyId::nil() }
}

/// The last day on which the books are closed.
pub fn closed_through(caller: &Caller, property: &property::Model) -> Option<Day> {
    property.books_closed_through.filter(|_| sees_books(caller, property))
}

/// The accounts invoices can be billed to.
pub async fn income_accounts(
    app: &App,
    caller: &Caller,
    property: &property::Model,
) -> AppResult<Vec<LedgerAccount>> {
    let chart = store::ledger::chart(app.db.read(), readable_books(caller, property)).await?;
    Ok(chart
        .iter()
        .filter(|row| is_billable(&row.code))
        .map(|row| LedgerAccount::of_chart(&row.code))
        .collect())
}

/// The chart of accounts with balances; accounts kept per unit are summed.
pub async fn chart_of_accounts(
    app: &App,
    caller: &Caller,
    property: &property::Model,
) -> AppResult<Vec<LedgerAccount>> {
    let (connection, property) = (app.db.read(), readable_books(caller, property));
    let chart = store::ledger::chart(connection, property).await?;
    let balances = store::ledger::balances(connection, property).await?;
    let account = |row: entity::ledger_account::Model| {
        let balance = balances.get(&row.code).copied().unwrap_or_default();
        let balance = Some(natural_balance(row.kind, balance));
        LedgerAccount { code: row.code, name: row.name, kind: row.kind, balance }
    };
    Ok(chart.into_iter().map(account).collect())
}

/// A page of a property's ledger transactions, newest first.
pub async fn list_ledger_transactions(
    app: &App,
    caller: &Caller,
    property: &property::Model,
    page: &PageRequest,
) -> AppResult<Listing<ledger_transaction::Model>> {
    let property = readable_books(caller, property);
    let page = store::ledger::transactions(app.db.read(), property, page).await?;
    Ok(Listing { page, count: CountQuery::LedgerTransactions(property) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balances_are_positive_on_their_usual_side() {
        assert_eq!(LedgerAccount::of_chart(domain::ledger::BANK).with_balance(500).balance, Some(500));
        assert_eq!(LedgerAccount::of_chart("4000").with_balance(-500).balance, Some(500));
        assert_eq!(LedgerAccount::of_chart("4000").balance, None);
    }
}
