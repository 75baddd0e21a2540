//! A payment taken back by the payer's bank: a card dispute, or a returned bank debit.

use domain::id::{DisputeId, OrganizationId, PaymentId, PropertyId};
use domain::instant::Instant;
use domain::money::Currency;
use domain::refund::DisputeStage;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "disputes")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DisputeId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// The property.
    pub property_id: PropertyId,
    /// The payment.
    pub payment_id: PaymentId,
    /// The processor's account.
    pub account: String,
    /// `dp_…`
    pub processor_dispute_id: String,
    /// `inquiry`, `needs_response`, `under_review`, `won`, `lost` or `closed`.
    pub stage: DisputeStage,
    /// ISO 4217.
    pub currency: Currency,
    /// What the bank disputes, minor units.
    pub amount: i64,
    /// The processor's word: `fraudulent`, `insufficient_funds` …
    pub reason: String,
    /// Until when evidence can be handed in.
    pub evidence_due_at: Option<Instant>,
    /// What the bank has withdrawn and not given back, minor units, as posted.
    pub withdrawn: i64,
    /// What the processor kept for it, minor units, as posted.
    pub fee: i64,
    /// What of `withdrawn` is lost, minor units, as posted.
    pub lost: i64,
    /// How often it was posted.
    pub posting_revision: i64,
    /// When the bank opened it.
    pub created_at: Instant,
    /// Last change.
    pub updated_at: Instant,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
