//! Money that goes back of a charge: refunds, and the disputes of payers' banks.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::failure::RefundFailure;
use domain::money::Money;
use domain::refund::{DisputeStage, RefundStatus};
use jiff::Timestamp;

use crate::ports::ExternalError;

/// Money to be given back.
#[derive(Debug, Clone)]
pub struct NewRefund {
    /// The property's account.
    pub account: String,
    /// `pi_…`
    pub intent_id: String,
    /// Minor units of the payment's currency.
    pub amount: i64,
    /// The payment's metadata and the refund's id; written onto the refund.
    pub metadata: Vec<(String, String)>,
    /// Kept before the call.
    pub idempotency_key: String,
}

/// A refund as it is at the processor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteRefund {
    /// `re_…`
    pub id: String,
    /// Where it stands; never `Requested`.
    pub status: RefundStatus,
    /// What goes back.
    pub amount: Money,
    /// The metadata it carries.
    pub metadata: BTreeMap<String, String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Why it failed.
    pub failure: Option<RefundFailure>,
}

/// A dispute as it is at the processor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteDispute {
    /// `dp_…`
    pub id: String,
    /// Where it stands.
    pub stage: DisputeStage,
    /// What is disputed.
    pub amount: Money,
    /// What the bank has withdrawn and not given back, minor units.
    pub withdrawn: i64,
    /// What the processor keeps for it, minor units.
    pub fee: i64,
    /// The processor's word for why, such as `fraudulent`.
    pub reason: String,
    /// Until when evidence can be handed in.
    pub evidence_due_at: Option<Timestamp>,
    /// When it was opened.
    pub created_at: Timestamp,
}

/// Everything that went back of one charge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RemoteRefundsAndDisputes {
    /// Refunds, the oldest first.
    pub refunds: Vec<RemoteRefund>,
    /// Disputes, the oldest first.
    pub disputes: Vec<RemoteDispute>,
}

/// Refunds and disputes at the processor.
#[async_trait]
pub trait RefundApi: Send + Sync {
    /// Gives money of a payment back.
    async fn create_refund(&self, refund: NewRefund) -> Result<RemoteRefund, ExternalError>;
    /// What went back of a charge, all of it.
    async fn list_refunds_and_disputes(
        &self,
        account: &str,
        charge_id: &str,
    ) -> Result<RemoteRefundsAndDisputes, ExternalError>;
}
