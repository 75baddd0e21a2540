//! What of a payment, its refunds and its disputes is shown to whom, and when it still matters.

use domain::day::Day;
use domain::failure::RefundFailure;
use domain::instant::Instant;
use domain::payment::PaymentStatus;
use domain::refund::DisputeStage;
use entity::{dispute, payment, refund};

use crate::identity::Caller;

/// Whether the caller is on the team of the payment's property.
pub fn is_for_team(caller: &Caller, row: &payment::Model) -> bool {
    caller.is_team_member(row.organization_id, row.property_id)
}

/// The day by which a bank transfer should have settled, while it is on its way.
pub fn expected_by(row: &payment::Model) -> Option<Day> {
    row.expected_by.filter(|_| row.status == PaymentStatus::Processing)
}

/// The hosted page of a payment that waits to be paid, for the person who started it.
pub fn checkout_url<'a>(caller: &Caller, row: &'a payment::Model) -> Option<&'a str> {
    let waiting = row.status == PaymentStatus::Open && caller.is_person(row.user_id);
    row.checkout_url.as_deref().filter(|_| waiting)
}

/// Why a refund failed, for the team.
pub fn refund_failure(row: &refund::Model, for_team: bool) -> Option<RefundFailure> {
    row.failure.filter(|_| for_team)
}

/// The fee the processor keeps for a dispute, in minor units, for the team.
pub fn dispute_fee(row: &dispute::Model, for_team: bool) -> Option<i64> {
    Some(row.fee).filter(|_| for_team)
}

/// Until when evidence can be submitted, for the team and while it still can.
pub fn evidence_due_at(row: &dispute::Model, for_team: bool) -> Option<Instant> {
    let awaited = matches!(row.stage, DisputeStage::Inquiry | DisputeStage::NeedsResponse);
    row.evidence_due_at.filter(|_| for_team && awaited)
}
