//! Time: what falls due as the sandbox's clock moves, played in the order of its instants.

use super::account::ConnectedAccountStatus;
use super::charge::Failure;
use super::dispute::DisputeStatus;
use super::scheduler::ScheduledAction;
use super::session::SessionStatus;
use super::state::StripeState;

impl StripeState {
    /// Plays everything due up to `until` (unix seconds), each at its own instant, and leaves the clock there.
    pub fn catch_up(&mut self, until: i64) {
        while let Some((at, account, due)) = self.scheduler.take(until) {
            if self.still_applies(at, &account, &due) {
                // A clock that was set back must not make objects older than what they come from.
                self.now = at.max(self.now.min(until));
                self.perform(&account, due);
            }
        }
        self.now = until;
    }

    /// Whether this is still to happen at that instant.
    fn still_applies(&self, at: i64, account: &str, due: &ScheduledAction) -> bool {
        let Ok(objects) = self.objects(account) else { return false };
        match due {
            ScheduledAction::ExpireSession(id) => {
                let open = |status| status == SessionStatus::Open;
                objects.sessions.get(id).is_some_and(|one| open(one.status) && one.expires_at == at)
            }
            ScheduledAction::SettleDebit(id) => {
                objects.charges.get(id).is_some_and(|one| one.settles_at == Some(at))
            }
            ScheduledAction::ReturnDebit(id) => {
                objects.charges.get(id).is_some_and(|one| one.returns_at == Some(at) && !one.disputed)
            }
            ScheduledAction::CompleteRefund(id) => {
                objects.refunds.get(id).is_some_and(|one| one.done_at == Some(at))
            }
            ScheduledAction::ArrivePayout(id) => {
                objects.payouts.get(id).is_some_and(|one| one.is_on_its_way() && one.arrival_date == at)
            }
            ScheduledAction::MissDisputeDeadline(id) => objects.disputes.get(id).is_some_and(|one| {
                one.due_by == Some(at)
                    && matches!(
                        one.status,
                        DisputeStatus::NeedsResponse | DisputeStatus::WarningNeedsResponse
                    )
            }),
            ScheduledAction::RunPayouts => true,
            ScheduledAction::CompleteVerification => {
                self.accounts.get(account).is_some_and(|one| one.verified_at == Some(at))
            }
        }
    }

    fn perform(&mut self, account: &str, due: ScheduledAction) {
        let done = match due {
            ScheduledAction::ExpireSession(id) => self.expire_session(account, &id),
            ScheduledAction::SettleDebit(id) => {
                let charge = self.objects_mut(account).charges.get(&id);
                match charge.map(|charge| (charge.will_fail, charge.method)) {
                    Some((true, method)) => self.fail_charge(account, &id, Failure::bank_refused(method)),
                    _ => self.complete_charge(account, &id),
                }
                Ok(())
            }
            ScheduledAction::ReturnDebit(id) => self.return_debit(account, &id),
            ScheduledAction::CompleteRefund(id) => {
                self.finish_refund(account, &id);
                Ok(())
            }
            ScheduledAction::ArrivePayout(id) => {
                self.complete_payout(account, &id);
                Ok(())
            }
            ScheduledAction::MissDisputeDeadline(id) => self.miss_dispute_deadline(account, &id),
            ScheduledAction::RunPayouts => {
                self.run_payouts(account);
                Ok(())
            }
            ScheduledAction::CompleteVerification => {
                self.set_account_status(account, ConnectedAccountStatus::Active)
            }
        };
        if let Err(problem) = done {
            tracing::error!(%problem, account, "scheduled action failed");
        }
    }
}
