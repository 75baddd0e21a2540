//! What was done in an organization, for its managers.

use async_graphql::{ID, InputObject, Object, SimpleObject};
use domain::id;
use entity::audit_event;

use crate::graphql::connection::connection;
use crate::graphql::enums::schema_enum;
use crate::graphql::scalars::{Date, DateTime, encode_id};
use application::audit_trail::{self, AuditQuery};

schema_enum!(AuditCategory = domain::audit::AuditCategory);

schema_enum!(AuditAction = domain::audit::AuditAction);

schema_enum!(ActorKind = domain::audit::ActorKind);

/// A fact of an audit event: a value, or the values before and after a change.
#[derive(SimpleObject)]
pub struct AuditChange {
    /// Name of the fact, such as `role` or `total`.
    name: String,
    /// Value before the change; null when the fact is not a change.
    before: Option<String>,
    /// Value, or value after the change; amounts are decimals. Null when the change removed it.
    after: Option<String>,
}

/// One thing that was done in an organization. Events never change, and each carries the hash of the one
/// before.
pub struct AuditEvent(pub audit_event::Model);

/// One thing that was done in an organization. Events never change, and each carries the hash of the one
/// before.
#[Object]
impl AuditEvent {
    /// Unique id, starting with `evt_`.
    async fn id(&self) -> ID {
        encode_id::<id::AuditEvent>(self.0.id)
    }
    /// Position in the organization's chain of events, from 1 without gaps.
    async fn sequence(&self) -> i32 {
        i32::try_from(self.0.sequence).unwrap_or(i32::MAX)
    }
    /// When the action was recorded, with the change itself.
    async fn at(&self) -> DateTime {
        DateTime::stored(self.0.at)
    }
    /// What was done; it decides what `objectId` and `changes` hold.
    async fn action(&self) -> AuditAction {
        self.0.action.into()
    }
    /// What the action is about.
    async fn category(&self) -> AuditCategory {
        self.0.action.category().into()
    }
    /// Whether a person, an API key or Propty did it.
    async fn actor_kind(&self) -> ActorKind {
        self.0.actor_kind.into()
    }
    /// Name of the person or API key then; null when Propty did it.
    async fn actor(&self) -> Option<&str> {
        self.0.actor_name.as_deref()
    }
    /// The network the request came from: an IPv4 address, or the first 64 bits of an IPv6 address. Null when
    /// Propty did it by itself.
    async fn network(&self) -> Option<&str> {
        self.0.network.as_deref()
    }
    /// Name or number then of what it was done to; null when it has none.
    async fn subject(&self) -> Option<&str> {
        self.0.subject.as_deref()
    }
    /// Id of what it was done to; null for objects that `node` does not know.
    async fn object_id(&self) -> Option<ID> {
        audit_trail::object_id(&self.0).map(ID)
    }
    /// Facts that belong to the event, such as changed settings.
    async fn changes(&self) -> Vec<AuditChange> {
        let change = |change: audit_trail::AuditChange| AuditChange {
            name: change.name,
            before: change.before,
            after: change.after,
        };
        audit_trail::changes(&self.0).into_iter().map(change).collect()
    }
    /// SHA-256 over the event and the hash of the one before, as lower-case hex.
    async fn hash(&self) -> &str {
        &self.0.hash
    }
}

connection!(AuditEventConnection, AuditEventEdge, AuditEvent, "audit events");

/// Narrows a list of audit events; all conditions given must hold.
#[derive(InputObject, Default)]
pub struct AuditEventFilter {
    /// Only events of this category.
    category: Option<AuditCategory>,
    /// Text to find in actor, subject or network; case is ignored.
    search: Option<String>,
    /// Only events on this day or later, UTC.
    from: Option<Date>,
    /// Only events on this day or earlier, UTC.
    to: Option<Date>,
}

impl From<AuditEventFilter> for AuditQuery {
    fn from(filter: AuditEventFilter) -> AuditQuery {
        AuditQuery {
            category: filter.category.map(Into::into),
            search: filter.search,
            from: filter.from.map(|day| day.0),
            to: filter.to.map(|day| day.0),
        }
    }
}
