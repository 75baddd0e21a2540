//! What a payment means for its invoices and its household's credit: each invoice takes what it is owed of all
//! that is kept of its payments, and the rest is credit. Money that comes and money that goes back take the same
//! way, so it does not matter which becomes known first.

use std::collections::HashMap;

use domain::id::Uuid;
use domain::invoice::Status;
use domain::ledger::Spread;
use domain::refund::{Kept, kept};
use entity::{invoice, payment, payment_allocation};
use sea_orm::ActiveValue::Set;

use crate::app::App;
use crate::error::Outcome;
use store::{Scope, StoreError, Txn};

/// Counts a payment as received less so many minor units that went back; as not received when none. `before` is
/// what was counted until now. The payment is locked. Gives what moved, to be posted.
pub(crate) async fn keep(
    app: &App,
    txn: &Txn,
    payment: &payment::Model,
    before: Option<i64>,
    after: Option<i64>,
) -> Outcome<Spread> {
    let shares: Vec<payment_allocation::Model> =
        store::payments::invoices_of(txn, payment.id).await?.into_iter().map(|(share, _)| share).collect();
    let amounts: Vec<i64> = shares.iter().map(|share| share.amount).collect();
    let nothing = || Kept { shares: vec![0; amounts.len()], fee: 0 };
    let of = |back: Option<i64>| back.map_or_else(nothing, |back| kept(&amounts, payment.fee, back));
    // More can go back than came: refunded, and then disputed. The household owes that.
    let gross = payment.amount.saturating_add(payment.fee);
    let excess = |back: Option<i64>| back.map_or(0, |back| back.saturating_sub(gross).max(0));
    let owed = excess(after).saturating_sub(excess(before));
    let (before, after) = (of(before), of(after));
    let ids: Vec<Uuid> = shares.iter().map(|share| share.invoice_id).collect();
    let scope = Scope::whole(payment.organization_id);
    let locked = store::invoices::lock_many(txn, &scope, &ids).await?;
    let mut invoices: HashMap<Uuid, invoice::Model> = locked.into_iter().map(|row| (row.id, row)).collect();
    let mut spread = Spread { fee: after.fee.saturating_sub(before.fee), ..Spread::default() };
    for (share, kept) in shares.into_iter().zip(after.shares) {
        let change = kept.saturating_sub(share.kept);
        if change == 0 {
            continue;
        }
        let invoice = invoices
            .remove(&share.invoice_id)
            .ok_or_else(|| StoreError::Corrupt("a share of an invoice that is not there".into()))?;
        let (id, unit) = (invoice.id, invoice.unit_id);
        store::payments::keep(txn, share, kept).await?;
        let taken = take(app, txn, invoice).await?;
        let credit = change.saturating_sub(taken);
        if taken != 0 {
            spread.shares.push((id, unit, taken));
        }
        if credit != 0 {
            spread.credits.push((unit, credit));
        }
    }
    if owed != 0 {
        spread.credits.push((payment.unit_id, owed.saturating_neg()));
    }
    Ok(spread)
}

/// Lets a locked invoice take what is kept for it; gives by how much that changes what it has taken.
async fn take(app: &App, txn: &Txn, invoice: invoice::Model) -> Outcome<i64> {
    let received = store::payments::kept_for(txn, invoice.id).await?;
    let (standing, taken) = store::invoices::standing(&invoice)?.with(received);
    if taken != 0 {
        let paid_at = match standing.status {
            Status::Paid => invoice.paid_at.or(Some(app.now_ms())),
            _ => None,
        };
        store::invoices::save(txn, invoice, standing, |row| row.paid_at = Set(paid_at)).await?;
    }
    Ok(taken)
}
