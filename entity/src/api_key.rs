//! A key with which a program acts for an organization.

use domain::id::{ApiKeyId, OrganizationId, UserId};
use domain::instant::Instant;
use domain::roles::ApiScopes;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_keys")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiKeyId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// What it is for.
    pub name: String,
    /// The visible start.
    pub prefix: String,
    /// SHA-256 of the whole key, hex; the key itself is not kept.
    pub secret_hash: String,
    /// What it may do.
    pub scopes: ApiScopes,
    /// Whether it reaches every property.
    pub all_properties: bool,
    /// Who made it.
    pub created_by: UserId,
    /// When made.
    pub created_at: Instant,
    /// When last used, to the minute.
    pub last_used_at: Option<Instant>,
    /// Where it was last used from.
    pub last_network: Option<String>,
    /// Dead from then on.
    pub expires_at: Option<Instant>,
    /// When revoked.
    pub revoked_at: Option<Instant>,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
