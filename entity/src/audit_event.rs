//! Who did what to which object.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_events")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The tenant.
    pub organization_id: Uuid,
    /// The person; none when Propty did it.
    pub actor_id: Option<Uuid>,
    /// Their name then.
    pub actor_name: Option<String>,
    /// `invoice.published`
    pub action: String,
    /// The object.
    pub object_id: Uuid,
    /// JSON: what changed.
    pub detail: String,
    /// When. Unix milliseconds.
    pub at: i64,
}

/// How it hangs together with other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
