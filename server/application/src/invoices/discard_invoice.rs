//! Deleting a draft. Nothing was posted and nobody was told, so nothing is left of it but the trail.

use domain::audit::Action;
use domain::id::Uuid;
use domain::invoice::{InvoiceError, Status};
use domain::roles::Permission;
use serde_json::json;

use super::publish_invoice::check_version;
use crate::app::App;
use crate::audit;
use crate::error::{Failure, Outcome};
use crate::identity::Caller;

/// Deletes a draft.
pub async fn discard_invoice(
    app: &App,
    caller: &Caller,
    id: Uuid,
    expected_version: Option<i64>,
) -> Outcome<Uuid> {
    let txn = app.db.begin().await?;
    let row = store::invoices::lock(&txn, &caller.scope(Permission::Bill), id).await?;
    let row = row.ok_or_else(|| Failure::not_found("invoice"))?;
    if store::invoices::standing(&row)?.status != Status::Draft {
        return Err(InvoiceError::NotDraft.into());
    }
    check_version(row.version, expected_version)?;
    let detail = json!({ "title": row.title, "total": row.total });
    audit::write(
        app,
        &txn,
        &caller.actor(),
        row.organization_id,
        (Action::InvoiceDiscarded, id, &row.title),
        &detail,
    )
    .await?;
    store::invoices::delete(&txn, id).await?;
    txn.commit().await?;
    Ok(id)
}
