//! Payouts: what became available goes to the bank each midnight and arrives a day later, unless the bank sends it
//! back; every payout knows the movements it is made of.

use serde_json::{Value, json};

use super::api_error::ApiError;
use super::balance::Posting;
use super::calendar::{DAY, next_midnight};
use super::ids::{self, StripeObject};
use super::scheduler::ScheduledAction;
use super::state::{PLATFORM, StripeState};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayoutStatus {
    Pending,
    InTransit,
    Paid,
    /// The bank sent it back, before or after it was paid.
    Failed,
    Canceled,
}

/// Why the bank sends a payout back, by Stripe's names and in words.
const FAILURES: &[(&str, &str)] = &[
    ("account_closed", "The bank account has been closed"),
    ("account_frozen", "The bank account has been frozen"),
    ("bank_account_restricted", "The bank account has restrictions on its type or on the payouts allowed"),
    (
        "bank_ownership_changed",
        "The bank account is no longer valid because its branch has changed ownership",
    ),
    ("could_not_process", "The bank could not process this payout"),
    ("debit_not_authorized", "Debit transactions are not approved on the bank account"),
    ("declined", "The bank has declined this payout"),
    ("incorrect_account_holder_name", "The account holder's name is incorrect"),
    ("insufficient_funds", "The Stripe account has insufficient funds to cover the payout"),
    ("invalid_account_number", "The routing number seems correct, but the account number is invalid"),
    ("invalid_currency", "The bank was unable to process this payout because of its currency"),
    ("no_account", "The bank account could not be located"),
];

/// A transfer to the account's bank; minor units.
#[derive(Clone, Debug)]
pub struct Payout {
    pub id: String,
    pub created: i64,
    pub arrival_date: i64,
    pub amount: i64,
    pub currency: String,
    pub status: PayoutStatus,
    pub transaction: String,
    pub destination: String,
    /// Stripe's code and words.
    pub failure: Option<(&'static str, &'static str)>,
    /// What reverses a failed or canceled payout.
    pub reversal: Option<String>,
}

impl StripeObject for Payout {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Payout {
    pub fn status_name(&self) -> &'static str {
        match self.status {
            PayoutStatus::Pending => "pending",
            PayoutStatus::InTransit => "in_transit",
            PayoutStatus::Paid => "paid",
            PayoutStatus::Failed => "failed",
            PayoutStatus::Canceled => "canceled",
        }
    }

    pub fn is_on_its_way(&self) -> bool {
        matches!(self.status, PayoutStatus::Pending | PayoutStatus::InTransit)
    }

    pub fn json(&self) -> Value {
        let paid = self.status == PayoutStatus::Paid;
        let (code, words) = self.failure.unzip();
        json!({
            "id": self.id, "object": "payout", "amount": self.amount, "application_fee": null,
            "application_fee_amount": null, "arrival_date": self.arrival_date, "automatic": true,
            "balance_transaction": self.transaction, "created": self.created, "currency": self.currency,
            "description": "STRIPE PAYOUT", "destination": self.destination,
            "failure_balance_transaction": self.reversal, "failure_code": code, "failure_message": words, "livemode": false, "metadata": {},
            "method": "standard", "original_payout": null, "payout_method": null,
            "reconciliation_status": if self.is_on_its_way() { "in_progress" } else { "completed" }, "reversed_by": null,
            "source_type": "card", "statement_descriptor": null, "status": self.status_name(),
            "trace_id": {"status": if paid { "supported" } else { "pending" },
                "value": paid.then(|| format!("SANDBOX{}", self.id))},
            "type": "bank_account",
        })
    }
}

impl StripeState {
    /// Notes the midnight at which a movement that is available at `available_on` goes to the bank.
    pub fn plan_payout(&mut self, account: &str, available_on: i64) {
        if account == PLATFORM {
            return;
        }
        let last = self.objects_mut(account).last_payout_run.unwrap_or(i64::MIN / 2);
        // A movement that became available at midnight goes out with that very midnight.
        let at = next_midnight(available_on - 1).max(next_midnight(last));
        self.scheduler.add(at, account, ScheduledAction::RunPayouts);
    }

    /// Sends everything that is available to the bank, one payout per currency. A balance that is not above
    /// zero waits.
    pub fn run_payouts(&mut self, account: &str) -> Vec<String> {
        let now = self.now;
        let objects = self.objects_mut(account);
        objects.last_payout_run = Some(now);
        let mut currencies: Vec<String> = objects
            .transactions
            .iter()
            .filter(|one| one.payout.is_none())
            .map(|one| one.posting.currency.clone())
            .collect();
        currencies.sort();
        currencies.dedup();
        currencies.iter().filter_map(|currency| self.pay_out(account, currency)).collect()
    }

