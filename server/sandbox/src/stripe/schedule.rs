//! Time: what falls due as the sandbox's clock moves, played in the order of its instants.

use super::account::Standing;
use super::agenda::Due;
use super::charge::Failure;
use super::dispute::DisputeStatus;
use super::session::SessionStatus;
use super::world::World;

impl World {
    /// Plays everything due up to `until` (unix seconds), each at its own instant, and leaves the clock there.
    pub fn catch_up(&mut self, until: i64) {
        while let Some((at, account, due)) = self.agenda.take(until) {
            if self.stands(at, &account, &due) {
                // A clock that was set back must not make objects older than what they come from.
                self.now = at.max(self.now.min(until));
                self.happen(&account, due);
            }
        }
        self.now = until;
    }

    /// Whether this is still to happen at that instant.
    fn stands(&self, at: i64, account: &str, due: &Due) -> bool {
        let Ok(books) = self.books(account) else { return false };
        match due {
            Due::Expire(id) => {
                let open = |status| status == SessionStatus::Open;
                books.sessions.get(id).is_some_and(|one| open(one.status) && one.expires_at == at)
            }
            Due::Settle(id) => books.charges.get(id).is_some_and(|one| one.settles_at == Some(at)),
            Due::Return(id) => {
                books.charges.get(id).is_some_and(|one| one.returns_at == Some(at) && !one.disputed)
            }
            Due::Refunded(id) => books.refunds.get(id).is_some_and(|one| one.done_at == Some(at)),
            Due::Arrive(id) => {
                books.payouts.get(id).is_some_and(|one| one.is_on_its_way() && one.arrival_date == at)
            }
            Due::Undefended(id) => books.disputes.get(id).is_some_and(|one| {
                one.due_by == Some(at)
                    && matches!(
                        one.status,
                        DisputeStatus::NeedsResponse | DisputeStatus::WarningNeedsResponse
                    )
            }),
            Due::PayOut => true,
            Due::Verified => self.accounts.get(account).is_some_and(|one| one.verified_at == Some(at)),
        }
    }

    fn happen(&mut self, account: &str, due: Due) {
        let done = match due {
            Due::Expire(id) => self.expire_session(account, &id),
            Due::Settle(id) => {
                let charge = self.books_mut(account).charges.get(&id);
                match charge.map(|charge| (charge.will_fail, charge.method)) {
                    Some((true, method)) => self.fail_charge(account, &id, Failure::bank_refused(method)),
                    _ => self.complete_charge(account, &id),
                }
                Ok(())
            }
            Due::Return(id) => self.return_debit(account, &id),
            Due::Refunded(id) => {
                self.finish_refund(account, &id);
                Ok(())
            }
            Due::Arrive(id) => {
                self.arrive(account, &id);
                Ok(())
            }
            Due::Undefended(id) => self.miss_deadline(account, &id),
            Due::PayOut => {
                self.run_payouts(account);
                Ok(())
            }
            Due::Verified => self.set_standing(account, Standing::Active),
        };
        if let Err(problem) = done {
            tracing::error!(%problem, account, "what was due could not happen");
        }
    }
}
