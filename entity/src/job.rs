//! Work to do after the commit that asked for it. Every job can run twice.

use domain::id::JobId;
use domain::instant::Instant;
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
    /// Not before.
    pub run_at: Instant,
    /// Times begun.
    pub attempts: i64,
    /// Raised with each lease; only its holder may finish the job.
    pub lease: i64,
    /// Somebody works on it until then.
    pub leased_until: Option<Instant>,
    /// When done.
    pub finished_at: Option<Instant>,
    /// When given up.
    pub failed_at: Option<Instant>,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When queued.
    pub created_at: Instant,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
