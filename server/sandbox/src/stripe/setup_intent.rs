//! Setup intents: a payer saving a card or a bank account on a session's page, to be charged later without them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::api_error::ApiError;
use super::charge::Failure;
use super::confirmation::SimulatedOutcome;
use super::ids::{self, StripeObject};
use super::payment_method::PaymentMethod;
use super::payment_method_type::PaymentMethodType;
use super::session::{Session, SessionStatus};
use super::state::StripeState;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupStatus {
    RequiresPaymentMethod,
    Succeeded,
    Canceled,
}

/// One attempt to save a way to pay.
#[derive(Clone, Debug)]
pub struct SetupIntent {
    pub id: String,
    pub secret: String,
    pub created: i64,
    pub customer: Option<String>,
    pub description: Option<String>,
    pub metadata: BTreeMap<String, String>,
    pub allowed: Option<Vec<String>>,
    pub methods: Vec<PaymentMethodType>,
    pub method_options: Value,
    pub payment_method: Option<String>,
    pub mandate: Option<String>,
    pub status: SetupStatus,
    pub error: Option<Failure>,
}

impl StripeObject for SetupIntent {
    fn id(&self) -> &str {
        &self.id
    }
}

impl SetupIntent {
    /// The intent behind a new session.
    pub fn of(now: i64, session: &Session, description: Option<String>) -> Self {
        let id = ids::fresh("seti");
        Self {
            secret: format!("{id}_{}", ids::fresh("secret")),
            created: now,
            customer: session.customer.clone(),
            description,
            metadata: session.intent_metadata.clone(),
            allowed: session.allowed.clone(),
            methods: session.methods.clone(),
            method_options: session.method_options.clone(),
            payment_method: None,
            mandate: None,
            status: SetupStatus::RequiresPaymentMethod,
            error: None,
            id,
        }
    }

    pub fn json(&self) -> Value {
        let status = match self.status {
            SetupStatus::RequiresPaymentMethod => "requires_payment_method",
            SetupStatus::Succeeded => "succeeded",
            SetupStatus::Canceled => "canceled",
        };
        let error = self.error.as_ref().map(Failure::error_json);
        let methods: Vec<&str> = self.methods.iter().map(|method| method.name()).collect();
        json!({
            "id": self.id, "object": "setup_intent", "allowed_payment_method_types": self.allowed,
            "application": null, "automatic_payment_methods": null,
            "cancellation_reason": (self.status == SetupStatus::Canceled).then_some("abandoned"),
            "client_secret": self.secret, "created": self.created, "customer": self.customer,
            "customer_account": null, "description": self.description, "excluded_payment_method_types": null,
            "flow_directions": null, "last_setup_error": error, "latest_attempt": null, "livemode": false,
            "managed_payments": null, "mandate": self.mandate, "metadata": self.metadata, "next_action": null,
            "on_behalf_of": null, "payment_method": self.payment_method,
            "payment_method_configuration_details": null, "payment_method_options": self.method_options,
            "payment_method_types": methods, "single_use_mandate": null, "status": status,
            "usage": "off_session",
        })
    }
}

impl StripeState {
    /// The payer saves a card or a bank account on the session's page. With [`SimulatedOutcome::FailLater`] it is saved,
    /// and payments with it will be refused. Returns the payment method; none when it was declined.
    ///
    /// # Errors
    /// The session isn't open, doesn't save, or doesn't offer this method, or the outcome can't happen to it.
    pub fn save(
        &mut self,
        id: &str,
        method: PaymentMethodType,
        outcome: SimulatedOutcome,
    ) -> Result<Option<String>, ApiError> {
        let account = self.session_owner(id)?;
        let session = self.session(&account, id)?.clone();
        let Some(intent) = session.setup_intent.clone() else {
            return Err(ApiError::invalid("This page takes a payment and saves nothing."));
        };
        session.offers(method)?;
        match outcome {
            SimulatedOutcome::ReturnLater if !method.is_delayed() => {
                Err(ApiError::invalid("A card's payment isn't returned; dispute it."))
            }
            SimulatedOutcome::Succeed | SimulatedOutcome::FailLater | SimulatedOutcome::ReturnLater => {
                let saved = self.attach_new(&account, &session, method, outcome);
                self.finish_setup(&account, id, &intent, &saved);
                Ok(Some(saved))
            }
            _ if method.is_delayed() => {
                Err(ApiError::invalid("A bank account can't be declined when it is saved; use fail_later."))
            }
            declined => {
                let failure = Failure::card(declined);
                let intent = self.objects_mut(&account).setup_intents.get_mut(&intent);
                let json = intent.map(|intent| {
                    intent.error = Some(failure);
                    intent.json()
                });
                self.emit(&account, "setup_intent.setup_failed", json.unwrap_or(Value::Null));
                Ok(None)
            }
        }
    }

    fn attach_new(
        &mut self,
        account: &str,
        session: &Session,
        method: PaymentMethodType,
        outcome: SimulatedOutcome,
    ) -> String {
        let objects = self.objects(account).ok();
        let customer = session.customer.as_ref().and_then(|id| objects?.customers.get(id)).cloned();
        let mut saved = PaymentMethod::once(self.now, method, None);
        saved.email = session.customer_email.clone();
        if let Some(customer) = customer {
            saved.email = customer.email;
            saved.name = customer.name;
            saved.customer = Some(customer.id);
        }
        saved.outcome = match (outcome, method.is_delayed()) {
            (SimulatedOutcome::FailLater, false) => SimulatedOutcome::Decline,
            (outcome, _) => outcome,
        };
        let terms = session.method_options.pointer("/acss_debit/mandate_options").cloned();
        saved.mandate = self.accept_mandate(account, method, &saved.id, terms.unwrap_or(Value::Null));
        let (id, json, attached) = (saved.id.clone(), saved.json(), saved.customer.is_some());
        self.objects_mut(account).methods.add(saved);
        if attached {
            self.emit(account, "payment_method.attached", json);
        }
        id
    }

    fn finish_setup(&mut self, account: &str, session: &str, intent: &str, saved: &str) {
        let objects = self.objects_mut(account);
        let mandate = objects.methods.get(saved).and_then(|method| method.mandate.clone());
        let intent = objects.setup_intents.get_mut(intent).map(|intent| {
            intent.status = SetupStatus::Succeeded;
            intent.payment_method = Some(saved.to_owned());
            intent.mandate = mandate;
            intent.error = None;
            intent.json()
        });
        let session = objects.sessions.get_mut(session).map(|session| {
            session.status = SessionStatus::Complete;
            session.json()
        });
        if let (Some(intent), Some(session)) = (intent, session) {
            self.emit(account, "setup_intent.succeeded", intent);
            self.emit(account, "checkout.session.completed", session);
        }
    }

    /// The session's time is over, so nothing will be saved.
    pub fn cancel_setup(&mut self, account: &str, intent: &str) {
        let Some(intent) = self.objects_mut(account).setup_intents.get_mut(intent) else { return };
        intent.status = SetupStatus::Canceled;
        let json = intent.json();
        self.emit(account, "setup_intent.canceled", json);
    }
}
