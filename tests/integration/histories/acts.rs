//! What can happen to a community's money, and a random history of it.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sandbox::DisputeStatus;

/// One thing that happens. Numbers choose among what is there, whatever that is.
#[derive(Debug, Clone)]
pub enum Act {
    /// Everything is told, and nothing is left to do: what follows is decided on what is known.
    Quiet,
    /// An invoice of so many cents is published.
    Publish { unit: usize, cents: i64 },
    /// A resident goes to pay, all or so many percent of it.
    Start { invoice: usize, card: bool, percent: i64 },
    /// Several invoices are paid at once.
    StartBoth { card: bool },
    /// The page is paid on.
    Pay { payment: usize },
    /// The card is declined, or the debit will fail.
    Fail { payment: usize },
    /// A debit ends.
    Settle { payment: usize },
    /// A cheque comes, over so many percent of what is owed.
    Cheque { invoice: usize, percent: i64 },
    /// A cheque bounces.
    Bounce { cheque: usize },
    /// The team gives so many percent back.
    Refund { payment: usize, percent: i64 },
    /// The account's owner gives so many percent back in the processor's dashboard.
    RefundOutside { payment: usize, percent: i64 },
    /// A refund comes back.
    FailRefund { refund: usize },
    /// The payer's bank takes a payment back, or holds it.
    Dispute { payment: usize, status: DisputeStatus },
    /// A dispute moves on.
    Move { dispute: usize, status: DisputeStatus },
    /// All there is is paid out, and arrives.
    PayOut,
    /// The latest deposit comes back.
    FailPayout,
    /// Days go by.
    Pass { days: i64 },
}

/// A history; the same seed gives the same.
pub fn history(seed: u64) -> Vec<Act> {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut acts = vec![publish(&mut rng), publish(&mut rng)];
    for _ in 0..rng.random_range(2..5) {
        acts.push(Act::Quiet);
        for _ in 0..rng.random_range(1..4) {
            acts.push(decided(&mut rng));
        }
        for _ in 0..rng.random_range(2..8) {
            acts.push(happening(&mut rng));
        }
    }
    acts
}

fn publish(rng: &mut StdRng) -> Act {
    Act::Publish { unit: rng.random_range(0..2), cents: rng.random_range(100..200_000) }
}

/// Each begins with what is known: a quiet act before it makes that the same however events travelled.
fn decided(rng: &mut StdRng) -> Act {
    let percent = if rng.random_bool(0.5) { 100 } else { rng.random_range(1..100) };
    match rng.random_range(0..10) {
        0..5 => Act::Start { invoice: rng.random_range(0..4), card: rng.random_bool(0.5), percent },
        5 => Act::StartBoth { card: rng.random_bool(0.5) },
        6 => Act::Cheque { invoice: rng.random_range(0..4), percent },
        7 => Act::Bounce { cheque: rng.random_range(0..2) },
        8 => Act::Refund { payment: rng.random_range(0..4), percent },
        _ => publish(rng),
    }
}

/// What happens at the processor, whether or not Propty hears of it.
fn happening(rng: &mut StdRng) -> Act {
    let payment = rng.random_range(0..4);
    let percent = if rng.random_bool(0.5) { 100 } else { rng.random_range(1..100) };
    match rng.random_range(0..20) {
        0..6 => Act::Pay { payment },
        6 => Act::Fail { payment },
        7..10 => Act::Settle { payment },
        10..12 => Act::RefundOutside { payment, percent },
        12 => Act::FailRefund { refund: rng.random_range(0..3) },
        13..15 => {
            let opened =
                [DisputeStatus::NeedsResponse, DisputeStatus::WarningNeedsResponse, DisputeStatus::Lost];
            Act::Dispute { payment, status: opened[rng.random_range(0..opened.len())] }
        }
        15..17 => {
            let moved = [
                DisputeStatus::UnderReview,
                DisputeStatus::Won,
                DisputeStatus::Lost,
                DisputeStatus::NeedsResponse,
            ];
            Act::Move { dispute: rng.random_range(0..2), status: moved[rng.random_range(0..moved.len())] }
        }
        17 => Act::PayOut,
        18 => Act::FailPayout,
        _ => Act::Pass { days: rng.random_range(1..6) },
    }
}
