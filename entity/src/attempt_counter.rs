//! How often something was tried within a window of time.

use domain::instant::Instant;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attempt_counters")]
pub struct Model {
    /// What is counted, and for whom.
    #[sea_orm(primary_key, auto_increment = false)]
    pub bucket: String,
    /// When the window began.
    pub began_at: Instant,
    /// Attempts in it.
    pub count: i64,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
