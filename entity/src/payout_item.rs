//! One part of a payout.

use domain::id::{OrganizationId, PaymentId, PayoutId};
use domain::payout::PayoutItemKind;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payout_items")]
pub struct Model {
    /// The payout.
    #[sea_orm(primary_key, auto_increment = false)]
    pub payout_id: PayoutId,
    /// `txn_…`
    #[sea_orm(primary_key, auto_increment = false)]
    pub processor_transaction_id: String,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// `payment`, `refund`, `dispute`, `fee`, `adjustment` or `returned`.
    pub kind: PayoutItemKind,
    /// The charge it is or is about, `ch_…` or `py_…`.
    pub charge_id: Option<String>,
    /// The payment it is or is about.
    pub payment_id: Option<PaymentId>,
    /// Before fees, minor units.
    pub gross: i64,
    /// Kept by the processor, minor units.
    pub fee: i64,
    /// What it adds to the payout, minor units.
    pub net: i64,
    /// What it is, in the processor's words.
    pub description: Option<String>,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
