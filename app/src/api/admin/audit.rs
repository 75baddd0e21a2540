//! What was done in the organization, by whom.

use cynic::QueryBuilder;

use super::{ActorKind, AuditAction, AuditCategory};
use crate::api::{ApiError, Date, DateTime, PageInfo, Slice, run, schema};

/// One thing that was done.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct AuditEvent {
    /// Position in the organization's chain, from 1.
    pub sequence: i32,
    pub at: DateTime,
    pub action: AuditAction,
    pub actor_kind: ActorKind,
    pub actor: Option<String>,
    pub network: Option<String>,
    pub subject: Option<String>,
    pub object_id: Option<cynic::Id>,
    pub changes: Vec<AuditChange>,
    /// SHA-256, hexadecimal.
    pub hash: String,
}

/// A fact of an event.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct AuditChange {
    pub name: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A page of events, newest first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "AuditEventConnection")]
pub struct AuditPage {
    pub nodes: Vec<AuditEvent>,
    pub page_info: PageInfo,
}

/// Which events are wanted. Days are written `2026-11-22` and end where UTC ends them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditEventFilter {
    pub category: Option<AuditCategory>,
    pub search: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
}

#[derive(cynic::QueryVariables)]
struct EventsVariables {
    organization: cynic::Id,
    category: Option<AuditCategory>,
    search: Option<String>,
    from: Option<Date>,
    to: Option<Date>,
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "EventsVariables")]
struct EventsQuery {
    #[arguments(id: $organization)]
    organization: Option<OrganizationEvents>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organization", variables = "EventsVariables")]
struct OrganizationEvents {
    #[arguments(
        first: $first, after: $after, last: $last, before: $before,
        filter: { category: $category, search: $search, from: $from, to: $to }
    )]
    audit_events: AuditPage,
}

/// A page of the organization's audit, newest first.
///
/// # Errors
/// [`ApiError::NotFound`] when the organization is not the caller's, and the rest of [`ApiError`].
pub async fn audit_events(
    organization: cynic::Id,
    filter: AuditEventFilter,
    slice: Slice,
) -> Result<AuditPage, ApiError> {
    let Slice { first, after, last, before } = slice;
    let AuditEventFilter { category, search, from, to } = filter;
    let (from, to) = (from.map(Date), to.map(Date));
    let variables = EventsVariables { organization, category, search, from, to, first, after, last, before };
    Ok(run(EventsQuery::build(variables)).await?.organization.ok_or(ApiError::NotFound)?.audit_events)
}
