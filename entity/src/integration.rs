//! What Propty is connected to and how that goes.

use domain::id::{IntegrationId, OrganizationId, PropertyId};
use domain::instant::Instant;
use domain::integration::IntegrationKind;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "integrations")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IntegrationId,
    /// The tenant; none for what the whole installation shares.
    pub organization_id: Option<OrganizationId>,
    /// The property, for payments.
    pub property_id: Option<PropertyId>,
    /// `stripe`, `email` or `storage`.
    pub kind: IntegrationKind,
    /// Last time it worked.
    pub last_success_at: Option<Instant>,
    /// Last time it did not.
    pub last_error_at: Option<Instant>,
    /// What went wrong then.
    pub last_error: Option<String>,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
