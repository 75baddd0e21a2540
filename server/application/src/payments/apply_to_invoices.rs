//! What a payment means for its invoices and its household's credit: each invoice takes what it is owed of all
//! that is retained of its payments, and the rest is credit. Money that comes and money that goes back take the same
//! way, so it does not matter which becomes known first. An invoice that was written off in part takes and owes only
//! the rest: what goes back of its payments is owed again, what comes above is credit.

use domain::invoice::InvoiceStatus;
use domain::ledger::PaymentSplit;
use domain::refund::{RetainedAmounts, retained_amounts};
use entity::invoice;
use sea_orm::ActiveValue::Set;

use super::context::PaymentContext;
use crate::error::AppResult;
use crate::unit_of_work::UnitOfWork;

/// Counts a payment as received less so many minor units that went back; as not received when none. `before` is
/// what was counted until now. Gives what moved, to be posted.
pub(crate) async fn apply_to_invoices(
    work: &UnitOfWork<'_>,
    context: &mut PaymentContext,
    before: Option<i64>,
    after: Option<i64>,
) -> AppResult<PaymentSplit> {
    let payment = &context.payment;
    let amounts: Vec<i64> = context.allocations.iter().map(|(allocation, _)| allocation.amount).collect();
    let nothing = || RetainedAmounts { allocations: vec![0; amounts.len()], fee: 0 };
    let of =
        |back: Option<i64>| back.map_or_else(nothing, |back| retained_amounts(&amounts, payment.fee, back));
    // More can go back than came: refunded, and then disputed. The household owes that.
    let gross = payment.amount.saturating_add(payment.fee);
    let excess = |back: Option<i64>| back.map_or(0, |back| back.saturating_sub(gross).max(0));
    let owed = excess(after).saturating_sub(excess(before));
    let (before, after) = (of(before), of(after));
    let mut split = PaymentSplit { fee: after.fee.saturating_sub(before.fee), ..PaymentSplit::default() };
    let received = store::payments::retained_for_invoices(work.txn(), &context.invoice_ids()).await?;
    for ((allocation, invoice), retained) in context.allocations.iter_mut().zip(after.allocations) {
        let change = retained.saturating_sub(allocation.retained_amount);
        if change == 0 {
            continue;
        }
        store::payments::save_retained_amount(work.txn(), allocation.clone(), retained).await?;
        allocation.retained_amount = retained;
        allocation.active = false;
        let received = received.get(&invoice.id).copied().unwrap_or_default().saturating_add(change);
        let taken = apply_to_invoice(work, invoice, received).await?;
        let credit = change.saturating_sub(taken);
        if taken != 0 {
            split.allocations.push((invoice.id, invoice.unit_id, taken));
        }
        if credit != 0 {
            split.credits.push((invoice.unit_id, credit));
        }
    }
    if owed != 0 {
        split.credits.push((payment.unit_id, owed.saturating_neg()));
    }
    Ok(split)
}

/// Applies what is retained for a locked invoice to it; gives by how much that changes its applied amount.
async fn apply_to_invoice(
    work: &UnitOfWork<'_>,
    invoice: &mut invoice::Model,
    received: i64,
) -> AppResult<i64> {
    let (state, taken) = store::invoices::state(invoice)?.with_received(received);
    if taken != 0 {
        let paid_at = match state.status {
            InvoiceStatus::Paid => invoice.paid_at.or(Some(work.app().now())),
            _ => None,
        };
        let saved =
            store::invoices::save(work.txn(), invoice.clone(), state, |row| row.paid_at = Set(paid_at));
        *invoice = saved.await?;
    }
    Ok(taken)
}
