//! Disputes: the payer's bank takes a charge back, or asks about it first.

use serde::Deserialize;
use serde_json::{Value, json};

use super::api_error::ApiError;
use super::ids::StripeObject;
use super::payment_method_type::PaymentMethodType;
use super::state::StripeState;

/// Stripe's states of a dispute. The `Warning` ones are questions of the bank: no money is taken yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeStatus {
    WarningNeedsResponse,
    WarningUnderReview,
    WarningClosed,
    NeedsResponse,
    /// The account has handed in its evidence.
    UnderReview,
    Won,
    Lost,
}

impl DisputeStatus {
    /// Stripe's name of it.
    pub fn name(self) -> &'static str {
        match self {
            DisputeStatus::WarningNeedsResponse => "warning_needs_response",
            DisputeStatus::WarningUnderReview => "warning_under_review",
            DisputeStatus::WarningClosed => "warning_closed",
            DisputeStatus::NeedsResponse => "needs_response",
            DisputeStatus::UnderReview => "under_review",
            DisputeStatus::Won => "won",
            DisputeStatus::Lost => "lost",
        }
    }

    /// Whether it only asks, and has taken nothing.
    pub fn is_warning(self) -> bool {
        matches!(
            self,
            DisputeStatus::WarningNeedsResponse
                | DisputeStatus::WarningUnderReview
                | DisputeStatus::WarningClosed
        )
    }

    /// Whether it is decided.
    pub fn is_final(self) -> bool {
        matches!(self, DisputeStatus::WarningClosed | DisputeStatus::Won | DisputeStatus::Lost)
    }
}

/// A dispute of what a charge had not refunded.
#[derive(Clone, Debug)]
pub struct Dispute {
    pub id: String,
    pub created: i64,
    pub amount: i64,
    pub currency: String,
    pub charge: String,
    pub intent: String,
    pub method: PaymentMethodType,
    pub reason: &'static str,
    pub status: DisputeStatus,
    /// When evidence has to be in; none where the bank takes no answer.
    pub due_by: Option<i64>,
    /// What the account has answered.
    pub evidence: serde_json::Map<String, Value>,
    pub submissions: u32,
    pub past_due: bool,
    pub transactions: Vec<String>,
}

impl StripeObject for Dispute {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Dispute {
    /// The object; its balance transactions are embedded, so they are given.
    pub fn json(&self, transactions: Vec<Value>) -> Value {
        let network_code = if self.method == PaymentMethodType::Card { Some("10.4") } else { None };
        let details = match self.method {
            PaymentMethodType::Card => json!({"type": "card", "card": {"brand": "visa",
                "case_type": if self.status.is_warning() { "inquiry" } else { "chargeback" },
                "network": "visa", "network_reason_code": network_code}}),
            PaymentMethodType::UsBankAccount | PaymentMethodType::AcssDebit => Value::Null,
        };
        let evidence: serde_json::Map<String, Value> = EVIDENCE
            .iter()
            .map(|name| ((*name).to_owned(), self.evidence.get(*name).cloned().unwrap_or(Value::Null)))
            .chain([("enhanced_evidence".to_owned(), json!({}))])
            .collect();
        json!({
            "id": self.id, "object": "dispute", "amount": self.amount, "balance_transactions": transactions,
            "charge": self.charge, "created": self.created, "currency": self.currency,
            "enhanced_eligibility_types": [], "evidence": evidence,
            "evidence_details": {
                "due_by": self.due_by, "enhanced_eligibility": {}, "has_evidence": !self.evidence.is_empty(),
                "past_due": self.past_due, "submission_count": self.submissions,
            },
            "is_charge_refundable": self.status.is_warning(), "livemode": false, "metadata": {},
            "network_reason_code": network_code, "payment_intent": self.intent,
            "payment_method_details": details, "reason": self.reason, "status": self.status.name(),
        })
    }
}

/// What an account can answer with.
pub const EVIDENCE: &[&str] = &[
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

/// Stripe's reasons; the bank's for a returned debit among them.
const REASONS: &[&str] = &[
    "bank_cannot_process",
    "check_returned",
    "credit_not_processed",
    "customer_initiated",
    "debit_not_authorized",
    "duplicate",
    "fraudulent",
    "general",
    "incorrect_account_details",
    "insufficient_funds",
    "noncompliant",
    "product_not_received",
    "product_unacceptable",
    "subscription_canceled",
    "unrecognized",
];

/// A reason by Stripe's name.
pub fn reason(name: &str) -> Result<&'static str, ApiError> {
    REASONS.iter().copied().find(|known| *known == name).ok_or_else(|| {
        ApiError::invalid(format!("'{name}' is no reason of a dispute; it is one of {}.", REASONS.join(", ")))
    })
}

impl StripeState {
    /// The object with its embedded balance transactions, or 404.
    pub fn dispute_json(&self, account: &str, id: &str) -> Result<Value, ApiError> {
        let objects = self.objects(account)?;
        let dispute = objects.disputes.get(id).ok_or_else(|| ApiError::not_found("dispute", id))?;
        let parts = dispute.transactions.iter().filter_map(|id| objects.transactions.get(id));
        Ok(dispute.json(parts.map(|part| part.json(self.now)).collect()))
    }
}
