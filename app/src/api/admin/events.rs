//! What Stripe told about the organization's accounts, and having it applied again.

use cynic::{MutationBuilder, QueryBuilder};

use super::{PropertyName, WebhookEventOutcome, WebhookEventStatus};
use crate::api::{ApiError, DateTime, PageInfo, Pending, Slice, UserError, accepted, perform, run, schema};

/// Something Stripe told.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct WebhookEvent {
    pub id: cynic::Id,
    pub processor_id: String,
    pub kind: String,
    pub status: WebhookEventStatus,
    pub outcome: Option<WebhookEventOutcome>,
    pub received_at: DateTime,
    pub applied_at: Option<DateTime>,
    pub attempts: i32,
    pub replays: i32,
    pub last_error: Option<String>,
    pub property: Option<PropertyName>,
}

/// A page of events.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "WebhookEventConnection")]
pub struct WebhookEventPage {
    pub nodes: Vec<WebhookEvent>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

#[derive(cynic::QueryVariables)]
struct EventsVariables {
    organization: cynic::Id,
    property: Option<cynic::Id>,
    status: Option<WebhookEventStatus>,
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "EventsVariables")]
struct WebhookEventsQuery {
    #[arguments(id: $organization)]
    organization: Option<OrganizationWebhookEvents>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organization", variables = "EventsVariables")]
struct OrganizationWebhookEvents {
    #[arguments(
        first: $first, after: $after, last: $last, before: $before,
        filter: { propertyId: $property, status: $status }
    )]
    webhook_events: WebhookEventPage,
}

/// A page of what Stripe told, newest first.
///
/// # Errors
/// [`ApiError::NotFound`] when the organization is not the caller's, and the rest of [`ApiError`].
pub async fn webhook_events(
    organization: cynic::Id,
    property: Option<String>,
    status: Option<WebhookEventStatus>,
    slice: Slice,
) -> Result<WebhookEventPage, ApiError> {
    let Slice { first, after, last, before } = slice;
    let property = property.map(cynic::Id::new);
    let variables = EventsVariables { organization, property, status, first, after, last, before };
    let found = run(WebhookEventsQuery::build(variables)).await?;
    Ok(found.organization.ok_or(ApiError::NotFound)?.webhook_events)
}

#[derive(cynic::QueryVariables)]
struct ReplayVariables {
    id: cynic::Id,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ReplayVariables")]
#[expect(dead_code, reason = "for the check against the schema")]
struct Replay {
    #[arguments(id: $id, idempotencyKey: $key)]
    webhook_event_replay: ReplayPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "WebhookEventReplayPayload")]
#[expect(dead_code, reason = "for the check against the schema")]
struct ReplayPayload {
    user_errors: Vec<UserError>,
}

/// Applies an event again.
pub fn replay_event(id: cynic::Id, key: String) -> Pending {
    perform(Replay::build(ReplayVariables { id, key }))
}

#[derive(cynic::QueryVariables)]
struct ReplayAllVariables {
    organization: cynic::Id,
    since: DateTime,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ReplayAllVariables")]
struct ReplayAll {
    #[arguments(organizationId: $organization, since: $since, idempotencyKey: $key)]
    webhook_events_replay: ReplayAllPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "WebhookEventsReplayPayload")]
struct ReplayAllPayload {
    count: Option<i32>,
    user_errors: Vec<UserError>,
}

/// Applies all events since an instant again; gives their number.
///
/// # Errors
/// Refused with `NOT_FOUND`, and the rest of [`ApiError`].
pub async fn replay_events(organization: cynic::Id, since: String, key: String) -> Result<i32, ApiError> {
    let variables = ReplayAllVariables { organization, since: DateTime(since), key };
    let payload = run(ReplayAll::build(variables)).await?.webhook_events_replay;
    accepted(payload.count, payload.user_errors)
}
