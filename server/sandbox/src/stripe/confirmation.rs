//! The payer's confirmation: makes the payment intent and the charge of a session and starts them on their way.

use serde::Deserialize;

use super::calendar::add_business_days;
use super::charge::{Charge, ChargeStatus, Failure};
use super::ids;
use super::method::Method;
use super::payment_intent::{IntentStatus, PaymentIntent};
use super::problem::Problem;
use super::session::{Session, SessionStatus};
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
}

impl World {
    /// The payer confirms on the session's page. Returns the payment intent.
    ///
    /// # Errors
    /// The session isn't open, or doesn't offer this method, or the outcome can't happen to it.
    pub fn confirm(&mut self, id: &str, method: Method, outcome: Outcome) -> Result<String, Problem> {
        let account = self.session_owner(id)?;
        let session = self.session(&account, id)?.clone();
        if session.status != SessionStatus::Open {
            return Err(Problem::invalid(format!("This payment page is {}.", session.status_name())));
        }
        if !session.methods.contains(&method) {
            return Err(Problem::invalid(format!("This payment page doesn't offer {}.", method.name())));
        }
        match (method.is_delayed(), outcome) {
            (true, Outcome::Decline) => {
                return Err(Problem::invalid("A bank debit can't be declined at once; use fail_later."));
            }
            (false, Outcome::FailLater) => {
                return Err(Problem::invalid("A card can't fail later; use decline."));
            }
            _ => {}
        }
        let intent = self.begin_intent(&account, &session, method);
        let charge = self.begin_charge(&account, &session, &intent, method, outcome);
        match outcome {
            Outcome::Decline => self.fail_charge(&account, &charge, Failure::card_declined()),
            Outcome::Succeed if !method.is_delayed() => self.complete_charge(&account, &charge),
            Outcome::Succeed | Outcome::FailLater => self.start_processing(&account, &intent),
        }
        Ok(intent)
    }

    fn begin_intent(&mut self, account: &str, session: &Session, method: Method) -> String {
        let now = self.now;
        let books = self.books_mut(account);
        if let Some(intent) = session.payment_intent.as_ref().and_then(|id| books.intents.get_mut(id)) {
            intent.method = method;
            intent.payment_method = ids::fresh("pm");
            intent.error = None;
            return intent.id.clone();
        }
        let id = ids::fresh("pi");
        let intent = PaymentIntent {
            secret: format!("{id}_{}", ids::fresh("secret")),
            created: now,
            amount: session.total(),
            currency: session.currency.clone(),
            status: IntentStatus::RequiresPaymentMethod,
            session: session.id.clone(),
            methods: session.methods.clone(),
            method,
            payment_method: ids::fresh("pm"),
            metadata: session.intent_metadata.clone(),
            description: session.intent_description.clone(),
            receipt_email: session.receipt_email.clone(),
            application_fee: session.application_fee,
            latest_charge: None,
            error: None,
            id: id.clone(),
        };
        let json = intent.json();
        books.intents.add(intent);
        if let Some(session) = books.sessions.get_mut(&session.id) {
            session.payment_intent = Some(id.clone());
        }
        self.emit(account, "payment_intent.created", json);
        id
    }

    fn begin_charge(
        &mut self,
        account: &str,
        session: &Session,
        intent: &str,
        method: Method,
        outcome: Outcome,
    ) -> String {
        let now = self.now;
        let settles_at = method.is_delayed().then(|| add_business_days(now, BANK_DAYS));
        let books = self.books_mut(account);
        let charge = Charge {
            // Stripe calls a charge of a bank debit a payment.
            id: ids::fresh(if method.is_delayed() { "py" } else { "ch" }),
            created: now,
            amount: session.total(),
            currency: session.currency.clone(),
            status: ChargeStatus::Pending,
            intent: intent.to_owned(),
            method,
            payment_method: books.intents.get(intent).map(|intent| intent.payment_method.clone()),
            email: session.customer_email.clone(),
            metadata: session.intent_metadata.clone(),
            description: session.intent_description.clone(),
            application_fee: session.application_fee,
            transaction: None,
            refunded: 0,
            disputed: false,
            settles_at,
            will_fail: outcome == Outcome::FailLater,
            failure: None,
        };
        let id = charge.id.clone();
        books.charges.add(charge);
        if let Some(intent) = books.intents.get_mut(intent) {
            intent.latest_charge = Some(id.clone());
        }
        id
    }
}
