//! A payment: money collected online, or recorded by hand.

use domain::day::Day;
use domain::failure::PaymentFailure;
use domain::id::{OrganizationId, PaymentId, PropertyId, ResidentId, UnitId, UserId};
use domain::instant::Instant;
use domain::money::Currency;
use domain::payment::PaymentMethod;
use domain::payment::PaymentMismatch;
use domain::payment::PaymentStatus;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payments")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaymentId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// The property.
    pub property_id: PropertyId,
    /// The unit whose invoices it pays.
    pub unit_id: UnitId,
    /// Who pays.
    pub resident_id: Option<ResidentId>,
    /// Who started or recorded it.
    pub user_id: UserId,
    /// `bank`, `card`, `cash`, `cheque` or `other`.
    pub method: PaymentMethod,
    /// `created`, `open`, `processing`, `succeeded`, `failed`, `expired` or `reversed`.
    pub status: PaymentStatus,
    /// ISO 4217 code.
    pub currency: Currency,
    /// Taken off the invoices, minor units.
    pub amount: i64,
    /// Paid on top by the resident, minor units.
    pub fee: i64,
    /// What the processor was expected to keep, the platform's part included, minor units.
    pub processor_fee_quoted: i64,
    /// What it kept, minor units; none until it says so, and then the books hold what was expected.
    pub processor_fee: Option<i64>,
    /// The platform's part of the fees, minor units.
    pub platform_fee: i64,
    /// Given back by refunds, minor units.
    pub refunded: i64,
    /// Held by the payer's bank while a dispute is open, minor units.
    pub disputed: i64,
    /// Taken back by the payer's bank for good, minor units.
    pub returned: i64,
    /// The account charged, `acct_…`.
    pub account: Option<String>,
    /// Part of the idempotency key of the Checkout Session; raised when an answer of the processor was lost.
    pub idempotency_attempt: i64,
    /// `cs_…`
    pub session_id: Option<String>,
    /// The hosted page while it is open.
    pub checkout_url: Option<String>,
    /// `pi_…`
    pub intent_id: Option<String>,
    /// `ch_…`
    pub charge_id: Option<String>,
    /// What the processor reports otherwise than this row, such as `other_amount`; a person must look.
    pub mismatch: Option<PaymentMismatch>,
    /// Why it failed: `insufficient_funds`, `card_expired` and the like.
    pub failure: Option<PaymentFailure>,
    /// Day a transfer should have settled, ISO 8601.
    pub expected_by: Option<Day>,
    /// Day money came by hand, ISO 8601.
    pub received_on: Option<Day>,
    /// Number of the cheque or the like.
    pub reference: Option<String>,
    /// For the team.
    pub note: Option<String>,
    /// Why it was taken back.
    pub reversal_reason: Option<String>,
    /// Raised with each change.
    pub version: i64,
    /// When started.
    pub created_at: Instant,
    /// Last change.
    pub updated_at: Instant,
    /// When the bank transfer started.
    pub processing_at: Option<Instant>,
    /// When the money was ours.
    pub succeeded_at: Option<Instant>,
}

/// What whoever makes a payment decides.
#[derive(Clone, Debug)]
pub struct NewPayment {
    /// Key, UUIDv7.
    pub id: PaymentId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// The property.
    pub property_id: PropertyId,
    /// The unit whose invoices it pays.
    pub unit_id: UnitId,
    /// Who pays.
    pub resident_id: Option<ResidentId>,
    /// Who starts or records it.
    pub user_id: UserId,
    /// How it is paid.
    pub method: PaymentMethod,
    /// ISO 4217 code.
    pub currency: Currency,
    /// Taken off the invoices, minor units.
    pub amount: i64,
    /// Paid on top by the resident, minor units.
    pub fee: i64,
    /// What the processor is expected to keep, the platform's part included, minor units.
    pub processor_fee_quoted: i64,
    /// The platform's part of the fees, minor units.
    pub platform_fee: i64,
    /// The account charged, `acct_…`; none for money by hand.
    pub account: Option<String>,
    /// When made.
    pub created_at: Instant,
}

impl Model {
    /// A payment of which nothing is known yet but that it was started.
    pub fn new(new: NewPayment) -> Model {
        Model {
            id: new.id,
            organization_id: new.organization_id,
            property_id: new.property_id,
            unit_id: new.unit_id,
            resident_id: new.resident_id,
            user_id: new.user_id,
            method: new.method,
            status: PaymentStatus::Created,
            currency: new.currency,
            amount: new.amount,
            fee: new.fee,
            processor_fee_quoted: new.processor_fee_quoted,
            processor_fee: None,
            platform_fee: new.platform_fee,
            refunded: 0,
            disputed: 0,
            returned: 0,
            account: new.account,
            idempotency_attempt: 0,
            session_id: None,
            checkout_url: None,
            intent_id: None,
            charge_id: None,
            mismatch: None,
            failure: None,
            expected_by: None,
            received_on: None,
            reference: None,
            note: None,
            reversal_reason: None,
            version: 1,
            created_at: new.created_at,
            updated_at: new.created_at,
            processing_at: None,
            succeeded_at: None,
        }
    }
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Through `resident_id`.
    #[sea_orm(
        belongs_to = "super::resident::Entity",
        from = "Column::ResidentId",
        to = "super::resident::Column::Id"
    )]
    Resident,
    /// Through `unit_id`.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::UnitId", to = "super::unit::Column::Id")]
    Unit,
}

impl Related<super::resident::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Resident.def()
    }
}

impl Related<super::unit::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Unit.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
