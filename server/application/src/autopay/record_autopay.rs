//! What became of saving a card or bank account: the processor is asked, and only its answer makes an autopay active
//! or ends one whose payment method is gone. Events, the portal's page and the sweep come here.

use domain::audit::AuditAction;
use domain::autopay::AutopayEndReason;
use domain::autopay::AutopayStatus;
use domain::id::AutopayId;
use entity::autopay;
use serde_json::json;

use super::end_autopay::{end, is_own_autopay};
use super::metadata::autopay_metadata;
use crate::app::App;
use crate::audit::{Actor, AuditedAction};
use crate::error::{AppError, AppResult};
use crate::identity::Caller;
use crate::payments::metadata;
use crate::ports::processor::SetupStatus;
use store::Scope;

/// Asks about an autopay of the caller's.
pub async fn refresh_autopay(app: &App, caller: &Caller, id: AutopayId) -> AppResult<()> {
    let row = store::autopays::get(app.db.read(), id).await?;
    if !row.is_some_and(|row| is_own_autopay(caller, &row)) {
        return Err(AppError::not_found("autopay"));
    }
    record_autopay(app, id).await
}

/// Asks the processor and applies the answer.
pub async fn record_autopay(app: &App, id: AutopayId) -> AppResult<()> {
    let not_found = || AppError::not_found("autopay");
    let row = store::autopays::get(app.db.read(), id).await?.ok_or_else(not_found)?;
    let Some(session) = row.session_id.as_ref().filter(|_| row.status != AutopayStatus::Ended) else {
        return Ok(());
    };
    let remote = app.processor.retrieve_setup(&row.account, session).await?;
    let ours = autopay_metadata(&row).into_iter().collect();
    if let Some(key) = metadata::first_difference(&ours, &remote.metadata) {
        tracing::error!(autopay = %id, key, "an autopay does not match; left alone");
        return Ok(());
    }
    if remote.livemode != app.processor.livemode() {
        return Ok(());
    }
    let mut work = app.begin().await?;
    let row = store::autopays::lock(work.txn(), id).await?.ok_or_else(not_found)?;
    match (row.status.activate(), remote.status, &remote.payment_method_id) {
        (Some(_), SetupStatus::Expired, _) => {
            end(&mut work, row, AutopayEndReason::Expired, &Actor::propty()).await?
        }
        (Some(status), SetupStatus::Complete, Some(method)) if remote.attached => {
            let now = app.now();
            let live = store::autopays::lock_live(work.txn(), row.resident_id, row.property_id).await?;
            for older in live.into_iter().filter(|older| older.status == AutopayStatus::Active) {
                end(&mut work, older, AutopayEndReason::Replaced, &Actor::propty()).await?;
            }
            let row = autopay::Model {
                status,
                payment_method_id: Some(method.clone()),
                mandate_id: remote.mandate_id.clone(),
                label: remote.label.clone(),
                activated_at: Some(now),
                updated_at: now,
                version: row.version.saturating_add(1),
                ..row
            };
            store::autopays::save(work.txn(), row.clone(), false).await?;
            let scope = Scope::for_organization(row.organization_id);
            let resident = store::properties::resident(work.txn(), &scope, row.resident_id).await?;
            let name = resident.map(|resident| resident.name).unwrap_or_default();
            let user = store::people::user(work.txn(), row.user_id).await?;
            let actor = user.map_or_else(Actor::propty, |user| Actor::person(&user, None));
            let detail = json!({ "cap": row.cap, "daysBefore": row.days_before, "method": row.method });
            let what = AuditedAction::new(AuditAction::AutopayStarted, row.id, name.as_str());
            work.audit(&actor, row.organization_id, what, &detail);
        }
        _ if row.status == AutopayStatus::Active && !remote.attached => {
            end(&mut work, row, AutopayEndReason::MethodRemoved, &Actor::propty()).await?;
        }
        _ => {}
    }
    work.commit().await?;
    Ok(())
}
