//! Publishing many drafts in the background.

use domain::bookkeeping::BillingRunStatus;
use domain::id::{ApiKeyId, BillingRunId, OrganizationId, UserId};
use domain::instant::Instant;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "billing_runs")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BillingRunId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// The member.
    pub started_by: UserId,
    /// The key it was started with, when a program did; `started_by` is then who made the key.
    pub started_by_key: Option<ApiKeyId>,
    /// Whether residents are told.
    pub notify: bool,
    /// `running` or `done`.
    pub status: BillingRunStatus,
    /// Drafts when it began.
    pub total: i64,
    /// Published so far.
    pub published: i64,
    /// Refused so far.
    pub failed: i64,
    /// When started.
    pub created_at: Instant,
    /// When done.
    pub finished_at: Option<Instant>,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
