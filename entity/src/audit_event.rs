//! Who did what to which object; chained by hashes.

use domain::audit::ActorKind;
use domain::audit::AuditAction;
use domain::id::{AuditEventId, OrganizationId, Uuid};
use domain::instant::Instant;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_events")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditEventId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// Position in the organization's chain, from 1.
    pub sequence: i64,
    /// `person`, `api_key` or `propty`.
    pub actor_kind: ActorKind,
    /// The person or key; none when Propty did it.
    pub actor_id: Option<Uuid>,
    /// Their name then.
    pub actor_name: Option<String>,
    /// The address it was asked from.
    pub network: Option<String>,
    /// `invoice.published`
    pub action: AuditAction,
    /// The object.
    pub object_id: Uuid,
    /// Its name or number then.
    pub subject: Option<String>,
    /// JSON: what changed.
    pub detail: String,
    /// When.
    pub at: Instant,
    /// Hash of the event before; empty for the first.
    pub previous_hash: String,
    /// SHA-256, hex.
    pub hash: String,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
