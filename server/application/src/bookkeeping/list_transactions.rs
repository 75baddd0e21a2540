//! Ledger transactions that moved money, as a caller may see them, and sums over them.

use domain::id::{OrganizationId, PaymentId, PayoutId};
use domain::ledger::TransactionCause;
use domain::roles::Permission;
use entity::ledger_transaction;

use super::transaction_query::{TransactionQuery, to_criteria};
use crate::app::App;
use crate::error::AppResult;
use crate::identity::Caller;
use crate::identity::access::sees_payers;
use crate::listing::{CountQuery, Listing};
use store::PageRequest;
use store::ledger_transactions::{self, TransactionTotal, is_payout};

/// What a transaction is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransactionSubject {
    /// A payment; none for who may not see payments.
    Payment(Option<PaymentId>),
    /// A payout, or a correction that came with it.
    Payout(PayoutId),
}

/// What a transaction is about, as far as the caller may see it.
pub fn subject(caller: &Caller, row: &ledger_transaction::Model) -> TransactionSubject {
    if is_payout(row.cause) || row.cause == TransactionCause::Adjustment {
        return TransactionSubject::Payout(PayoutId::from_uuid(row.object_id));
    }
    let visible = sees_payers(caller, row.organization_id, row.property_id);
    TransactionSubject::Payment(Some(PaymentId::from_uuid(row.object_id)).filter(|_| visible))
}

/// The memo, for who may see payments: it can name one.
pub fn memo<'a>(caller: &Caller, row: &'a ledger_transaction::Model) -> Option<&'a str> {
    sees_payers(caller, row.organization_id, row.property_id).then_some(row.memo.as_str())
}

/// A page of an organization's transactions, newest first.
pub async fn list_transactions(
    app: &App,
    caller: &Caller,
    organization: OrganizationId,
    query: TransactionQuery,
    page: &PageRequest,
) -> AppResult<Listing<ledger_transaction::Model>> {
    let scope = caller.scope(Permission::SeeLedger).within(organization);
    let filter = to_criteria(app, &scope, query).await?;
    let page = ledger_transactions::list(app.db.read(), &scope, &filter, page).await?;
    Ok(Listing { page, count: CountQuery::Transactions(scope, Box::new(filter)) })
}

/// Sums over an organization's transactions, in each currency.
pub async fn transaction_totals(
    app: &App,
    caller: &Caller,
    organization: OrganizationId,
    query: TransactionQuery,
) -> AppResult<Vec<TransactionTotal>> {
    let scope = caller.scope(Permission::SeeLedger).within(organization);
    let filter = to_criteria(app, &scope, query).await?;
    Ok(ledger_transactions::totals(app.db.read(), &scope, &filter).await?)
}
