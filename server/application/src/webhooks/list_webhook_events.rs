//! Webhook events about an organization's payment accounts, for those who may replay them.

use domain::id::{OrganizationId, WebhookEventId};
use domain::roles::Permission;
use entity::webhook_event;

use crate::app::App;
use crate::error::AppResult;
use crate::identity::Caller;
use crate::listing::{CountQuery, Listing};
use store::PageRequest;
use store::webhook_events::{self, WebhookEventCriteria};

/// An event the caller may see.
pub async fn webhook_event(
    app: &App,
    caller: &Caller,
    id: WebhookEventId,
) -> AppResult<Option<webhook_event::Model>> {
    let scope = caller.scope(Permission::ReplayEvents);
    Ok(webhook_events::get_many(app.db.read(), &scope, &[id]).await?.pop())
}

/// A page of an organization's events, newest first.
pub async fn list_webhook_events(
    app: &App,
    caller: &Caller,
    organization: OrganizationId,
    filter: WebhookEventCriteria,
    page: &PageRequest,
) -> AppResult<Listing<webhook_event::Model>> {
    let scope = caller.scope(Permission::ReplayEvents).within(organization);
    let page = webhook_events::list(app.db.read(), &scope, &filter, page).await?;
    Ok(Listing { page, count: CountQuery::WebhookEvents(scope, filter) })
}
