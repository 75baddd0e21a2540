//! Sending the invoice mail once more.

use domain::audit::Action;
use domain::id::Uuid;
use domain::invoice::Status;
use domain::roles::Permission;
use serde_json::json;

use crate::app::App;
use crate::audit;
use crate::error::{ErrorCode, Failure, Outcome};
use crate::idempotency::Key;
use crate::identity::Caller;
use crate::notifications::queue;
use crate::notifications::queue::{About, Kind};

/// Queues another mail about an open invoice to its resident.
pub async fn resend_invoice_email(app: &App, caller: &Caller, id: Uuid, key: &str) -> Outcome<Uuid> {
    let once = Key::new(caller, key, "invoiceEmailResend", &id)?;
    let txn = app.db.begin().await?;
    let row = store::invoices::get(&txn, &caller.scope(Permission::Bill), id).await?;
    let row = row.ok_or_else(|| Failure::not_found("invoice"))?;
    if let Some(id) = once.before::<Uuid>(&txn).await? {
        return Ok(id);
    }
    if store::invoices::standing(&row.invoice)?.status != Status::Open {
        return Err(domain::invoice::InvoiceError::NotOpen.into());
    }
    let nobody =
        || Failure::refuse(ErrorCode::InvalidEmail, "the invoice's resident has no address mail can go to");
    let resident = row.resident.as_ref().ok_or_else(nobody)?;
    let about = About { invoice: Some(id), ..About::default() };
    let key = format!("{id}:{}", app.new_id());
    let kind = (Kind::InvoicePublished, key.as_str());
    if !queue::to_resident(app, &txn, &row.property, resident, kind, about).await? {
        return Err(nobody());
    }
    let what = (Action::InvoiceEmailResent, id, row.invoice.title.as_str());
    audit::write(app, &txn, &caller.actor(), row.invoice.organization_id, what, &json!({})).await?;
    once.keep(app, &txn, &id).await?;
    txn.commit().await?;
    app.wake.notify_one();
    Ok(id)
}
