//! An owner took our access to their account away: it is unlinked, takes no more payments, and what was open
//! on it is closed. Connecting again opens a new account; this one stays as history.

use domain::audit::AuditAction;
use domain::payment_account::PaymentAccountStatus;
use serde_json::json;

use super::notify_managers::notify_managers;
use crate::app::App;
use crate::audit::{Actor, AuditedAction};
use crate::error::AppResult;
use crate::payments::expire_open_payments::expire_open_payments;
use store::{Scope, StoreError};

/// Unlinks an account. Doing it again goes on where a crash stopped.
pub(crate) async fn disconnect_account(app: &App, id: &str) -> AppResult<()> {
    let mut work = app.begin().await?;
    let Some(row) = store::payment_accounts::lock_by_processor_id(work.txn(), id).await? else {
        return Ok(());
    };
    if row.unlinked_at.is_none() {
        let scope = Scope::for_organization(row.organization_id);
        let property = store::properties::property(work.txn(), &scope, row.property_id).await?;
        let property = property.ok_or_else(|| StoreError::Corrupt("an account without property".into()))?;
        let after = PaymentAccountStatus::Disabled;
        let detail = json!({ "status": { "before": row.status, "after": after }, "account": id, "disconnected": true });
        store::payment_accounts::unlink(work.txn(), row, after, app.now()).await?;
        notify_managers(&mut work, &property).await?;
        let what =
            AuditedAction::new(AuditAction::PaymentAccountChanged, property.id, property.name.as_str());
        work.audit(&Actor::propty(), property.organization_id, what, &detail);
    }
    work.commit().await?;
    expire_open_payments(app, id).await
}
