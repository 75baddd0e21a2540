//! A property that a key reaches.

use domain::id::{ApiKeyId, OrganizationId, PropertyId};
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_key_properties")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub api_key_id: ApiKeyId,
    /// The property.
    #[sea_orm(primary_key, auto_increment = false)]
    pub property_id: PropertyId,
    /// The tenant.
    pub organization_id: OrganizationId,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
