//! Open → Uncollectible, with a reason: what is still owed becomes bad debt in the books. What was paid before
//! stays paid. Money of such a payment that goes back later is owed again and reopens the invoice; the part
//! written off never is.

use domain::audit::AuditAction;
use domain::id::InvoiceId;
use domain::ledger::{self, TransactionCause};
use domain::roles::Permission;
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::app::App;
use crate::audit::AuditedAction;
use crate::concurrency::check_version;
use crate::error::{AppError, AppResult};
use crate::idempotency::IdempotencyKey;
use crate::identity::Caller;
use crate::validation::parse_reason;
use store::ledger::Posting;

/// What to write off and why.
#[derive(Debug, Clone, Serialize)]
pub struct WriteOffInvoice {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Why.
    pub reason: String,
    /// The version the caller saw.
    pub expected_version: Option<i64>,
}

/// The detail of the audit event, from which the invoice's timeline is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WrittenOff {
    /// Minor units.
    pub(crate) amount: i64,
    /// Why.
    pub(crate) reason: String,
}

impl WrittenOff {
    /// Reads the detail of an event; none when it is of another form.
    pub(crate) fn from_detail(detail: &str) -> Option<WrittenOff> {
        serde_json::from_str(detail).ok()
    }
}

/// Writes off what is owed on an open invoice for which nothing is on its way.
pub async fn write_off_invoice(
    app: &App,
    caller: &Caller,
    input: &WriteOffInvoice,
    key: &str,
) -> AppResult<InvoiceId> {
    let key = IdempotencyKey::new(caller, key, "invoiceWriteOff", input)?;
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
    let (state, amount) = store::invoices::state(&row)?.write_off(in_progress)?;
    let now = app.now();
    let row = store::invoices::save(work.txn(), row, state, |row| {
        row.written_off_at = Set(Some(now));
        row.write_off_reason = Set(Some(reason.clone()));
    })
    .await?;
    let id = row.id;
    let posting = Posting {
        organization: row.organization_id,
        property: row.property_id,
        // An invoice that was reopened can be written off again; each has its own version.
        source: format!("{id}:written_off:{}", row.version),
        cause: (TransactionCause::InvoiceWrittenOff, row.id.uuid()),
        memo: format!("Write-off of invoice {}: {reason}", row.number.unwrap_or_default()),
        at: now,
        entries: ledger::invoice_write_off(row.id, row.unit_id, amount)?,
    };
    store::ledger::post(work.txn(), posting, || app.new_uuid()).await?;
    let what = AuditedAction::new(AuditAction::InvoiceWrittenOff, row.id, row.title.as_str());
    let detail = json!(WrittenOff { amount, reason });
    work.audit(&caller.actor(), row.organization_id, what, &detail);
    work.commit().await?;
    Ok(row.id)
}
