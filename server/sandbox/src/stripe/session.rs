//! Checkout Sessions: open until they are paid, submitted or past their hour.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use url::Url;

use super::calendar::DAY;
use super::ids::{self, Record};
use super::method::Method;
use super::params::Params;
use super::problem::Problem;
use super::world::{PLATFORM, World};

/// Shortest time a session may be open, in seconds.
const SHORTEST: i64 = 30 * 60;
/// The smallest total Stripe takes, in minor units.
const SMALLEST_TOTAL: i64 = 50;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionStatus {
    Open,
    Complete,
    Expired,
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

/// A Checkout Session in payment mode.
#[derive(Clone, Debug)]
pub struct Session {
    pub id: String,
    pub created: i64,
    pub expires_at: i64,
    pub status: SessionStatus,
    pub paid: bool,
    pub currency: String,
    pub lines: Vec<LineItem>,
    pub success_url: String,
    pub cancel_url: Option<String>,
    pub customer_email: Option<String>,
    pub client_reference_id: Option<String>,
    pub locale: Option<String>,
    pub metadata: BTreeMap<String, String>,
    /// What the caller allowed, as given.
    pub allowed: Option<Vec<String>>,
    /// What the page offers.
    pub methods: Vec<Method>,
    pub intent_metadata: BTreeMap<String, String>,
    pub intent_description: Option<String>,
    pub receipt_email: Option<String>,
    pub application_fee: Option<i64>,
    pub payment_intent: Option<String>,
    pub url: String,
}

impl Record for Session {
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

    /// Where the payer goes after paying.
    pub fn success_page(&self) -> String {
        self.success_url.replace("{CHECKOUT_SESSION_ID}", &self.id)
    }

    pub fn json(&self) -> Value {
        let open = self.status == SessionStatus::Open;
        let details = self.customer_email.as_ref().map(|email| {
            json!({"address": null, "business_name": null, "email": email, "individual_name": null, "name": null,
                "phone": null, "tax_exempt": "none", "tax_ids": []})
        });
        let methods: Vec<&str> = self.methods.iter().map(|method| method.name()).collect();
        json!({
            "id": self.id, "object": "checkout.session", "adaptive_pricing": null, "after_expiration": null,
            "allow_promotion_codes": null, "allowed_payment_method_types": self.allowed,
            "amount_subtotal": self.total(), "amount_total": self.total(),
            "automatic_tax": {"enabled": false, "liability": null, "provider": null, "status": null},
            "billing_address_collection": null, "branding_settings": null, "cancel_url": self.cancel_url,
            "client_reference_id": self.client_reference_id, "client_secret": null,
            "collected_information": null, "consent": null, "consent_collection": null, "created": self.created,
            "currency": self.currency, "currency_conversion": null, "custom_fields": [],
            "custom_text": {"after_submit": null, "shipping_address": null, "submit": null,
                "terms_of_service_acceptance": null},
            "customer": null, "customer_account": null, "customer_creation": "if_required",
            "customer_details": details, "customer_email": self.customer_email, "discounts": [],
            "expires_at": self.expires_at, "integration_identifier": null, "invoice": null,
            "invoice_creation": null, "livemode": false, "locale": self.locale, "managed_payments": null,
            "metadata": self.metadata, "mode": "payment", "origin_context": null,
            "payment_intent": self.payment_intent, "payment_link": null, "payment_method_collection": "always",
            "payment_method_configuration_details": null, "payment_method_options": {},
            "payment_method_types": methods, "payment_status": if self.paid { "paid" } else { "unpaid" },
            "permissions": null, "phone_number_collection": {"enabled": false}, "recovered_from": null,
            "saved_payment_method_options": null, "setup_intent": null, "shipping_address_collection": null,
            "shipping_cost": null, "shipping_options": [], "status": self.status_name(), "submit_type": null,
            "subscription": null, "success_url": self.success_url,
            "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
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

impl World {
    /// `POST /v1/checkout/sessions`.
    pub fn create_session(&mut self, account: &str, params: &Params) -> Result<String, Problem> {
        check_fields(params)?;
        let (currency, lines) = line_items(params)?;
        let methods = self.usable_methods(account, params, &currency)?;
        let total: i64 = lines.iter().map(LineItem::total).sum();
        if total < SMALLEST_TOTAL {
            return Err(Problem::invalid(format!(
                "The Checkout Session's total amount due must add up to at least {SMALLEST_TOTAL} minor units of \
                 {currency}."
            ))
            .code("amount_too_small"));
        }
        let expires_at = params.int("expires_at")?.unwrap_or(self.now + DAY);
        if !(self.now + SHORTEST - 60..=self.now + DAY + 60).contains(&expires_at) {
            return Err(Problem::invalid(
                "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
            )
            .param("expires_at"));
        }
        let intent = params.group("payment_intent_data").unwrap_or_default();
        let application_fee = intent.int("application_fee_amount")?;
        if application_fee.is_some_and(|fee| fee < 0 || fee > total) {
            return Err(Problem::invalid("The application fee must be between 0 and the total.")
                .param("payment_intent_data[application_fee_amount]"));
        }
        let id = ids::fresh_session();
        let session = Session {
            created: self.now,
            expires_at,
            status: SessionStatus::Open,
            paid: false,
            currency,
            lines,
            success_url: address(params, "success_url")?.ok_or_else(|| Problem::required("success_url"))?,
            cancel_url: address(params, "cancel_url")?,
            customer_email: params.text("customer_email").map(str::to_owned),
            client_reference_id: params.text("client_reference_id").map(str::to_owned),
            locale: params.text("locale").map(str::to_owned),
            metadata: params.map("metadata"),
            allowed: params
                .group("allowed_payment_method_types")
                .map(|_| params.texts("allowed_payment_method_types")),
            methods,
            intent_metadata: intent.map("metadata"),
            intent_description: intent.text("description").map(str::to_owned),
            receipt_email: intent.text("receipt_email").map(str::to_owned),
            application_fee,
            payment_intent: None,
            url: self.page(&format!("checkout/{id}")),
            id: id.clone(),
        };
        self.books_mut(account).sessions.add(session);
        Ok(id)
    }

    fn usable_methods(&self, account: &str, params: &Params, currency: &str) -> Result<Vec<Method>, Problem> {
        let filter = params.texts("allowed_payment_method_types");
        let connected = self.accounts.get(account);
        let usable = |method: &Method| {
            let allowed = filter.is_empty() || filter.iter().any(|name| name == method.name());
            let capable =
                account == PLATFORM || connected.is_some_and(|found| found.can(method.capability()));
            allowed && capable && method.takes(currency)
        };
        let methods: Vec<Method> = Method::ALL.into_iter().filter(usable).collect();
        if methods.is_empty() {
            return Err(Problem::invalid(format!(
                "No valid payment method types for this Checkout Session: none of those allowed is active on the \
                 account for {currency}. Finish the account's onboarding or allow another type."
            ))
            .param("allowed_payment_method_types"));
        }
        Ok(methods)
    }

    /// `POST /v1/checkout/sessions/{id}/expire`.
    pub fn expire_session(&mut self, account: &str, id: &str) -> Result<(), Problem> {
        let session = self.books_mut(account).sessions.get_mut(id);
        let session = session.ok_or_else(|| Problem::missing("checkout.session", id))?;
        if session.status != SessionStatus::Open {
            return Err(Problem::invalid(format!(
                "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a \
                 status of {}.",
                session.status_name()
            )));
        }
        session.status = SessionStatus::Expired;
        let json = session.json();
        self.emit(account, "checkout.session.expired", json);
        Ok(())
    }
}

fn check_fields(params: &Params) -> Result<(), Problem> {
    params.only(&[
        "mode",
        "success_url",
        "cancel_url",
        "line_items",
        "customer_email",
        "client_reference_id",
        "metadata",
        "payment_intent_data",
        "allowed_payment_method_types",
        "locale",
        "expires_at",
        "payment_method_options",
        "submit_type",
        "expand",
        "currency",
        "ui_mode",
    ])?;
    if let Some(intent) = params.group("payment_intent_data") {
        intent.only(&[
            "metadata",
            "application_fee_amount",
            "description",
            "receipt_email",
            "statement_descriptor",
            "statement_descriptor_suffix",
        ])?;
    }
    match params.need("mode")? {
        "payment" => Ok(()),
        other => {
            Err(Problem::invalid(format!("The sandbox plays mode 'payment', not '{other}'.")).param("mode"))
        }
    }
}

fn line_items(params: &Params) -> Result<(String, Vec<LineItem>), Problem> {
    let mut lines = Vec::new();
    let mut currency: Option<String> = None;
    for item in params.groups("line_items") {
        item.only(&["price_data", "quantity"])?;
        let price = item.group("price_data").ok_or_else(|| Problem::required(&item.name("price_data")))?;
        price.only(&["currency", "product_data", "unit_amount", "tax_behavior"])?;
        let product =
            price.group("product_data").ok_or_else(|| Problem::required(&price.name("product_data")))?;
        product.only(&["name", "description", "metadata", "images"])?;
        let own = price.need("currency")?.to_lowercase();
        if *currency.get_or_insert_with(|| own.clone()) != own {
            return Err(
                Problem::invalid("All line items must have the same currency.").param(price.name("currency"))
            );
        }
        if !["usd", "cad"].contains(&own.as_str()) {
            return Err(Problem::invalid(format!("The sandbox takes usd and cad, not '{own}'."))
                .param(price.name("currency")));
        }
        let unit_amount =
            price.int("unit_amount")?.ok_or_else(|| Problem::required(&price.name("unit_amount")))?;
        let quantity = item.int("quantity")?.ok_or_else(|| Problem::required(&item.name("quantity")))?;
        if !(0..=99_999_999).contains(&unit_amount) || !(1..=999_999).contains(&quantity) {
            return Err(Problem::invalid(
                "Invalid amount: unit_amount is 0 to 99999999 and quantity at least 1.",
            )
            .code("parameter_invalid_integer")
            .param(price.name("unit_amount")));
        }
        lines.push(LineItem {
            id: ids::fresh("li"),
            price: ids::fresh("price"),
            product: ids::fresh("prod"),
            name: product.need("name")?.to_owned(),
            description: product.text("description").map(str::to_owned),
            unit_amount,
            quantity,
        });
    }
    currency.map(|currency| (currency, lines)).ok_or_else(|| Problem::required("line_items"))
}

fn address(params: &Params, name: &str) -> Result<Option<String>, Problem> {
    let Some(text) = params.text(name) else { return Ok(None) };
    match Url::parse(text) {
        Ok(url) if ["http", "https"].contains(&url.scheme()) => Ok(Some(text.to_owned())),
        _ => Err(Problem::invalid(format!(
            "Not a valid URL: {text}. It needs an explicit scheme, such as https."
        ))
        .code("url_invalid")
        .param(name)),
    }
}
