//! What lost events would have told of an account: its latest refunds, disputes and deposits are listed, and those
//! that differ from our rows are read like after an event.

use std::collections::BTreeSet;

use entity::payment_account;
use jiff::Timestamp;

use crate::app::App;
use crate::error::{Failure, Outcome};
use crate::payments::record_payment;
use crate::payouts::record_payout;
use crate::refunds::record_returns;
use store::words::Word;

/// How far back is looked, in milliseconds: banks return debits for 60 days, and disputes take as long again.
const SPAN: i64 = 120 * 24 * 60 * 60 * 1000;

/// Compares an account with our rows and reads what differs. What can't be read is logged and left to the next
/// time.
pub async fn heal_account(app: &App, account: &payment_account::Model) -> Outcome<()> {
    let Some(id) = account.processor_account_id.as_deref() else { return Ok(()) };
    let since = Timestamp::from_millisecond(app.now_ms().saturating_sub(SPAN))
        .map_err(|error| Failure::Inner(error.to_string()))?;
    let recent = app.processor.recent(id, since).await?;
    let refunds = store::refunds::known(app.db.read(), id).await?;
    let disputes = store::refunds::known_disputes(app.db.read(), id).await?;
    let mut charges = BTreeSet::new();
    for (charge, refund, status) in recent.refunds {
        if refunds.get(&refund).map(String::as_str) != Some(status.word()) {
            charges.insert(charge);
        }
    }
    for (charge, dispute, stage, withdrawn) in recent.disputes {
        if disputes.get(&dispute) != Some(&(stage.word().to_owned(), withdrawn)) {
            charges.insert(charge);
        }
    }
    for charge in charges {
        if store::payments::find_by_charge(app.db.read(), id, &charge).await?.is_none() {
            read_under_way(app, id).await?;
        }
        let Some(payment) = store::payments::find_by_charge(app.db.read(), id, &charge).await? else {
            continue;
        };
        if let Err(error) = record_returns::record_returns(app, payment.id).await {
            tracing::warn!(%error, payment = %payment.id, "what went back of a payment could not be read");
        }
    }
    let payouts = store::payouts::known(app.db.read(), id).await?;
    for (payout, status) in recent.payouts {
        if payouts.get(&payout).map(String::as_str) == Some(status.word()) {
            continue;
        }
        if let Err(error) = record_payout::record_payout(app, id, &payout).await {
            tracing::warn!(%error, payout, "a deposit could not be read");
        }
    }
    Ok(())
}

/// A charge nobody knows may belong to an attempt that is under way as far as we know.
async fn read_under_way(app: &App, account: &str) -> Outcome<()> {
    for payment in store::payments::under_way(app.db.read(), account, 100).await? {
        if let Err(error) = record_payment::record_payment(app, payment).await {
            tracing::warn!(%error, %payment, "a payment could not be read");
        }
    }
    Ok(())
}
