//! Draft → Open: the number is given, the books are posted, the resident's mail is queued, all in one
//! transaction.

use domain::audit::AuditAction;
use domain::id::{InvoiceId, Uuid};
use domain::ledger::{self, TransactionCause};
use domain::roles::Permission;
use sea_orm::ActiveValue::Set;
use serde_json::json;

use crate::app::App;
use crate::audit::Actor;
use crate::concurrency::check_version;
use crate::error::{AppError, AppResult};
use crate::idempotency::IdempotencyKey;
use crate::identity::Caller;
use crate::notifications::queue::{Envelope, queue_email};
use crate::notifications::templates::invoice_published::InvoicePublished;
use crate::unit_of_work::UnitOfWork;
use store::ledger::Posting;
use store::{Scope, StoreError};

/// How to publish.
#[derive(Debug, Clone, Copy)]
pub struct PublishInvoice {
    /// The draft.
    pub invoice: Uuid,
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
) -> AppResult<Uuid> {
    let key = IdempotencyKey::new(caller, key, "invoicePublish", &input)?;
    let mut work = app.begin().await?;
    let scope = caller.scope(Permission::Bill);
    let reached = store::invoices::lock(work.txn(), &scope, input.invoice).await?;
    reached.ok_or_else(|| AppError::not_found("invoice"))?;
    if let Some(id) = key.replayed::<Uuid>(work.txn()).await? {
        return Ok(id);
    }
    publish_in_transaction(&mut work, &caller.actor(), &scope, input).await?;
    key.store(app, work.txn(), &input.invoice).await?;
    work.commit().await?;
    Ok(input.invoice)
}

/// Publishes inside the caller's transaction.
pub(crate) async fn publish_in_transaction(
    work: &mut UnitOfWork<'_>,
    actor: &Actor,
    scope: &Scope,
    input: PublishInvoice,
) -> AppResult<()> {
    let app = work.app();
    let row = store::invoices::lock(work.txn(), scope, input.invoice)
        .await?
        .ok_or_else(|| AppError::not_found("invoice"))?;
    let state = store::invoices::state(&row)?.publish()?;
    check_version(row.version, input.expected_version)?;
    let lines = store::invoices::lines(work.txn(), &[row.id]).await?.remove(&row.id).unwrap_or_default();
    let number = store::properties::take_invoice_number(work.txn(), row.organization_id).await?;
    let now = app.now_ms();
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
        source: format!("{}:published", InvoiceId::from_uuid(row.id)),
        cause: (TransactionCause::InvoicePublished, row.id),
        memo: format!("Invoice {number}: {}", row.title),
        at: now,
        entries: ledger::invoice_publication(row.id, row.unit_id, &amounts)?,
    };
    store::ledger::post(work.txn(), posting, || app.new_id()).await?;
    let detail = json!({ "number": number, "notify": input.notify });
    work.audit(actor, row.organization_id, (AuditAction::InvoicePublished, row.id, &row.title), &detail);
    if input.notify {
        let loaded =
            store::invoices::get(work.txn(), &Scope::for_organization(row.organization_id), row.id).await?;
        let loaded = loaded.ok_or_else(|| StoreError::Corrupt("an invoice vanished".into()))?;
        let resident = loaded.resident.as_ref();
        if let Some(envelope) = resident.and_then(|to| Envelope::to_resident(&loaded.property, to)) {
            queue_email::<InvoicePublished>(work, envelope, InvoiceId::from_uuid(row.id))?;
        }
    }
    Ok(())
}
