//! Money of a payment given back through the processor.

use domain::failure::RefundFailure;
use domain::id::{OrganizationId, PaymentId, PropertyId, RefundId, UserId};
use domain::instant::Instant;
use domain::money::Currency;
use domain::refund::RefundStatus;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refunds")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RefundId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// The property.
    pub property_id: PropertyId,
    /// The payment whose money it is.
    pub payment_id: PaymentId,
    /// The processor's account.
    pub account: String,
    /// `re_…`; none until the processor knows it.
    pub processor_refund_id: Option<String>,
    /// `requested`, `pending`, `succeeded`, `failed` or `canceled`.
    pub status: RefundStatus,
    /// ISO 4217.
    pub currency: Currency,
    /// Minor units.
    pub amount: i64,
    /// The team's words.
    pub reason: Option<String>,
    /// Why it failed: `card_gone`, `declined` and the like.
    pub failure: Option<RefundFailure>,
    /// Who asked for it; none when it was made at the processor.
    pub user_id: Option<UserId>,
    /// How many answers to asking for it were lost; makes the next idempotency key.
    pub idempotency_attempt: i64,
    /// What of `amount` the books count as given back, minor units: all or nothing.
    pub posted_amount: i64,
    /// How often it was posted.
    pub posting_revision: i64,
    /// When made.
    pub created_at: Instant,
    /// Last change.
    pub updated_at: Instant,
}

/// What whoever makes a refund decides.
#[derive(Clone, Debug)]
pub struct NewRefund {
    /// Key, UUIDv7.
    pub id: RefundId,
    /// Minor units.
    pub amount: i64,
    /// Why, in the words of the team; none for a refund that was made at the processor.
    pub reason: Option<String>,
    /// Who asked for it; none for a refund that was made at the processor.
    pub user_id: Option<UserId>,
    /// When made.
    pub created_at: Instant,
}

impl Model {
    /// A refund of a payment that the processor has not confirmed.
    pub fn new(payment: &super::payment::Model, account: String, new: NewRefund) -> Model {
        Model {
            id: new.id,
            organization_id: payment.organization_id,
            property_id: payment.property_id,
            payment_id: payment.id,
            account,
            processor_refund_id: None,
            status: RefundStatus::Requested,
            currency: payment.currency,
            amount: new.amount,
            reason: new.reason,
            failure: None,
            user_id: new.user_id,
            idempotency_attempt: 0,
            posted_amount: 0,
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
