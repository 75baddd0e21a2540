//! A bill for one unit. Published amounts never change.

use domain::day::Day;
use domain::invoice::InvoiceStatus;
use domain::money::Currency;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invoices")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The tenant.
    pub organization_id: Uuid,
    /// The property.
    pub property_id: Uuid,
    /// The unit billed.
    pub unit_id: Uuid,
    /// The unit's primary resident when the invoice was made.
    pub resident_id: Option<Uuid>,
    /// Given at publishing, gap-free per organization.
    pub number: Option<i64>,
    /// `draft`, `open`, `paid`, `void` or `uncollectible`.
    pub status: InvoiceStatus,
    /// What it is for.
    pub title: String,
    /// More words.
    pub description: Option<String>,
    /// Day in the property's zone, ISO 8601.
    pub due_on: Day,
    /// ISO 4217 code.
    pub currency: Currency,
    /// Sum of the lines, minor units.
    pub total: i64,
    /// Still owed, minor units.
    pub balance: i64,
    /// Given up as uncollectible, minor units.
    pub written_off: i64,
    /// Raised with each change.
    pub version: i64,
    /// The member who made it.
    pub created_by: Option<Uuid>,
    /// When made. Unix milliseconds.
    pub created_at: i64,
    /// When published. Unix milliseconds.
    pub published_at: Option<i64>,
    /// When the balance became zero. Unix milliseconds.
    pub paid_at: Option<i64>,
    /// When voided. Unix milliseconds.
    pub voided_at: Option<i64>,
    /// Why.
    pub void_reason: Option<String>,
    /// When last written off. Unix milliseconds.
    pub written_off_at: Option<i64>,
    /// Why; for the team.
    pub write_off_reason: Option<String>,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Through `unit_id`.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::UnitId", to = "super::unit::Column::Id")]
    Unit,
    /// Through `property_id`.
    #[sea_orm(
        belongs_to = "super::property::Entity",
        from = "Column::PropertyId",
        to = "super::property::Column::Id"
    )]
    Property,
    /// Through `resident_id`.
    #[sea_orm(
        belongs_to = "super::resident::Entity",
        from = "Column::ResidentId",
        to = "super::resident::Column::Id"
    )]
    Resident,
}

impl Related<super::unit::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Unit.def()
    }
}

impl Related<super::property::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Property.def()
    }
}

impl Related<super::resident::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Resident.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
