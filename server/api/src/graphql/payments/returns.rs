//! What went back of a payment: refunds and disputes.

use async_graphql::{Enum, Object, Result};
use domain::id;
use entity::{dispute, refund};

use super::super::scalars::{DateTime, Money, encode_id};
use super::failures::RefundFailureReason;

/// Where a refund stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::refund::RefundStatus")]
pub enum RefundStatus {
    /// Decided; on its way to Stripe.
    Requested,
    /// On its way to the payer.
    Pending,
    /// The payer has it.
    Succeeded,
    /// It came back, or Stripe refused: the money is still here.
    Failed,
    /// Called off.
    Canceled,
}

/// Where a dispute stands. A returned bank transfer is a dispute that arrives lost.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::refund::DisputeStage")]
pub enum DisputeStatus {
    /// The bank asks; no money has moved.
    Inquiry,
    /// Evidence is due.
    NeedsResponse,
    /// The bank looks at the evidence.
    UnderReview,
    /// The money is the community's.
    Won,
    /// The money is the payer's; what it paid is owed again.
    Lost,
    /// Settled without a dispute.
    Closed,
}

/// Money of a payment given back.
pub struct Refund {
    pub(super) row: refund::Model,
    pub(super) for_team: bool,
}

/// Money of a payment given back.
#[Object]
impl Refund {
    /// `ref_…`
    async fn id(&self) -> async_graphql::ID {
        encode_id::<id::Refund>(self.row.id)
    }
    /// Where it stands.
    async fn status(&self) -> Result<RefundStatus> {
        Ok(self.row.status.into())
    }
    /// What goes back.
    async fn amount(&self) -> Result<Money> {
        Ok(Money::stored(self.row.amount, self.row.currency))
    }
    /// The team's words; null for a refund made in Stripe.
    async fn reason(&self) -> Option<&str> {
        self.row.reason.as_deref()
    }
    /// Why it failed; for the team.
    async fn failure_reason(&self) -> Result<Option<RefundFailureReason>> {
        Ok(self.row.failure.filter(|_| self.for_team).map(RefundFailureReason::from))
    }
    /// When it was decided.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.row.created_at)
    }
}

/// A payment taken back by the payer's bank.
pub struct Dispute {
    pub(super) row: dispute::Model,
    pub(super) for_team: bool,
}

/// A payment taken back by the payer's bank.
#[Object]
impl Dispute {
    /// `dsp_…`
    async fn id(&self) -> async_graphql::ID {
        encode_id::<id::Dispute>(self.row.id)
    }
    /// Where it stands.
    async fn status(&self) -> Result<DisputeStatus> {
        Ok(self.row.stage.into())
    }
    /// What is disputed.
    async fn amount(&self) -> Result<Money> {
        Ok(Money::stored(self.row.amount, self.row.currency))
    }
    /// What Stripe keeps for it; null for who isn't on the team.
    async fn fee(&self) -> Result<Option<Money>> {
        let fee = Some(self.row.fee).filter(|_| self.for_team);
        Ok(fee.map(|fee| Money::stored(fee, self.row.currency)))
    }
    /// Why, in Stripe's word: `fraudulent`, `insufficient_funds` …
    async fn reason(&self) -> &str {
        &self.row.reason
    }
    /// Until when evidence can be handed in, where it still can; for the team.
    async fn evidence_due_at(&self) -> Result<Option<DateTime>> {
        let stage = self.row.stage;
        let answers = self.for_team
            && matches!(
                stage,
                domain::refund::DisputeStage::Inquiry | domain::refund::DisputeStage::NeedsResponse
            );
        Ok(self.row.evidence_due_at.filter(|_| answers).map(DateTime::stored))
    }
    /// When the bank opened it.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.row.created_at)
    }
}
