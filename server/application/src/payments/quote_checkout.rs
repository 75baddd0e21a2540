//! What it costs to pay several invoices in one payment, and which of them can't be paid now. It looks at what
//! `start_checkout` will look at, and changes nothing.

use std::collections::HashSet;

use domain::id::Uuid;
use domain::invoice::Status as InvoiceStatus;
use domain::money;
use domain::roles::Permission;

use super::start_checkout::{is_under_way, of_one_property, part_of};
use crate::app::App;
use crate::error::Outcome;
use crate::fees::quote;
use crate::fees::quote::MethodQuote;
use crate::identity::Caller;
use store::invoices::InvoiceRow;

/// Invoices of one property, told apart by whether they can be paid now.
#[derive(Debug, Clone)]
pub struct CheckoutQuote {
    /// Those that can, in the order in which money goes to them.
    pub payable: Vec<InvoiceRow>,
    /// Those that can't: settled, withdrawn, or with a payment on its way.
    pub not_payable: Vec<InvoiceRow>,
    /// What is owed on those that can, in minor units.
    pub balance: i64,
    /// Their currency.
    pub currency: String,
    /// What paying costs by each method; empty where nothing can be paid.
    pub quotes: Vec<MethodQuote>,
}

/// Prices one payment for the invoices: of their whole balance, or of `part`, as decimal text. None where one of
/// them is not the caller's to pay.
pub async fn quote_checkout(
    app: &App,
    caller: &Caller,
    ids: &[Uuid],
    part: Option<&str>,
) -> Outcome<Option<CheckoutQuote>> {
    let (scope, connection) = (caller.scope(Permission::Pay), app.db.read());
    let distinct: HashSet<Uuid> = ids.iter().copied().collect();
    let mut rows = store::invoices::get_many(connection, &scope, ids).await?;
    let first = rows.first().filter(|_| rows.len() == distinct.len());
    let Some(property) = first.map(|row| row.property.clone()) else { return Ok(None) };
    of_one_property(rows.iter().map(|row| row.invoice.property_id))?;
    rows.sort_by(|a, b| (&a.invoice.due_on, a.invoice.id).cmp(&(&b.invoice.due_on, b.invoice.id)));
    let mut under_way = HashSet::new();
    for (invoice, payment) in store::payments::holders(connection, ids).await? {
        if is_under_way(connection, &payment).await? {
            under_way.insert(invoice);
        }
    }
    let mut not_payable = Vec::new();
    let mut payable = Vec::with_capacity(rows.len());
    for row in rows {
        let standing = store::invoices::standing(&row.invoice)?;
        let can = standing.status == InvoiceStatus::Open && !under_way.contains(&row.invoice.id);
        if can { &mut payable } else { &mut not_payable }.push(row);
    }
    let balance = money::sum(payable.iter().map(|row| row.invoice.balance))?;
    let quotes = if payable.is_empty() {
        Vec::new()
    } else {
        let account = store::payment_accounts::of_property(connection, property.id).await?;
        let choices = quote::choices(&property)?;
        quote::price_both(app, &property, choices, account.as_ref(), part_of(part, balance)?)?
    };
    Ok(Some(CheckoutQuote { payable, not_payable, balance, currency: property.currency, quotes }))
}
