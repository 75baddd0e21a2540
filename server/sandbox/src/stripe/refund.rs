//! Refunds: money of a charge going back. A card's refund is done at once, a bank's after some days.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::balance::Posting;
use super::calendar::add_business_days;
use super::charge::ChargeStatus;
use super::ids::{self, Record};
use super::method::Method;
use super::params::Params;
use super::problem::Problem;
use super::world::World;

/// Business days a refund to a bank account takes.
const BANK_DAYS: u32 = 5;
const REASONS: [&str; 3] = ["duplicate", "fraudulent", "requested_by_customer"];

/// A refund; minor units.
#[derive(Clone, Debug)]
pub struct Refund {
    pub id: String,
    pub created: i64,
    pub amount: i64,
    pub currency: String,
    pub charge: String,
    pub intent: String,
    pub method: Method,
    pub reason: Option<String>,
    pub metadata: BTreeMap<String, String>,
    pub transaction: String,
    /// When a pending refund is done; none once it is.
    pub done_at: Option<i64>,
}

impl Record for Refund {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Refund {
    pub fn json(&self) -> Value {
        let destination = match self.method {
            Method::Card => json!({"type": "card", "card": {"type": "refund", "reference": null,
                "reference_status": "pending", "reference_type": "acquirer_reference_number"}}),
            Method::UsBankAccount => json!({"type": "us_bank_transfer",
                "us_bank_transfer": {"reference": null, "reference_status": null}}),
            Method::AcssDebit => json!({"type": "ca_bank_transfer"}),
        };
        json!({
            "id": self.id, "object": "refund", "amount": self.amount, "balance_transaction": self.transaction,
            "charge": self.charge, "created": self.created, "currency": self.currency, "customer": null,
            "customer_account": null, "destination_details": destination, "metadata": self.metadata,
            "payment_intent": self.intent, "payment_method": null, "reason": self.reason, "receipt_number": null,
            "source_transfer_reversal": null,
            "status": if self.done_at.is_some() { "pending" } else { "succeeded" }, "transfer_reversal": null,
        })
    }
}

impl World {
    /// `POST /v1/refunds`.
    pub fn create_refund(&mut self, account: &str, params: &Params) -> Result<String, Problem> {
        params.only(&[
            "amount",
            "charge",
            "payment_intent",
            "reason",
            "metadata",
            "refund_application_fee",
            "expand",
        ])?;
        let books = self.books(account)?;
        let charge = match (params.text("charge"), params.text("payment_intent")) {
            (Some(id), _) => {
                books.charges.get(id).ok_or_else(|| Problem::missing("charge", id).param("charge"))?
            }
            (None, Some(id)) => {
                let missing = || Problem::missing("payment_intent", id).param("payment_intent");
                let intent = books.intents.get(id).ok_or_else(missing)?;
                let charge = intent.latest_charge.as_ref().and_then(|charge| books.charges.get(charge));
                charge.ok_or_else(|| {
                    Problem::invalid(format!(
                        "This PaymentIntent ({id}) does not have a successful charge to refund."
                    ))
                })?
            }
            (None, None) => return Err(Problem::required("payment_intent")),
        };
        if charge.status != ChargeStatus::Succeeded {
            return Err(Problem::invalid(format!(
                "This Charge ({}) does not have a successful payment to refund.",
                charge.id
            )));
        }
        if charge.disputed {
            return Err(Problem::invalid(format!("Charge {} has been charged back.", charge.id))
                .code("charge_disputed"));
        }
        let left = charge.amount - charge.refunded;
        if left == 0 {
            return Err(Problem::invalid(format!("Charge {} has already been refunded.", charge.id))
                .code("charge_already_refunded"));
        }
        let amount = params.int("amount")?.unwrap_or(left);
        if amount < 1 || amount > left {
            return Err(Problem::invalid(format!(
                "Refund amount ({amount}) has to be above zero and at most the unrefunded amount on charge ({left})."
            ))
            .param("amount"));
        }
        let reason = params.text("reason").map(str::to_owned);
        if reason.as_deref().is_some_and(|reason| !REASONS.contains(&reason)) {
            return Err(Problem::invalid(format!("Invalid reason: must be one of {}", REASONS.join(", ")))
                .param("reason"));
        }
        let charge = charge.clone();
        Ok(self.refund(account, &charge.id, amount, reason, params.map("metadata")))
    }

    fn refund(
        &mut self,
        account: &str,
        charge: &str,
        amount: i64,
        reason: Option<String>,
        metadata: BTreeMap<String, String>,
    ) -> String {
        let now = self.now;
        let Some(charge) = self.books_mut(account).charges.get(charge).cloned() else { return String::new() };
        let delayed = charge.method.is_delayed();
        let id = ids::fresh(if delayed { "pyr" } else { "re" });
        let kind = if delayed { "payment_refund" } else { "refund" };
        let transaction = self.post(account, Posting::plain(kind, "refund", -amount, &charge.currency, &id));
        let refund = Refund {
            id: id.clone(),
            created: now,
            amount,
            currency: charge.currency.clone(),
            charge: charge.id.clone(),
            intent: charge.intent.clone(),
            method: charge.method,
            reason,
            metadata,
            transaction,
            done_at: delayed.then(|| add_business_days(now, BANK_DAYS)),
        };
        let json = refund.json();
        let books = self.books_mut(account);
        books.refunds.add(refund);
        let charge = books.charges.get_mut(&charge.id).map(|charge| {
            charge.refunded += amount;
            charge.json()
        });
        self.emit(account, "refund.created", json);
        if let Some(charge) = charge {
            self.emit(account, "charge.refunded", charge);
        }
        id
    }

    /// A pending refund reached the payer's bank.
    pub fn finish_refund(&mut self, account: &str, id: &str) {
        let Some(refund) = self.books_mut(account).refunds.get_mut(id) else { return };
        refund.done_at = None;
        let json = refund.json();
        self.emit(account, "refund.updated", json);
    }
}
