//! What went back of a payment: the processor is asked for all refunds and disputes of its charge, and what differs
//! from our rows is applied under the payment's lock and posted. Only what is true now counts, so events about it
//! may come late, twice, in any order or never.

use domain::id::{InvoiceId, PaymentId, RefundId};
use domain::payment::PaymentStatus;
use entity::{payment, refund};
use sea_orm::ActiveValue::Set;

use super::return_recorder::ReturnRecorder;
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::payments::context::PaymentContext;
use crate::payments::{metadata, record_payment};
use crate::ports::processor::{RemoteRefund, RemoteRefundsAndDisputes};
use crate::unit_of_work::UnitOfWork;

/// The metadata key of a refund's id.
pub(crate) const REFUND_KEY: &str = "refund";
/// How often an answer that was overtaken is asked for again.
const MAX_READS: u32 = 8;

/// Asks the processor what went back of a payment and applies the answer.
pub async fn record_refunds_and_disputes(app: &App, id: PaymentId) -> AppResult<()> {
    let mut row = current(app, id).await?;
    if row.status != PaymentStatus::Succeeded {
        record_payment::record_payment(app, id).await?;
        row = current(app, id).await?;
    }
    for _ in 0..MAX_READS {
        let received = row.status == PaymentStatus::Succeeded;
        let (true, Some(account), Some(charge)) = (received, &row.account, &row.charge_id) else {
            return Ok(());
        };
        let remote = app.processor.list_refunds_and_disputes(account, charge).await?;
        let mut work = app.begin().await?;
        let locked = PaymentContext::lock(&work, id).await?;
        // An answer that another's overtook may be the older one.
        if locked.payment.version == row.version {
            apply(&mut work, locked, &remote).await?;
            work.commit().await?;
            return Ok(());
        }
        row = locked.payment;
    }
    Err(AppError::Internal("what went back of a payment kept changing while it was read".into()))
}

async fn current(app: &App, id: PaymentId) -> AppResult<payment::Model> {
    store::payments::find(app.db.read(), id).await?.ok_or_else(|| AppError::not_found("payment"))
}

async fn apply(
    work: &mut UnitOfWork<'_>,
    context: PaymentContext,
    remote: &RemoteRefundsAndDisputes,
) -> AppResult<()> {
    let id = context.payment.id;
    let mut refunds = store::refunds::of_payments(work.txn(), &[id]).await?.remove(&id).unwrap_or_default();
    let disputes = store::refunds::disputes_of_payments(work.txn(), &[id]).await?.remove(&id);
    let mut disputes = disputes.unwrap_or_default();
    let mut recorder = ReturnRecorder::new(work, context);
    let mut changed = false;
    for remote_refund in &remote.refunds {
        let known = refunds.iter().position(|known| is_same_refund(known, remote_refund));
        let known = known.map(|at| refunds.swap_remove(at));
        if let Some(saved) = recorder.record_refund(known.clone(), remote_refund).await? {
            changed = true;
            refunds.push(saved);
        } else {
            refunds.extend(known);
        }
    }
    for remote_dispute in &remote.disputes {
        let known = disputes.iter().position(|known| known.processor_dispute_id == remote_dispute.id);
        let known = known.map(|at| disputes.swap_remove(at));
        if let Some(saved) = recorder.record_dispute(known.clone(), remote_dispute).await? {
            changed = true;
            disputes.push(saved);
        } else {
            disputes.extend(known);
        }
    }
    if !changed {
        return Ok(());
    }
    let sum = |amounts: &mut dyn Iterator<Item = i64>| amounts.fold(0_i64, i64::saturating_add);
    let refunded = sum(&mut refunds.iter().map(|refund| refund.posted_amount));
    let returned = sum(&mut disputes.iter().map(|dispute| dispute.lost));
    let withdrawn = sum(&mut disputes.iter().map(|dispute| dispute.withdrawn));
    let (row, now) = (recorder.context.payment, work.app().now());
    store::payments::save(work.txn(), row, PaymentStatus::Succeeded, now, |row| {
        row.refunded = Set(refunded);
        row.returned = Set(returned);
        row.disputed = Set(withdrawn.saturating_sub(returned));
    })
    .await?;
    Ok(())
}

/// A refund of ours carries its id; one that was made elsewhere is known by the processor's.
fn is_same_refund(known: &refund::Model, remote: &RemoteRefund) -> bool {
    let ours = known.id.to_string();
    known.processor_refund_id.as_ref() == Some(&remote.id)
        || (known.processor_refund_id.is_none() && remote.metadata.get(REFUND_KEY) == Some(&ours))
}

/// The metadata of a refund of ours.
pub(crate) fn refund_metadata(
    row: &payment::Model,
    invoices: &[InvoiceId],
    refund: RefundId,
) -> Vec<(String, String)> {
    let mut metadata = metadata::payment_metadata(row, invoices);
    metadata.insert(REFUND_KEY.to_owned(), refund.to_string());
    metadata.into_iter().collect()
}
