//! Sending the invoice mail once more.

use domain::audit::AuditAction;
use domain::id::InvoiceId;
use domain::invoice::InvoiceStatus;
use domain::roles::Permission;
use serde_json::json;

use crate::app::App;
use crate::audit::AuditedAction;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::idempotency::IdempotencyKey;
use crate::identity::Caller;
use crate::notifications::queue::{Envelope, queue_email};
use crate::notifications::templates::invoice_published::InvoicePublished;

/// Queues another mail about an open invoice to its resident.
pub async fn resend_invoice_email(
    app: &App,
    caller: &Caller,
    id: InvoiceId,
    key: &str,
) -> AppResult<InvoiceId> {
    let idempotency_key = IdempotencyKey::new(caller, key, "invoiceEmailResend", &id)?;
    let mut work = app.begin().await?;
    let row = store::invoices::get(work.txn(), &caller.scope(Permission::Bill), id).await?;
    let row = row.ok_or_else(|| AppError::not_found("invoice"))?;
    if let Some(id) = idempotency_key.claim(&work, &id).await? {
        return Ok(id);
    }
    if store::invoices::state(&row.invoice)?.status != InvoiceStatus::Open {
        return Err(domain::invoice::InvoiceError::NotOpen.into());
    }
    let nobody = || {
        AppError::user_error(ErrorCode::InvalidEmail, "the invoice's resident has no address mail can go to")
    };
    let resident = row.resident.as_ref().ok_or_else(nobody)?;
    let envelope = Envelope::to_resident(&row.property, resident).ok_or_else(nobody)?;
    let envelope = envelope.repeated(app.new_uuid());
    queue_email::<InvoicePublished>(&mut work, envelope, id)?;
    let what = AuditedAction::new(AuditAction::InvoiceEmailResent, id, row.invoice.title.as_str());
    work.audit(&caller.actor(), row.invoice.organization_id, what, &json!({}));
    work.commit().await?;
    Ok(id)
}
