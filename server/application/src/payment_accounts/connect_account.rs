//! Connecting a property to the payment processor: its account is opened, and its owner sent to the hosted
//! forms. Coming back from them proves nothing; how the account stands is read by `refresh_account`.

use domain::id::PropertyId;
use domain::roles::Permission;
use entity::property;

use super::save_account::{is_usable, save_account};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::identity::Caller;
use crate::ports::processor::NewAccount;

/// Opens the property's account if it has none that can be used; gives the address of the hosted onboarding.
pub async fn connect_account(app: &App, caller: &Caller, property: PropertyId) -> AppResult<String> {
    let scope = caller.scope(Permission::ConnectPayments);
    let row = store::properties::property(app.db.read(), &scope, property).await?;
    let row = row.ok_or_else(|| AppError::not_found("property"))?;
    let known = store::payment_accounts::of_property(app.db.read(), property).await?;
    let id = match known.filter(is_usable).and_then(|account| account.processor_account_id) {
        Some(id) => id,
        None => open(app, caller, &row).await?,
    };
    let back = format!("{}/admin/settings/payments?property={}", app.base_url, property);
    Ok(app
        .processor
        .create_onboarding_link(&id, &format!("{back}&returned=1"), &format!("{back}&expired=1"))
        .await?)
}

async fn open(app: &App, caller: &Caller, property: &property::Model) -> AppResult<String> {
    let public = property.id.to_string();
    let earlier = store::payment_accounts::count(app.db.read(), property.id).await?;
    // The key says which account of the property it is, so that a crash before it is saved opens no second.
    let idempotency_key =
        if earlier == 0 { format!("account:{public}") } else { format!("account:{public}:{earlier}") };
    let account = NewAccount {
        display_name: property.name.clone(),
        contact_email: caller.user.email.clone(),
        country: property.country.to_string(),
        currency: property.currency,
        property: public,
        idempotency_key,
    };
    let remote = app.processor.create_account(account).await?;
    let id = remote.id.clone();
    save_account(app, &caller.actor(), property, &remote).await?;
    Ok(id)
}
