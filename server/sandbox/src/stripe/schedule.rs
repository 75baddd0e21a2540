//! Time: what falls due as the sandbox's clock moves, played in the order of its instants.

use super::account::Standing;
use super::charge::Failure;
use super::payout::PayoutStatus;
use super::session::SessionStatus;
use super::world::World;

/// Something that happens by itself.
enum Due {
    Expire(String),
    Settle(String),
    Refunded(String),
    Arrive(String),
    PayOut,
    Verified,
}

impl World {
    /// Plays everything due up to `until` (unix seconds), each at its own instant, and leaves the clock there.
    pub fn catch_up(&mut self, until: i64) {
        while let Some((at, account, due)) = self.first_due().filter(|(at, ..)| *at <= until) {
            // A clock that was set back must not make objects older than what they come from.
            self.now = at.max(self.now.min(until));
            self.happen(&account, due);
        }
        self.now = until;
    }

    fn first_due(&self) -> Option<(i64, String, Due)> {
        let mut first: Option<(i64, String, Due)> = None;
        let mut offer = |at: i64, account: &str, due: Due| {
            if first.as_ref().is_none_or(|(earliest, ..)| at < *earliest) {
                first = Some((at, account.to_owned(), due));
            }
        };
        for (id, books) in &self.books {
            for session in books.sessions.iter().filter(|one| one.status == SessionStatus::Open) {
                offer(session.expires_at, id, Due::Expire(session.id.clone()));
            }
            for charge in books.charges.iter() {
                if let Some(at) = charge.settles_at {
                    offer(at, id, Due::Settle(charge.id.clone()));
                }
            }
            for refund in books.refunds.iter() {
                if let Some(at) = refund.done_at {
                    offer(at, id, Due::Refunded(refund.id.clone()));
                }
            }
            for payout in books.payouts.iter().filter(|one| one.status != PayoutStatus::Paid) {
                offer(payout.arrival_date, id, Due::Arrive(payout.id.clone()));
            }
            if let Some(at) = self.next_payout(id) {
                offer(at, id, Due::PayOut);
            }
        }
        for account in self.accounts.values() {
            if let Some(at) = account.verified_at {
                offer(at, &account.id, Due::Verified);
            }
        }
        first
    }

    fn happen(&mut self, account: &str, due: Due) {
        match due {
            Due::Expire(id) => {
                if let Err(problem) = self.expire_session(account, &id) {
                    tracing::error!(%problem, "a session could not expire");
                }
            }
            Due::Settle(id) => {
                let charge = self.books_mut(account).charges.get(&id);
                match charge.map(|charge| (charge.will_fail, charge.method)) {
                    Some((true, method)) => self.fail_charge(account, &id, Failure::bank_refused(method)),
                    _ => self.complete_charge(account, &id),
                }
            }
            Due::Refunded(id) => self.finish_refund(account, &id),
            Due::Arrive(id) => self.arrive(account, &id),
            Due::PayOut => drop(self.run_payouts(account)),
            Due::Verified => {
                if let Err(problem) = self.set_standing(account, Standing::Active) {
                    tracing::error!(%problem, "an account could not become active");
                }
            }
        }
    }
}
