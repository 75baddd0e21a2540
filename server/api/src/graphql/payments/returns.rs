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

/// Money of a payment that is given back to the payer.
pub struct Refund {
    pub(super) row: refund::Model,
    pub(super) for_team: bool,
}

/// Money of a payment that is given back to the payer.
#[Object]
impl Refund {
    /// Unique id, starting with `ref_`.
    async fn id(&self) -> async_graphql::ID {
        encode_id::<id::Refund>(self.row.id)
    }
    /// Where the refund stands on its way to the payer.
    async fn status(&self) -> RefundStatus {
        self.row.status.into()
    }
    /// Amount that is given back.
    async fn amount(&self) -> Money {
        Money::stored(self.row.amount, self.row.currency)
    }
    /// Reason the team gave; null for a refund made at the payment processor.
    async fn reason(&self) -> Option<&str> {
        self.row.reason.as_deref()
    }
    /// Why the refund failed; null when it did not, and for all but the team.
    async fn failure_reason(&self) -> Option<RefundFailureReason> {
        visibility::refund_failure(&self.row, self.for_team).map(RefundFailureReason::from)
    }
    /// When the refund was requested.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.row.created_at)
    }
}

/// A payment that the payer's bank questions or takes back.
pub struct Dispute {
    pub(super) row: dispute::Model,
    pub(super) for_team: bool,
}

/// A payment that the payer's bank questions or takes back.
#[Object]
impl Dispute {
    /// Unique id, starting with `dsp_`.
    async fn id(&self) -> async_graphql::ID {
        encode_id::<id::Dispute>(self.row.id)
    }
    /// Where the dispute stands.
    async fn status(&self) -> DisputeStatus {
        self.row.stage.into()
    }
    /// Amount the payer's bank questions or takes back.
    async fn amount(&self) -> Money {
        Money::stored(self.row.amount, self.row.currency)
    }
    /// Fee the processor keeps for the dispute; null for all but the team.
    async fn fee(&self) -> Option<Money> {
        let fee = visibility::dispute_fee(&self.row, self.for_team);
        fee.map(|fee| Money::stored(fee, self.row.currency))
    }
    /// The processor's code of the reason, such as `fraudulent` or `insufficient_funds`.
    async fn reason(&self) -> &str {
        &self.row.reason
    }
    /// Until when evidence can be submitted; null when it can't any more, and for all but the team.
    async fn evidence_due_at(&self) -> Option<DateTime> {
        visibility::evidence_due_at(&self.row, self.for_team).map(DateTime::stored)
    }
    /// When the bank opened the dispute.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.row.created_at)
    }
}
