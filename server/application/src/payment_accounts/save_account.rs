//! Saving how a property's account stands, and what follows: the change is audited, organization managers are told when
//! the account needs them, and an account that takes no more payments closes what was open on it.

use domain::audit::AuditAction;
use domain::instant::Instant;
use domain::payment_account::{Capability, PaymentAccountStatus, RequiredFields};
use entity::{payment_account, property};
use serde_json::json;

use super::notify_managers::notify_managers;
use crate::app::App;
use crate::audit::{Actor, AuditedAction};
use crate::error::{AppError, AppResult};
use crate::payments::expire_open_payments::expire_open_payments;
use crate::ports::processor::RemoteAccount;

/// Saves what the processor says of an account.
pub(super) async fn save_account(
    app: &App,
    actor: &Actor,
    property: &property::Model,
    remote: &RemoteAccount,
) -> AppResult<()> {
    let mut work = app.begin().await?;
    // The property's row is locked first: two readings of one account take turns.
    let current = store::payment_accounts::lock(work.txn(), property.id).await?;
    let before = store::payment_accounts::lock_by_processor_id(work.txn(), &remote.id).await?;
    if before.as_ref().is_some_and(|row| row.unlinked_at.is_some()) {
        return Ok(());
    }
    let now = app.now();
    let mut replaced = None;
    if before.is_none()
        && let Some(old) = current.filter(|row| row.unlinked_at.is_none())
    {
        if is_usable(&old) {
            return Err(AppError::Internal("a property with an account was given another".to_owned()));
        }
        replaced = old.processor_account_id.clone();
        store::payment_accounts::unlink(work.txn(), old, PaymentAccountStatus::Disabled, now).await?;
    }
    let status = remote.report.status();
    let row = payment_account::Model {
        id: before.as_ref().map_or_else(|| app.new_id(), |row| row.id),
        organization_id: property.organization_id,
        property_id: property.id,
        processor_account_id: Some(remote.id.clone()),
        status,
        card_ready: remote.report.card == Capability::Active && status != PaymentAccountStatus::Disabled,
        bank_ready: remote.report.bank == Capability::Active && status != PaymentAccountStatus::Disabled,
        requirements_due: RequiredFields(remote.requirements_due.clone()),
        requirements_deadline: remote.requirements_deadline.map(Instant::from),
        dashboard: remote.dashboard,
        livemode: app.processor.livemode(),
        unlinked_at: None,
        created_at: before.as_ref().map_or(now, |row| row.created_at),
        updated_at: now,
        synced_at: before.as_ref().and_then(|row| row.synced_at),
    };
    let from = before.as_ref().map(|row| row.status);
    store::payment_accounts::save(work.txn(), row).await?;
    if from != Some(status) {
        if let PaymentAccountStatus::Restricted | PaymentAccountStatus::Disabled = status {
            notify_managers(&mut work, property).await?;
        }
        let action = if from.is_none() {
            AuditAction::PaymentAccountConnected
        } else {
            AuditAction::PaymentAccountChanged
        };
        let detail = json!({
            "status": { "before": from, "after": status }, "account": remote.id, "replaced": replaced,
        });
        let what = AuditedAction::new(action, property.id, property.name.as_str());
        work.audit(actor, property.organization_id, what, &detail);
    }
    work.commit().await?;
    if status == PaymentAccountStatus::Disabled {
        expire_open_payments(app, &remote.id).await?;
    }
    Ok(())
}

/// Whether going on with an account can lead anywhere. One that was disconnected or closed is replaced.
pub(super) fn is_usable(account: &payment_account::Model) -> bool {
    account.unlinked_at.is_none() && account.status != PaymentAccountStatus::Disabled
}
