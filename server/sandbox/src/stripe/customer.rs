//! Customers: the payer an account keeps, to whom saved cards and bank accounts are attached.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::api_error::ApiError;
use super::ids::{self, StripeObject};
use super::params::Params;
use super::state::StripeState;

const FIELDS: [&str; 7] =
    ["email", "name", "phone", "description", "metadata", "preferred_locales", "expand"];

/// A payer of one account.
#[derive(Clone, Debug)]
pub struct Customer {
    pub id: String,
    pub created: i64,
    pub email: Option<String>,
    pub name: Option<String>,
    pub phone: Option<String>,
    pub description: Option<String>,
    pub locales: Vec<String>,
    pub metadata: BTreeMap<String, String>,
}

impl StripeObject for Customer {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Customer {
    pub fn json(&self) -> Value {
        let prefix: String = self.id.chars().rev().take(8).collect::<String>().to_uppercase();
        json!({
            "id": self.id, "object": "customer", "address": null, "balance": 0, "business_name": null,
            "created": self.created, "currency": null, "customer_account": null, "default_source": null,
            "delinquent": false, "description": self.description, "discount": null, "email": self.email,
            "individual_name": null, "invoice_prefix": prefix,
            "invoice_settings": {"custom_fields": null, "default_payment_method": null, "footer": null,
                "rendering_options": null},
            "livemode": false, "metadata": self.metadata, "name": self.name, "next_invoice_sequence": 1,
            "phone": self.phone, "preferred_locales": self.locales, "shipping": null, "tax_exempt": "none",
            "test_clock": null,
        })
    }
}

impl StripeState {
    /// `POST /v1/customers`.
    pub fn create_customer(&mut self, account: &str, params: &Params) -> Result<String, ApiError> {
        params.only(&FIELDS)?;
        let text = |name: &str| params.text(name).map(str::to_owned);
        let customer = Customer {
            id: ids::fresh("cus"),
            created: self.now,
            email: text("email"),
            name: text("name"),
            phone: text("phone"),
            description: text("description"),
            locales: params.texts("preferred_locales"),
            metadata: params.map("metadata"),
        };
        let (id, json) = (customer.id.clone(), customer.json());
        self.objects_mut(account).customers.add(customer);
        self.emit(account, "customer.created", json);
        Ok(id)
    }

    /// `POST /v1/customers/{id}`: changes the fields that are given.
    pub fn update_customer(&mut self, account: &str, id: &str, params: &Params) -> Result<(), ApiError> {
        params.only(&FIELDS)?;
        let customer = self.objects_mut(account).customers.get_mut(id);
        let customer = customer.ok_or_else(|| ApiError::not_found("customer", id))?;
        let change = |field: &mut Option<String>, name: &str| {
            if let Some(text) = params.text(name) {
                *field = Some(text.to_owned());
            }
        };
        change(&mut customer.email, "email");
        change(&mut customer.name, "name");
        change(&mut customer.phone, "phone");
        change(&mut customer.description, "description");
        customer.metadata.extend(params.map("metadata"));
        let json = customer.json();
        self.emit(account, "customer.updated", json);
        Ok(())
    }

    /// The customer a call names, checked to be this account's; none when it names none.
    pub fn named_customer(&self, account: &str, params: &Params) -> Result<Option<String>, ApiError> {
        let Some(id) = params.text("customer") else { return Ok(None) };
        let known = self.objects(account).is_ok_and(|objects| objects.customers.get(id).is_some());
        let missing = || ApiError { status: 400, ..ApiError::not_found("customer", id).param("customer") };
        if known { Ok(Some(id.to_owned())) } else { Err(missing()) }
    }
}
