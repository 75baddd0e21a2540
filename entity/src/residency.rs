//! A resident in a unit, from a day to a day.

use domain::community::ResidencyKind;
use domain::day::Day;
use domain::id::{OrganizationId, PropertyId, ResidencyId, ResidentId, UnitId};
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "residencies")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ResidencyId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// The property.
    pub property_id: PropertyId,
    /// The unit.
    pub unit_id: UnitId,
    /// The resident.
    pub resident_id: ResidentId,
    /// `owner` or `tenant`.
    pub kind: ResidencyKind,
    /// Whether invoices of the unit are addressed to them; one per unit.
    pub is_primary: bool,
    /// First day, ISO 8601.
    pub starts_on: Day,
    /// Last day, ISO 8601.
    pub ends_on: Option<Day>,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Through `unit_id`.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::UnitId", to = "super::unit::Column::Id")]
    Unit,
    /// Through `resident_id`.
    #[sea_orm(
        belongs_to = "super::resident::Entity",
        from = "Column::ResidentId",
        to = "super::resident::Column::Id"
    )]
    Resident,
    /// Through `property_id`.
    #[sea_orm(
        belongs_to = "super::property::Entity",
        from = "Column::PropertyId",
        to = "super::property::Column::Id"
    )]
    Property,
}

impl Related<super::unit::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Unit.def()
    }
}

impl Related<super::resident::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Resident.def()
    }
}

impl Related<super::property::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Property.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
