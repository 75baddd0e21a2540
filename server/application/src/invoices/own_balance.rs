//! What a resident owes now over all their open invoices.

use domain::money::Money;
use domain::roles::Permission;

use crate::app::App;
use crate::error::AppResult;
use crate::identity::Caller;
use store::invoices::{InvoiceCriteria, InvoiceStatusFilter, balance_totals};
use store::properties::all_properties;

/// What the caller owes as a resident, in the currency of their first property by name; none for somebody who is no
/// resident. What they owe elsewhere in another currency is never added to it.
pub async fn own_balance(app: &App, caller: &Caller) -> AppResult<Option<Money>> {
    let connection = app.db.read();
    let properties = all_properties(connection, &caller.own_scope(Permission::SeeProperty)).await?;
    let Some(first) = properties.into_iter().next() else { return Ok(None) };
    let open = InvoiceCriteria { status: Some(InvoiceStatusFilter::Open), ..InvoiceCriteria::default() };
    let owed = balance_totals(connection, &caller.own_scope(Permission::SeeInvoices), &open).await?;
    let minor = owed.iter().find(|total| total.currency == first.currency).map(|total| total.amount);
    Ok(Some(Money::new(minor.unwrap_or_default(), first.currency)))
}
