//! What a payout is made of, and whether that explains its amount.

use domain::payout::{PayoutFailureReason, PayoutStatus, unexplained_amount};
use entity::payout;

use store::payouts::PayoutItemTotal;

/// The sums by kind, in the order of the kinds.
pub fn composition(mut totals: Vec<PayoutItemTotal>) -> Vec<PayoutItemTotal> {
    totals.sort_by_key(|total| total.kind);
    totals
}

/// What of the amount the items do not explain, in minor units; none until the composition is complete.
pub fn unexplained(row: &payout::Model, totals: &[PayoutItemTotal]) -> Option<i64> {
    let nets = totals.iter().fold(0_i64, |sum, total| sum.saturating_add(total.net));
    unexplained_amount(row.amount, row.composition_complete, nets)
}

/// Why a failed payout did not reach the bank account; none for any other.
pub fn failure_reason(row: &payout::Model) -> Option<PayoutFailureReason> {
    let failed = row.status == PayoutStatus::Failed;
    failed.then(|| PayoutFailureReason::from_code(row.failure_code.as_deref().unwrap_or_default()))
}
