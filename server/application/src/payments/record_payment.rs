//! The only way an online payment becomes Succeeded and its invoices Paid: the processor is asked what is
//! true, and the answer is applied under locks, once. Events, the result page and the sweep all come here.

use std::collections::HashMap;

use domain::audit::AuditAction;
use domain::failure::PaymentFailure;
use domain::id::PaymentId;
use domain::ledger::{self, TransactionCause};
use domain::payment::PaymentStatus;
use entity::payment;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::apply_to_invoices::apply_to_invoices;
use super::context::{PaymentContext, property_of};
use super::match_payout_items::match_payout_items;
use super::metadata;
use super::mismatch::{find_mismatch, record_mismatch};
use super::notify::{notify_payer, notify_team};
use crate::app::App;
use crate::audit::{Actor, AuditedAction};
use crate::error::{AppError, AppResult};
use crate::notifications::templates::payment_failed::PaymentFailed;
use crate::notifications::templates::payment_processing::PaymentProcessing;
use crate::notifications::templates::receipt::Receipt;
use crate::notifications::templates::team_overpaid::TeamOverpaid;
use crate::notifications::templates::team_payment::TeamPayment;
use crate::ports::processor::RemotePayment;
use crate::unit_of_work::UnitOfWork;
use store::ledger::Posting;

/// Bank transfers settle within this many business days.
const TRANSFER_DAYS: u8 = 4;

/// Asks the processor about a payment and applies the answer.
pub async fn record_payment(app: &App, id: PaymentId) -> AppResult<()> {
    let row = store::payments::find(app.db.read(), id).await?;
    let row = row.ok_or_else(|| AppError::not_found("payment"))?;
    let answer = match (&row.account, &row.session_id, &row.intent_id) {
        (Some(account), Some(session), _) => app.processor.retrieve_checkout(account, session).await,
        (Some(account), None, Some(intent)) => app.processor.retrieve_charge(account, intent).await,
        _ => return Ok(()),
    };
    let kind = store::integrations::Integration::Stripe(row.organization_id, row.property_id);
    let error = answer.as_ref().err().map(ToString::to_string);
    let result = error.as_deref().map_or(Ok(()), Err);
    store::integrations::record_result(app.db.write(), kind, app.new_id(), app.now(), result).await?;
    apply(app, id, &answer?).await
}

/// Applies what the processor says. An answer with nothing new changes no version.
pub(crate) async fn apply(app: &App, id: PaymentId, remote: &RemotePayment) -> AppResult<()> {
    let mut work = app.begin().await?;
    let context = PaymentContext::lock(&work, id).await?;
    let before = context.payment.status;
    let ours = metadata::payment_metadata(&context.payment, &context.invoice_ids());
    if let Some(why) = find_mismatch(&context.payment, &ours, app.processor.livemode(), remote) {
        record_mismatch(&mut work, context, why).await?;
        return Ok(work.commit().await?);
    }
    let next = before.transition(remote.outcome);
    match next {
        Some(PaymentStatus::Succeeded) => settle(&mut work, context, remote).await?,
        Some(PaymentStatus::Processing) => mark_processing(&mut work, context, remote).await?,
        Some(PaymentStatus::Failed) => fail(&mut work, context, remote).await?,
        Some(next) => {
            if next == PaymentStatus::Expired {
                store::payments::set_active(work.txn(), id, false).await?;
            }
            save(&work, context.payment, next, remote, |_| ()).await?;
        }
        None => update(&work, context.payment, remote).await?,
    }
    work.commit().await?;
    if next.is_some() {
        tracing::info!(payment = %id, from = before.code(), outcome = ?remote.outcome, "payment moved");
    }
    Ok(())
}

/// Whether an answer fills or changes a column of the payment.
fn has_news(row: &payment::Model, remote: &RemotePayment) -> bool {
    let differs = |known: &Option<String>, reported: &Option<String>| reported.is_some() && known != reported;
    row.checkout_url != remote.url
        || differs(&row.session_id, &remote.session_id)
        || differs(&row.intent_id, &remote.intent_id)
        || differs(&row.charge_id, &remote.charge_id)
}

/// Saves a status, what the answer fills, and whatever `change` sets.
async fn save(
    work: &UnitOfWork<'_>,
    row: payment::Model,
    status: PaymentStatus,
    remote: &RemotePayment,
    change: impl FnOnce(&mut payment::ActiveModel),
) -> AppResult<payment::Model> {
    let saved = store::payments::save(work.txn(), row, status, work.app().now(), |row| {
        if remote.session_id.is_some() {
            row.session_id = Set(remote.session_id.clone());
        }
        row.checkout_url = Set(remote.url.clone());
        if remote.intent_id.is_some() {
            row.intent_id = Set(remote.intent_id.clone());
        }
        if remote.charge_id.is_some() {
            row.charge_id = Set(remote.charge_id.clone());
        }
        change(row);
    });
    Ok(saved.await?)
}

/// An answer that does not move the payment: it may report the fee, or another page.
async fn update(work: &UnitOfWork<'_>, row: payment::Model, remote: &RemotePayment) -> AppResult<()> {
    let (id, status) = (row.id, row.status);
    let received = status == PaymentStatus::Succeeded;
    let actual_fee = remote.processor_fee.filter(|actual| received && row.processor_fee != Some(*actual));
    if let Some(actual_fee) = actual_fee {
        return correct_fee(work, row, remote, actual_fee).await;
    }
    if has_news(&row, remote) {
        save(work, row, status, remote, |_| ()).await?;
    } else if status.is_active() || (received && row.processor_fee.is_none()) {
        // Those that wait for something are asked about in the order in which they were last asked about.
        store::payments::record_check(work.txn(), id, work.app().now()).await?;
    }
    Ok(())
}

