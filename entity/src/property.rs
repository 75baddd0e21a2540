//! One community: its own time zone, currency and payment account.

use domain::day::Day;
use domain::fee::FeeMode;
use domain::id::{OrganizationId, PropertyId, UserId};
use domain::instant::Instant;
use domain::money::Currency;
use domain::place::Country;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "properties")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PropertyId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// Name.
    pub name: String,
    /// Street and number.
    pub address: String,
    /// City, region and postal code.
    pub city: String,
    /// IANA name; due dates are days here.
    pub time_zone: String,
    /// ISO 4217 code.
    pub currency: Currency,
    /// ISO 3166-1 alpha-2, lower case.
    pub country: Country,
    /// ISO 3166-2 code of the state, province or territory, such as `CA-QC`.
    pub region: Option<String>,
    /// Where answers to mail go.
    pub reply_to: Option<String>,
    /// Who bears the fees of bank transfers: `pass` or `absorb`.
    pub bank_fee_mode: FeeMode,
    /// Who bears the fees of cards.
    pub card_fee_mode: FeeMode,
    /// Highest card surcharge, in basis points of the charge.
    pub card_cap_bp: i64,
    /// Last day of the books that is closed, ISO 8601.
    pub books_closed_through: Option<Day>,
    /// Who said that the rules for card surcharges were checked, while cards pass fees on.
    pub card_acknowledged_by: Option<UserId>,
    /// Their name then.
    pub card_acknowledged_name: Option<String>,
    /// When they did.
    pub card_acknowledged_at: Option<Instant>,
    /// Counts changes of the settings, from 1.
    pub version: i64,
    /// When added.
    pub created_at: Instant,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Through `organization_id`.
    #[sea_orm(
        belongs_to = "super::organization::Entity",
        from = "Column::OrganizationId",
        to = "super::organization::Column::Id"
    )]
    Organization,
}

impl Related<super::organization::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Organization.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
