//! Payouts as a caller may see them: they are part of the books.

use domain::id::{OrganizationId, PayoutId, PropertyId};
use domain::roles::Permission;
use entity::payout;

use crate::app::App;
use crate::error::AppResult;
use crate::identity::Caller;
use crate::listing::{CountQuery, Listing};
use store::payouts::PayoutCriteria;
use store::{PageRequest, Scope};

/// A payout the caller may see.
pub async fn payout(app: &App, caller: &Caller, id: PayoutId) -> AppResult<Option<payout::Model>> {
    let scope = caller.scope(Permission::SeeLedger);
    Ok(store::payouts::get_many(app.db.read(), &scope, &[id]).await?.pop())
}

/// A page of an organization's payouts, newest first.
pub async fn list_payouts(
    app: &App,
    caller: &Caller,
    organization: OrganizationId,
    filter: PayoutCriteria,
    page: &PageRequest,
) -> AppResult<Listing<payout::Model>> {
    list(app, caller.scope(Permission::SeeLedger).within(organization), filter, page).await
}

/// A page of a property's payouts, newest first.
pub async fn list_payouts_of_property(
    app: &App,
    caller: &Caller,
    property: PropertyId,
    page: &PageRequest,
) -> AppResult<Listing<payout::Model>> {
    let filter = PayoutCriteria { property: Some(property), ..PayoutCriteria::default() };
    list(app, caller.scope(Permission::SeeLedger), filter, page).await
}

async fn list(
    app: &App,
    scope: Scope,
    filter: PayoutCriteria,
    page: &PageRequest,
) -> AppResult<Listing<payout::Model>> {
    let page = store::payouts::list(app.db.read(), &scope, &filter, page).await?;
    Ok(Listing { page, count: CountQuery::Payouts(scope, filter) })
}