/// Ends a payment that the processor would not open.
pub(crate) async fn fail_unsubmitted(app: &App, id: PaymentId, why: PaymentFailure) -> AppResult<()> {
    let work = app.begin().await?;
    let row = store::payments::lock(work.txn(), id).await?.ok_or_else(|| AppError::not_found("payment"))?;
    if row.status == PaymentStatus::Created {
        store::payments::save(work.txn(), row, PaymentStatus::Failed, app.now(), |row| {
            row.failure = Set(Some(why));
        })
        .await?;
        store::payments::set_active(work.txn(), id, false).await?;
    }
    work.commit().await?;
    Ok(())
}

async fn settle(
    work: &mut UnitOfWork<'_>,
    mut context: PaymentContext,
    remote: &RemotePayment,
) -> AppResult<()> {
    let (app, now) = (work.app(), work.app().now());
    let split = apply_to_invoices(work, &mut context, None, Some(0)).await?;
    let subject = context.audit_subject();
    let row = save(work, context.payment, PaymentStatus::Succeeded, remote, |row| {
        row.processor_fee = Set(remote.processor_fee);
        row.succeeded_at = Set(Some(now));
    });
    let row = row.await?;
    let id = row.id;
    let posting = Posting {
        organization: row.organization_id,
        property: row.property_id,
        source: format!("{id}:succeeded"),
        cause: (TransactionCause::OnlinePayment, row.id.uuid()),
        memo: format!("Payment {id} by {}", row.method),
        at: now,
        entries: ledger::online_payment(&split, remote.processor_fee.unwrap_or(row.processor_fee_quoted))?,
    };
    let property = store::ledger::lock(work.txn(), row.property_id).await?;
    store::ledger::post_locked(work.txn(), &property, posting, || app.new_uuid()).await?;
    if let Some(charge) = row.charge_id.clone() {
        match_payout_items(work, &property, &HashMap::from([(charge, row.id)])).await?;
    }
    let credit = split.credits.iter().fold(0_i64, |sum, (_, amount)| sum.saturating_add(*amount));
    let credited = (credit > 0).then_some(credit);
    let detail = json!({ "amount": row.amount, "fee": row.fee, "surplus": credited });
    let what = AuditedAction::new(AuditAction::PaymentSucceeded, row.id, subject.as_str());
    work.audit(&Actor::propty(), row.organization_id, what, &detail);
    notify_payer::<Receipt>(work, &property, &row, id).await?;
    notify_team::<TeamPayment>(work, &property, id).await?;
    if credited.is_some() {
        notify_team::<TeamOverpaid>(work, &property, id).await?;
    }
    Ok(())
}

/// The processor reported its fee only later, or corrected it: the ledger follows.
async fn correct_fee(
    work: &UnitOfWork<'_>,
    row: payment::Model,
    remote: &RemotePayment,
    actual_fee: i64,
) -> AppResult<()> {
    let app = work.app();
    let more = actual_fee.saturating_sub(row.processor_fee.unwrap_or(row.processor_fee_quoted));
    let set = |row: &mut payment::ActiveModel| row.processor_fee = Set(Some(actual_fee));
    let row = save(work, row, PaymentStatus::Succeeded, remote, set).await?;
    if more != 0 {
        let id = row.id;
        let posting = Posting {
            organization: row.organization_id,
            property: row.property_id,
            source: format!("{id}:fee:{}", row.version),
            cause: (TransactionCause::FeeCorrection, row.id.uuid()),
            memo: format!("Fee of payment {id} as charged"),
            at: app.now(),
            entries: ledger::fee_correction(more)?,
        };
        store::ledger::post(work.txn(), posting, || app.new_uuid()).await?;
    }
    Ok(())
}

async fn mark_processing(
    work: &mut UnitOfWork<'_>,
    context: PaymentContext,
    remote: &RemotePayment,
) -> AppResult<()> {
    let (app, now) = (work.app(), work.app().now());
    let property = property_of(work, &context.payment).await?;
    let expected = business_days_after(app.today(&property.time_zone), TRANSFER_DAYS);
    let row = save(work, context.payment, PaymentStatus::Processing, remote, |row| {
        row.processing_at = Set(Some(now));
        row.expected_by = Set(Some(expected.into()));
    });
    let row = row.await?;
    notify_payer::<PaymentProcessing>(work, &property, &row, row.id).await
}

async fn fail(work: &mut UnitOfWork<'_>, context: PaymentContext, remote: &RemotePayment) -> AppResult<()> {
    let subject = context.audit_subject();
    let property = property_of(work, &context.payment).await?;
    let set = |row: &mut payment::ActiveModel| row.failure = Set(remote.failure);
    let row = save(work, context.payment, PaymentStatus::Failed, remote, set).await?;
    store::payments::set_active(work.txn(), row.id, false).await?;
    let what = AuditedAction::new(AuditAction::PaymentFailed, row.id, subject.as_str());
    work.audit(&Actor::propty(), row.organization_id, what, &json!({ "failure": row.failure }));
    notify_payer::<PaymentFailed>(work, &property, &row, row.id).await
}

fn business_days_after(day: Date, days: u8) -> Date {
    let (mut day, mut left) = (day, days);
    while left > 0 {
        day = day.checked_add(1.day()).unwrap_or(day);
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left = left.saturating_sub(1);
        }
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn weekends_do_not_count() {
        // A Friday.
        assert_eq!(business_days_after(date(2026, 11, 20), 4), date(2026, 11, 26));
        assert_eq!(business_days_after(date(2026, 11, 22), 1), date(2026, 11, 23));
    }
}
