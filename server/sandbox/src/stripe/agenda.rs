//! The agenda: what falls due when, found without looking through everything. An entry whose object has moved on
//! by then is passed over.

use std::collections::BTreeSet;

/// Something that happens by itself; at one instant, in this order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// A session closes.
    Expire(String),
    /// A bank debit ends.
    Settle(String),
    /// A bank takes a debit back.
    Return(String),
    /// A refund reaches the payer's bank.
    Refunded(String),
    /// A payout reaches the account's bank.
    Arrive(String),
    /// The time to answer a dispute is over.
    Undefended(String),
    /// What is available goes to the bank.
    PayOut,
    /// A pending verification ends well.
    Verified,
}

impl Due {
    fn rank(&self) -> u8 {
        match self {
            Due::Expire(_) => 0,
            Due::Settle(_) => 1,
            Due::Return(_) => 2,
            Due::Refunded(_) => 3,
            Due::Arrive(_) => 4,
            Due::Undefended(_) => 5,
            Due::PayOut => 6,
            Due::Verified => 7,
        }
    }
}

/// An instant, its place among those of the same instant, the account, and what happens.
type Entry = (i64, u8, u64, String, Due);

#[derive(Default)]
pub struct Agenda {
    entries: BTreeSet<Entry>,
    next_number: u64,
}

impl Agenda {
    /// Notes that something of an account falls due at `at`.
    pub fn add(&mut self, at: i64, account: &str, due: Due) {
        // One payout run of an account at one midnight is enough.
        let number = if due == Due::PayOut { 0 } else { self.next_number };
        self.next_number += 1;
        self.entries.insert((at, due.rank(), number, account.to_owned(), due));
    }

    /// Takes the first entry that is due at `until` or before.
    pub fn take(&mut self, until: i64) -> Option<(i64, String, Due)> {
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
    fn what_is_due_comes_in_its_order_and_once() {
        let mut agenda = Agenda::default();
        for account in ["b", "a", "b"] {
            agenda.add(20, account, Due::PayOut);
        }
        agenda.add(20, "b", Due::Settle("two".into()));
        agenda.add(20, "b", Due::Settle("one".into()));
        agenda.add(30, "a", Due::Verified);
        agenda.add(10, "a", Due::Expire("x".into()));
        let order: Vec<Due> = std::iter::from_fn(|| agenda.take(29)).map(|(.., due)| due).collect();
        let wanted = [
            Due::Expire("x".into()),
            Due::Settle("two".into()),
            Due::Settle("one".into()),
            Due::PayOut,
            Due::PayOut,
        ];
        assert_eq!(order, wanted);
        assert_eq!(agenda.take(30), Some((30, "a".to_owned(), Due::Verified)));
    }
}
