//! One draft of a billing run.

use domain::id::{BillingRunId, InvoiceId};
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "billing_run_items")]
pub struct Model {
    /// The run.
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: BillingRunId,
    /// The draft.
    #[sea_orm(primary_key, auto_increment = false)]
    pub invoice_id: InvoiceId,
    /// `published`, or the code of the error; none while it waits.
    pub outcome: Option<String>,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
