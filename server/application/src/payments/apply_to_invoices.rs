//! What a payment means for its invoices and its household's credit: each invoice takes what it is owed of all
//! that is retained of its payments, and the rest is credit. Money that comes and money that goes back take the same
//! way, so it does not matter which becomes known first. An invoice that was written off in part takes and owes only
//! the rest: what goes back of its payments is owed again, what comes above is credit.

use std::collections::HashMap;

use domain::id::Uuid;
use domain::invoice::InvoiceStatus;
use domain::ledger::PaymentSplit;
use domain::refund::{RetainedAmounts, retained_amounts};
use entity::{invoice, payment, payment_allocation};
use sea_orm::ActiveValue::Set;

use crate::app::App;
use crate::error::AppResult;
use store::{Scope, StoreError, Txn};

/// Counts a payment as received less so many minor units that went back; as not received when none. `before` is
/// what was counted until now. The payment is locked. Gives what moved, to be posted.
pub(crate) async fn apply_to_invoices(
    app: &App,
    txn: &Txn,
    payment: &payment::Model,
    before: Option<i64>,
    after: Option<i64>,
) -> AppResult<PaymentSplit> {
    let allocations: Vec<payment_allocation::Model> = store::payments::invoices_of(txn, payment.id)
        .await?
        .into_iter()
        .map(|(allocation, _)| allocation)
        .collect();
    let amounts: Vec<i64> = allocations.iter().map(|allocation| allocation.amount).collect();
    let nothing = || RetainedAmounts { allocations: vec![0; amounts.len()], fee: 0 };
    let of =
        |back: Option<i64>| back.map_or_else(nothing, |back| retained_amounts(&amounts, payment.fee, back));
    // More can go back than came: refunded, and then disputed. The household owes that.
    let gross = payment.amount.saturating_add(payment.fee);
    let excess = |back: Option<i64>| back.map_or(0, |back| back.saturating_sub(gross).max(0));
    let owed = excess(after).saturating_sub(excess(before));
    let (before, after) = (of(before), of(after));
    let ids: Vec<Uuid> = allocations.iter().map(|allocation| allocation.invoice_id).collect();
    let scope = Scope::for_organization(payment.organization_id);
    let locked = store::invoices::lock_many(txn, &scope, &ids).await?;
    let mut invoices: HashMap<Uuid, invoice::Model> = locked.into_iter().map(|row| (row.id, row)).collect();
    let mut split = PaymentSplit { fee: after.fee.saturating_sub(before.fee), ..PaymentSplit::default() };
    for (allocation, retained) in allocations.into_iter().zip(after.allocations) {
        let change = retained.saturating_sub(allocation.retained_amount);
        if change == 0 {
            continue;
        }
        let invoice = invoices
            .remove(&allocation.invoice_id)
            .ok_or_else(|| StoreError::Corrupt("an allocation of an invoice that is not there".into()))?;
        let (id, unit) = (invoice.id, invoice.unit_id);
        store::payments::save_retained_amount(txn, allocation, retained).await?;
        let taken = apply_to_invoice(app, txn, invoice).await?;
        let credit = change.saturating_sub(taken);
        if taken != 0 {
            split.allocations.push((id, unit, taken));
        }
        if credit != 0 {
            split.credits.push((unit, credit));
        }
    }
    if owed != 0 {
        split.credits.push((payment.unit_id, owed.saturating_neg()));
    }
    Ok(split)
}

/// Applies what is retained for a locked invoice to it; gives by how much that changes its applied amount.
async fn apply_to_invoice(app: &App, txn: &Txn, invoice: invoice::Model) -> AppResult<i64> {
    let received = store::payments::retained_for_invoice(txn, invoice.id).await?;
    let (state, taken) = store::invoices::state(&invoice)?.with_received(received);
    if taken != 0 {
        let paid_at = match state.status {
            InvoiceStatus::Paid => invoice.paid_at.or(Some(app.now_ms())),
            _ => None,
        };
        store::invoices::save(txn, invoice, state, |row| row.paid_at = Set(paid_at)).await?;
    }
    Ok(taken)
}
