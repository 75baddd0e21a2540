//! Reading how a property's account stands, and what follows: the change is audited, organization managers are
//! told when the account needs them, and an account that takes no more payments closes what was open on it.

use domain::audit::AuditAction;
use domain::id::{PropertyId, Uuid};
use domain::payment_account::{Capability, PaymentAccountStatus};
use domain::roles::Permission;
use domain::roles::Role;
use entity::{payment_account, property};
use serde_json::json;

use super::connect_account::is_usable;
use crate::app::App;
use crate::audit;
use crate::audit::Actor;
use crate::error::{AppError, AppResult};
use crate::identity::Caller;
use crate::notifications::queue::{Envelope, queue_email};
use crate::notifications::templates::account_attention::AccountAttention;
use crate::payments::expire_open_payments::expire_open_payments;
use crate::ports::RemoteAccount;
use store::{Scope, StoreError, StoreResult, Txn};

/// Asks the processor how a property's account stands.
pub async fn refresh_account(app: &App, caller: &Caller, property: Uuid) -> AppResult<()> {
    let scope = caller.scope(Permission::ConnectPayments);
    let row = store::properties::property(app.db.read(), &scope, property).await?;
    let row = row.ok_or_else(|| AppError::not_found("property"))?;
    let known = store::payment_accounts::of_property(app.db.read(), property).await?;
    let known = known.filter(|account| account.unlinked_at.is_none());
    let Some(id) = known.and_then(|account| account.processor_account_id) else { return Ok(()) };
    let remote = app.processor.retrieve_account(&id).await?;
    save_account(app, &caller.actor(), &row, &remote).await
}

/// The same after an event; the account's row says which property it is about. False for an account that is
/// only history.
pub(crate) async fn refresh_by_processor_id(app: &App, id: &str) -> AppResult<bool> {
    let account = store::payment_accounts::by_processor_id(app.db.read(), id).await?;
    let account = account.ok_or_else(|| AppError::not_found("payment account"))?;
    if account.unlinked_at.is_some() {
        return Ok(false);
    }
    let scope = Scope::for_organization(account.organization_id);
    let property = store::properties::property(app.db.read(), &scope, account.property_id).await?;
    let property = property.ok_or_else(|| StoreError::Corrupt("an account without property".into()))?;
    let remote = app.processor.retrieve_account(id).await?;
    save_account(app, &Actor::propty(), &property, &remote).await?;
    Ok(true)
}

/// Saves what the processor says of an account.
pub(crate) async fn save_account(
    app: &App,
    actor: &Actor,
    property: &property::Model,
    remote: &RemoteAccount,
) -> AppResult<()> {
    let txn = app.db.begin().await?;
    // The property's row is locked first: two readings of one account take turns.
    let current = store::payment_accounts::lock(&txn, property.id).await?;
    let before = store::payment_accounts::lock_by_processor_id(&txn, &remote.id).await?;
    if before.as_ref().is_some_and(|row| row.unlinked_at.is_some()) {
        return Ok(());
    }
    let now = app.now_ms();
    let mut replaced = None;
    if before.is_none()
        && let Some(old) = current.filter(|row| row.unlinked_at.is_none())
    {
        if is_usable(&old) {
            return Err(AppError::Internal("a property with an account was given another".to_owned()));
        }
        replaced = old.processor_account_id.clone();
        store::payment_accounts::unlink(&txn, old, PaymentAccountStatus::Disabled, now).await?;
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
        requirements_due: json!(remote.requirements_due).to_string(),
        requirements_deadline: remote.requirements_deadline.map(|at| at.as_millisecond()),
        dashboard: remote.dashboard,
        livemode: app.processor.livemode(),
        unlinked_at: None,
        created_at: before.as_ref().map_or(now, |row| row.created_at),
        updated_at: now,
        synced_at: before.as_ref().and_then(|row| row.synced_at),
    };
    let from = before.as_ref().map(|row| row.status);
    store::payment_accounts::save(&txn, row).await?;
    if from != Some(status) {
        if let PaymentAccountStatus::Restricted | PaymentAccountStatus::Disabled = status {
            notify_managers(app, &txn, property).await?;
        }
        let action = if from.is_none() {
            AuditAction::PaymentAccountConnected
        } else {
            AuditAction::PaymentAccountChanged
        };
        let detail = json!({
            "status": { "before": from, "after": status }, "account": remote.id, "replaced": replaced,
        });
        let what = (action, property.id, property.name.as_str());
        audit::record(app, &txn, actor, property.organization_id, what, &detail).await?;
    }
    txn.commit().await?;
    app.wake.notify_one();
    if status == PaymentAccountStatus::Disabled {
        expire_open_payments(app, &remote.id).await?;
    }
    Ok(())
}

/// Queues mail to those who can do something about it: the organization managers.
pub(crate) async fn notify_managers(app: &App, txn: &Txn, property: &property::Model) -> StoreResult<()> {
    // Each change is told: the row is locked, so nobody else tells the same one.
    let change = app.new_id();
    let team = store::people::property_team(txn, property.organization_id, property.id).await?;
    for (_, user) in team.iter().filter(|(member, _)| member.role == Role::OrganizationManager) {
        let envelope = Envelope::to_member(property, user).repeated(change);
        queue_email::<AccountAttention>(app, txn, envelope, PropertyId::from_uuid(property.id)).await?;
    }
    Ok(())
}
