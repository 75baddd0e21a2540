//! Payment methods: the card or bank account behind a payment, and those that a payer saved to be used again.

use serde_json::{Value, json};

use super::api_error::ApiError;
use super::confirmation::SimulatedOutcome;
use super::ids::{self, StripeObject};
use super::payment_method_type::PaymentMethodType;
use super::state::StripeState;

/// A card or a bank account.
#[derive(Clone, Debug)]
pub struct PaymentMethod {
    pub id: String,
    pub created: i64,
    pub method: PaymentMethodType,
    /// Who saved it; none for one that was used once or has been detached.
    pub customer: Option<String>,
    pub email: Option<String>,
    pub name: Option<String>,
    pub mandate: Option<String>,
    /// How payments with it go.
    pub outcome: SimulatedOutcome,
}

impl StripeObject for PaymentMethod {
    fn id(&self) -> &str {
        &self.id
    }
}

impl PaymentMethod {
    /// One that is used once, by a payer with this address.
    pub fn once(now: i64, method: PaymentMethodType, email: Option<String>) -> Self {
        Self {
            id: ids::fresh("pm"),
            created: now,
            method,
            customer: None,
            email,
            name: None,
            mandate: None,
            outcome: SimulatedOutcome::Succeed,
        }
    }

    pub fn json(&self) -> Value {
        let name = self.method.name();
        json!({
            "id": self.id, "object": "payment_method", "allow_redisplay": "unspecified",
            "billing_details": billing_details(self.email.as_deref(), self.name.as_deref()),
            "created": self.created, "customer": self.customer, "customer_account": null, "livemode": false,
            "metadata": {}, "type": name, name: self.method.saved(),
        })
    }
}

/// Who pays, as charges and payment methods show it.
pub fn billing_details(email: Option<&str>, name: Option<&str>) -> Value {
    json!({
        "address": {"city": null, "country": null, "line1": null, "line2": null, "postal_code": null,
            "state": null},
        "email": email, "name": name, "phone": null, "tax_id": null,
    })
}

impl StripeState {
    /// `POST /v1/payment_methods/{id}/detach`; the bank's mandate ends with it.
    pub fn detach(&mut self, account: &str, id: &str) -> Result<(), ApiError> {
        let method = self.objects_mut(account).methods.get_mut(id);
        let method = method.ok_or_else(|| ApiError::not_found("PaymentMethod", id))?;
        let Some(customer) = method.customer.take() else {
            return Err(ApiError::invalid(
                "The payment method you provided is not attached to a customer so detachment is impossible.",
            ));
        };
        let (json, mandate) = (method.json(), method.mandate.clone());
        self.emit_change(account, "payment_method.detached", json, json!({"customer": customer}));
        if let Some(mandate) = mandate {
            self.end_mandate(account, &mandate);
        }
        Ok(())
    }

    /// The account in whose objects a payment method is.
    pub fn method_owner(&self, id: &str) -> Result<String, ApiError> {
        let owner = self.owner_of(|objects| objects.methods.get(id).is_some());
        owner.ok_or_else(|| ApiError::not_found("PaymentMethod", id))
    }

    /// How payments with a saved card or bank account go from now on.
    ///
    /// # Errors
    /// The payment method is unknown, or this can't happen to its kind.
    pub fn set_payment_method_outcome(
        &mut self,
        id: &str,
        outcome: SimulatedOutcome,
    ) -> Result<(), ApiError> {
        let account = self.method_owner(id)?;
        let method = self.objects_mut(&account).methods.get_mut(id);
        let method = method.ok_or_else(|| ApiError::not_found("PaymentMethod", id))?;
        let debits = [SimulatedOutcome::Succeed, SimulatedOutcome::FailLater, SimulatedOutcome::ReturnLater];
        if method.method.is_delayed() && !debits.contains(&outcome) {
            return Err(ApiError::invalid("A bank debit can't be declined at once; use fail_later."));
        }
        if !method.method.is_delayed()
            && [SimulatedOutcome::FailLater, SimulatedOutcome::ReturnLater].contains(&outcome)
        {
            return Err(ApiError::invalid("A card can't fail later; use decline."));
        }
        method.outcome = outcome;
        Ok(())
    }
}
