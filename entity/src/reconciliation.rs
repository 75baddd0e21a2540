//! What the last check of a property's money found.

use domain::id::{OrganizationId, PropertyId};
use domain::instant::Instant;
use domain::reconciliation::Findings;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reconciliations")]
pub struct Model {
    /// The property.
    #[sea_orm(primary_key, auto_increment = false)]
    pub property_id: PropertyId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// When it was checked.
    pub checked_at: Instant,
    /// What the books say is at the processor, minor units.
    pub clearing: i64,
    /// What the processor says can be paid out, minor units; none where it was not asked or did not answer.
    pub available: Option<i64>,
    /// What it says can be paid out later, minor units.
    pub pending: Option<i64>,
    /// Payouts that were made and have not arrived, minor units.
    pub in_transit: i64,
    /// How many findings there are.
    pub found: i64,
    /// The first of them.
    pub findings: Findings,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
