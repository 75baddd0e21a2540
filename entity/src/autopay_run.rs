//! What autopay did for one invoice: the notice, the day of the charge, the tries and how it ended.

use domain::autopay::AutopayRunState;
use domain::autopay::AutopaySkipReason;
use domain::day::Day;
use domain::id::{AutopayId, AutopayRunId, InvoiceId, OrganizationId, PaymentId};
use domain::instant::Instant;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "autopay_runs")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AutopayRunId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// The autopay.
    pub autopay_id: AutopayId,
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// The day of the next charge, ISO 8601.
    pub charge_on: Day,
    /// How often it was charged.
    pub attempts: i64,
    /// `noticed`, `charging`, `paid`, `skipped` or `over`.
    pub state: AutopayRunState,
    /// `above_cap` or `not_ready`.
    pub skipped_reason: Option<AutopaySkipReason>,
    /// The last try's payment.
    pub payment_id: Option<PaymentId>,
    /// When made.
    pub created_at: Instant,
    /// Last change.
    pub updated_at: Instant,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
