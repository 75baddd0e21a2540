//! Charges: one attempt at a card or a bank account, and what came of it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::confirmation::SimulatedOutcome;
use super::ids::StripeObject;
use super::payment_method::billing_details;
use super::payment_method_type::PaymentMethodType;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChargeStatus {
    Pending,
    Succeeded,
    Failed,
}

/// Why it failed, in Stripe's codes and in words.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Stripe's type of error.
    pub kind: &'static str,
    pub error_code: &'static str,
    pub decline_code: Option<&'static str>,
    pub failure_code: &'static str,
    pub message: &'static str,
}

impl Failure {
    /// A card's refusal; what is no refusal of its own counts as a plain decline.
    pub fn card(outcome: SimulatedOutcome) -> Self {
        let (error_code, decline_code, message) = match outcome {
            SimulatedOutcome::InsufficientFunds => {
                ("card_declined", "insufficient_funds", "Your card has insufficient funds.")
            }
            SimulatedOutcome::Expired => ("expired_card", "expired_card", "Your card has expired."),
            SimulatedOutcome::AuthenticationRequired => (
                "authentication_required",
                "authentication_required",
                "Your card was declined. This transaction requires authentication.",
            ),
            SimulatedOutcome::Succeed
            | SimulatedOutcome::Decline
            | SimulatedOutcome::FailLater
            | SimulatedOutcome::ReturnLater => {
                ("card_declined", "generic_decline", "Your card was declined.")
            }
        };
        Self {
            kind: "card_error",
            error_code,
            decline_code: Some(decline_code),
            failure_code: error_code,
            message,
        }
    }

    pub fn bank_refused(method: PaymentMethodType) -> Self {
        Self {
            kind: "invalid_request_error",
            error_code: "payment_intent_payment_attempt_failed",
            decline_code: None,
            failure_code: "insufficient_funds",
            message: match method {
                PaymentMethodType::AcssDebit => {
                    "The customer's account has insufficient funds to cover this debit."
                }
                PaymentMethodType::Card | PaymentMethodType::UsBankAccount => {
                    "The customer's account has insufficient funds to cover this payment."
                }
            },
        }
    }

    /// The error object that intents keep.
    pub fn error_json(&self) -> Value {
        json!({
            "type": self.kind, "code": self.error_code, "decline_code": self.decline_code, "doc_url": null,
            "message": self.message,
        })
    }
}

/// A charge; amounts in minor units.
#[derive(Clone, Debug)]
pub struct Charge {
    pub id: String,
    pub created: i64,
    pub amount: i64,
    pub currency: String,
    pub status: ChargeStatus,
    pub intent: String,
    pub method: PaymentMethodType,
    pub payment_method: Option<String>,
    pub mandate: Option<String>,
    pub customer: Option<String>,
    pub receipt_email: Option<String>,
    pub email: Option<String>,
    pub metadata: BTreeMap<String, String>,
    pub description: Option<String>,
    pub application_fee: Option<i64>,
    pub transaction: Option<String>,
    pub refunded: i64,
    /// Whether it has ever been disputed.
    pub disputed: bool,
    pub dispute: Option<String>,
    /// When a bank debit ends; none once it has.
    pub settles_at: Option<i64>,
    pub will_fail: bool,
    /// Whether the bank takes it back some days after it succeeded, and when.
    pub will_return: bool,
    pub returns_at: Option<i64>,
    pub failure: Option<Failure>,
}

impl StripeObject for Charge {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Charge {
    /// What has not been refunded.
    pub fn left(&self) -> i64 {
        self.amount - self.refunded
    }

    pub fn json(&self) -> Value {
        let status = match self.status {
            ChargeStatus::Pending => "pending",
            ChargeStatus::Succeeded => "succeeded",
            ChargeStatus::Failed => "failed",
        };
        let paid = self.status != ChargeStatus::Failed;
        let outcome = match &self.failure {
            Some(failure) => json!({
                "advice_code": null, "network_advice_code": null, "network_decline_code": null,
                "network_status": "declined_by_network", "reason": failure.decline_code,
                "seller_message": failure.message, "type": "issuer_declined",
            }),
            None => json!({
                "advice_code": null, "network_advice_code": null, "network_decline_code": null,
                "network_status": "approved_by_network", "reason": null,
                "seller_message": "Payment complete.", "type": "authorized",
            }),
        };
        json!({
            "id": self.id, "object": "charge", "amount": self.amount,
            "amount_captured": if paid { self.amount } else { 0 }, "amount_refunded": self.refunded,
            "application": null, "application_fee": null, "application_fee_amount": self.application_fee,
            "balance_transaction": self.transaction,
            "billing_details": billing_details(self.email.as_deref(), None),
            "calculated_statement_descriptor": "SANDBOX", "captured": paid, "created": self.created,
            "currency": self.currency, "customer": self.customer, "description": self.description,
            "disputed": self.disputed, "failure_balance_transaction": null,
            "failure_code": self.failure.as_ref().map(|failure| failure.failure_code),
            "failure_message": self.failure.as_ref().map(|failure| failure.message),
            "fraud_details": {}, "livemode": false, "metadata": self.metadata, "on_behalf_of": null,
            "outcome": outcome, "paid": paid, "payment_intent": self.intent,
            "payment_method": self.payment_method,
            "payment_method_details": self.method.details(self.created, self.settles_at, self.mandate.as_deref()),
            "receipt_email": self.receipt_email, "receipt_number": null, "receipt_url": null,
            "refunded": self.status == ChargeStatus::Succeeded && self.refunded == self.amount,
            "refunds": null, "review": null, "shipping": null, "source": null, "source_transfer": null,
            "statement_descriptor": null, "statement_descriptor_suffix": null, "status": status,
            "transfer_data": null, "transfer_group": null,
        })
    }
}
