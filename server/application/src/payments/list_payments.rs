//! Payments as a caller may see them: the team sees those of its properties, residents their own.

use domain::id::{OrganizationId, PaymentId};
use domain::roles::Permission;

use crate::app::App;
use crate::error::AppResult;
use crate::identity::Caller;
use crate::listing::{CountQuery, Listing};
use store::payments::{self, PaymentCriteria, PaymentRow};
use store::{PageRequest, Scope};

/// A payment the caller may see.
pub async fn payment(app: &App, caller: &Caller, id: PaymentId) -> AppResult<Option<PaymentRow>> {
    Ok(payments::get(app.db.read(), &caller.scope(Permission::SeeInvoices), id).await?)
}

/// A page of an organization's payments, newest first.
pub async fn list_payments(
    app: &App,
    caller: &Caller,
    organization: OrganizationId,
    filter: PaymentCriteria,
    page: &PageRequest,
) -> AppResult<Listing<PaymentRow>> {
    list(app, caller.scope(Permission::SeeInvoices).within(organization), filter, page).await
}

/// A page of the caller's own payments as a resident, newest first.
pub async fn list_own_payments(
    app: &App,
    caller: &Caller,
    page: &PageRequest,
) -> AppResult<Listing<PaymentRow>> {
    list(app, caller.own_scope(Permission::SeeInvoices), PaymentCriteria::default(), page).await
}

async fn list(
    app: &App,
    scope: Scope,
    filter: PaymentCriteria,
    page: &PageRequest,
) -> AppResult<Listing<PaymentRow>> {
    let page = payments::list(app.db.read(), &scope, &filter, page).await?;
    Ok(Listing { page, count: CountQuery::Payments(scope, filter) })
}
