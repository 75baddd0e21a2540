//! Payment intents made by a call: a saved card or bank account is charged without the payer being there.

use super::api_error::ApiError;
use super::ids;
use super::params::Params;
use super::payment_intent::{IntentStatus, PaymentIntent};
use super::payment_method::PaymentMethod;
use super::payment_method_type::PaymentMethodType;
use super::session_request::{application_fee, checked_currency};
use super::state::StripeState;

/// The smallest amount Stripe takes, in minor units.
const SMALLEST: i64 = 50;
const REASONS: [&str; 4] = ["duplicate", "fraudulent", "requested_by_customer", "abandoned"];

impl StripeState {
    /// `POST /v1/payment_intents`. With `confirm` the payment is tried at once.
    ///
    /// # Errors
    /// 400 for what Stripe would refuse, 402 for a declined card: that intent exists and is in the error.
    pub fn create_intent(&mut self, account: &str, params: &Params) -> Result<String, ApiError> {
        params.only(&[
            "amount",
            "currency",
            "customer",
            "payment_method",
            "allowed_payment_method_types",
            "payment_method_options",
            "off_session",
            "confirm",
            "metadata",
            "description",
            "receipt_email",
            "application_fee_amount",
            "mandate",
            "statement_descriptor",
            "statement_descriptor_suffix",
            "error_on_requires_action",
            "expand",
        ])?;
        let amount = params.int("amount")?.ok_or_else(|| ApiError::missing_param("amount"))?;
        if amount < SMALLEST {
            return Err(ApiError::invalid(format!("Amount must be at least {SMALLEST} minor units."))
                .code("amount_too_small")
                .param("amount"));
        }
        if amount > 99_999_999 {
            return Err(ApiError::invalid("Amount must be no more than 99999999.")
                .code("amount_too_large")
                .param("amount"));
        }
        let currency = checked_currency(params.need("currency")?.to_lowercase(), "currency")?;
        let confirm = params.flag("confirm")?.unwrap_or(false);
        let off_session = params.text("off_session").is_some_and(|given| given != "false");
        if off_session && !confirm {
            return Err(ApiError::invalid("You can only set `off_session` when `confirm` is true.")
                .param("off_session"));
        }
        let methods = self.usable_methods(account, params, &currency)?;
        let customer = self.named_customer(account, params)?;
        let chosen = params.text("payment_method");
        if let Some(id) = chosen {
            self.usable_saved(account, id, customer.as_deref(), &methods)?;
        } else if confirm {
            return Err(ApiError::invalid(
                "You cannot confirm this PaymentIntent because it's missing a payment method.",
            )
            .code("payment_intent_unexpected_state"));
        }
        let email =
            customer.as_ref().and_then(|id| self.objects(account).ok()?.customers.get(id)?.email.clone());
        let id = ids::fresh("pi");
        let intent = PaymentIntent {
            secret: format!("{id}_{}", ids::fresh("secret")),
            created: self.now,
            amount,
            currency,
            status: match chosen {
                Some(_) => IntentStatus::RequiresConfirmation,
                None => IntentStatus::RequiresPaymentMethod,
            },
            session: None,
            customer,
            email,
            allowed: params
                .group("allowed_payment_method_types")
                .map(|_| params.texts("allowed_payment_method_types")),
            methods,
            payment_method: chosen.map(str::to_owned),
            metadata: params.map("metadata"),
            description: params.text("description").map(str::to_owned),
            receipt_email: params.text("receipt_email").map(str::to_owned),
            application_fee: application_fee(params, amount)?,
            latest_charge: None,
            error: None,
            failed_method: None,
            canceled_at: None,
            cancellation_reason: None,
            id: id.clone(),
        };
        let json = intent.json();
        self.objects_mut(account).intents.add(intent);
        self.emit(account, "payment_intent.created", json);
        if confirm {
            self.try_intent(account, &id)?;
        }
        Ok(id)
    }

    /// `POST /v1/payment_intents/{id}/confirm`, with another payment method if one is named.
    ///
    /// # Errors
    /// As for [`StripeState::create_intent`].
    pub fn confirm_intent(&mut self, account: &str, id: &str, params: &Params) -> Result<(), ApiError> {
        params.only(&["payment_method", "off_session", "expand", "receipt_email", "mandate"])?;
        let intent = self.intent(account, id)?.clone();
        let chosen =
            params.text("payment_method").map(str::to_owned).or_else(|| intent.payment_method.clone());
        let waits =
            matches!(intent.status, IntentStatus::RequiresPaymentMethod | IntentStatus::RequiresConfirmation);
        let Some(chosen) = chosen.filter(|_| waits && intent.session.is_none()) else {
            return Err(unexpected_state(&intent, "confirm"));
        };
        self.usable_saved(account, &chosen, intent.customer.as_deref(), &intent.methods)?;
        if let Some(intent) = self.objects_mut(account).intents.get_mut(id) {
            intent.payment_method = Some(chosen);
            intent.error = None;
            intent.failed_method = None;
        }
        self.try_intent(account, id)
    }

