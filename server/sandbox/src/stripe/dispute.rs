//! Disputes: a payer's bank takes a charge back, and the account may win it again. A returned bank debit is a
//! dispute that is lost when it arrives.

use serde::Deserialize;
use serde_json::{Value, json};

use super::balance::Posting;
use super::calendar::DAY;
use super::charge::ChargeStatus;
use super::ids::{self, Record};
use super::method::Method;
use super::problem::Problem;
use super::world::World;

/// What a dispute costs, in minor units.
const FEE: i64 = 1_500;
/// Days to answer a card dispute.
const ANSWER_DAYS: i64 = 14;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeStatus {
    NeedsResponse,
    Won,
    Lost,
}

/// A dispute of one charge's whole amount.
#[derive(Clone, Debug)]
pub struct Dispute {
    pub id: String,
    pub created: i64,
    pub amount: i64,
    pub currency: String,
    pub charge: String,
    pub intent: String,
    pub method: Method,
    pub reason: String,
    pub status: DisputeStatus,
    pub transactions: Vec<String>,
}

impl Record for Dispute {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Dispute {
    /// The object; its balance transactions are embedded, so they are given.
    pub fn json(&self, transactions: Vec<Value>) -> Value {
        let status = match self.status {
            DisputeStatus::NeedsResponse => "needs_response",
            DisputeStatus::Won => "won",
            DisputeStatus::Lost => "lost",
        };
        let details = match self.method {
            Method::Card => json!({"type": "card", "card": {"brand": "visa", "case_type": "chargeback",
                "network": "visa", "network_reason_code": "10.4"}}),
            Method::UsBankAccount | Method::AcssDebit => Value::Null,
        };
        let evidence: serde_json::Map<String, Value> = EVIDENCE
            .iter()
            .map(|name| ((*name).to_owned(), Value::Null))
            .chain([("enhanced_evidence".to_owned(), json!({}))])
            .collect();
        json!({
            "id": self.id, "object": "dispute", "amount": self.amount, "balance_transactions": transactions,
            "charge": self.charge, "created": self.created, "currency": self.currency,
            "enhanced_eligibility_types": [], "evidence": evidence,
            "evidence_details": {
                "due_by": (self.method == Method::Card).then_some(self.created + ANSWER_DAYS * DAY),
                "enhanced_eligibility": {}, "has_evidence": false, "past_due": false, "submission_count": 0,
            },
            "is_charge_refundable": false, "livemode": false, "metadata": {}, "network_reason_code": null,
            "payment_intent": self.intent, "payment_method_details": details, "reason": self.reason,
            "status": status,
        })
    }
}

const EVIDENCE: &[&str] = &[
    "access_activity_log",
    "billing_address",
    "cancellation_policy",
    "cancellation_policy_disclosure",
    "cancellation_rebuttal",
    "customer_communication",
    "customer_email_address",
    "customer_name",
    "customer_purchase_ip",
    "customer_signature",
    "duplicate_charge_documentation",
    "duplicate_charge_explanation",
    "duplicate_charge_id",
    "product_description",
    "receipt",
    "refund_policy",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "service_date",
    "service_documentation",
    "shipping_address",
    "shipping_carrier",
    "shipping_date",
    "shipping_documentation",
    "shipping_tracking_number",
    "uncategorized_file",
    "uncategorized_text",
];

impl World {
    /// The object with its embedded balance transactions, or 404.
    pub fn dispute_json(&self, account: &str, id: &str) -> Result<Value, Problem> {
        let books = self.books(account)?;
        let dispute = books.disputes.get(id).ok_or_else(|| Problem::missing("dispute", id))?;
        let parts = dispute.transactions.iter().filter_map(|id| books.transactions.get(id));
        Ok(dispute.json(parts.map(|part| part.json(self.now)).collect()))
    }

    /// The payer's bank takes the latest charge of an intent back. Returns the dispute.
    ///
    /// # Errors
    /// The intent is unknown, or has no undisputed successful charge.
    pub fn open_dispute(&mut self, intent: &str) -> Result<String, Problem> {
        let account = self.owner_of(|books| books.intents.get(intent).is_some());
        let account = account.ok_or_else(|| Problem::missing("payment_intent", intent))?;
        let now = self.now;
        let books = self.books_mut(&account);
        let latest = books.intents.get(intent).and_then(|intent| intent.latest_charge.clone());
        let charge = latest.and_then(|id| books.charges.get_mut(&id));
        let charge = charge.filter(|charge| charge.status == ChargeStatus::Succeeded && !charge.disputed);
        let Some(charge) = charge else {
            return Err(Problem::invalid("Only a successful charge without a dispute can be disputed."));
        };
        charge.disputed = true;
        let charge = charge.clone();
        let id = ids::fresh("dp");
        let withdrawal = Posting {
            processing_fee: FEE,
            description: Some(format!("Chargeback withdrawal for {}", charge.id)),
            ..Posting::plain("adjustment", "dispute", -charge.amount, &charge.currency, &id)
        };
        let transaction = self.post(&account, withdrawal);
        let returned = charge.method.is_delayed();
        self.books_mut(&account).disputes.add(Dispute {
            id: id.clone(),
            created: now,
            amount: charge.amount,
            currency: charge.currency,
            charge: charge.id,
            intent: charge.intent,
            method: charge.method,
            reason: if returned { "insufficient_funds" } else { "fraudulent" }.to_owned(),
            status: if returned { DisputeStatus::Lost } else { DisputeStatus::NeedsResponse },
            transactions: vec![transaction],
        });
        for event in ["charge.dispute.created", "charge.dispute.funds_withdrawn"] {
            let json = self.dispute_json(&account, &id)?;
            self.emit(&account, event, json);
        }
        Ok(id)
    }

    /// The card's bank decides. Won money comes back.
    ///
    /// # Errors
    /// The dispute is unknown or decided already, or `status` is no decision.
    pub fn close_dispute(&mut self, id: &str, status: DisputeStatus) -> Result<(), Problem> {
        let account = self.owner_of(|books| books.disputes.get(id).is_some());
        let account = account.ok_or_else(|| Problem::missing("dispute", id))?;
        let open = |dispute: &&mut Dispute| dispute.status == DisputeStatus::NeedsResponse;
        let dispute = self.books_mut(&account).disputes.get_mut(id).filter(open);
        let Some(dispute) = dispute.filter(|_| status != DisputeStatus::NeedsResponse) else {
            return Err(Problem::invalid("An open dispute is decided as won or lost."));
        };
        dispute.status = status;
        let dispute = dispute.clone();
        if status == DisputeStatus::Won {
            let back =
                Posting::plain("adjustment", "dispute_reversal", dispute.amount, &dispute.currency, id);
            let transaction = self.post(&account, back);
            let books = self.books_mut(&account);
            if let Some(dispute) = books.disputes.get_mut(id) {
                dispute.transactions.push(transaction);
            }
            if let Some(charge) = books.charges.get_mut(&dispute.charge) {
                charge.disputed = false;
            }
            let json = self.dispute_json(&account, id)?;
            self.emit(&account, "charge.dispute.funds_reinstated", json);
        }
        let json = self.dispute_json(&account, id)?;
        self.emit(&account, "charge.dispute.closed", json);
        Ok(())
    }
}
