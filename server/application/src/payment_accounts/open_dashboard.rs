//! The way to a property's account at the processor, made anew for each visit and never kept.

use domain::id::PropertyId;
use domain::roles::Permission;

use crate::app::App;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::identity::Caller;

/// Gives the address to send the browser to.
pub async fn open_dashboard(app: &App, caller: &Caller, property: PropertyId) -> AppResult<String> {
    let scope = caller.scope(Permission::ConnectPayments);
    let row = store::properties::property(app.db.read(), &scope, property).await?;
    row.ok_or_else(|| AppError::not_found("property"))?;
    let account = store::payment_accounts::of_property(app.db.read(), property).await?;
    let account = account.filter(|account| account.unlinked_at.is_none());
    let Some((id, account)) = account.and_then(|row| Some((row.processor_account_id.clone()?, row))) else {
        return Err(AppError::user_error(ErrorCode::PaymentsNotConnected, "the property has no account yet"));
    };
    let dashboard = account.dashboard;
    Ok(app.processor.create_dashboard_link(&id, dashboard).await?)
}
