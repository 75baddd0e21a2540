//! A tenant: a management company or a self-managed community.

use domain::id::OrganizationId;
use domain::instant::Instant;
use domain::place::Country;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organizations")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganizationId,
    /// Name, as residents see it in mail.
    pub name: String,
    /// ISO 3166-1 alpha-2, lower case.
    pub country: Country,
    /// Put before invoice numbers: `INV`.
    pub invoice_prefix: String,
    /// Number of the next invoice published; taken under a row lock, so the sequence has no gaps.
    pub next_invoice_number: i64,
    /// Key of the logo in the file store.
    pub logo_key: Option<String>,
    /// Whether members need a second factor.
    pub second_factor_required: bool,
    /// When added.
    pub created_at: Instant,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
