//! The share of a payment that goes to one invoice.

use domain::id::{InvoiceId, OrganizationId, PaymentId};
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payment_allocations")]
pub struct Model {
    /// The payment.
    #[sea_orm(primary_key, auto_increment = false)]
    pub payment_id: PaymentId,
    /// The invoice.
    #[sea_orm(primary_key, auto_increment = false)]
    pub invoice_id: InvoiceId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// Minor units.
    pub amount: i64,
    /// What of `amount` came and was not given back, minor units: 0 until the payment succeeds.
    pub retained_amount: i64,
    /// The attempt is under way: the invoice takes no other.
    pub active: bool,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Through `payment_id`.
    #[sea_orm(
        belongs_to = "super::payment::Entity",
        from = "Column::PaymentId",
        to = "super::payment::Column::Id"
    )]
    Payment,
    /// Through `invoice_id`.
    #[sea_orm(
        belongs_to = "super::invoice::Entity",
        from = "Column::InvoiceId",
        to = "super::invoice::Column::Id"
    )]
    Invoice,
}

impl Related<super::payment::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Payment.def()
    }
}

impl Related<super::invoice::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Invoice.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
