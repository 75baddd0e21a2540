//! The payer's confirmation: makes the payment intent and the charge of a session and starts them on their way.

use serde::Deserialize;

use super::agenda::Due;
use super::calendar::add_business_days;
use super::charge::{Charge, ChargeStatus, Failure};
use super::ids;
use super::method::Method;
use super::payment_intent::{IntentStatus, PaymentIntent};
use super::payment_method::PaymentMethod;
use super::problem::Problem;
use super::session::{Mode, Session};
use super::world::World;

/// Business days a bank debit takes.
const BANK_DAYS: u32 = 4;

/// How the payer's attempt goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
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

impl World {
    /// The payer confirms on the session's page. Returns the payment intent.
    ///
    /// # Errors
    /// The session isn't open, or doesn't offer this method, or the outcome can't happen to it.
    pub fn confirm(&mut self, id: &str, method: Method, outcome: Outcome) -> Result<String, Problem> {
        let account = self.session_owner(id)?;
        let session = self.session(&account, id)?.clone();
        if session.mode == Mode::Setup {
            return Err(Problem::invalid("This page saves a way to pay and takes no payment."));
        }
        session.offers(method)?;
        match (method.is_delayed(), outcome) {
            (true, Outcome::Succeed | Outcome::FailLater | Outcome::ReturnLater)
            | (false, Outcome::Succeed) => {}
            (true, _) => {
                return Err(Problem::invalid("A bank debit can't be declined at once; use fail_later."));
            }
            (false, Outcome::FailLater | Outcome::ReturnLater) => {
                return Err(Problem::invalid("A card can't fail later; use decline."));
            }
            (false, _) => {}
        }
        let intent = self.begin_intent(&account, &session, method);
        self.attempt(&account, &intent, method, outcome);
        Ok(intent)
    }

    /// Tries to collect an intent with its payment method: a card answers, a bank debit sets out.
    pub fn attempt(&mut self, account: &str, intent: &str, method: Method, outcome: Outcome) {
        let Some(charge) = self.begin_charge(account, intent, method, outcome) else { return };
        match (method.is_delayed(), outcome) {
            (true, _) => self.start_processing(account, intent),
            (false, Outcome::Succeed) => self.complete_charge(account, &charge),
            (false, declined) => self.fail_charge(account, &charge, Failure::card(declined)),
        }
    }

    fn begin_intent(&mut self, account: &str, session: &Session, method: Method) -> String {
        let now = self.now;
        let books = self.books_mut(account);
        let payer = PaymentMethod::once(now, method, session.customer_email.clone());
        let payment_method = payer.id.clone();
        books.methods.add(payer);
        if let Some(intent) = session.payment_intent.as_ref().and_then(|id| books.intents.get_mut(id)) {
            intent.payment_method = Some(payment_method);
            intent.error = None;
            return intent.id.clone();
        }
        let email = session.customer.as_ref().and_then(|id| books.customers.get(id)?.email.clone());
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
        books.intents.add(intent);
        if let Some(intent) = books.intents.get_mut(&id) {
            intent.payment_method = Some(payment_method);
        }
        if let Some(session) = books.sessions.get_mut(&session.id) {
            session.payment_intent = Some(id.clone());
        }
        self.emit(account, "payment_intent.created", json);
        id
    }

    fn begin_charge(
        &mut self,
        account: &str,
        intent: &str,
        method: Method,
        outcome: Outcome,
    ) -> Option<String> {
        let now = self.now;
        let settles_at = method.is_delayed().then(|| add_business_days(now, BANK_DAYS));
        let books = self.books_mut(account);
        let intent = books.intents.get_mut(intent)?;
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
            mandate: payment_method.as_ref().and_then(|id| books.methods.get(id)?.mandate.clone()),
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
            will_fail: !matches!(outcome, Outcome::Succeed | Outcome::ReturnLater),
            will_return: outcome == Outcome::ReturnLater,
            returns_at: None,
            failure: None,
        };
        let id = charge.id.clone();
        intent.latest_charge = Some(id.clone());
        books.charges.add(charge);
        if let Some(at) = settles_at {
            self.agenda.add(at, account, Due::Settle(id.clone()));
        }
        Some(id)
    }
}
