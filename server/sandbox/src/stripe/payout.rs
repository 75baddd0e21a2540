//! Payouts: what became available goes to the bank each midnight and arrives a day later; every payout knows the
//! movements it is made of.

use serde_json::{Value, json};

use super::balance::Posting;
use super::calendar::{DAY, next_midnight};
use super::ids::{self, Record};
use super::problem::Problem;
use super::world::{PLATFORM, World};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayoutStatus {
    Pending,
    InTransit,
    Paid,
}

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
}

impl Record for Payout {
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
        }
    }

    pub fn json(&self) -> Value {
        let paid = self.status == PayoutStatus::Paid;
        json!({
            "id": self.id, "object": "payout", "amount": self.amount, "application_fee": null,
            "application_fee_amount": null, "arrival_date": self.arrival_date, "automatic": true,
            "balance_transaction": self.transaction, "created": self.created, "currency": self.currency,
            "description": "STRIPE PAYOUT", "destination": self.destination, "failure_balance_transaction": null,
            "failure_code": null, "failure_message": null, "livemode": false, "metadata": {},
            "method": "standard", "original_payout": null, "payout_method": null,
            "reconciliation_status": if paid { "completed" } else { "in_progress" }, "reversed_by": null,
            "source_type": "card", "statement_descriptor": null, "status": self.status_name(),
            "trace_id": {"status": if paid { "supported" } else { "pending" },
                "value": paid.then(|| format!("SANDBOX{}", self.id))},
            "type": "bank_account",
        })
    }
}

impl World {
    /// The next midnight at which this account has something to pay out, if nothing else happens.
    pub fn next_payout(&self, account: &str) -> Option<i64> {
        if account == PLATFORM {
            return None;
        }
        let books = self.books.get(account)?;
        let waiting = books.transactions.iter().filter(|one| one.payout.is_none());
        // A movement that became available at midnight goes out with that very midnight.
        let first = waiting.map(|one| next_midnight(one.available_on - 1)).min()?;
        Some(first.max(next_midnight(books.last_payout_run.unwrap_or(i64::MIN / 2))))
    }

    /// Sends everything that is available to the bank, one payout per currency. A balance that is not above
    /// zero waits.
    pub fn run_payouts(&mut self, account: &str) -> Vec<String> {
        let now = self.now;
        let books = self.books_mut(account);
        books.last_payout_run = Some(now);
        let mut currencies: Vec<String> = books
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
        let books = self.books_mut(account);
        let ready: Vec<String> = books
            .transactions
            .iter()
            .filter(|one| one.payout.is_none() && one.available_on <= now && one.posting.currency == currency)
            .map(|one| one.id.clone())
            .collect();
        let amount: i64 =
            ready.iter().filter_map(|id| books.transactions.get(id)).map(|one| one.posting.net()).sum();
        if amount <= 0 {
            return None;
        }
        let id = ids::fresh("po");
        let withdrawal = Posting {
            description: Some("STRIPE PAYOUT".to_owned()),
            ..Posting::plain("payout", "payout", -amount, currency, &id)
        };
        let transaction = self.post(account, withdrawal);
        let books = self.books_mut(account);
        for part in ready.iter().chain([&transaction]) {
            if let Some(part) = books.transactions.get_mut(part) {
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
        };
        let created = payout.json();
        books.payouts.add(payout);
        self.emit(account, "payout.created", created);
        self.move_payout(account, &id, PayoutStatus::InTransit, "payout.updated");
        Some(id)
    }

    /// The bank has it.
    pub fn arrive(&mut self, account: &str, id: &str) {
        self.move_payout(account, id, PayoutStatus::Paid, "payout.paid");
        self.move_payout(account, id, PayoutStatus::Paid, "payout.reconciliation_completed");
    }

    fn move_payout(&mut self, account: &str, id: &str, status: PayoutStatus, event: &str) {
        let Some(payout) = self.books_mut(account).payouts.get_mut(id) else { return };
        payout.status = status;
        let json = payout.json();
        self.emit(account, event, json);
    }

    /// Pays out the whole balance of an account without waiting: what is pending becomes available, the payouts
    /// are made and arrive. Returns them.
    ///
    /// # Errors
    /// The account is unknown, or there is nothing to pay out.
    pub fn payouts_now(&mut self, account: &str) -> Result<Vec<String>, Problem> {
        self.account(account)?;
        let now = self.now;
        let books = self.books_mut(account);
        for transaction in books.transactions.iter_mut().filter(|one| one.payout.is_none()) {
            transaction.available_on = transaction.available_on.min(now);
        }
        let made = self.run_payouts(account);
        if made.is_empty() {
            return Err(Problem::invalid(
                "The account's balance is not above zero, so there is nothing to pay out.",
            ));
        }
        let on_the_way: Vec<String> = self
            .books(account)?
            .payouts
            .iter()
            .filter(|payout| payout.status != PayoutStatus::Paid)
            .map(|payout| payout.id.clone())
            .collect();
        for id in on_the_way {
            if let Some(payout) = self.books_mut(account).payouts.get_mut(&id) {
                payout.arrival_date = now;
            }
            self.arrive(account, &id);
        }
        Ok(made)
    }
}
