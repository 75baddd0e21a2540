//! A balanced transaction; each carries the hash of the one before in its property.

use domain::id::{LedgerTransactionId, OrganizationId, PropertyId, Uuid};
use domain::instant::Instant;
use domain::ledger::TransactionCause;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_transactions")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LedgerTransactionId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// The property.
    pub property_id: PropertyId,
    /// Position in the chain, from 1.
    pub sequence: i64,
    /// When.
    pub at: Instant,
    /// What caused it, once: `invoice:…:published`.
    pub source: String,
    /// Which business event: `online_payment`, `payout` …
    pub cause: TransactionCause,
    /// The invoice, payment or payout it is about.
    pub object_id: Uuid,
    /// For people.
    pub memo: String,
    /// Hex; empty for the first.
    pub previous_hash: String,
    /// SHA-256, hex.
    pub hash: String,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
