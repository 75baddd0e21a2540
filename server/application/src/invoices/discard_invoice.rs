//! Deleting a draft. Nothing was posted and nobody was told, so nothing is left of it but the trail.

use domain::audit::AuditAction;
use domain::id::InvoiceId;
use domain::invoice::{InvoiceError, InvoiceStatus};
use domain::roles::Permission;
use serde_json::json;

use crate::app::App;
use crate::audit::AuditedAction;
use crate::concurrency::check_version;
use crate::error::{AppError, AppResult};
use crate::identity::Caller;

/// Deletes a draft.
pub async fn discard_invoice(
    app: &App,
    caller: &Caller,
    id: InvoiceId,
    expected_version: Option<i64>,
) -> AppResult<InvoiceId> {
    let mut work = app.begin().await?;
    let row = store::invoices::lock(work.txn(), &caller.scope(Permission::Bill), id).await?;
    let row = row.ok_or_else(|| AppError::not_found("invoice"))?;
    if store::invoices::state(&row)?.status != InvoiceStatus::Draft {
        return Err(InvoiceError::NotDraft.into());
    }
    check_version(row.version, expected_version)?;
    let detail = json!({ "title": row.title, "total": row.total });
    work.audit(
        &caller.actor(),
        row.organization_id,
        AuditedAction::new(AuditAction::InvoiceDiscarded, id, &row.title),
        &detail,
    );
    store::invoices::delete(work.txn(), id).await?;
    work.commit().await?;
    Ok(id)
}
