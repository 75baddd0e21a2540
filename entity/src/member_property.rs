//! A property assigned to a property manager.

use domain::id::{MemberId, OrganizationId, PropertyId};
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "member_properties")]
pub struct Model {
    /// The member.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
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
