//! One side of a transaction; never changed.

use domain::id::{InvoiceId, LedgerAccountId, LedgerTransactionId, OrganizationId};
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_entries")]
pub struct Model {
    /// The transaction.
    #[sea_orm(primary_key, auto_increment = false)]
    pub transaction_id: LedgerTransactionId,
    /// Order, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// The account.
    pub account_id: LedgerAccountId,
    /// Minor units; a debit is positive, a credit negative.
    pub amount: i64,
    /// The invoice whose balance it moves.
    pub invoice_id: Option<InvoiceId>,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Through `account_id`.
    #[sea_orm(
        belongs_to = "super::ledger_account::Entity",
        from = "Column::AccountId",
        to = "super::ledger_account::Column::Id"
    )]
    Account,
    /// Through `transaction_id`.
    #[sea_orm(
        belongs_to = "super::ledger_transaction::Entity",
        from = "Column::TransactionId",
        to = "super::ledger_transaction::Column::Id"
    )]
    Transaction,
}

impl Related<super::ledger_account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Account.def()
    }
}

impl Related<super::ledger_transaction::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Transaction.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
