//! Sending the invoice mail once more.

use domain::audit::AuditAction;
use domain::id::Uuid;
use domain::invoice::InvoiceStatus;
use domain::roles::Permission;
use serde_json::json;

use crate::app::App;
use crate::audit;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::idempotency::IdempotencyKey;
use crate::identity::Caller;
use crate::notifications::queue;
use crate::notifications::queue::{EmailKind, EmailReferences};

/// Queues another mail about an open invoice to its resident.
pub async fn resend_invoice_email(app: &App, caller: &Caller, id: Uuid, key: &str) -> AppResult<Uuid> {
    let idempotency_key = IdempotencyKey::new(caller, key, "invoiceEmailResend", &id)?;
    let txn = app.db.begin().await?;
    let row = store::invoices::get(&txn, &caller.scope(Permission::Bill), id).await?;
    let row = row.ok_or_else(|| AppError::not_found("invoice"))?;
    if let Some(id) = idempotency_key.replayed::<Uuid>(&txn).await? {
        return Ok(id);
    }
    if store::invoices::state(&row.invoice)?.status != InvoiceStatus::Open {
        return Err(domain::invoice::InvoiceError::NotOpen.into());
    }
    let nobody = || {
        AppError::user_error(ErrorCode::InvalidEmail, "the invoice's resident has no address mail can go to")
    };
    let resident = row.resident.as_ref().ok_or_else(nobody)?;
    let about = EmailReferences { invoice: Some(id), ..EmailReferences::default() };
    let key = format!("{id}:{}", app.new_id());
    let kind = (EmailKind::InvoicePublished, key.as_str());
    if !queue::queue_resident_email(app, &txn, &row.property, resident, kind, about).await? {
        return Err(nobody());
    }
    let what = (AuditAction::InvoiceEmailResent, id, row.invoice.title.as_str());
    audit::record(app, &txn, &caller.actor(), row.invoice.organization_id, what, &json!({})).await?;
    idempotency_key.store(app, &txn, &id).await?;
    txn.commit().await?;
    app.wake.notify_one();
    Ok(id)
}
