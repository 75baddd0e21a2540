//! Draft → Open: the number is given, the books are posted, the resident's mail is queued, all in one
//! transaction.

use domain::audit::AuditAction;
use domain::id::InvoiceId;
use domain::ledger::{self, TransactionCause};
use domain::roles::Permission;
use entity::{invoice, resident};
use sea_orm::ActiveValue::Set;
use serde::Serialize;
use serde_json::json;

use crate::app::App;
use crate::audit::{Actor, AuditedAction};
use crate::concurrency::check_version;
use crate::error::{AppError, AppResult};
use crate::idempotency::IdempotencyKey;
use crate::identity::Caller;
use crate::notifications::queue::{Envelope, queue_email};
use crate::notifications::templates::invoice_published::InvoicePublished;
use crate::unit_of_work::UnitOfWork;
use store::Scope;
use store::ledger::Posting;

/// How to publish.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct PublishInvoice {
    /// The draft.
    pub invoice: InvoiceId,
    /// Whether the resident is told.
    pub notify: bool,
    /// The version the caller saw.
    pub expected_version: Option<i64>,
}

/// Publishes one draft.
pub async fn publish_invoice(
    app: &App,
    caller: &Caller,
    input: PublishInvoice,
    key: &str,
) -> AppResult<InvoiceId> {
    let key = IdempotencyKey::new(caller, key, "invoicePublish", &input)?;
    let mut work = app.begin().await?;
    let locked = lock(&work, &caller.scope(Permission::Bill), input.invoice).await?;
    if let Some(id) = key.claim(&work, &input.invoice).await? {
        return Ok(id);
    }
    publish(&mut work, &caller.actor(), locked, input).await?;
    work.commit().await?;
    Ok(input.invoice)
}

/// An invoice, locked, with whom it is addressed to.
pub(crate) type LockedInvoice = (invoice::Model, Option<resident::Model>);

/// Locks an invoice.
pub(crate) async fn lock(
    work: &UnitOfWork<'_>,
    scope: &Scope,
    invoice: InvoiceId,
) -> AppResult<LockedInvoice> {
    let locked = store::invoices::lock_with_resident(work.txn(), scope, invoice).await?;
    locked.ok_or_else(|| AppError::not_found("invoice"))
}

/// Publishes a locked draft in the caller's transaction.
pub(crate) async fn publish(
    work: &mut UnitOfWork<'_>,
    actor: &Actor,
    (row, resident): LockedInvoice,
    input: PublishInvoice,
) -> AppResult<()> {
    let (app, now) = (work.app(), work.app().now());
    let state = store::invoices::state(&row)?.publish()?;
    check_version(row.version, input.expected_version)?;
    let lines = store::invoices::lines(work.txn(), &[row.id]).await?.remove(&row.id).unwrap_or_default();
    let number = store::properties::take_invoice_number(work.txn(), row.organization_id).await?;
    let row = store::invoices::save(work.txn(), row, state, |row| {
        row.number = Set(Some(number));
        row.published_at = Set(Some(now));
    })
    .await?;
    let amounts: Vec<(String, i64)> =
        lines.into_iter().map(|line| (line.account_code, line.amount)).collect();
    let posting = Posting {
        organization: row.organization_id,
        property: row.property_id,
        source: format!("{}:published", row.id),
        cause: (TransactionCause::InvoicePublished, row.id.uuid()),
        memo: format!("Invoice {number}: {}", row.title),
        at: now,
        entries: ledger::invoice_publication(row.id, row.unit_id, &amounts)?,
    };
    let property = store::ledger::lock(work.txn(), row.property_id).await?;
    store::ledger::post_locked(work.txn(), &property, posting, || app.new_uuid()).await?;
    let detail = json!({ "number": number, "notify": input.notify });
    let what = AuditedAction::new(AuditAction::InvoicePublished, row.id, row.title.as_str());
    work.audit(actor, row.organization_id, what, &detail);
    let envelope = resident.as_ref().and_then(|to| Envelope::to_resident(&property, to));
    if let Some(envelope) = envelope.filter(|_| input.notify) {
        queue_email::<InvoicePublished>(work, envelope, row.id)?;
    }
    Ok(())
}
