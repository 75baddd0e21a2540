//! Reading a billing run: how far the publishing of many drafts is, and which drafts were not published.

use domain::described::Described;
use domain::id::{BillingRunId, InvoiceId, PropertyId};
use domain::roles::Permission;
use entity::billing_run;

use super::list_invoices::invoices_by_id;
use crate::app::App;
use crate::error::{AppResult, ErrorCode};
use crate::identity::Caller;
use store::invoices::InvoiceRow;

/// A draft that a run did not publish, and why.
#[derive(Debug, Clone)]
pub struct FailedDraft {
    /// The invoice.
    pub invoice: InvoiceRow,
    /// Why it was not published.
    pub code: ErrorCode,
}

/// A run the caller may see. A run may span properties: who does not reach all of them sees what they started
/// themselves.
pub async fn billing_run(
    app: &App,
    caller: &Caller,
    id: BillingRunId,
) -> AppResult<Option<billing_run::Model>> {
    let scope = caller.scope(Permission::Bill);
    let found = store::billing_runs::get(app.db.read(), &scope, id).await?;
    let key = caller.key.as_ref().map(|identity| identity.key.id);
    let own = |run: &billing_run::Model| run.started_by == caller.user.id && run.started_by_key == key;
    // Only a scope that reaches all properties reaches one that nothing has.
    Ok(found.filter(|run| own(run) || scope.reaches(run.organization_id, PropertyId::nil())))
}

/// The first hundred drafts of a run that were not published, as far as the caller may see them. The run comes from
/// `billing_run`.
pub async fn failed_drafts(app: &App, caller: &Caller, run: BillingRunId) -> AppResult<Vec<FailedDraft>> {
    let items = store::billing_runs::failed_items(app.db.read(), run).await?;
    let ids: Vec<InvoiceId> = items.iter().map(|item| item.invoice_id).collect();
    let failed = |invoice: InvoiceRow| {
        let item = items.iter().find(|item| item.invoice_id == invoice.invoice.id);
        let outcome = item.and_then(|item| item.outcome.as_deref()).unwrap_or_default();
        FailedDraft { invoice, code: ErrorCode::from_name(outcome).unwrap_or(ErrorCode::NotFound) }
    };
    Ok(invoices_by_id(app, caller, &ids).await?.into_iter().map(failed).collect())
}