    fn pay_out(&mut self, account: &str, currency: &str) -> Option<String> {
        let now = self.now;
        let objects = self.objects_mut(account);
        let ready: Vec<String> = objects
            .transactions
            .iter()
            .filter(|one| one.payout.is_none() && one.available_on <= now && one.posting.currency == currency)
            .map(|one| one.id.clone())
            .collect();
        let amount: i64 =
            ready.iter().filter_map(|id| objects.transactions.get(id)).map(|one| one.posting.net()).sum();
        if amount <= 0 {
            return None;
        }
        let id = ids::fresh("po");
        let withdrawal = Posting {
            description: Some("STRIPE PAYOUT".to_owned()),
            ..Posting::plain("payout", "payout", -amount, currency, &id)
        };
        let transaction = self.post(account, withdrawal);
        let objects = self.objects_mut(account);
        for part in ready.iter().chain([&transaction]) {
            if let Some(part) = objects.transactions.get_mut(part) {
                part.payout = Some(id.clone());
            }
        }
        let destination = format!("ba_{}", account.trim_start_matches("acct_"));
        let payout = Payout {
            id: id.clone(),
            created: now,
            arrival_date: now + DAY,
            amount,
            currency: currency.to_owned(),
            status: PayoutStatus::Pending,
            transaction,
            destination,
            failure: None,
            reversal: None,
        };
        let created = payout.json();
        self.scheduler.add(payout.arrival_date, account, ScheduledAction::ArrivePayout(id.clone()));
        let objects = self.objects_mut(account);
        objects.payouts.add(payout);
        self.emit(account, "payout.created", created);
        self.move_payout(account, &id, PayoutStatus::InTransit, "payout.updated");
        Some(id)
    }

    /// The bank has it.
    pub fn complete_payout(&mut self, account: &str, id: &str) {
        self.move_payout(account, id, PayoutStatus::Paid, "payout.paid");
        self.move_payout(account, id, PayoutStatus::Paid, "payout.reconciliation_completed");
    }

    /// The bank sends a payout back, also after it was paid; the money is in the balance again.
    ///
    /// # Errors
    /// The payout is unknown or already ended that way, or Stripe knows no such code.
    pub fn fail_payout(&mut self, id: &str, code: &str) -> Result<(), ApiError> {
        let Some(failure) = FAILURES.iter().copied().find(|(known, _)| *known == code) else {
            let known: Vec<&str> = FAILURES.iter().map(|(known, _)| *known).collect();
            return Err(ApiError::invalid(format!(
                "'{code}' is no reason of a failed payout; it is one of {}.",
                known.join(", ")
            )));
        };
        self.reverse_payout(id, PayoutStatus::Failed, Some(failure))
    }

    /// A payout is called back before it arrives.
    ///
    /// # Errors
    /// The payout is unknown or has arrived or ended.
    pub fn cancel_payout(&mut self, id: &str) -> Result<(), ApiError> {
        self.reverse_payout(id, PayoutStatus::Canceled, None)
    }

    fn reverse_payout(
        &mut self,
        id: &str,
        to: PayoutStatus,
        failure: Option<(&'static str, &'static str)>,
    ) -> Result<(), ApiError> {
        let account = self.owner_of(|objects| objects.payouts.get(id).is_some());
        let account = account.ok_or_else(|| ApiError::not_found("payout", id))?;
        let payout = self.objects(&account)?.payouts.get(id).cloned();
        let can = |payout: &Payout| match to {
            PayoutStatus::Canceled => payout.is_on_its_way(),
            _ => payout.is_on_its_way() || payout.status == PayoutStatus::Paid,
        };
        let Some(payout) = payout.filter(can) else {
            return Err(ApiError::invalid("This payout can no longer come back."));
        };
        let (kind, event) = match to {
            PayoutStatus::Canceled => ("payout_cancel", "payout.canceled"),
            _ => ("payout_failure", "payout.failed"),
        };
        let posting = Posting {
            description: Some("STRIPE PAYOUT".to_owned()),
            ..Posting::plain(kind, "payout_reversal", payout.amount, &payout.currency, id)
        };
        let reversal = self.post(&account, posting);
        if let Some(payout) = self.objects_mut(&account).payouts.get_mut(id) {
            payout.failure = failure;
            payout.reversal = Some(reversal);
        }
        self.move_payout(&account, id, to, event);
        Ok(())
    }

    fn move_payout(&mut self, account: &str, id: &str, status: PayoutStatus, event: &str) {
        let Some(payout) = self.objects_mut(account).payouts.get_mut(id) else { return };
        payout.status = status;
        let json = payout.json();
        self.emit(account, event, json);
    }

    /// Pays out the whole balance of an account without waiting: what is pending becomes available, the payouts
    /// are made and arrive. Returns them.
    ///
    /// # Errors
    /// The account is unknown, or there is nothing to pay out.
    pub fn payouts_now(&mut self, account: &str) -> Result<Vec<String>, ApiError> {
        self.account(account)?;
        let now = self.now;
        let objects = self.objects_mut(account);
        for transaction in objects.transactions.iter_mut().filter(|one| one.payout.is_none()) {
            transaction.available_on = transaction.available_on.min(now);
        }
        let made = self.run_payouts(account);
        if made.is_empty() {
            return Err(ApiError::invalid(
                "The account's balance is not above zero, so there is nothing to pay out.",
            ));
        }
        let on_the_way: Vec<String> = self
            .objects(account)?
            .payouts
            .iter()
            .filter(|payout| payout.is_on_its_way())
            .map(|payout| payout.id.clone())
            .collect();
        for id in on_the_way {
            if let Some(payout) = self.objects_mut(account).payouts.get_mut(&id) {
                payout.arrival_date = now;
            }
            self.complete_payout(account, &id);
        }
        Ok(made)
    }
}
