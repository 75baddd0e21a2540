//! Money of a payment given back through the processor.

use domain::failure::RefundFailure;
use domain::money::Currency;
use domain::refund::RefundStatus;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refunds")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The tenant.
    pub organization_id: Uuid,
    /// The property.
    pub property_id: Uuid,
    /// The payment whose money it is.
    pub payment_id: Uuid,
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
    pub user_id: Option<Uuid>,
    /// How many answers to asking for it were lost; makes the next idempotency key.
    pub idempotency_attempt: i64,
    /// What of `amount` the books count as given back, minor units: all or nothing.
    pub posted_amount: i64,
    /// How often it was posted.
    pub posting_revision: i64,
    /// Unix milliseconds.
    pub created_at: i64,
    /// Unix milliseconds.
    pub updated_at: i64,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
