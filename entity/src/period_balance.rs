//! The balance of an account at the end of a period that was closed.

use domain::id::{OrganizationId, PeriodClosingId};
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "period_balances")]
pub struct Model {
    /// The closing.
    #[sea_orm(primary_key, auto_increment = false)]
    pub closing_id: PeriodClosingId,
    /// Code in the chart.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// Minor units; debits positive.
    pub balance: i64,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
