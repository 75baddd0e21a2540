//! Opening a Checkout Session: reads the parameters, refuses what Stripe would refuse, and finds the ways to pay
//! that the account can offer.

use url::Url;

use super::calendar::DAY;
use super::ids;
use super::method::Method;
use super::params::Params;
use super::problem::Problem;
use super::session::{LineItem, Session, SessionStatus};
use super::world::{PLATFORM, World};

/// Shortest time a session may be open, in seconds.
const SHORTEST: i64 = 30 * 60;
/// The smallest total Stripe takes, in minor units.
const SMALLEST_TOTAL: i64 = 50;

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
