//! Whether what the processor reports is the payment that was asked for. What differs is marked for a person and
//! never booked.

use std::collections::BTreeMap;

use domain::audit::AuditAction;
use domain::payment::PaymentMismatch;
use entity::payment;
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::context::PaymentContext;
use super::metadata;
use crate::audit::{Actor, AuditedAction};
use crate::error::AppResult;
use crate::ports::processor::RemotePayment;
use crate::unit_of_work::UnitOfWork;

/// What differs between our row and the processor's word; amounts are ours, so a difference is never paid out
/// as if it were right. `ours` is the metadata of our row, `live` whether we deal in real money. The first
/// difference counts.
pub(super) fn find_mismatch(
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

/// Marks a payment as not what the processor reports, once per difference; a person has to look at it.
pub(super) async fn record_mismatch(
    work: &mut UnitOfWork<'_>,
    context: PaymentContext,
    why: PaymentMismatch,
) -> AppResult<()> {
    let id = context.payment.id;
    tracing::error!(payment = %id, %why, "a payment does not match what the processor reports");
    if context.payment.mismatch == Some(why) {
        return Ok(());
    }
    let subject = context.audit_subject();
    let what = AuditedAction::new(AuditAction::PaymentMismatch, id, subject.as_str());
    work.audit(&Actor::propty(), context.payment.organization_id, what, &json!({ "why": why }));
    let (status, now) = (context.payment.status, work.app().now());
    let set = |row: &mut payment::ActiveModel| row.mismatch = Set(Some(why));
    store::payments::save(work.txn(), context.payment, status, now, set).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::{InvoiceId, OrganizationId, PaymentId, PropertyId, UnitId, UserId, Uuid};
    use domain::instant::Instant;
    use domain::money::Currency;
    use domain::payment::{PaymentMethod, PaymentStatus};
    use entity::payment::NewPayment;

    fn row() -> payment::Model {
        let started = payment::Model::new(NewPayment {
            id: PaymentId::from_uuid(Uuid::from_bytes([1; 16])),
            organization_id: OrganizationId::from_uuid(Uuid::from_bytes([2; 16])),
            property_id: PropertyId::from_uuid(Uuid::from_bytes([3; 16])),
            unit_id: UnitId::from_uuid(Uuid::from_bytes([4; 16])),
            resident_id: None,
            user_id: UserId::from_uuid(Uuid::from_bytes([5; 16])),
            method: PaymentMethod::Card,
            currency: Currency::Usd,
            amount: 120_000,
            fee: 3_615,
            processor_fee_quoted: 3_615,
            platform_fee: 0,
            account: Some("acct_1".to_owned()),
            created_at: Instant::UNIX_EPOCH,
        });
        payment::Model { status: PaymentStatus::Open, session_id: Some("cs_1".to_owned()), ..started }
    }

    #[test]
    fn every_difference_is_reported_as_a_mismatch() {
        let row = row();
        let ours = metadata::payment_metadata(&row, &[InvoiceId::from_uuid(Uuid::from_bytes([6; 16]))]);
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
}
