//! Connecting a property to the payment processor, and reading how its account stands.

use domain::audit::Action;
use domain::id::{PropertyId, Uuid};
use domain::money::Currency;
use domain::payment_account::{Capability, Status};
use domain::roles::Permission;
use entity::{payment_account, property};
use serde_json::json;

use crate::app::App;
use crate::people::Caller;
use crate::ports::{NewAccount, RemoteAccount};
use crate::refusal::{Failure, Outcome};
use crate::store::words::Word;
use crate::store::{self, Scope, StoreError};
use crate::trail::{self, Actor};

/// Opens the property's account if it has none; gives the address of the hosted onboarding.
pub async fn connect_account(app: &App, caller: &Caller, property: Uuid) -> Outcome<String> {
    let scope = caller.scope(Permission::ConnectPayments);
    let row = store::properties::property(app.db.read(), &scope, property).await?;
    let row = row.ok_or_else(|| Failure::not_found("property"))?;
    let known = store::payment_accounts::of_property(app.db.read(), property).await?;
    let id = match known.and_then(|account| account.processor_account_id) {
        Some(id) => id,
        None => open(app, caller, &row).await?,
    };
    let back =
        format!("{}/admin/settings/payments?property={}", app.base_url, PropertyId::from_uuid(property));
    Ok(app
        .processor
        .onboarding_link(&id, &format!("{back}&returned=1"), &format!("{back}&expired=1"))
        .await?)
}

async fn open(app: &App, caller: &Caller, property: &property::Model) -> Outcome<String> {
    let public = PropertyId::from_uuid(property.id).to_string();
    let account = NewAccount {
        display_name: property.name.clone(),
        contact_email: caller.user.email.clone(),
        country: property.country.clone(),
        currency: Currency::from_word(&property.currency)?,
        property: public.clone(),
        idempotency_key: format!("account:{public}"),
    };
    let remote = app.processor.create_account(account).await?;
    let id = remote.id.clone();
    save(app, &caller.actor(), property, &remote).await?;
    Ok(id)
}

/// Asks the processor how a property's account stands.
pub async fn refresh_account(app: &App, caller: &Caller, property: Uuid) -> Outcome<()> {
    let scope = caller.scope(Permission::ConnectPayments);
    let row = store::properties::property(app.db.read(), &scope, property).await?;
    let row = row.ok_or_else(|| Failure::not_found("property"))?;
    let known = store::payment_accounts::of_property(app.db.read(), property).await?;
    let Some(id) = known.and_then(|account| account.processor_account_id) else { return Ok(()) };
    let remote = app.processor.account(&id).await?;
    save(app, &caller.actor(), &row, &remote).await
}

/// The same after an event; the account's row says which property it is about.
pub(super) async fn refresh_by_processor_id(app: &App, id: &str) -> Outcome<()> {
    let account = store::payment_accounts::by_processor_id(app.db.read(), id).await?;
    let account = account.ok_or_else(|| Failure::not_found("payment account"))?;
    let scope = Scope::whole(account.organization_id);
    let property = store::properties::property(app.db.read(), &scope, account.property_id).await?;
    let property = property.ok_or_else(|| StoreError::Corrupt("an account without property".into()))?;
    let remote = app.processor.account(id).await?;
    save(app, &Actor::propty(), &property, &remote).await
}

/// The owner took our access away: no more payments there.
pub(super) async fn disconnect(app: &App, id: &str) -> Outcome<()> {
    let account = store::payment_accounts::by_processor_id(app.db.read(), id).await?;
    let Some(account) = account else { return Ok(()) };
    let txn = app.db.begin().await?;
    let Some(row) = store::payment_accounts::lock(&txn, account.property_id).await? else { return Ok(()) };
    let status =
        json!({ "status": { "before": row.status, "after": Status::Disabled.word() }, "account": id });
    let row = payment_account::Model {
        status: Status::Disabled.word().to_owned(),
        card_ready: false,
        bank_ready: false,
        updated_at: app.now_ms(),
        ..row
    };
    let (organization, property) = (row.organization_id, row.property_id);
    store::payment_accounts::save(&txn, row).await?;
    let what = (Action::PaymentAccountChanged, property, "");
    trail::write(app, &txn, &Actor::propty(), organization, what, &status).await?;
    txn.commit().await?;
    Ok(())
}

async fn save(app: &App, actor: &Actor, property: &property::Model, remote: &RemoteAccount) -> Outcome<()> {
    let txn = app.db.begin().await?;
    let before = store::payment_accounts::lock(&txn, property.id).await?;
    let now = app.now_ms();
    let status = remote.report.status();
    let row = payment_account::Model {
        id: before.as_ref().map_or_else(|| app.new_id(), |row| row.id),
        organization_id: property.organization_id,
        property_id: property.id,
        processor_account_id: Some(remote.id.clone()),
        status: status.word().to_owned(),
        card_ready: remote.report.card == Capability::Active,
        bank_ready: remote.report.bank == Capability::Active,
        requirements_due: json!(remote.requirements_due).to_string(),
        dashboard_url: remote.dashboard_url.clone(),
        livemode: app.processor.livemode(),
        created_at: before.as_ref().map_or(now, |row| row.created_at),
        updated_at: now,
        healed_at: before.as_ref().and_then(|row| row.healed_at),
    };
    let (from, to) = (before.as_ref().map(|row| row.status.clone()), row.status.clone());
    store::payment_accounts::save(&txn, row).await?;
    if from.as_ref() != Some(&to) {
        let action =
            if from.is_none() { Action::PaymentAccountConnected } else { Action::PaymentAccountChanged };
        let detail = json!({ "status": { "before": from, "after": to }, "account": remote.id });
        let what = (action, property.id, property.name.as_str());
        trail::write(app, &txn, actor, property.organization_id, what, &detail).await?;
    }
    txn.commit().await?;
    Ok(())
}
