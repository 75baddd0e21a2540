//! A line of an invoice.

use domain::id::{InvoiceId, InvoiceLineId, OrganizationId};
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invoice_lines")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvoiceLineId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// Order, from 0.
    pub position: i64,
    /// Words.
    pub description: String,
    /// The account it earns on.
    pub account_code: String,
    /// The tax it is, if it is one: `GST`, `QST`.
    pub tax_code: Option<String>,
    /// Minor units.
    pub amount: i64,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
