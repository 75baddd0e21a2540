//! A property's account at the payment processor, and those it had before.

use domain::id::{OrganizationId, PaymentAccountId, PropertyId};
use domain::instant::Instant;
use domain::payment_account::{Dashboard, PaymentAccountStatus, RequiredFields};
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payment_accounts")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaymentAccountId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// The property.
    pub property_id: PropertyId,
    /// `acct_…`, once made.
    pub processor_account_id: Option<String>,
    /// One of the six states.
    pub status: PaymentAccountStatus,
    /// Cards can be charged.
    pub card_ready: bool,
    /// Bank accounts can be debited.
    pub bank_ready: bool,
    /// What the processor still asks for.
    pub requirements_due: RequiredFields,
    /// When the first of what is asked for becomes overdue.
    pub requirements_deadline: Option<Instant>,
    /// How its owner sees it: `full`, `express` or `none`.
    pub dashboard: Dashboard,
    /// Real money.
    pub livemode: bool,
    /// When our access ended; such an account is only history.
    pub unlinked_at: Option<Instant>,
    /// When made.
    pub created_at: Instant,
    /// When last read from the processor.
    pub updated_at: Instant,
    /// When its refunds, disputes and payouts were last compared with our rows.
    pub synced_at: Option<Instant>,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
