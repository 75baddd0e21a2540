//! Mandates: the payer's permanent permission to debit a bank account, for as long as it stays saved.

use serde_json::{Value, json};

use super::ids::{self, StripeObject};
use super::payment_method_type::PaymentMethodType;
use super::state::StripeState;

/// A permission to debit; a card needs none.
#[derive(Clone, Debug)]
pub struct Mandate {
    pub id: String,
    pub accepted_at: i64,
    pub method: PaymentMethodType,
    pub payment_method: String,
    /// What the payer agreed to, for a Canadian debit.
    pub terms: Value,
    pub active: bool,
}

impl StripeObject for Mandate {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Mandate {
    pub fn json(&self) -> Value {
        let name = self.method.name();
        let details = match self.method {
            PaymentMethodType::AcssDebit => json!({
                "default_for": [], "interval_description": self.terms.get("interval_description"),
                "payment_schedule": self.terms.get("payment_schedule").unwrap_or(&"sporadic".into()),
                "transaction_type": self.terms.get("transaction_type").unwrap_or(&"personal".into()),
            }),
            PaymentMethodType::Card | PaymentMethodType::UsBankAccount => json!({}),
        };
        json!({
            "id": self.id, "object": "mandate",
            "customer_acceptance": {"accepted_at": self.accepted_at, "type": "online",
                "online": {"ip_address": "127.0.0.1", "user_agent": "sandbox"}},
            "livemode": false, "multi_use": {}, "payment_method": self.payment_method,
            "payment_method_details": {"type": name, name: details},
            "status": if self.active { "active" } else { "inactive" }, "type": "multi_use",
        })
    }
}

impl StripeState {
    /// The payer agrees to debits from a bank account. Returns the mandate; none for a card.
    pub fn accept_mandate(
        &mut self,
        account: &str,
        method: PaymentMethodType,
        payment_method: &str,
        terms: Value,
    ) -> Option<String> {
        if !method.is_delayed() {
            return None;
        }
        let mandate = Mandate {
            id: ids::fresh("mandate"),
            accepted_at: self.now,
            method,
            payment_method: payment_method.to_owned(),
            terms,
            active: true,
        };
        let (id, json) = (mandate.id.clone(), mandate.json());
        self.objects_mut(account).mandates.add(mandate);
        self.emit(account, "mandate.updated", json);
        Some(id)
    }

    /// The permission ends.
    pub fn end_mandate(&mut self, account: &str, id: &str) {
        let Some(mandate) = self.objects_mut(account).mandates.get_mut(id) else { return };
        mandate.active = false;
        let json = mandate.json();
        self.emit(account, "mandate.updated", json);
    }
}
