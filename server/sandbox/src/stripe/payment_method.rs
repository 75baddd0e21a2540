//! Payment methods: the card or bank account behind a payment, and those that a payer saved to be used again.

use serde_json::{Value, json};

use super::confirmation::Outcome;
use super::ids::{self, Record};
use super::method::Method;
use super::problem::Problem;
use super::world::World;

/// A card or a bank account.
#[derive(Clone, Debug)]
pub struct PaymentMethod {
    pub id: String,
    pub created: i64,
    pub method: Method,
    /// Who saved it; none for one that was used once or has been detached.
    pub customer: Option<String>,
    pub email: Option<String>,
    pub name: Option<String>,
    pub mandate: Option<String>,
    /// How payments with it go.
    pub outcome: Outcome,
}

impl Record for PaymentMethod {
    fn id(&self) -> &str {
        &self.id
    }
}

impl PaymentMethod {
    /// One that is used once, by a payer with this address.
    pub fn once(now: i64, method: Method, email: Option<String>) -> Self {
        Self {
            id: ids::fresh("pm"),
            created: now,
            method,
            customer: None,
            email,
            name: None,
            mandate: None,
            outcome: Outcome::Succeed,
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

impl World {
    /// `POST /v1/payment_methods/{id}/detach`; the bank's mandate ends with it.
    pub fn detach(&mut self, account: &str, id: &str) -> Result<(), Problem> {
        let method = self.books_mut(account).methods.get_mut(id);
        let method = method.ok_or_else(|| Problem::missing("PaymentMethod", id))?;
        let Some(customer) = method.customer.take() else {
            return Err(Problem::invalid(
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

    /// The account in whose books a payment method is.
    pub fn method_owner(&self, id: &str) -> Result<String, Problem> {
        let owner = self.owner_of(|books| books.methods.get(id).is_some());
        owner.ok_or_else(|| Problem::missing("PaymentMethod", id))
    }

    /// How payments with a saved card or bank account go from now on.
    ///
    /// # Errors
    /// The payment method is unknown, or this can't happen to its kind.
    pub fn set_saved_method(&mut self, id: &str, outcome: Outcome) -> Result<(), Problem> {
        let account = self.method_owner(id)?;
        let method = self.books_mut(&account).methods.get_mut(id);
        let method = method.ok_or_else(|| Problem::missing("PaymentMethod", id))?;
        let debits = [Outcome::Succeed, Outcome::FailLater, Outcome::ReturnLater];
        if method.method.is_delayed() && !debits.contains(&outcome) {
            return Err(Problem::invalid("A bank debit can't be declined at once; use fail_later."));
        }
        if !method.method.is_delayed() && [Outcome::FailLater, Outcome::ReturnLater].contains(&outcome) {
            return Err(Problem::invalid("A card can't fail later; use decline."));
        }
        method.outcome = outcome;
        Ok(())
    }
}
