//! Open → Void, with a reason; the books are reversed.

use domain::audit::AuditAction;
use domain::id::InvoiceId;
use domain::ledger::{TransactionCause, reversal};
use domain::roles::Permission;
use sea_orm::ActiveValue::Set;
use serde::Serialize;
use serde_json::json;

use crate::app::App;
use crate::audit::AuditedAction;
use crate::concurrency::check_version;
use crate::error::{AppError, AppResult};
use crate::idempotency::IdempotencyKey;
use crate::identity::Caller;
use crate::validation::parse_reason;
use store::ledger::Posting;

/// What to void and why.
#[derive(Debug, Clone, Serialize)]
pub struct VoidInvoice {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Why.
    pub reason: String,
    /// The version the caller saw.
    pub expected_version: Option<i64>,
}

/// Voids an open invoice on which nothing was paid and nothing is on its way.
pub async fn void_invoice(
    app: &App,
    caller: &Caller,
    input: &VoidInvoice,
    key: &str,
) -> AppResult<InvoiceId> {
    let key = IdempotencyKey::new(caller, key, "invoiceVoid", input)?;
    let reason = parse_reason(&input.reason)?;
    let mut work = app.begin().await?;
    let scope = caller.scope(Permission::Bill);
    let row = store::invoices::lock(work.txn(), &scope, input.invoice).await?;
    let row = row.ok_or_else(|| AppError::not_found("invoice"))?;
    if let Some(id) = key.claim(&work, &row.id).await? {
        return Ok(id);
    }
    check_version(row.version, input.expected_version)?;
    let in_progress = !store::payments::active_for_invoices(work.txn(), &[row.id]).await?.is_empty();
    let state = store::invoices::state(&row)?.void(in_progress)?;
    let now = app.now();
    let row = store::invoices::save(work.txn(), row, state, |row| {
        row.voided_at = Set(Some(now));
        row.void_reason = Set(Some(reason.clone()));
    })
    .await?;
    let id = row.id;
    let posted =
        store::ledger::entries_of_source(work.txn(), row.property_id, &format!("{id}:published")).await?;
    let posting = Posting {
        organization: row.organization_id,
        property: row.property_id,
        source: format!("{id}:voided"),
        cause: (TransactionCause::InvoiceVoided, row.id.uuid()),
        memo: format!("Void of invoice {}: {reason}", row.number.unwrap_or_default()),
        at: now,
        entries: reversal(&posted),
    };
    store::ledger::post(work.txn(), posting, || app.new_uuid()).await?;
    let what = AuditedAction::new(AuditAction::InvoiceVoided, row.id, row.title.as_str());
    work.audit(&caller.actor(), row.organization_id, what, &json!({ "reason": reason }));
    work.commit().await?;
    Ok(row.id)
}
