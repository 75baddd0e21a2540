//! Checkout Sessions: open until they are paid, submitted or past their hour.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::api_error::ApiError;
use super::ids::StripeObject;
use super::payment_method_type::PaymentMethodType;
use super::state::StripeState;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionStatus {
    Open,
    Complete,
    Expired,
}

/// What the page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionMode {
    Payment,
    /// Saving a card or a bank account.
    Setup,
}

/// One line of what is paid for; `unit_amount` in minor units.
#[derive(Clone, Debug)]
pub struct LineItem {
    pub id: String,
    pub price: String,
    pub product: String,
    pub name: String,
    pub description: Option<String>,
    pub unit_amount: i64,
    pub quantity: i64,
}

impl LineItem {
    pub fn total(&self) -> i64 {
        self.unit_amount.saturating_mul(self.quantity)
    }
}

/// A Checkout Session.
#[derive(Clone, Debug)]
pub struct Session {
    pub id: String,
    pub mode: SessionMode,
    pub created: i64,
    pub expires_at: i64,
    pub status: SessionStatus,
    pub paid: bool,
    pub currency: String,
    pub lines: Vec<LineItem>,
    pub success_url: String,
    pub cancel_url: Option<String>,
    pub customer: Option<String>,
    pub customer_email: Option<String>,
    pub client_reference_id: Option<String>,
    pub locale: Option<String>,
    pub metadata: BTreeMap<String, String>,
    /// What the caller allowed, as given.
    pub allowed: Option<Vec<String>>,
    /// What the page offers.
    pub methods: Vec<PaymentMethodType>,
    pub method_options: Value,
    pub intent_metadata: BTreeMap<String, String>,
    pub intent_description: Option<String>,
    pub receipt_email: Option<String>,
    pub application_fee: Option<i64>,
    pub payment_intent: Option<String>,
    /// In setup mode, from the start.
    pub setup_intent: Option<String>,
    pub url: String,
}

impl StripeObject for Session {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Session {
    /// Minor units.
    pub fn total(&self) -> i64 {
        self.lines.iter().map(LineItem::total).sum()
    }

    pub fn status_name(&self) -> &'static str {
        match self.status {
            SessionStatus::Open => "open",
            SessionStatus::Complete => "complete",
            SessionStatus::Expired => "expired",
        }
    }

    /// Whether the page can be used, and with this way to pay.
    ///
    /// # Errors
    /// It is closed, or doesn't offer it.
    pub fn offers(&self, method: PaymentMethodType) -> Result<(), ApiError> {
        if self.status != SessionStatus::Open {
            return Err(ApiError::invalid(format!("This payment page is {}.", self.status_name())));
        }
        if !self.methods.contains(&method) {
            return Err(ApiError::invalid(format!("This payment page doesn't offer {}.", method.name())));
        }
        Ok(())
    }

    /// Where the payer goes after paying.
    pub fn success_page(&self) -> String {
        self.success_url.replace("{CHECKOUT_SESSION_ID}", &self.id)
    }

