//! Money that goes back after a payment succeeded: refunds and disputes, their stages, and what of a payment is
//! kept once some of it went back. All of it follows from sums, never from the order of what became known.

use crate::coded_enum;

coded_enum! {
    /// Status of a refund.
    pub enum RefundStatus {
        /// Recorded, and about to be sent to the payment processor.
        Requested = "requested",
        /// On its way to the payer.
        Pending = "pending",
        /// The payer has the money.
        Succeeded = "succeeded",
        /// Rejected or returned; the money stays with the community.
        Failed = "failed",
        /// Canceled before it was sent.
        Canceled = "canceled",
    }
}

impl RefundStatus {
    /// Whether the money has left the processor's balance.
    pub fn has_left_balance(self) -> bool {
        matches!(self, RefundStatus::Pending | RefundStatus::Succeeded)
    }

    /// Whether it takes up what can be refunded.
    pub fn reduces_refundable(self) -> bool {
        self == RefundStatus::Requested || self.has_left_balance()
    }
}

coded_enum! {
    /// Status of a dispute. A bank debit that was returned is a dispute that arrives as `LOST`.
    pub enum DisputeStage {
        /// The payer's bank asks a question; no money has moved.
        Inquiry = "inquiry",
        /// The bank holds the money and waits for evidence.
        NeedsResponse = "needs_response",
        /// The bank reviews the evidence.
        UnderReview = "under_review",
        /// Decided for the community, which has the money again.
        Won = "won",
        /// Decided for the payer, who has the money; the amount is owed again.
        Lost = "lost",
        /// The bank's question was settled without a dispute.
        Closed = "closed",
    }
}

impl DisputeStage {
    /// Whether something may still come of it.
    pub fn is_open(self) -> bool {
        matches!(self, DisputeStage::Inquiry | DisputeStage::NeedsResponse | DisputeStage::UnderReview)
    }
}

/// What is retained of a payment: of each allocation, and of the fee on top. Minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetainedAmounts {
    /// In the order given.
    pub allocations: Vec<i64>,
    /// Of the fee.
    pub fee: i64,
}

/// What is retained of `allocations` (the first is paid off first) and `fee` after `returned` went back: the last goes
/// first, the fee last of all.
pub fn retained_amounts(allocations: &[i64], fee: i64, returned: i64) -> RetainedAmounts {
    let mut left = returned.max(0);
    let mut retained: Vec<i64> = allocations.to_vec();
    for allocation in retained.iter_mut().rev() {
        let taken = left.min(*allocation);
        *allocation = allocation.saturating_sub(taken);
        left = left.saturating_sub(taken);
    }
    RetainedAmounts { allocations: retained, fee: fee.saturating_sub(left).max(0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refunds_reverse_allocations_last_first_and_the_fee_last() {
        let retained = |back| super::retained_amounts(&[300, 200], 15, back);
        assert_eq!(retained(0), RetainedAmounts { allocations: vec![300, 200], fee: 15 });
        assert_eq!(retained(150), RetainedAmounts { allocations: vec![300, 50], fee: 15 });
        assert_eq!(retained(250), RetainedAmounts { allocations: vec![250, 0], fee: 15 });
        assert_eq!(retained(505), RetainedAmounts { allocations: vec![0, 0], fee: 10 });
        assert_eq!(retained(515), RetainedAmounts { allocations: vec![0, 0], fee: 0 });
    }

    proptest! {
        #[test]
        fn no_cent_is_lost(allocations in prop::collection::vec(1_i64..1_000, 1..5), fee in 0_i64..100, part in 0_i64..6_000) {
            let gross: i64 = allocations.iter().sum::<i64>() + fee;
            let back = part.min(gross);
            let retained = retained_amounts(&allocations, fee, back);
            prop_assert_eq!(retained.allocations.iter().sum::<i64>() + retained.fee, gross - back);
        }
    }
}
