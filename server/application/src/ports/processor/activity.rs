//! What happened on an account lately, to be compared with our rows: what lost webhook events would have said.

use async_trait::async_trait;
use domain::payout::PayoutStatus;
use domain::refund::{DisputeStage, RefundStatus};
use jiff::Timestamp;

use crate::ports::ExternalError;

/// What happened on an account since an instant. No order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecentActivity {
    /// Refunds that were made.
    pub refunds: Vec<RecentRefund>,
    /// Disputes that were opened.
    pub disputes: Vec<RecentDispute>,
    /// Payouts that were made.
    pub payouts: Vec<RecentPayout>,
}

/// A refund as far as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecentRefund {
    /// `re_…`
    pub id: String,
    /// The charge it is of, `ch_…` or `py_…`.
    pub charge_id: String,
    /// Where it stands.
    pub status: RefundStatus,
}

/// A dispute as far as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecentDispute {
    /// `dp_…`
    pub id: String,
    /// The charge it is about, `ch_…` or `py_…`.
    pub charge_id: String,
    /// Where it stands.
    pub stage: DisputeStage,
    /// What the bank has withdrawn and not given back, minor units of the charge's currency.
    pub withdrawn: i64,
}

/// A payout as far as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecentPayout {
    /// `po_…`
    pub id: String,
    /// Where it stands.
    pub status: PayoutStatus,
}

/// Lists by time.
#[async_trait]
pub trait ActivityApi: Send + Sync {
    /// The refunds, disputes and payouts of an account that were created since an instant, all of them.
    async fn list_recent_activity(
        &self,
        account: &str,
        since: Timestamp,
    ) -> Result<RecentActivity, ExternalError>;
}
