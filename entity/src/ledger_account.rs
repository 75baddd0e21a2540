//! An account of a property; receivables and credits are kept per unit.

use domain::id::{LedgerAccountId, OrganizationId, PropertyId, UnitId};
use domain::ledger::AccountKind;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_accounts")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LedgerAccountId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// The property.
    pub property_id: PropertyId,
    /// Number in the chart.
    pub code: String,
    /// The unit, where kept per unit.
    pub unit_id: Option<UnitId>,
    /// Name.
    pub name: String,
    /// `asset`, `liability`, `income` or `expense`.
    pub kind: AccountKind,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
