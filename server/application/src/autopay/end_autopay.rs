//! The way out of autopay: at any time by the resident, and by Propty when going on would be wrong. What was saved
//! is forgotten at the processor by the sweep, and nothing is charged from this commit on.

use domain::audit::AuditAction;
use domain::autopay::AutopayEndReason;
use domain::autopay::AutopayStatus;
use domain::id::AutopayId;
use domain::roles::Permission;
use entity::autopay;
use serde_json::json;

use crate::app::App;
use crate::audit::{Actor, AuditedAction};
use crate::error::{AppError, AppResult};
use crate::identity::Caller;
use crate::notifications::queue::{Envelope, queue_email};
use crate::notifications::templates::autopay_stopped::AutopayStopped;
use crate::unit_of_work::UnitOfWork;
use store::{Scope, Txn};

/// Ends an autopay of the caller's; ending it twice changes nothing.
pub async fn end_autopay(app: &App, caller: &Caller, id: AutopayId) -> AppResult<()> {
    let mut work = app.begin().await?;
    let row = lock_own_autopay(work.txn(), caller, id).await?;
    end(&mut work, row, AutopayEndReason::Stopped, &caller.actor()).await?;
    work.commit().await?;
    Ok(())
}

/// An autopay of a resident the caller is, locked.
pub(crate) async fn lock_own_autopay(txn: &Txn, caller: &Caller, id: AutopayId) -> AppResult<autopay::Model> {
    let row = store::autopays::lock(txn, id).await?;
    row.filter(|row| is_own_autopay(caller, row)).ok_or_else(|| AppError::not_found("autopay"))
}

/// Whether an autopay is of a resident the caller is and pays for.
pub(super) fn is_own_autopay(caller: &Caller, row: &autopay::Model) -> bool {
    let pays = caller.own_scope(Permission::Pay);
    pays.within(row.organization_id) != Scope::default()
        && caller.residents.iter().any(|own| own.resident.id == row.resident_id)
}

/// Ends one and tells the resident why. The trail is written last.
pub(crate) async fn end(
    work: &mut UnitOfWork<'_>,
    row: autopay::Model,
    reason: AutopayEndReason,
    actor: &Actor,
) -> AppResult<()> {
    let app = work.app();
    let Some(status) = row.status.end() else { return Ok(()) };
    let now = app.now();
    let was_active = row.status == AutopayStatus::Active;
    let row = autopay::Model {
        status,
        ended_reason: Some(reason),
        ended_at: Some(now),
        updated_at: now,
        detach_pending: row.payment_method_id.is_some(),
        version: row.version.saturating_add(1),
        ..row
    };
    store::autopays::save(work.txn(), row.clone(), false).await?;
    if !was_active {
        return Ok(());
    }
    let scope = Scope::for_organization(row.organization_id);
    let property = store::properties::property(work.txn(), &scope, row.property_id).await?;
    let resident = store::properties::resident(work.txn(), &scope, row.resident_id).await?;
    let (Some(property), Some(resident)) = (property, resident) else { return Ok(()) };
    let envelope = Envelope::to_resident(&property, &resident);
    if let Some(envelope) = envelope.filter(|_| reason != AutopayEndReason::Replaced) {
        queue_email::<AutopayStopped>(work, envelope, row.id)?;
    }
    let what = AuditedAction::new(AuditAction::AutopayEnded, row.id, resident.name.as_str());
    let detail = json!({ "reason": reason, "property": property.name });
    work.audit(actor, row.organization_id, what, &detail);
    Ok(())
}
