//! Reading how a property's account stands, for somebody who looks at it and after an event.

use domain::id::PropertyId;
use domain::roles::Permission;

use super::save_account::save_account;
use crate::app::App;
use crate::audit::Actor;
use crate::error::{AppError, AppResult};
use crate::identity::Caller;
use store::{Scope, StoreError};

/// Asks the processor how a property's account stands.
pub async fn refresh_account(app: &App, caller: &Caller, property: PropertyId) -> AppResult<()> {
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
