//! What lost webhook events would have said about an account: its latest refunds, disputes and payouts are listed, and those
//! that differ from our rows are read like after an event.

use jiff::SignedDuration;
use std::collections::BTreeSet;

use entity::payment_account;

use crate::app::App;
use crate::error::AppResult;
use crate::payments::sync_missing_payments::sync_missing_payments;
use crate::payouts::record_payout;
use crate::refunds::record_refunds_and_disputes;

/// How far back is looked: banks return debits for 60 days, and disputes take as long again.
const LOOKBACK: SignedDuration = SignedDuration::from_hours(120 * 24);

/// Compares an account with our rows and reads what differs. What can't be read is logged and left to the next
/// time.
pub async fn sync_account(app: &App, account: &payment_account::Model) -> AppResult<()> {
    let Some(id) = account.processor_account_id.as_deref() else { return Ok(()) };
    let since = (app.now() - LOOKBACK).timestamp();
    let recent = app.processor.list_recent_activity(id, since).await?;
    let refunds = store::refunds::statuses_by_processor_id(app.db.read(), id).await?;
    let disputes = store::refunds::disputes_by_processor_id(app.db.read(), id).await?;
    let mut charges = BTreeSet::new();
    for refund in recent.refunds {
        if refunds.get(&refund.id) != Some(&refund.status) {
            charges.insert(refund.charge_id);
        }
    }
    for dispute in recent.disputes {
        if disputes.get(&dispute.id) != Some(&(dispute.stage, dispute.withdrawn)) {
            charges.insert(dispute.charge_id);
        }
    }
    let charges: Vec<String> = charges.into_iter().collect();
    if let Err(error) = sync_missing_payments(app, id, &charges).await {
        tracing::warn!(%error, account = id, "payments of an account could not be read");
    }
    for charge in charges {
        let Some(payment) = store::payments::find_by_charge(app.db.read(), id, &charge).await? else {
            continue;
        };
        if let Err(error) = record_refunds_and_disputes::record_refunds_and_disputes(app, payment.id).await {
            tracing::warn!(%error, payment = %payment.id, "what went back of a payment could not be read");
        }
    }
    let payouts = store::payouts::statuses_by_processor_id(app.db.read(), id).await?;
    for payout in recent.payouts {
        if payouts.get(&payout.id) == Some(&payout.status) {
            continue;
        }
        if let Err(error) = record_payout::record_payout(app, id, &payout.id).await {
            tracing::warn!(%error, payout = payout.id, "a payout could not be read");
        }
    }
    Ok(())
}
