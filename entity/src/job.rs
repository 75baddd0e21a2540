//! Work to do after the commit that asked for it. Every job can run twice.

use domain::id::JobId;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobId,
    /// Which job.
    pub kind: String,
    /// The same work is queued once.
    pub key: String,
    /// JSON.
    pub payload: String,
    /// Not before. Unix milliseconds.
    pub run_at: i64,
    /// Times begun.
    pub attempts: i64,
    /// Raised with each lease; only its holder may finish the job.
    pub lease: i64,
    /// Somebody works on it until then. Unix milliseconds.
    pub leased_until: Option<i64>,
    /// When done. Unix milliseconds.
    pub finished_at: Option<i64>,
    /// When given up. Unix milliseconds.
    pub failed_at: Option<i64>,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When queued. Unix milliseconds.
    pub created_at: i64,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
