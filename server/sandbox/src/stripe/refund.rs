//! Refunds: money of a charge going back. A card's refund is done at once, a bank's after some days, and either may
//! fail even then.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::api_error::ApiError;
use super::balance::Posting;
use super::calendar::add_business_days;
use super::charge::{Charge, ChargeStatus};
use super::dispute::DisputeStatus;
use super::ids::{self, StripeObject};
use super::params::Params;
use super::payment_method_type::PaymentMethodType;
use super::scheduler::ScheduledAction;
use super::state::StripeState;

/// Business days a refund to a bank account takes.
const BANK_DAYS: u32 = 5;
/// Why a refund can fail, by Stripe's names.
const FAILURES: [&str; 7] = [
    "lost_or_stolen_card",
    "expired_or_canceled_card",
    "charge_for_pending_refund_disputed",
    "insufficient_funds",
    "declined",
    "merchant_request",
    "unknown",
];
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
    pub method: PaymentMethodType,
    pub payment_method: Option<String>,
    pub customer: Option<String>,
    pub reason: Option<String>,
    pub metadata: BTreeMap<String, String>,
    pub transaction: String,
    /// When a pending refund is done; none once it is.
    pub done_at: Option<i64>,
    pub failure: Option<RefundFailure>,
}

/// A refund that came back.
#[derive(Clone, Debug)]
pub struct RefundFailure {
    pub reason: &'static str,
    pub transaction: String,
}

impl StripeObject for Refund {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Refund {
    pub fn json(&self) -> Value {
        let destination = match self.method {
            PaymentMethodType::Card => json!({"type": "card", "card": {"type": "refund", "reference": null,
                "reference_status": "pending", "reference_type": "acquirer_reference_number"}}),
            PaymentMethodType::UsBankAccount => json!({"type": "us_bank_transfer",
                "us_bank_transfer": {"reference": null, "reference_status": null}}),
            PaymentMethodType::AcssDebit => json!({"type": "ca_bank_transfer"}),
        };
        let status = match (&self.failure, self.done_at) {
            (Some(_), _) => "failed",
            (None, Some(_)) => "pending",
            (None, None) => "succeeded",
        };
        let mut json = json!({
            "id": self.id, "object": "refund", "amount": self.amount, "balance_transaction": self.transaction,
            "charge": self.charge, "created": self.created, "currency": self.currency, "customer": self.customer,
            "customer_account": null, "destination_details": destination, "metadata": self.metadata,
            "payment_intent": self.intent, "payment_method": self.payment_method, "reason": self.reason, "receipt_number": null,
            "source_transfer_reversal": null,
            "status": status, "transfer_reversal": null,
        });
        // As Stripe does, these are there only when they say something.
        if let Some(fields) = json.as_object_mut() {
            if let Some(failure) = &self.failure {
                fields.insert("failure_reason".to_owned(), failure.reason.into());
                fields.insert("failure_balance_transaction".to_owned(), failure.transaction.clone().into());
            } else if self.done_at.is_some() {
                fields.insert("pending_reason".to_owned(), "processing".into());
            }
        }
        json
    }
}

impl StripeState {
    /// `POST /v1/refunds`.
    pub fn create_refund(&mut self, account: &str, params: &Params) -> Result<String, ApiError> {
        params.only(&[
            "amount",
            "charge",
            "payment_intent",
            "reason",
            "metadata",
            "refund_application_fee",
            "expand",
        ])?;
        let objects = self.objects(account)?;
        let charge = match (params.text("charge"), params.text("payment_intent")) {
            (Some(id), _) => {
                objects.charges.get(id).ok_or_else(|| ApiError::not_found("charge", id).param("charge"))?
            }
            (None, Some(id)) => {
                let missing = || ApiError::not_found("payment_intent", id).param("payment_intent");
                let intent = objects.intents.get(id).ok_or_else(missing)?;
                let charge = intent.latest_charge.as_ref().and_then(|charge| objects.charges.get(charge));
                charge.ok_or_else(|| {
                    ApiError::invalid(format!(
                        "This PaymentIntent ({id}) does not have a successful charge to refund."
                    ))
                })?
            }
            (None, None) => return Err(ApiError::missing_param("payment_intent")),
        };
        if charge.status != ChargeStatus::Succeeded {
            return Err(ApiError::invalid(format!(
                "This Charge ({}) does not have a successful payment to refund.",
                charge.id
            )));
        }
        let dispute = charge.dispute.as_ref().and_then(|id| objects.disputes.get(id));
        if dispute.is_some_and(|one| !one.status.is_warning() && one.status != DisputeStatus::Won) {
            return Err(ApiError::invalid(format!("Charge {} has been charged back.", charge.id))
                .code("charge_disputed"));
        }
        let left = charge.left();
        if left == 0 {
            return Err(ApiError::invalid(format!("Charge {} has already been refunded.", charge.id))
                .code("charge_already_refunded"));
        }
        let amount = params.int("amount")?.unwrap_or(left);
        if amount < 1 || amount > left {
            return Err(ApiError::invalid(format!(
                "Refund amount ({amount}) has to be above zero and at most the unrefunded amount on charge ({left})."
            ))
            .param("amount"));
        }
        let reason = params.text("reason").map(str::to_owned);
        if reason.as_deref().is_some_and(|reason| !REASONS.contains(&reason)) {
            return Err(ApiError::invalid(format!("Invalid reason: must be one of {}", REASONS.join(", ")))
                .param("reason"));
        }
        let charge = charge.clone();
        let share = match params.flag("refund_application_fee")? {
            Some(true) => fee_share(&charge, amount),
            _ => 0,
        };
        let id = self.refund(account, &charge, amount, share, reason, params.map("metadata"));
        self.close_inquiry(account, &charge.id)?;
        Ok(id)
    }

