//! Look-ups below a property's books: ledger entries, closed periods and the last reconciliation.

use domain::id::{LedgerTransactionId, PeriodClosingId, PropertyId};
use entity::{ledger_account, ledger_entry, period_closing, reconciliation};

use super::look_up_by_id;

look_up_by_id!(
    /// Entries of a ledger transaction, each with its account.
    EntriesOfTransaction(LedgerTransactionId) => Vec<(ledger_entry::Model, ledger_account::Model)>,
    |app, ids| store::ledger::entries(app.db.read(), &ids)
);
look_up_by_id!(
    /// Closings and reopenings of a property's books, the latest first.
    ClosingsOfProperty(PropertyId) => Vec<period_closing::Model>,
    |app, ids| store::periods::of_properties(app.db.read(), &ids)
);
look_up_by_id!(
    /// Balances that a closing kept: account code and minor units, debits positive.
    BalancesOfClosing(PeriodClosingId) => Vec<(String, i64)>,
    |app, ids| store::periods::balances(app.db.read(), &ids)
);
look_up_by_id!(
    /// What the last check of a property's money found.
    ReconciliationOfProperty(PropertyId) => reconciliation::Model,
    |app, ids| store::reconciliations::of_properties(app.db.read(), &ids)
);
