//! A bill for one unit. Published amounts never change.

use domain::day::Day;
use domain::id::{InvoiceId, OrganizationId, PropertyId, ResidentId, UnitId, UserId};
use domain::instant::Instant;
use domain::invoice::{InvoiceState, InvoiceStatus};
use domain::money::Currency;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invoices")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvoiceId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// The property.
    pub property_id: PropertyId,
    /// The unit billed.
    pub unit_id: UnitId,
    /// The unit's primary resident when the invoice was made.
    pub resident_id: Option<ResidentId>,
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
    pub created_by: Option<UserId>,
    /// When made.
    pub created_at: Instant,
    /// When published.
    pub published_at: Option<Instant>,
    /// When the balance became zero.
    pub paid_at: Option<Instant>,
    /// When voided.
    pub voided_at: Option<Instant>,
    /// Why.
    pub void_reason: Option<String>,
    /// When last written off.
    pub written_off_at: Option<Instant>,
    /// Why; for the team.
    pub write_off_reason: Option<String>,
}

/// What whoever makes an invoice decides.
#[derive(Clone, Debug)]
pub struct NewInvoice {
    /// Key, UUIDv7.
    pub id: InvoiceId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// The property.
    pub property_id: PropertyId,
    /// The unit that owes it.
    pub unit_id: UnitId,
    /// Whom it is addressed to.
    pub resident_id: Option<ResidentId>,
    /// What it is for.
    pub title: String,
    /// More words for the resident.
    pub description: Option<String>,
    /// The day it is due.
    pub due_on: Day,
    /// ISO 4217 code.
    pub currency: Currency,
    /// Who makes it.
    pub created_by: Option<UserId>,
    /// When made.
    pub created_at: Instant,
}

impl Model {
    /// An invoice without a number, in the state that [`domain::invoice::new_draft`] gives.
    pub fn new(state: InvoiceState, new: NewInvoice) -> Model {
        Model {
            id: new.id,
            organization_id: new.organization_id,
            property_id: new.property_id,
            unit_id: new.unit_id,
            resident_id: new.resident_id,
            number: None,
            status: state.status,
            title: new.title,
            description: new.description,
            due_on: new.due_on,
            currency: new.currency,
            total: state.total,
            balance: state.balance,
            written_off: state.written_off,
            version: 1,
            created_by: new.created_by,
            created_at: new.created_at,
            published_at: None,
            paid_at: None,
            voided_at: None,
            void_reason: None,
            written_off_at: None,
            write_off_reason: None,
        }
    }
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
