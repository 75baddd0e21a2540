//! What was done in an organization, for its managers.

use async_graphql::{ID, InputObject, Object, SimpleObject};
use domain::id;
use entity::audit_event;

use crate::graphql::connection::connection;
use crate::graphql::enums::schema_enum;
use crate::graphql::scalars::{Date, DateTime, encode_id};
use application::audit::audit_trail::{self, AuditQuery};

schema_enum!(AuditCategory = domain::audit::AuditCategory);

schema_enum!(AuditAction = domain::audit::AuditAction);

schema_enum!(ActorKind = domain::audit::ActorKind);

/// A fact of an event.
#[derive(SimpleObject)]
pub struct AuditChange {
    /// What, such as `role` or `total`.
    name: String,
    /// What it was, where it changed.
    before: Option<String>,
    /// What it is.
    after: Option<String>,
}

/// One thing that was done. Events never change, and each carries the hash of the one before.
pub struct AuditEvent(pub audit_event::Model);

/// One thing that was done. Events never change, and each carries the hash of the one before.
#[Object]
impl AuditEvent {
    /// `evt_…`
    async fn id(&self) -> ID {
        encode_id::<id::AuditEvent>(self.0.id)
    }
    /// Position in the organization's chain, from 1.
    async fn sequence(&self) -> i32 {
        i32::try_from(self.0.sequence).unwrap_or(i32::MAX)
    }
    /// When.
    async fn at(&self) -> DateTime {
        DateTime::stored(self.0.at)
    }
    /// What.
    async fn action(&self) -> AuditAction {
        self.0.action.into()
    }
    /// What it is about.
    async fn category(&self) -> AuditCategory {
        self.0.action.category().into()
    }
    /// Whether a person, a key or Propty did it.
    async fn actor_kind(&self) -> ActorKind {
        self.0.actor_kind.into()
    }
    /// Name of the person or key.
    async fn actor(&self) -> Option<&str> {
        self.0.actor_name.as_deref()
    }
    /// The address it was asked from.
    async fn network(&self) -> Option<&str> {
        self.0.network.as_deref()
    }
    /// Name or number of what it was done to.
    async fn subject(&self) -> Option<&str> {
        self.0.subject.as_deref()
    }
    /// Id of what it was done to, where it has a public one.
    async fn object_id(&self) -> Option<ID> {
        audit_trail::object_id(&self.0).map(ID)
    }
    /// Facts that go with it.
    async fn changes(&self) -> Vec<AuditChange> {
        let change = |change: audit_trail::AuditChange| AuditChange {
            name: change.name,
            before: change.before,
            after: change.after,
        };
        audit_trail::changes(&self.0).into_iter().map(change).collect()
    }
    /// SHA-256 over the event and the hash before it, hex.
    async fn hash(&self) -> &str {
        &self.0.hash
    }
}

connection!(AuditEventConnection, AuditEventEdge, AuditEvent);

/// What narrows the audit.
#[derive(InputObject, Default)]
pub struct AuditEventFilter {
    /// One category.
    category: Option<AuditCategory>,
    /// Matches the actor, the subject and the network.
    search: Option<String>,
    /// First day, UTC.
    from: Option<Date>,
    /// Last day, UTC.
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
