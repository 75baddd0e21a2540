//! What went back of a payment: refunds and disputes.

use async_graphql::Object;
use domain::id;
use entity::{dispute, refund};

use super::failures::RefundFailureReason;
use crate::graphql::enums::schema_enum;
use crate::graphql::scalars::{DateTime, Money, encode_id};
use application::payments::visibility;

schema_enum!(RefundStatus = domain::refund::RefundStatus);

schema_enum!(DisputeStatus = domain::refund::DisputeStage);

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
    async fn status(&self) -> RefundStatus {
        self.row.status.into()
    }
    /// What goes back.
    async fn amount(&self) -> Money {
        Money::stored(self.row.amount, self.row.currency)
    }
    /// The team's words; null for a refund made in Stripe.
    async fn reason(&self) -> Option<&str> {
        self.row.reason.as_deref()
    }
    /// Why it failed; for the team.
    async fn failure_reason(&self) -> Option<RefundFailureReason> {
        visibility::refund_failure(&self.row, self.for_team).map(RefundFailureReason::from)
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
    async fn status(&self) -> DisputeStatus {
        self.row.stage.into()
    }
    /// What is disputed.
    async fn amount(&self) -> Money {
        Money::stored(self.row.amount, self.row.currency)
    }
    /// What Stripe keeps for it; null for who isn't on the team.
    async fn fee(&self) -> Option<Money> {
        let fee = visibility::dispute_fee(&self.row, self.for_team);
        fee.map(|fee| Money::stored(fee, self.row.currency))
    }
    /// Why, in Stripe's word: `fraudulent`, `insufficient_funds` …
    async fn reason(&self) -> &str {
        &self.row.reason
    }
    /// Until when evidence can be handed in, where it still can; for the team.
    async fn evidence_due_at(&self) -> Option<DateTime> {
        visibility::evidence_due_at(&self.row, self.for_team).map(DateTime::stored)
    }
    /// When the bank opened it.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.row.created_at)
    }
}
