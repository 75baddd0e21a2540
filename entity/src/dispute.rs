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

/// What is known of a dispute when it is first seen.
#[derive(Clone, Debug)]
pub struct NewDispute {
    /// Key.
    pub id: DisputeId,
    /// `dp_…`
    pub processor_dispute_id: String,
    /// How far it is.
    pub stage: DisputeStage,
    /// What the bank disputes, minor units.
    pub amount: i64,
    /// The processor's word.
    pub reason: String,
    /// When the bank opened it.
    pub created_at: Instant,
}

impl Model {
    /// A dispute of a payment, of which nothing is posted.
    pub fn new(payment: &super::payment::Model, account: String, new: NewDispute) -> Model {
        Model {
            id: new.id,
            organization_id: payment.organization_id,
            property_id: payment.property_id,
            payment_id: payment.id,
            account,
            processor_dispute_id: new.processor_dispute_id,
            stage: new.stage,
            currency: payment.currency,
            amount: new.amount,
            reason: new.reason,
            evidence_due_at: None,
            withdrawn: 0,
            fee: 0,
            lost: 0,
            posting_revision: 0,
            created_at: new.created_at,
            updated_at: new.created_at,
        }
    }
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
