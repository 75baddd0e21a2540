//! The only way an online payment becomes Succeeded and its invoices Paid: the processor is asked what is
//! true, and the answer is applied under locks, once. Events, the result page and the sweep all come here.

use domain::payment::PaymentMismatch;
use std::collections::{BTreeMap, HashMap};

use domain::audit::AuditAction;
use domain::failure::PaymentFailure;
use domain::id::{PaymentId, Uuid};
use domain::ledger::{self, TransactionCause};
use domain::payment::PaymentStatus;
use entity::payment;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::apply_to_invoices::apply_to_invoices;
use super::audit_subject::audit_subject;
use super::match_payout_items::match_payout_items;
use super::metadata;
use super::notify::{notify_payer, notify_team};
use crate::app::App;
use crate::audit::Actor;
use crate::error::{AppError, AppResult};
use crate::notifications::templates::payment_failed::PaymentFailed;
use crate::notifications::templates::payment_processing::PaymentProcessing;
use crate::notifications::templates::receipt::Receipt;
use crate::notifications::templates::team_overpaid::TeamOverpaid;
use crate::notifications::templates::team_payment::TeamPayment;
use crate::ports::processor::RemotePayment;
use crate::unit_of_work::UnitOfWork;
use store::ledger::Posting;
use store::{Scope, Txn};

/// Bank transfers settle within this many business days.
const TRANSFER_DAYS: u8 = 4;

/// Asks the processor about a payment and applies the answer.
pub async fn record_payment(app: &App, id: Uuid) -> AppResult<()> {
    let work = app.begin().await?;
    let row = store::payments::lock(work.txn(), id).await?.ok_or_else(|| AppError::not_found("payment"))?;
    work.commit().await?;
    let answer = match (&row.account, &row.session_id, &row.intent_id) {
        (Some(account), Some(session), _) => app.processor.retrieve_checkout(account, session).await,
        (Some(account), None, Some(intent)) => app.processor.retrieve_charge(account, intent).await,
        _ => return Ok(()),
    };
    let kind = store::integrations::Integration::Stripe(row.organization_id, row.property_id);
    let error = answer.as_ref().err().map(ToString::to_string);
    let result = error.as_deref().map_or(Ok(()), Err);
    store::integrations::record_result(app.db.write(), kind, app.new_id(), app.now_ms(), result).await?;
    apply(app, id, &answer?).await
}

/// Applies what the processor says.
pub(crate) async fn apply(app: &App, id: Uuid, remote: &RemotePayment) -> AppResult<()> {
    let mut work = app.begin().await?;
    let row = store::payments::lock(work.txn(), id).await?.ok_or_else(|| AppError::not_found("payment"))?;
    let now = app.now_ms();
    let allocations = store::payments::allocations(work.txn(), id).await?;
    let invoices: Vec<Uuid> = allocations.iter().map(|allocation| allocation.invoice_id).collect();
    let ours = metadata::payment_metadata(&row, &invoices);
    if let Some(why) = find_mismatch(&row, &ours, app.processor.livemode(), remote) {
        tracing::error!(payment = %PaymentId::from_uuid(id), %why, "a payment does not match what the processor reports");
        let detail = json!({ "why": why });
        work.audit(
            &Actor::propty(),
            row.organization_id,
            (AuditAction::PaymentMismatch, id, &audit_subject(work.txn(), id).await?),
            &detail,
        );
        let status = row.status;
        store::payments::save(work.txn(), row, status, now, |row| row.mismatch = Set(Some(why))).await?;
        work.commit().await?;
        return Ok(());
    }
    let status = row.status;
    let next = status.transition(remote.outcome);
    let row = store::payments::save(work.txn(), row, next.unwrap_or(status), now, |row| {
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
        if next == Some(PaymentStatus::Failed) {
            row.failure = Set(remote.failure);
        }
    })
    .await?;
    match next {
        Some(PaymentStatus::Succeeded) => settle(&mut work, row, remote).await?,
        Some(PaymentStatus::Processing) => mark_processing(&mut work, row).await?,
        Some(PaymentStatus::Failed) => fail(&mut work, &row).await?,
        Some(PaymentStatus::Expired) => store::payments::set_active(work.txn(), id, false).await?,
        None if status == PaymentStatus::Succeeded => {
            if let Some(actual_fee) =
                remote.processor_fee.filter(|actual_fee| row.processor_fee != Some(*actual_fee))
            {
                correct_fee(app, work.txn(), row, actual_fee).await?;
            }
        }
        _ => {}
    }
    work.commit().await?;
    if next.is_some() {
        tracing::info!(payment = %PaymentId::from_uuid(id), from = status.code(), outcome = ?remote.outcome, "payment moved");
    }
    Ok(())
}

