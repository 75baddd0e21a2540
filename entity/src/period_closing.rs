//! A period of a property's books that was closed or reopened.

use domain::bookkeeping::PeriodClosingKind;
use domain::day::Day;
use domain::id::{OrganizationId, PeriodClosingId, PropertyId, UserId};
use domain::instant::Instant;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "period_closings")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PeriodClosingId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// The property.
    pub property_id: PropertyId,
    /// Position among the property's closings, from 1.
    pub sequence: i64,
    /// `closed` or `reopened`.
    pub kind: PeriodClosingKind,
    /// Last day that is closed after it, ISO 8601; none when nothing is.
    pub closed_through: Option<Day>,
    /// Why it was reopened.
    pub reason: Option<String>,
    /// Who did it.
    pub user_id: UserId,
    /// Their name then.
    pub user_name: String,
    /// Sequence of the last transaction of the days that are closed; 0 where there is none.
    pub ledger_sequence: i64,
    /// Its hash; empty where there is none.
    pub ledger_hash: String,
    /// When.
    pub created_at: Instant,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