    fn try_intent(&mut self, account: &str, id: &str) -> Result<(), ApiError> {
        let intent = self.intent(account, id)?;
        let objects = self.objects(account)?;
        let method = intent.payment_method.as_ref().and_then(|id| objects.methods.get(id));
        let Some(PaymentMethod { method, outcome, .. }) = method.cloned() else {
            return Err(unexpected_state(intent, "confirm"));
        };
        self.attempt_payment(account, id, method, outcome);
        let intent = self.intent(account, id)?;
        let Some(failure) = &intent.error else { return Ok(()) };
        Err(ApiError { status: 402, kind: failure.kind, ..ApiError::invalid(failure.message) }
            .code(failure.error_code)
            .detail("decline_code", failure.decline_code)
            .detail("charge", intent.latest_charge.clone())
            .detail("payment_method", intent.failed_method.clone())
            .detail("payment_intent", intent.json()))
    }

    /// A payment method the customer has saved, of a type that is allowed.
    fn usable_saved(
        &self,
        account: &str,
        id: &str,
        customer: Option<&str>,
        methods: &[PaymentMethodType],
    ) -> Result<(), ApiError> {
        let refused = |message: String| {
            ApiError::invalid(message).code("payment_method_unexpected_state").param("payment_method")
        };
        let found = self.objects(account).ok().and_then(|objects| objects.methods.get(id));
        let Some(found) = found else {
            let missing = ApiError::not_found("PaymentMethod", id).param("payment_method");
            return Err(ApiError { status: 400, ..missing });
        };
        match (found.customer.as_deref(), customer) {
            (None, _) => {
                return Err(refused(
                    "The provided PaymentMethod was previously used with a PaymentIntent without Customer \
                     attachment, or was detached from a Customer. It may not be used again. To use a \
                     PaymentMethod multiple times, you must attach it to a Customer first."
                        .to_owned(),
                ));
            }
            (Some(owner), Some(customer)) if owner == customer => {}
            _ => {
                return Err(refused(format!(
                    "The customer does not have a payment method with the ID {id}. The payment method must be \
                     attached to the customer."
                )));
            }
        }
        if !methods.contains(&found.method) {
            return Err(ApiError::invalid(format!(
                "The PaymentMethod provided ({}) is not allowed for this PaymentIntent.",
                found.method.name()
            ))
            .code("payment_intent_incompatible_payment_method")
            .param("payment_method"));
        }
        Ok(())
    }

    /// `POST /v1/payment_intents/{id}/cancel`.
    pub fn cancel_intent(&mut self, account: &str, id: &str, params: &Params) -> Result<(), ApiError> {
        params.only(&["cancellation_reason", "expand"])?;
        let reason = params.text("cancellation_reason");
        if reason.is_some_and(|reason| !REASONS.contains(&reason)) {
            return Err(ApiError::invalid(format!(
                "Invalid cancellation_reason: must be one of {}",
                REASONS.join(", ")
            ))
            .param("cancellation_reason"));
        }
        let intent = self.intent(account, id)?;
        if intent.session.is_some() {
            return Err(ApiError::invalid(
                "You cannot cancel this PaymentIntent because it was created by a Checkout Session. Expire the \
                 Checkout Session instead.",
            )
            .code("payment_intent_unexpected_state"));
        }
        if !matches!(intent.status, IntentStatus::RequiresPaymentMethod | IntentStatus::RequiresConfirmation)
        {
            return Err(unexpected_state(intent, "cancel"));
        }
        self.end_intent(account, id, reason);
        Ok(())
    }

    /// An intent will never be paid.
    pub fn end_intent(&mut self, account: &str, id: &str, reason: Option<&str>) {
        let now = self.now;
        let Some(intent) = self.objects_mut(account).intents.get_mut(id) else { return };
        intent.status = IntentStatus::Canceled;
        intent.canceled_at = Some(now);
        intent.cancellation_reason = reason.map(str::to_owned);
        let json = intent.json();
        self.emit(account, "payment_intent.canceled", json);
    }

    fn intent(&self, account: &str, id: &str) -> Result<&PaymentIntent, ApiError> {
        self.objects(account)?.intents.get(id).ok_or_else(|| ApiError::not_found("payment_intent", id))
    }
}

fn unexpected_state(intent: &PaymentIntent, action: &str) -> ApiError {
    ApiError::invalid(format!(
        "You cannot {action} this PaymentIntent because it has a status of {}.",
        intent.status_name()
    ))
    .code("payment_intent_unexpected_state")
    .detail("payment_intent", intent.json())
}
