//! What was saved for autopays that have ended is forgotten at the processor, once their charges are settled.

use domain::autopay::AutopayRunState;
use domain::id::AutopayId;
use entity::autopay;

use super::send_charge::send_charge;
use crate::app::App;
use crate::error::AppResult;

/// Detaches the payment methods of ended autopays at the processor.
pub(super) async fn detach_payment_methods(app: &App) -> AppResult<()> {
    for row in store::autopays::detach_pending(app.db.read(), 50).await? {
        let Some(method) = &row.payment_method_id else { continue };
        if let Err(error) = settle_leftover_charges(app, row.id).await {
            tracing::warn!(%error, autopay = %row.id, "a charge of an ended autopay could not be settled yet");
            continue;
        }
        if let Err(error) = app.processor.detach_payment_method(&row.account, method).await {
            tracing::warn!(%error, autopay = %row.id, "a payment method could not be forgotten yet");
            continue;
        }
        let work = app.begin().await?;
        if let Some(row) = store::autopays::lock(work.txn(), row.id).await? {
            store::autopays::save(work.txn(), autopay::Model { detach_pending: false, ..row }, false).await?;
        }
        work.commit().await?;
    }
    Ok(())
}

/// Charges that were recorded for autopays which have ended since: they are settled or given up.
async fn settle_leftover_charges(app: &App, autopay: AutopayId) -> AppResult<()> {
    for run in store::autopays::runs(app.db.read(), autopay).await? {
        if let Some(payment) = run.payment_id.filter(|_| run.state == AutopayRunState::Charging) {
            send_charge(app, payment).await?;
        }
    }
    Ok(())
}
