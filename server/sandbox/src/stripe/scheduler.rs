//! The scheduler: what falls due when, found without looking through everything. An entry whose object has moved on
//! by then is passed over.

use std::collections::BTreeSet;

/// Something that happens by itself; at one instant, in this order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ScheduledAction {
    /// A session closes.
    ExpireSession(String),
    /// A bank debit ends.
    SettleDebit(String),
    /// A bank takes a debit back.
    ReturnDebit(String),
    /// A refund reaches the payer's bank.
    CompleteRefund(String),
    /// A payout reaches the account's bank.
    ArrivePayout(String),
    /// The time to answer a dispute is over.
    MissDisputeDeadline(String),
    /// What is available goes to the bank.
    RunPayouts,
    /// A pending verification ends well.
    CompleteVerification,
}

impl ScheduledAction {
    fn rank(&self) -> u8 {
        match self {
            ScheduledAction::ExpireSession(_) => 0,
            ScheduledAction::SettleDebit(_) => 1,
            ScheduledAction::ReturnDebit(_) => 2,
            ScheduledAction::CompleteRefund(_) => 3,
            ScheduledAction::ArrivePayout(_) => 4,
            ScheduledAction::MissDisputeDeadline(_) => 5,
            ScheduledAction::RunPayouts => 6,
            ScheduledAction::CompleteVerification => 7,
        }
    }
}

/// An instant, its place among those of the same instant, the account, and what happens.
type Entry = (i64, u8, u64, String, ScheduledAction);

#[derive(Default)]
pub struct Scheduler {
    entries: BTreeSet<Entry>,
    next_number: u64,
}

impl Scheduler {
    /// Notes that something of an account falls due at `at`.
    pub fn add(&mut self, at: i64, account: &str, due: ScheduledAction) {
        // One payout run of an account at one midnight is enough.
        let number = if due == ScheduledAction::RunPayouts { 0 } else { self.next_number };
        self.next_number += 1;
        self.entries.insert((at, due.rank(), number, account.to_owned(), due));
    }

    /// Takes the first entry that is due at `until` or before.
    pub fn take(&mut self, until: i64) -> Option<(i64, String, ScheduledAction)> {
        if self.entries.first()?.0 > until {
            return None;
        }
        self.entries.pop_first().map(|(at, _, _, account, due)| (at, account, due))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn due_actions_are_taken_in_order_once() {
        let mut scheduler = Scheduler::default();
        for account in ["b", "a", "b"] {
            scheduler.add(20, account, ScheduledAction::RunPayouts);
        }
        scheduler.add(20, "b", ScheduledAction::SettleDebit("two".into()));
        scheduler.add(20, "b", ScheduledAction::SettleDebit("one".into()));
        scheduler.add(30, "a", ScheduledAction::CompleteVerification);
        scheduler.add(10, "a", ScheduledAction::ExpireSession("x".into()));
        let order: Vec<ScheduledAction> =
            std::iter::from_fn(|| scheduler.take(29)).map(|(.., due)| due).collect();
        let wanted = [
            ScheduledAction::ExpireSession("x".into()),
            ScheduledAction::SettleDebit("two".into()),
            ScheduledAction::SettleDebit("one".into()),
            ScheduledAction::RunPayouts,
            ScheduledAction::RunPayouts,
        ];
        assert_eq!(order, wanted);
        assert_eq!(scheduler.take(30), Some((30, "a".to_owned(), ScheduledAction::CompleteVerification)));
    }
}
