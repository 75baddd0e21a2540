//! A card or bank account that a resident saved, and on what terms it pays their invoices.

use domain::autopay::AutopayEndReason;
use domain::autopay::AutopayStatus;
use domain::fee::OnlineMethod;
use domain::id::{AutopayId, OrganizationId, PropertyId, ResidentId, UserId};
use domain::instant::Instant;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "autopays")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AutopayId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// The property whose invoices are paid.
    pub property_id: PropertyId,
    /// Whose invoices are paid.
    pub resident_id: ResidentId,
    /// Who set it up.
    pub user_id: UserId,
    /// The processor's account.
    pub account: String,
    /// `cus_…`, once the processor knows the payer.
    pub customer_id: Option<String>,
    /// `cs_…`, the page on which it is saved.
    pub session_id: Option<String>,
    /// `pm_…`, once it is saved.
    pub payment_method_id: Option<String>,
    /// `mandate_…`, where the method has one.
    pub mandate_id: Option<String>,
    /// What the payer knows it by: `Visa •••• 4242`.
    pub label: Option<String>,
    /// `bank` or `card`.
    pub method: OnlineMethod,
    /// `setting_up`, `active` or `ended`.
    pub status: AutopayStatus,
    /// The most one charge may be, fee included, minor units.
    pub cap: i64,
    /// Days before the due date.
    pub days_before: i64,
    /// Why it ended.
    pub ended_reason: Option<AutopayEndReason>,
    /// Whether the processor must still forget the payment method.
    pub detach_pending: bool,
    /// Raised by every change.
    pub version: i64,
    /// When made.
    pub created_at: Instant,
    /// Last change.
    pub updated_at: Instant,
    /// When the payer agreed.
    pub activated_at: Option<Instant>,
    /// When it ended.
    pub ended_at: Option<Instant>,
}

/// What a resident decides about an autopay, and where it charges.
#[derive(Clone, Debug)]
pub struct NewAutopay {
    /// Key, UUIDv7.
    pub id: AutopayId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// The property whose invoices are paid.
    pub property_id: PropertyId,
    /// Whose invoices are paid.
    pub resident_id: ResidentId,
    /// Who sets it up.
    pub user_id: UserId,
    /// The processor's account.
    pub account: String,
    /// Bank or card.
    pub method: OnlineMethod,
    /// The most one charge may be, fee included, minor units.
    pub cap: i64,
    /// Days before the due date.
    pub days_before: i64,
    /// When made.
    pub created_at: Instant,
}

impl Model {
    /// An autopay whose card or bank account is not saved yet.
    pub fn new(new: NewAutopay) -> Model {
        Model {
            id: new.id,
            organization_id: new.organization_id,
            property_id: new.property_id,
            resident_id: new.resident_id,
            user_id: new.user_id,
            account: new.account,
            customer_id: None,
            session_id: None,
            payment_method_id: None,
            mandate_id: None,
            label: None,
            method: new.method,
            status: AutopayStatus::SettingUp,
            cap: new.cap,
            days_before: new.days_before,
            ended_reason: None,
            detach_pending: false,
            version: 1,
            created_at: new.created_at,
            updated_at: new.created_at,
            activated_at: None,
            ended_at: None,
        }
    }
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
