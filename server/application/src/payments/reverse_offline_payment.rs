//! Taking back money recorded by hand, with a reason: the invoices reopen and the books are reversed.

use domain::audit::AuditAction;
use domain::id::PaymentId;
use domain::ledger::{self, TransactionCause};
use domain::payment::PaymentStatus;
use domain::roles::Permission;
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::apply_to_invoices::apply_to_invoices;
use super::context::PaymentContext;
use crate::app::App;
use crate::audit::AuditedAction;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::idempotency::IdempotencyKey;
use crate::identity::Caller;
use crate::validation::parse_reason;
use store::ledger::Posting;

/// Reverses a payment.
pub async fn reverse_offline_payment(
    app: &App,
    caller: &Caller,
    payment: PaymentId,
    why: &str,
    key: &str,
) -> AppResult<PaymentId> {
    let key = IdempotencyKey::new(caller, key, "paymentReverseOffline", &(payment, why))?;
    let why = parse_reason(why)?;
    let mut work = app.begin().await?;
    let scope = caller.scope(Permission::Bill);
    let not_found = || AppError::not_found("payment");
    store::payments::get(work.txn(), &scope, payment).await?.ok_or_else(not_found)?;
    if let Some(id) = key.claim(&work, &payment).await? {
        return Ok(id);
    }
    let mut context = PaymentContext::lock(&work, payment).await?;
    let row = context.payment.clone();
    let by_hand = row.method.online_method().is_none();
    if !by_hand || row.status != PaymentStatus::Succeeded {
        let message = "only money recorded by hand can be reversed, and once";
        return Err(AppError::user_error(ErrorCode::PaymentNotReversible, message));
    }
    let split = apply_to_invoices(&work, &mut context, Some(0), None).await?;
    let id = row.id;
    let now = app.now();
    let posting = Posting {
        organization: row.organization_id,
        property: row.property_id,
        source: format!("{id}:reversed"),
        cause: (TransactionCause::OfflineReversal, row.id.uuid()),
        memo: format!("Reversal of payment {id}: {why}"),
        at: now,
        entries: ledger::offline_payment(&split)?,
    };
    store::ledger::post(work.txn(), posting, || app.new_uuid()).await?;
    let subject = context.audit_subject();
    let what = AuditedAction::new(AuditAction::PaymentReversed, row.id, subject.as_str());
    work.audit(&caller.actor(), row.organization_id, what, &json!({ "reason": why }));
    let row = store::payments::save(work.txn(), row, PaymentStatus::Reversed, now, |row| {
        row.reversal_reason = Set(Some(why))
    })
    .await?;
    work.commit().await?;
    Ok(row.id)
}
