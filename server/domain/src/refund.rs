//! Money that goes back after a payment succeeded: refunds and disputes, their stages, and what of a payment is
//! kept once some of it went back. All of it follows from sums, never from the order of what became known.

/// Where a refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Decided here; the processor may not know it yet.
    Requested,
    /// The processor is sending it.
    Pending,
    /// The payer has it.
    Succeeded,
    /// It came back, or the processor refused.
    Failed,
    /// It was called off.
    Canceled,
}

impl Status {
    /// Whether the money has left the processor's balance.
    pub fn is_out(self) -> bool {
        matches!(self, Status::Pending | Status::Succeeded)
    }

    /// Whether it takes up what can be refunded.
    pub fn counts(self) -> bool {
        self == Status::Requested || self.is_out()
    }
}

/// Where a dispute stands. A returned bank debit is a dispute that arrives lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The bank asks; no money has moved.
    Inquiry,
    /// Evidence is due.
    NeedsResponse,
    /// The bank looks at the evidence.
    UnderReview,
    /// The money is the community's.
    Won,
    /// The money is the payer's.
    Lost,
    /// The bank's question was settled without a dispute.
    Closed,
}

impl Stage {
    /// Whether something may still come of it.
    pub fn is_open(self) -> bool {
        matches!(self, Stage::Inquiry | Stage::NeedsResponse | Stage::UnderReview)
    }
}

/// What is kept of a payment: of each share, and of the fee on top. Minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// In the order given.
    pub shares: Vec<i64>,
    /// Of the fee.
    pub fee: i64,
}

/// What is kept of `shares` (the first is paid off first) and `fee` after `back` went back: the last share goes
/// first, the fee last of all.
pub fn kept(shares: &[i64], fee: i64, back: i64) -> Kept {
    let mut left = back.max(0);
    let mut kept: Vec<i64> = shares.to_vec();
    for share in kept.iter_mut().rev() {
        let taken = left.min(*share);
        *share = share.saturating_sub(taken);
        left = left.saturating_sub(taken);
    }
    Kept { shares: kept, fee: fee.saturating_sub(left).max(0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_last_share_goes_back_first_and_the_fee_last() {
        let kept = |back| super::kept(&[300, 200], 15, back);
        assert_eq!(kept(0), Kept { shares: vec![300, 200], fee: 15 });
        assert_eq!(kept(150), Kept { shares: vec![300, 50], fee: 15 });
        assert_eq!(kept(250), Kept { shares: vec![250, 0], fee: 15 });
        assert_eq!(kept(505), Kept { shares: vec![0, 0], fee: 10 });
        assert_eq!(kept(515), Kept { shares: vec![0, 0], fee: 0 });
    }

    proptest! {
        #[test]
        fn no_cent_is_lost(shares in prop::collection::vec(1_i64..1_000, 1..5), fee in 0_i64..100, part in 0_i64..6_000) {
            let gross: i64 = shares.iter().sum::<i64>() + fee;
            let back = part.min(gross);
            let kept = kept(&shares, fee, back);
            prop_assert_eq!(kept.shares.iter().sum::<i64>() + kept.fee, gross - back);
        }
    }
}
