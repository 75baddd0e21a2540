//! What it costs to pay several invoices in one payment, and which of them can't be paid now. It looks at what
//! `start_checkout` will look at, and changes nothing.

use domain::money::Currency;
use std::collections::HashSet;

use domain::id::InvoiceId;
use domain::invoice::InvoiceStatus;
use domain::money;
use domain::payment::MAX_INVOICES_PER_PAYMENT;
use domain::roles::Permission;

use super::start_checkout::{ensure_one_property, is_in_progress, requested_amount};
use crate::app::App;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::fees::quote;
use crate::fees::quote::MethodQuote;
use crate::identity::Caller;
use store::invoices::InvoiceRow;

/// Invoices of one property, told apart by whether they can be paid now.
#[derive(Debug, Clone)]
pub struct CheckoutQuote {
    /// Those that can, in the order in which money goes to them.
    pub payable: Vec<InvoiceRow>,
    /// Those that can't: settled, withdrawn, written off, or with a payment on its way.
    pub not_payable: Vec<InvoiceRow>,
    /// What is owed on those that can, in minor units.
    pub balance: i64,
    /// Their currency.
    pub currency: Currency,
    /// What paying costs by each method; empty where nothing can be paid.
    pub quotes: Vec<MethodQuote>,
}

/// Prices one payment for the invoices: of their whole balance, or of `part`, as decimal text. None where one of
/// them is not the caller's to pay.
pub async fn quote_checkout(
    app: &App,
    caller: &Caller,
    ids: &[InvoiceId],
    part: Option<&str>,
) -> AppResult<Option<CheckoutQuote>> {
    if !(1..=MAX_INVOICES_PER_PAYMENT).contains(&ids.len()) {
        let why = format!("ask about 1 to {MAX_INVOICES_PER_PAYMENT} invoices");
        return Err(AppError::field_error(ErrorCode::InvalidValue, "invoiceIds", why));
    }
    let (scope, connection) = (caller.scope(Permission::Pay), app.db.read());
    let distinct: HashSet<InvoiceId> = ids.iter().copied().collect();
    let mut rows = store::invoices::get_many(connection, &scope, ids).await?;
    let first = rows.first().filter(|_| rows.len() == distinct.len());
    let Some(property) = first.map(|row| row.property.clone()) else { return Ok(None) };
    ensure_one_property(rows.iter().map(|row| row.invoice.property_id))?;
    rows.sort_by(|a, b| (&a.invoice.due_on, a.invoice.id).cmp(&(&b.invoice.due_on, b.invoice.id)));
    let mut in_progress = HashSet::new();
    for (invoice, payment) in store::payments::active_by_invoice(connection, ids).await? {
        if is_in_progress(connection, &payment).await? {
            in_progress.insert(invoice);
        }
    }
    let mut not_payable = Vec::new();
    let mut payable = Vec::with_capacity(rows.len());
    for row in rows {
        let state = store::invoices::state(&row.invoice)?;
        let can = state.status == InvoiceStatus::Open && !in_progress.contains(&row.invoice.id);
        if can { &mut payable } else { &mut not_payable }.push(row);
    }
    let balance = money::sum(payable.iter().map(|row| row.invoice.balance))?;
    let quotes = if payable.is_empty() {
        Vec::new()
    } else {
        let account = store::payment_accounts::of_property(connection, property.id).await?;
        let policy = quote::fee_policy(&property)?;
        quote::price_both(app, &property, policy, account.as_ref(), requested_amount(part, balance)?)?
    };
    Ok(Some(CheckoutQuote { payable, not_payable, balance, currency: property.currency, quotes }))
}