/// Ends a payment that the processor would not open.
pub(crate) async fn fail_unsubmitted(app: &App, id: Uuid, why: PaymentFailure) -> AppResult<()> {
    let work = app.begin().await?;
    let row = store::payments::lock(work.txn(), id).await?.ok_or_else(|| AppError::not_found("payment"))?;
    if row.status == PaymentStatus::Created {
        store::payments::save(work.txn(), row, PaymentStatus::Failed, app.now_ms(), |row| {
            row.failure = Set(Some(why));
        })
        .await?;
        store::payments::set_active(work.txn(), id, false).await?;
    }
    work.commit().await?;
    Ok(())
}

/// What differs between our row and the processor's word; amounts are ours, so a difference is never paid out
/// as if it were right. `ours` is the metadata of our row, `live` whether we deal in real money. The first
/// difference counts.
fn find_mismatch(
    row: &payment::Model,
    ours: &BTreeMap<String, String>,
    live: bool,
    remote: &RemotePayment,
) -> Option<PaymentMismatch> {
    let charged = row.amount.saturating_add(row.fee);
    if let Some(key) = metadata::first_difference(ours, &remote.metadata) {
        return Some(metadata_mismatch(&key));
    }
    if row.session_id.is_some() && row.session_id != remote.session_id {
        return Some(PaymentMismatch::Session);
    }
    if remote.charged.currency != row.currency {
        return Some(PaymentMismatch::Currency);
    }
    if remote.charged.minor != charged {
        return Some(PaymentMismatch::Amount);
    }
    (remote.livemode != live).then_some(PaymentMismatch::Mode)
}

fn metadata_mismatch(key: &str) -> PaymentMismatch {
    match key {
        metadata::ORGANIZATION_KEY => PaymentMismatch::Organization,
        metadata::PROPERTY_KEY => PaymentMismatch::Property,
        metadata::INVOICES_KEY => PaymentMismatch::Invoices,
        _ => PaymentMismatch::Payment,
    }
}

async fn settle(work: &mut UnitOfWork<'_>, row: payment::Model, remote: &RemotePayment) -> AppResult<()> {
    let app = work.app();
    let now = app.now_ms();
    let split = apply_to_invoices(app, work.txn(), &row, None, Some(0)).await?;
    let id = PaymentId::from_uuid(row.id);
    let posting = Posting {
        organization: row.organization_id,
        property: row.property_id,
        source: format!("{id}:succeeded"),
        cause: (TransactionCause::OnlinePayment, row.id),
        memo: format!("Payment {id} by {}", row.method),
        at: now,
        entries: ledger::online_payment(&split, remote.processor_fee.unwrap_or(row.processor_fee_quoted))?,
    };
    store::ledger::post(work.txn(), posting, || app.new_id()).await?;
    if let Some(charge) = row.charge_id.clone() {
        match_payout_items(app, work.txn(), row.property_id, &HashMap::from([(charge, row.id)])).await?;
    }
    store::payments::set_active(work.txn(), row.id, false).await?;
    let row = store::payments::save(work.txn(), row, PaymentStatus::Succeeded, now, |row| {
        row.processor_fee = Set(remote.processor_fee);
        row.succeeded_at = Set(Some(now));
    })
    .await?;
    let credit = split.credits.iter().fold(0_i64, |sum, (_, amount)| sum.saturating_add(*amount));
    let credited = (credit > 0).then_some(credit);
    let detail = json!({ "amount": row.amount, "fee": row.fee, "surplus": credited });
    work.audit(
        &Actor::propty(),
        row.organization_id,
        (AuditAction::PaymentSucceeded, row.id, &audit_subject(work.txn(), row.id).await?),
        &detail,
    );
    notify_payer::<Receipt>(work, &row, id).await?;
    notify_team::<TeamPayment>(work, &row, id).await?;
    if credited.is_some() {
        notify_team::<TeamOverpaid>(work, &row, id).await?;
    }
    Ok(())
}

/// The processor reported its fee only later, or corrected it: the ledger follows.
async fn correct_fee(app: &App, txn: &Txn, row: payment::Model, actual_fee: i64) -> AppResult<()> {
    let posted = row.processor_fee.unwrap_or(row.processor_fee_quoted);
    let more = actual_fee.saturating_sub(posted);
    if more != 0 {
        let id = PaymentId::from_uuid(row.id);
        let posting = Posting {
            organization: row.organization_id,
            property: row.property_id,
            source: format!("{id}:fee:{}", row.version),
            cause: (TransactionCause::FeeCorrection, row.id),
            memo: format!("Fee of payment {id} as charged"),
            at: app.now_ms(),
            entries: ledger::fee_correction(more)?,
        };
        store::ledger::post(txn, posting, || app.new_id()).await?;
    }
    store::payments::save(txn, row, PaymentStatus::Succeeded, app.now_ms(), |row| {
        row.processor_fee = Set(Some(actual_fee));
    })
    .await?;
    Ok(())
}