    pub fn json(&self) -> Value {
        let open = self.status == SessionStatus::Open;
        let (mode, total) = match self.mode {
            SessionMode::Payment => ("payment", Some(self.total())),
            SessionMode::Setup => ("setup", None),
        };
        let payment_status = match (self.mode, self.paid) {
            (SessionMode::Setup, _) => "no_payment_required",
            (SessionMode::Payment, true) => "paid",
            (SessionMode::Payment, false) => "unpaid",
        };
        let total_details =
            total.map(|_| json!({"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0}));
        let details = self.customer_email.as_ref().map(|email| {
            json!({"address": null, "business_name": null, "email": email, "individual_name": null, "name": null,
                "phone": null, "tax_exempt": "none", "tax_ids": []})
        });
        let methods: Vec<&str> = self.methods.iter().map(|method| method.name()).collect();
        json!({
            "id": self.id, "object": "checkout.session", "adaptive_pricing": null, "after_expiration": null,
            "allow_promotion_codes": null, "allowed_payment_method_types": self.allowed,
            "amount_subtotal": total, "amount_total": total,
            "automatic_tax": {"enabled": false, "liability": null, "provider": null, "status": null},
            "billing_address_collection": null, "branding_settings": null, "cancel_url": self.cancel_url,
            "client_reference_id": self.client_reference_id, "client_secret": null,
            "collected_information": null, "consent": null, "consent_collection": null, "created": self.created,
            "currency": self.currency, "currency_conversion": null, "custom_fields": [],
            "custom_text": {"after_submit": null, "shipping_address": null, "submit": null,
                "terms_of_service_acceptance": null},
            "customer": self.customer, "customer_account": null,
            "customer_creation": self.customer.is_none().then_some("if_required"),
            "customer_details": details, "customer_email": self.customer_email, "discounts": [],
            "expires_at": self.expires_at, "integration_identifier": null, "invoice": null,
            "invoice_creation": null, "livemode": false, "locale": self.locale, "managed_payments": null,
            "metadata": self.metadata, "mode": mode, "origin_context": null,
            "payment_intent": self.payment_intent, "payment_link": null, "payment_method_collection": "always",
            "payment_method_configuration_details": null, "payment_method_options": self.method_options,
            "payment_method_types": methods, "payment_status": payment_status,
            "permissions": null, "phone_number_collection": {"enabled": false}, "recovered_from": null,
            "saved_payment_method_options": null, "setup_intent": self.setup_intent, "shipping_address_collection": null,
            "shipping_cost": null, "shipping_options": [], "status": self.status_name(), "submit_type": null,
            "subscription": null, "success_url": self.success_url,
            "total_details": total_details,
            "ui_mode": "hosted_page", "url": open.then_some(&self.url), "wallet_options": null,
        })
    }

    /// The list behind `/line_items` and `expand[]=line_items`.
    pub fn lines_json(&self) -> Value {
        let lines: Vec<Value> = self
            .lines
            .iter()
            .map(|line| {
                json!({
                    "id": line.id, "object": "item", "adjustable_quantity": null, "amount_discount": 0,
                    "amount_subtotal": line.total(), "amount_tax": 0, "amount_total": line.total(),
                    "currency": self.currency, "description": line.name, "metadata": {},
                    "quantity": line.quantity,
                    "price": {
                        "id": line.price, "object": "price", "active": false, "billing_scheme": "per_unit",
                        "created": self.created, "currency": self.currency, "custom_unit_amount": null,
                        "livemode": false, "lookup_key": null, "metadata": {}, "nickname": null,
                        "product": line.product, "recurring": null, "tax_behavior": "unspecified",
                        "tiers_mode": null, "transform_quantity": null, "type": "one_time",
                        "unit_amount": line.unit_amount, "unit_amount_decimal": line.unit_amount.to_string(),
                    },
                })
            })
            .collect();
        let url = format!("/v1/checkout/sessions/{}/line_items", self.id);
        json!({"object": "list", "data": lines, "has_more": false, "url": url})
    }
}

impl StripeState {
    /// `POST /v1/checkout/sessions/{id}/expire`.
    pub fn expire_session(&mut self, account: &str, id: &str) -> Result<(), ApiError> {
        let session = self.objects_mut(account).sessions.get_mut(id);
        let session = session.ok_or_else(|| ApiError::not_found("checkout.session", id))?;
        if session.status != SessionStatus::Open {
            return Err(ApiError::invalid(format!(
                "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a \
                 status of {}.",
                session.status_name()
            )));
        }
        session.status = SessionStatus::Expired;
        let (json, setup) = (session.json(), session.setup_intent.clone());
        let tried = session.payment_intent.clone();
        self.emit(account, "checkout.session.expired", json);
        if let Some(setup) = setup {
            self.cancel_setup(account, &setup);
        }
        // A declined card has left an intent behind.
        if let Some(tried) = tried {
            self.end_intent(account, &tried, Some("expired"));
        }
        Ok(())
    }
}
