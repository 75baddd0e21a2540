//! Balance transactions: every movement of an account's money at the processor, its fee, and the payout that
//! took it to the bank.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::charge::Charge;
use super::fee::processing_fee;
use super::ids::{self, StripeObject};
use super::state::{AccountObjects, PLATFORM, StripeState};

/// One movement; minor units, `net` is `amount` less `fee`.
#[derive(Clone, Debug)]
pub struct BalanceTransaction {
    pub id: String,
    pub created: i64,
    pub available_on: i64,
    pub posting: Posting,
    /// The payout it went into.
    pub payout: Option<String>,
}

/// What to book.
#[derive(Clone, Debug)]
pub struct Posting {
    pub kind: &'static str,
    pub category: &'static str,
    pub amount: i64,
    /// The processor's part of the fee.
    pub processing_fee: i64,
    pub fee_description: &'static str,
    /// The platform's part of the fee.
    pub application_fee: i64,
    pub currency: String,
    pub source: String,
    pub description: Option<String>,
    /// When it can be paid out; now when none.
    pub available_on: Option<i64>,
}

impl Posting {
    /// A movement without a fee, available at once.
    pub fn plain(
        kind: &'static str,
        category: &'static str,
        amount: i64,
        currency: &str,
        source: &str,
    ) -> Self {
        Self {
            kind,
            category,
            amount,
            processing_fee: 0,
            fee_description: "Stripe processing fees",
            application_fee: 0,
            currency: currency.to_owned(),
            source: source.to_owned(),
            description: None,
            available_on: None,
        }
    }

    /// The income of a successful charge.
    pub fn charge(charge: &Charge, available_on: i64) -> Self {
        Self {
            processing_fee: processing_fee(charge.method, charge.amount),
            application_fee: charge.application_fee.unwrap_or(0),
            description: charge.description.clone(),
            available_on: Some(available_on),
            ..Self::plain(
                if charge.method.is_delayed() { "payment" } else { "charge" },
                "charge",
                charge.amount,
                &charge.currency,
                &charge.id,
            )
        }
    }

    pub fn fee(&self) -> i64 {
        self.processing_fee + self.application_fee
    }

    pub fn net(&self) -> i64 {
        self.amount - self.fee()
    }
}

impl StripeObject for BalanceTransaction {
    fn id(&self) -> &str {
        &self.id
    }
}

impl BalanceTransaction {
    /// The object as seen at `now`, which decides between pending and available.
    pub fn json(&self, now: i64) -> Value {
        let posting = &self.posting;
        let parts = [
            (posting.processing_fee, "stripe_fee", posting.fee_description),
            (posting.application_fee, "application_fee", "Application fee"),
        ];
        let fees: Vec<Value> = parts
            .iter()
            .filter(|(amount, ..)| *amount != 0)
            .map(|(amount, kind, description)| {
                json!({"amount": amount, "application": null, "currency": posting.currency,
                    "description": description, "type": kind})
            })
            .collect();
        json!({
            "id": self.id, "object": "balance_transaction", "amount": posting.amount,
            "available_on": self.available_on, "balance_type": "payments", "created": self.created,
            "currency": posting.currency, "description": posting.description, "exchange_rate": null,
            "fee": posting.fee(), "fee_details": fees, "net": posting.net(),
            "reporting_category": posting.category, "source": posting.source,
            "status": if self.available_on <= now { "available" } else { "pending" }, "type": posting.kind,
        })
    }
}

impl StripeState {
    /// Posts a balance transaction and returns its identifier.
    pub fn post(&mut self, account: &str, posting: Posting) -> String {
        let now = self.now;
        if posting.application_fee != 0 && account != PLATFORM {
            let (kind, category) = if posting.application_fee > 0 {
                ("application_fee", "platform_earning")
            } else {
                ("application_fee_refund", "platform_earning_refund")
            };
            let share =
                Posting::plain(kind, category, posting.application_fee, &posting.currency, &posting.source);
            self.post(PLATFORM, Posting { available_on: posting.available_on, ..share });
        }
        let id = ids::fresh("txn");
        let available_on = posting.available_on.unwrap_or(now);
        self.plan_payout(account, available_on);
        self.objects_mut(account).transactions.add(BalanceTransaction {
            id: id.clone(),
            created: now,
            available_on,
            posting,
            payout: None,
        });
        id
    }
}

impl AccountObjects {
    /// Everything that isn't in a payout yet, available or not, in minor units of one currency.
    pub fn total_balance(&self, currency: &str) -> i64 {
        let waiting = self.transactions.iter().filter(|one| one.payout.is_none());
        waiting.map(|one| &one.posting).filter(|one| one.currency == currency).map(Posting::net).sum()
    }

    /// What of it can be paid out at `now`.
    pub fn available(&self, now: i64, currency: &str) -> i64 {
        let ready = |one: &&BalanceTransaction| one.payout.is_none() && one.available_on <= now;
        let waiting = self.transactions.iter().filter(ready);
        waiting.map(|one| &one.posting).filter(|one| one.currency == currency).map(Posting::net).sum()
    }

    /// `GET /v1/balance`: what isn't in a payout yet, by currency, available and pending. `home` is shown even
    /// when it is zero.
    pub fn balance(&self, now: i64, home: &str) -> Value {
        let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::from([(home.to_owned(), (0, 0))]);
        for transaction in self.transactions.iter().filter(|one| one.payout.is_none()) {
            let sum = sums.entry(transaction.posting.currency.clone()).or_default();
            if transaction.available_on <= now {
                sum.0 += transaction.posting.net();
            } else {
                sum.1 += transaction.posting.net();
            }
        }
        let side = |pick: fn(&(i64, i64)) -> i64| -> Vec<Value> {
            let of = |(currency, sum): (&String, &(i64, i64))| json!({"amount": pick(sum), "currency": currency, "source_types": {"card": pick(sum)}});
            sums.iter().map(of).collect()
        };
        json!({
            "object": "balance", "available": side(|sum| sum.0), "connect_reserved": [], "livemode": false,
            "pending": side(|sum| sum.1),
        })
    }
}
