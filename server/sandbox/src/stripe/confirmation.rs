//! The payer's confirmation: makes the payment intent and the charge of a session and starts them on their way.

use serde::Deserialize;

use super::api_error::ApiError;
use super::calendar::add_business_days;
use super::charge::{Charge, ChargeStatus, Failure};
use super::ids;
use super::payment_intent::{IntentStatus, PaymentIntent};
use super::payment_method::PaymentMethod;
use super::payment_method_type::PaymentMethodType;
use super::scheduler::ScheduledAction;
use super::session::{Session, SessionMode};
use super::state::StripeState;

/// Business days a bank debit takes.
const BANK_DAYS: u32 = 4;

/// How the payer's attempt goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SimulatedOutcome {
    Succeed,
    /// The card is declined; the session stays open.
    Decline,
    /// The bank says no when the debit is due.
    FailLater,
    /// The bank debit succeeds, and days later the bank takes it back.
    ReturnLater,
    /// The card is declined for want of money.
    InsufficientFunds,
    /// The card is declined, having expired.
    Expired,
    /// The card's bank wants the payer to identify themselves.
    AuthenticationRequired,
}

impl StripeState {
    /// The payer confirms on the session's page. Returns the payment intent.
    ///
    /// # Errors
    /// The session isn't open, or doesn't offer this method, or the outcome can't happen to it.
    pub fn confirm(
        &mut self,
        id: &str,
        method: PaymentMethodType,
        outcome: SimulatedOutcome,
    ) -> Result<String, ApiError> {
        let account = self.session_owner(id)?;
        let session = self.session(&account, id)?.clone();
        if session.mode == SessionMode::Setup {
            return Err(ApiError::invalid("This page saves a way to pay and takes no payment."));
        }
        session.offers(method)?;
        match (method.is_delayed(), outcome) {
            (
                true,
                SimulatedOutcome::Succeed | SimulatedOutcome::FailLater | SimulatedOutcome::ReturnLater,
            )
            | (false, SimulatedOutcome::Succeed) => {}
            (true, _) => {
                return Err(ApiError::invalid("A bank debit can't be declined at once; use fail_later."));
            }
            (false, SimulatedOutcome::FailLater | SimulatedOutcome::ReturnLater) => {
                return Err(ApiError::invalid("A card can't fail later; use decline."));
            }
            (false, _) => {}
        }
        let intent = self.begin_intent(&account, &session, method);
        self.attempt_payment(&account, &intent, method, outcome);
        Ok(intent)
    }

    /// Tries to collect an intent with its payment method: a card answers, a bank debit sets out.
    pub fn attempt_payment(
        &mut self,
        account: &str,
        intent: &str,
        method: PaymentMethodType,
        outcome: SimulatedOutcome,
    ) {
        let Some(charge) = self.begin_charge(account, intent, method, outcome) else { return };
        match (method.is_delayed(), outcome) {
            (true, _) => self.start_processing(account, intent),
            (false, SimulatedOutcome::Succeed) => self.complete_charge(account, &charge),
            (false, declined) => self.fail_charge(account, &charge, Failure::card(declined)),
        }
    }

    fn begin_intent(&mut self, account: &str, session: &Session, method: PaymentMethodType) -> String {
        let now = self.now;
        let objects = self.objects_mut(account);
        let payer = PaymentMethod::once(now, method, session.customer_email.clone());
        let payment_method = payer.id.clone();
        objects.methods.add(payer);
        if let Some(intent) = session.payment_intent.as_ref().and_then(|id| objects.intents.get_mut(id)) {
            intent.payment_method = Some(payment_method);
            intent.error = None;
            return intent.id.clone();
        }
        let email = session.customer.as_ref().and_then(|id| objects.customers.get(id)?.email.clone());
        let id = ids::fresh("pi");
        let intent = PaymentIntent {
            secret: format!("{id}_{}", ids::fresh("secret")),
            created: now,
            amount: session.total(),
            currency: session.currency.clone(),
            status: IntentStatus::RequiresPaymentMethod,
            session: Some(session.id.clone()),
            customer: session.customer.clone(),
            email: session.customer_email.clone().or(email),
            allowed: session.allowed.clone(),
            methods: session.methods.clone(),
            payment_method: None,
            metadata: session.intent_metadata.clone(),
            description: session.intent_description.clone(),
            receipt_email: session.receipt_email.clone(),
            application_fee: session.application_fee,
            latest_charge: None,
            error: None,
            failed_method: None,
            canceled_at: None,
            cancellation_reason: None,
            id: id.clone(),
        };
        let json = intent.json();
        objects.intents.add(intent);
        if let Some(intent) = objects.intents.get_mut(&id) {
            intent.payment_method = Some(payment_method);
        }
        if let Some(session) = objects.sessions.get_mut(&session.id) {
            session.payment_intent = Some(id.clone());
        }
        self.emit(account, "payment_intent.created", json);
        id
    }

    fn begin_charge(
        &mut self,
        account: &str,
        intent: &str,
        method: PaymentMethodType,
        outcome: SimulatedOutcome,
    ) -> Option<String> {
        let now = self.now;
        let settles_at = method.is_delayed().then(|| add_business_days(now, BANK_DAYS));
        let objects = self.objects_mut(account);
        let intent = objects.intents.get_mut(intent)?;
        let payment_method = intent.payment_method.clone();
        let charge = Charge {
            // Stripe calls a charge of a bank debit a payment.
            id: ids::fresh(if method.is_delayed() { "py" } else { "ch" }),
            created: now,
            amount: intent.amount,
            currency: intent.currency.clone(),
            status: ChargeStatus::Pending,
            intent: intent.id.clone(),
            method,
            mandate: payment_method.as_ref().and_then(|id| objects.methods.get(id)?.mandate.clone()),
            payment_method,
            customer: intent.customer.clone(),
            receipt_email: intent.receipt_email.clone(),
            email: intent.email.clone(),
            metadata: intent.metadata.clone(),
            description: intent.description.clone(),
            application_fee: intent.application_fee,
            transaction: None,
            refunded: 0,
            disputed: false,
            dispute: None,
            settles_at,
            will_fail: !matches!(outcome, SimulatedOutcome::Succeed | SimulatedOutcome::ReturnLater),
            will_return: outcome == SimulatedOutcome::ReturnLater,
            returns_at: None,
            failure: None,
        };
        let id = charge.id.clone();
        intent.latest_charge = Some(id.clone());
        objects.charges.add(charge);
        if let Some(at) = settles_at {
            self.scheduler.add(at, account, ScheduledAction::SettleDebit(id.clone()));
        }
        Some(id)
    }
}
