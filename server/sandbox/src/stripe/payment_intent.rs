//! Payment intents: what becomes of an attempt to collect. A card answers at once, a bank debit within days; both
//! end in the same two ways.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::api_error::ApiError;
use super::balance::Posting;
use super::calendar::{DAY, add_business_days, midnight};
use super::charge::{Charge, ChargeStatus, Failure};
use super::ids::StripeObject;
use super::payment_method::PaymentMethod;
use super::payment_method_type::PaymentMethodType;
use super::scheduler::ScheduledAction;
use super::session::{Session, SessionStatus};
use super::state::{AccountObjects, StripeState};

/// Days until a card's money is available.
const CARD_DAYS: i64 = 2;
/// Business days until a bank takes a debit back.
const RETURN_DAYS: u32 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntentStatus {
    RequiresPaymentMethod,
    RequiresConfirmation,
    Processing,
    Succeeded,
    Canceled,
}

/// One attempt to collect.
#[derive(Clone, Debug)]
pub struct PaymentIntent {
    pub id: String,
    pub secret: String,
    pub created: i64,
    pub amount: i64,
    pub currency: String,
    pub status: IntentStatus,
    /// The Checkout Session it belongs to; none for one made by a call.
    pub session: Option<String>,
    pub customer: Option<String>,
    /// Where the payer is written to.
    pub email: Option<String>,
    pub allowed: Option<Vec<String>>,
    pub methods: Vec<PaymentMethodType>,
    pub payment_method: Option<String>,
    pub metadata: BTreeMap<String, String>,
    pub description: Option<String>,
    pub receipt_email: Option<String>,
    pub application_fee: Option<i64>,
    pub latest_charge: Option<String>,
    pub error: Option<Failure>,
    /// The payment method that failed.
    pub failed_method: Option<Value>,
    pub canceled_at: Option<i64>,
    pub cancellation_reason: Option<String>,
}

impl StripeObject for PaymentIntent {
    fn id(&self) -> &str {
        &self.id
    }
}

impl PaymentIntent {
    pub fn status_name(&self) -> &'static str {
        match self.status {
            IntentStatus::RequiresPaymentMethod => "requires_payment_method",
            IntentStatus::RequiresConfirmation => "requires_confirmation",
            IntentStatus::Processing => "processing",
            IntentStatus::Succeeded => "succeeded",
            IntentStatus::Canceled => "canceled",
        }
    }

    pub fn json(&self) -> Value {
        let received = if self.status == IntentStatus::Succeeded { self.amount } else { 0 };
        let error = self.error.as_ref().map(|failure| {
            let mut error = failure.error_json();
            if let Some(fields) = error.as_object_mut() {
                fields.insert("charge".to_owned(), self.latest_charge.clone().into());
                fields.insert("payment_method".to_owned(), self.failed_method.clone().into());
            }
            error
        });
        let methods: Vec<&str> = self.methods.iter().map(|method| method.name()).collect();
        json!({
            "id": self.id, "object": "payment_intent", "allowed_payment_method_types": self.allowed,
            "amount": self.amount, "amount_capturable": 0,
            "amount_details": {"tip": {}}, "amount_received": received, "application": null,
            "application_fee_amount": self.application_fee, "automatic_payment_methods": null,
            "canceled_at": self.canceled_at, "cancellation_reason": self.cancellation_reason,
            "capture_method": "automatic",
            "client_secret": self.secret, "confirmation_method": "automatic", "created": self.created,
            "currency": self.currency, "customer": self.customer, "customer_account": null,
            "description": self.description, "excluded_payment_method_types": null,
            "last_payment_error": error, "latest_charge": self.latest_charge, "livemode": false,
            "managed_payments": null, "metadata": self.metadata, "next_action": null, "on_behalf_of": null,
            "payment_method": self.payment_method,
            "payment_method_configuration_details": null, "payment_method_options": {},
            "payment_method_types": methods, "processing": null, "receipt_email": self.receipt_email,
            "review": null, "setup_future_usage": null, "shipping": null, "source": null,
            "statement_descriptor": null, "statement_descriptor_suffix": null, "status": self.status_name(),
            "transfer_data": null, "transfer_group": null,
        })
    }
}

impl StripeState {
    /// A bank debit is on its way.
    pub fn start_processing(&mut self, account: &str, intent: &str) {
        let objects = self.objects_mut(account);
        let Some(intent) = objects.intents.get_mut(intent) else { return };
        intent.status = IntentStatus::Processing;
        let intent = intent.clone();
        let charge = intent.latest_charge.as_ref().and_then(|id| objects.charges.get(id)).map(Charge::json);
        let session = intent.session.as_ref().and_then(|id| objects.sessions.get_mut(id)).map(|session| {
            session.status = SessionStatus::Complete;
            session.json()
        });
        if let Some(charge) = charge {
            self.emit(account, "charge.pending", charge);
        }
        self.emit(account, "payment_intent.processing", intent.json());
        if let Some(session) = session {
            self.emit(account, "checkout.session.completed", session);
        }
    }