async fn mark_processing(work: &mut UnitOfWork<'_>, row: payment::Model) -> AppResult<()> {
    let app = work.app();
    let scope = Scope::for_organization(row.organization_id);
    let property = store::properties::property(work.txn(), &scope, row.property_id).await?;
    let zone = property.map_or_else(|| "UTC".to_owned(), |property| property.time_zone);
    let expected = business_days_after(app.today(&zone), TRANSFER_DAYS);
    let now = app.now_ms();
    let row = store::payments::save(work.txn(), row, PaymentStatus::Processing, now, |row| {
        row.processing_at = Set(Some(now));
        row.expected_by = Set(Some(expected.into()));
    })
    .await?;
    notify_payer::<PaymentProcessing>(work, &row, PaymentId::from_uuid(row.id)).await
}

async fn fail(work: &mut UnitOfWork<'_>, row: &payment::Model) -> AppResult<()> {
    let _app = work.app();
    store::payments::set_active(work.txn(), row.id, false).await?;
    let detail = json!({ "failure": row.failure });
    work.audit(
        &Actor::propty(),
        row.organization_id,
        (AuditAction::PaymentFailed, row.id, &audit_subject(work.txn(), row.id).await?),
        &detail,
    );
    notify_payer::<PaymentFailed>(work, row, PaymentId::from_uuid(row.id)).await
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
    use domain::money::Currency;
    use domain::payment::PaymentMethod;
    use jiff::civil::date;

    fn row() -> payment::Model {
        payment::Model {
            id: Uuid::from_bytes([1; 16]),
            organization_id: Uuid::from_bytes([2; 16]),
            property_id: Uuid::from_bytes([3; 16]),
            unit_id: Uuid::from_bytes([4; 16]),
            resident_id: None,
            user_id: Uuid::from_bytes([5; 16]),
            method: PaymentMethod::Card,
            status: PaymentStatus::Open,
            currency: Currency::Usd,
            amount: 120_000,
            fee: 3_615,
            processor_fee_quoted: 3_615,
            processor_fee: None,
            platform_fee: 0,
            refunded: 0,
            disputed: 0,
            returned: 0,
            account: Some("acct_1".to_owned()),
            idempotency_attempt: 0,
            session_id: Some("cs_1".to_owned()),
            checkout_url: None,
            intent_id: None,
            charge_id: None,
            mismatch: None,
            failure: None,
            expected_by: None,
            received_on: None,
            reference: None,
            note: None,
            reversal_reason: None,
            version: 1,
            created_at: 0,
            updated_at: 0,
            processing_at: None,
            succeeded_at: None,
        }
    }

    #[test]
    fn whatever_differs_is_told_and_nothing_passes() {
        let row = row();
        let ours = metadata::payment_metadata(&row, &[Uuid::from_bytes([6; 16])]);
        let right = RemotePayment {
            session_id: Some("cs_1".to_owned()),
            intent_id: None,
            charge_id: None,
            url: None,
            outcome: domain::payment::RemotePaymentStatus::Succeeded,
            charged: domain::money::Money::new(123_615, Currency::Usd),
            processor_fee: Some(3_615),
            metadata: ours.clone(),
            livemode: false,
            failure: None,
        };
        let found = |remote: &RemotePayment| find_mismatch(&row, &ours, false, remote);
        assert_eq!(found(&right), None);
        for key in ["organization", "property", "invoices", "payment"] {
            let mut remote = right.clone();
            remote.metadata.insert(key.to_owned(), "another".to_owned());
            assert_eq!(found(&remote).map(PaymentMismatch::code), Some(&*format!("other_{key}")));
            remote.metadata.remove(key);
            assert_eq!(
                found(&remote).map(PaymentMismatch::code),
                Some(&*format!("other_{key}")),
                "or names none"
            );
        }
        let other_page = RemotePayment { session_id: Some("cs_2".to_owned()), ..right.clone() };
        assert_eq!(found(&other_page), Some(PaymentMismatch::Session));
        let money = |minor, currency| RemotePayment {
            charged: domain::money::Money::new(minor, currency),
            ..right.clone()
        };
        assert_eq!(found(&money(123_615, Currency::Cad)), Some(PaymentMismatch::Currency));
        for minor in [123_614, 123_616, 120_000, 0] {
            assert_eq!(found(&money(minor, Currency::Usd)), Some(PaymentMismatch::Amount), "{minor}");
        }
        let live = RemotePayment { livemode: true, ..right.clone() };
        assert_eq!(found(&live), Some(PaymentMismatch::Mode));
        assert!(find_mismatch(&row, &ours, true, &right).is_some());
    }

    #[test]
    fn weekends_do_not_count() {
        // A Friday.
        assert_eq!(business_days_after(date(2026, 11, 20), 4), date(2026, 11, 26));
        assert_eq!(business_days_after(date(2026, 11, 22), 1), date(2026, 11, 23));
    }
}
