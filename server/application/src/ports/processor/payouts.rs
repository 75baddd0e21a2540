//! Payouts into the community's bank account, and what each is made of.

use async_trait::async_trait;
use domain::money::Money;
use domain::payout::{PayoutItemKind, PayoutStatus};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::ports::ExternalError;

/// A payout into the community's bank account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemotePayout {
    /// `po_…`
    pub id: String,
    /// Where it stands.
    pub status: PayoutStatus,
    /// What arrives.
    pub amount: Money,
    /// The day the bank has it.
    pub arrives_on: Date,
    /// When it was made.
    pub created_at: Timestamp,
    /// Why it failed, in the processor's words.
    pub failure: Option<String>,
    /// The same as the processor's code, such as `account_closed`.
    pub failure_code: Option<String>,
    /// Whether its composition is complete: the processor may not have reconciled it yet.
    pub composition_complete: bool,
    /// What it is made of; empty until the processor has reconciled it.
    pub items: Vec<RemotePayoutItem>,
}

/// One item of a payout. Amounts in minor units of the payout's currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemotePayoutItem {
    /// The balance transaction, `txn_…`.
    pub id: String,
    /// What it is.
    pub kind: PayoutItemKind,
    /// The charge it is or is about, `ch_…` or `py_…`.
    pub charge_id: Option<String>,
    /// What it is, in the processor's words.
    pub description: Option<String>,
    /// Before fees.
    pub gross: i64,
    /// Kept by the processor.
    pub fee: i64,
    /// What it adds to the payout: `gross` less `fee`.
    pub net: i64,
}

/// Payouts at the processor.
#[async_trait]
pub trait PayoutApi: Send + Sync {
    /// A payout with its composition.
    async fn retrieve_payout(&self, account: &str, payout_id: &str) -> Result<RemotePayout, ExternalError>;
}
