//! Draft → Open: the number is given, the books are posted, the resident's mail is queued, all in one
//! transaction.

use domain::audit::Action;
use domain::id::{InvoiceId, Uuid};
use domain::ledger::{self, Cause};
use domain::roles::Permission;
use sea_orm::ActiveValue::Set;
use serde_json::json;

use crate::app::App;
use crate::audit;
use crate::audit::Actor;
use crate::error::{ErrorCode, Failure, Outcome};
use crate::idempotency::Key;
use crate::identity::Caller;
use crate::notifications::queue;
use crate::notifications::queue::{About, Kind};
use store::ledger::Posting;
use store::{Scope, StoreError, Txn};

/// How to publish.
#[derive(Debug, Clone, Copy)]
pub struct Publish {
    /// The draft.
    pub invoice: Uuid,
    /// Whether the resident is told.
    pub notify: bool,
    /// The version the caller saw.
    pub expected_version: Option<i64>,
}

/// Publishes one draft.
pub async fn publish_invoice(app: &App, caller: &Caller, input: Publish, key: &str) -> Outcome<Uuid> {
    let key = Key::new(caller, key, "invoicePublish", &input)?;
    let txn = app.db.begin().await?;
    let scope = caller.scope(Permission::Bill);
    let reached = store::invoices::lock(&txn, &scope, input.invoice).await?;
    reached.ok_or_else(|| Failure::not_found("invoice"))?;
    if let Some(id) = key.before::<Uuid>(&txn).await? {
        return Ok(id);
    }
    publish_in(app, &txn, &caller.actor(), &scope, input).await?;
    key.keep(app, &txn, &input.invoice).await?;
    txn.commit().await?;
    app.wake.notify_one();
    Ok(input.invoice)
}

/// Publishes inside the caller's transaction.
pub(crate) async fn publish_in(
    app: &App,
    txn: &Txn,
    actor: &Actor,
    scope: &Scope,
    input: Publish,
) -> Outcome<()> {
    let row = store::invoices::lock(txn, scope, input.invoice)
        .await?
        .ok_or_else(|| Failure::not_found("invoice"))?;
    let standing = store::invoices::standing(&row)?.publish()?;
    check_version(row.version, input.expected_version)?;
    let lines = store::invoices::lines(txn, &[row.id]).await?.remove(&row.id).unwrap_or_default();
    let number = store::properties::take_invoice_number(txn, row.organization_id).await?;
    let now = app.now_ms();
    let row = store::invoices::save(txn, row, standing, |row| {
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
        cause: (Cause::InvoicePublished, row.id),
        memo: format!("Invoice {number}: {}", row.title),
        at: now,
        entries: ledger::publication(row.id, row.unit_id, &amounts)?,
    };
    store::ledger::post(txn, posting, || app.new_id()).await?;
    let detail = json!({ "number": number, "notify": input.notify });
    audit::write(
        app,
        txn,
        actor,
        row.organization_id,
        (Action::InvoicePublished, row.id, &row.title),
        &detail,
    )
    .await?;
    if input.notify {
        let whole = store::invoices::get(txn, &Scope::whole(row.organization_id), row.id).await?;
        let whole = whole.ok_or_else(|| StoreError::Corrupt("an invoice vanished".into()))?;
        if let Some(resident) = &whole.resident {
            let about = About { invoice: Some(row.id), ..About::default() };
            let key = row.id.to_string();
            let kind = (Kind::InvoicePublished, key.as_str());
            queue::to_resident(app, txn, &whole.property, resident, kind, about).await?;
        }
    }
    Ok(())
}

/// Refuses what was changed since the caller read it.
pub(crate) fn check_version(version: i64, expected: Option<i64>) -> Outcome<()> {
    match expected {
        Some(expected) if expected != version => {
            Err(Failure::refuse(ErrorCode::VersionConflict, "it was changed in the meantime; read it again"))
        }
        _ => Ok(()),
    }
}