    /// A refund made in the processor's dashboard.
    pub fn refund_outside(&mut self, intent: &str, amount: Option<i64>) -> Result<String, ApiError> {
        let account = self.owner_of(|objects| objects.intents.get(intent).is_some());
        let account = account.ok_or_else(|| ApiError::not_found("payment_intent", intent))?;
        let amount = amount.map(|amount| format!("&amount={amount}")).unwrap_or_default();
        let params = Params::parse(&format!("payment_intent={intent}{amount}"))?;
        self.create_refund(&account, &params)
    }

    fn refund(
        &mut self,
        account: &str,
        charge: &Charge,
        amount: i64,
        fee_share: i64,
        reason: Option<String>,
        metadata: BTreeMap<String, String>,
    ) -> String {
        let now = self.now;
        let delayed = charge.method.is_delayed();
        let id = ids::fresh(if delayed { "pyr" } else { "re" });
        let kind = if delayed { "payment_refund" } else { "refund" };
        let posting = Posting {
            application_fee: -fee_share,
            description: Some("REFUND FOR PAYMENT".to_owned()),
            ..Posting::plain(kind, "refund", -amount, &charge.currency, &id)
        };
        let transaction = self.post(account, posting);
        let refund = Refund {
            id: id.clone(),
            created: now,
            amount,
            currency: charge.currency.clone(),
            charge: charge.id.clone(),
            intent: charge.intent.clone(),
            method: charge.method,
            payment_method: charge.payment_method.clone(),
            customer: charge.customer.clone(),
            reason,
            metadata,
            transaction,
            done_at: delayed.then(|| add_business_days(now, BANK_DAYS)),
            failure: None,
        };
        if let Some(at) = refund.done_at {
            self.scheduler.add(at, account, ScheduledAction::CompleteRefund(id.clone()));
        }
        let json = refund.json();
        let objects = self.objects_mut(account);
        objects.refunds.add(refund);
        let charge = objects.charges.get_mut(&charge.id).map(|charge| {
            charge.refunded += amount;
            charge.json()
        });
        self.emit(account, "refund.created", json);
        if let Some(charge) = charge {
            self.emit(account, "charge.refunded", charge);
        }
        id
    }

    /// The payer's bank sends a refund back, also after it had succeeded. The money is the account's again.
    ///
    /// # Errors
    /// The refund is unknown or has failed already, or Stripe knows no such reason.
    pub fn fail_refund(&mut self, id: &str, reason: &str) -> Result<(), ApiError> {
        let account = self.owner_of(|objects| objects.refunds.get(id).is_some());
        let account = account.ok_or_else(|| ApiError::not_found("refund", id))?;
        let Some(reason) = FAILURES.iter().copied().find(|known| *known == reason) else {
            return Err(ApiError::invalid(format!(
                "'{reason}' is no reason of a failed refund; it is one of {}.",
                FAILURES.join(", ")
            )));
        };
        let refund =
            self.objects(&account)?.refunds.get(id).filter(|refund| refund.failure.is_none()).cloned();
        let refund = refund.ok_or_else(|| ApiError::invalid("This refund has failed already."))?;
        let posting = Posting {
            description: Some("REFUND FAILURE".to_owned()),
            ..Posting::plain("refund_failure", "refund_failure", refund.amount, &refund.currency, id)
        };
        let transaction = self.post(&account, posting);
        let objects = self.objects_mut(&account);
        if let Some(charge) = objects.charges.get_mut(&refund.charge) {
            charge.refunded -= refund.amount;
        }
        let json = objects.refunds.get_mut(id).map(|refund| {
            refund.done_at = None;
            refund.failure = Some(RefundFailure { reason, transaction });
            refund.json()
        });
        let json = json.unwrap_or(Value::Null);
        self.emit(&account, "refund.updated", json.clone());
        self.emit(&account, "refund.failed", json);
        Ok(())
    }

    /// A pending refund reached the payer's bank.
    pub fn finish_refund(&mut self, account: &str, id: &str) {
        let Some(refund) = self.objects_mut(account).refunds.get_mut(id) else { return };
        refund.done_at = None;
        let json = refund.json();
        self.emit(account, "refund.updated", json);
    }
}

/// The part of the platform's fee that goes back with a refund, rounded down.
fn fee_share(charge: &Charge, amount: i64) -> i64 {
    charge.application_fee.map_or(0, |fee| fee.saturating_mul(amount).checked_div(charge.amount).unwrap_or(0))
}
