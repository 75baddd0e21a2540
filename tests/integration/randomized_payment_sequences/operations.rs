//! What can happen to a community's money, and a random history of it.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sandbox::DisputeStatus;

/// One thing that happens. Numbers choose among what is there, whatever that is.
#[derive(Debug, Clone)]
pub enum Operation {
    /// Everything is told, and nothing is left to do: what follows is decided on what is known.
    Synchronize,
    /// An invoice of so many cents is published.
    Publish { unit: usize, cents: i64 },
    /// A resident goes to pay, all or so many percent of it.
    StartCheckout { invoice: usize, card: bool, percent: i64 },
    /// Several invoices are paid at once.
    StartMultiInvoiceCheckout { card: bool },
    /// The page is paid on.
    Pay { payment: usize },
    /// The card is declined, or the debit will fail.
    Fail { payment: usize },
    /// A debit ends.
    Settle { payment: usize },
    /// A cheque comes, over so many percent of what is owed.
    RecordCheque { invoice: usize, percent: i64 },
    /// A cheque bounces.
    ReverseCheque { cheque: usize },
    /// The team gives so many percent back.
    Refund { payment: usize, percent: i64 },
    /// The account's owner gives so many percent back in the processor's dashboard.
    RefundInDashboard { payment: usize, percent: i64 },
    /// A refund comes back.
    FailRefund { refund: usize },
    /// The payer's bank takes a payment back, or holds it.
    OpenDispute { payment: usize, status: DisputeStatus },
    /// A dispute moves on.
    UpdateDispute { dispute: usize, status: DisputeStatus },
    /// All there is is paid out, and arrives.
    PayOut,
    /// The latest payout comes back.
    FailPayout,
    /// Days go by.
    AdvanceDays { days: i64 },
}

/// A history; the same seed gives the same.
pub fn generate_sequence(seed: u64) -> Vec<Operation> {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut acts = vec![publish(&mut rng), publish(&mut rng)];
    for _ in 0..rng.random_range(2..5) {
        acts.push(Operation::Synchronize);
        for _ in 0..rng.random_range(1..4) {
            acts.push(team_operation(&mut rng));
        }
        for _ in 0..rng.random_range(2..8) {
            acts.push(processor_operation(&mut rng));
        }
    }
    acts
}

fn publish(rng: &mut StdRng) -> Operation {
    Operation::Publish { unit: rng.random_range(0..2), cents: rng.random_range(100..200_000) }
}

/// Each begins with what is known: a quiet act before it makes that the same however events travelled.
fn team_operation(rng: &mut StdRng) -> Operation {
    let percent = if rng.random_bool(0.5) { 100 } else { rng.random_range(1..100) };
    match rng.random_range(0..10) {
        0..5 => {
            Operation::StartCheckout { invoice: rng.random_range(0..4), card: rng.random_bool(0.5), percent }
        }
        5 => Operation::StartMultiInvoiceCheckout { card: rng.random_bool(0.5) },
        6 => Operation::RecordCheque { invoice: rng.random_range(0..4), percent },
        7 => Operation::ReverseCheque { cheque: rng.random_range(0..2) },
        8 => Operation::Refund { payment: rng.random_range(0..4), percent },
        _ => publish(rng),
    }
}

/// What happens at the processor, whether or not Propty hears of it.
fn processor_operation(rng: &mut StdRng) -> Operation {
    let payment = rng.random_range(0..4);
    let percent = if rng.random_bool(0.5) { 100 } else { rng.random_range(1..100) };
    match rng.random_range(0..20) {
        0..6 => Operation::Pay { payment },
        6 => Operation::Fail { payment },
        7..10 => Operation::Settle { payment },
        10..12 => Operation::RefundInDashboard { payment, percent },
        12 => Operation::FailRefund { refund: rng.random_range(0..3) },
        13..15 => {
            let opened =
                [DisputeStatus::NeedsResponse, DisputeStatus::WarningNeedsResponse, DisputeStatus::Lost];
            Operation::OpenDispute { payment, status: opened[rng.random_range(0..opened.len())] }
        }
        15..17 => {
            let moved = [
                DisputeStatus::UnderReview,
                DisputeStatus::Won,
                DisputeStatus::Lost,
                DisputeStatus::NeedsResponse,
            ];
            Operation::UpdateDispute {
                dispute: rng.random_range(0..2),
                status: moved[rng.random_range(0..moved.len())],
            }
        }
        17 => Operation::PayOut,
        18 => Operation::FailPayout,
        _ => Operation::AdvanceDays { days: rng.random_range(1..6) },
    }
}
