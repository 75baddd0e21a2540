//! A property that an invited property manager will work on.

use domain::id::{InvitationId, OrganizationId, PropertyId};
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation_properties")]
pub struct Model {
    /// The invitation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub invitation_id: InvitationId,
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