    /// The money came in.
    pub fn complete_charge(&mut self, account: &str, charge: &str) {
        let now = self.now;
        let Some(paid) = self.objects_mut(account).charges.get(charge).cloned() else { return };
        let available_on = if paid.method.is_delayed() { now } else { midnight(now) + CARD_DAYS * DAY };
        let transaction = self.post(account, Posting::charge(&paid, available_on));
        let objects = self.objects_mut(account);
        if let Some(charge) = objects.charges.get_mut(charge) {
            charge.status = ChargeStatus::Succeeded;
            charge.transaction = Some(transaction);
            charge.settles_at = None;
            charge.returns_at = charge.will_return.then(|| add_business_days(now, RETURN_DAYS));
        }
        if paid.will_return {
            let at = add_business_days(now, RETURN_DAYS);
            self.scheduler.add(at, account, ScheduledAction::ReturnDebit(charge.to_owned()));
        }
        let objects = self.objects_mut(account);
        if let Some(intent) = objects.intents.get_mut(&paid.intent) {
            intent.status = IntentStatus::Succeeded;
        }
        let event = if paid.method.is_delayed() {
            "checkout.session.async_payment_succeeded"
        } else {
            "checkout.session.completed"
        };
        self.emit_charge_events(
            account,
            charge,
            "charge.succeeded",
            "payment_intent.succeeded",
            Some((event, true)),
        );
    }

    /// The card or the bank said no.
    pub fn fail_charge(&mut self, account: &str, charge: &str, failure: Failure) {
        let objects = self.objects_mut(account);
        let Some(failed) = objects.charges.get_mut(charge) else { return };
        failed.status = ChargeStatus::Failed;
        failed.settles_at = None;
        failed.failure = Some(failure.clone());
        let (intent, delayed) = (failed.intent.clone(), failed.method.is_delayed());
        if let Some(intent) = objects.intents.get_mut(&intent) {
            let tried = intent.payment_method.take();
            intent.status = IntentStatus::RequiresPaymentMethod;
            intent.error = Some(failure);
            intent.failed_method = tried.and_then(|id| objects.methods.get(&id)).map(PaymentMethod::json);
        }
        let session = delayed.then_some(("checkout.session.async_payment_failed", false));
        self.emit_charge_events(account, charge, "charge.failed", "payment_intent.payment_failed", session);
    }

    /// Emits charge, intent and, with `session`, the session's event after noting whether it is paid.
    fn emit_charge_events(
        &mut self,
        account: &str,
        charge: &str,
        charge_event: &str,
        intent_event: &str,
        session: Option<(&str, bool)>,
    ) {
        let objects = self.objects_mut(account);
        let Some(charge) = objects.charges.get(charge) else { return };
        let Some(intent) = objects.intents.get(&charge.intent) else { return };
        let (charge, id, intent) = (charge.json(), intent.session.clone(), intent.json());
        let session = session.and_then(|(event, paid)| {
            let found = objects.sessions.get_mut(id.as_ref()?)?;
            found.status = SessionStatus::Complete;
            found.paid = paid;
            Some((event, found.json()))
        });
        self.emit(account, charge_event, charge);
        self.emit(account, intent_event, intent);
        if let Some((event, json)) = session {
            self.emit(account, event, json);
        }
    }

    /// A processing bank debit ends now, as it was going to.
    pub fn settle(&mut self, intent: &str) -> Result<(), ApiError> {
        let account = self.owner_of(|objects| objects.intents.get(intent).is_some());
        let account = account.ok_or_else(|| ApiError::not_found("payment_intent", intent))?;
        let objects = self.objects(&account)?;
        let found =
            objects.intents.get(intent).ok_or_else(|| ApiError::not_found("payment_intent", intent))?;
        let charge = found.latest_charge.as_ref().and_then(|id| objects.charges.get(id));
        let Some(charge) = charge.filter(|_| found.status == IntentStatus::Processing) else {
            return Err(ApiError::invalid("Only a processing payment intent can settle."));
        };
        let (charge, method, will_fail) = (charge.id.clone(), charge.method, charge.will_fail);
        if will_fail {
            self.fail_charge(&account, &charge, Failure::bank_refused(method));
        } else {
            self.complete_charge(&account, &charge);
        }
        Ok(())
    }

    /// Makes the bank debit of a session, or of a payment intent, fail when it is due.
    pub fn mark_debit_to_fail(&mut self, id: &str) -> Result<(), ApiError> {
        let account =
            self.owner_of(|objects| objects.sessions.get(id).is_some() || objects.intents.get(id).is_some());
        let account = account.ok_or_else(|| ApiError::not_found("checkout.session", id))?;
        let objects = self.objects_mut(&account);
        let session = objects.sessions.get(id);
        let charge = session
            .map_or(Some(id), |session| session.payment_intent.as_deref())
            .and_then(|intent| objects.intents.get(intent))
            .filter(|intent| intent.status == IntentStatus::Processing)
            .and_then(|intent| intent.latest_charge.clone())
            .and_then(|charge| objects.charges.get_mut(&charge));
        let charge = charge.ok_or_else(|| ApiError::invalid("There is no bank debit on its way."))?;
        charge.will_fail = true;
        Ok(())
    }

    /// Whether an intent was paid from a bank account.
    pub fn is_bank_debit(&self, intent: &str) -> bool {
        let charge = |objects: &AccountObjects| {
            let charge = objects.intents.get(intent)?.latest_charge.as_ref()?;
            objects.charges.get(charge).map(|charge| charge.method.is_delayed())
        };
        self.objects.values().find_map(charge).unwrap_or(false)
    }

    /// The account of a session.
    pub fn session_owner(&self, id: &str) -> Result<String, ApiError> {
        let owner = self.owner_of(|objects| objects.sessions.get(id).is_some());
        owner.ok_or_else(|| ApiError::not_found("checkout.session", id))
    }

    /// A session in an account's objects, or 404.
    pub fn session(&self, account: &str, id: &str) -> Result<&Session, ApiError> {
        self.objects(account)?.sessions.get(id).ok_or_else(|| ApiError::not_found("checkout.session", id))
    }
}
