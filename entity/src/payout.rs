//! A payout from the processor to the bank.

use domain::day::Day;
use domain::id::{OrganizationId, PayoutId, PropertyId};
use domain::instant::Instant;
use domain::money::Currency;
use domain::payout::PayoutStatus;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payouts")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PayoutId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// The property.
    pub property_id: PropertyId,
    /// `acct_…`
    pub account: String,
    /// `po_…`
    pub processor_payout_id: String,
    /// `pending`, `in_transit`, `paid`, `failed` or `canceled`.
    pub status: PayoutStatus,
    /// ISO 4217 code.
    pub currency: Currency,
    /// Minor units.
    pub amount: i64,
    /// Day, ISO 8601.
    pub arrives_on: Day,
    /// Whether the processor has said what it is made of.
    pub composition_complete: bool,
    /// Why it failed, in the processor's words.
    pub failure: Option<String>,
    /// The same as the processor's code.
    pub failure_code: Option<String>,
    /// Counts the changes.
    pub version: i64,
    /// When made.
    pub created_at: Instant,
    /// When last read.
    pub updated_at: Instant,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
