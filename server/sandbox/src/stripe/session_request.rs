//! Opening a Checkout Session: reads the parameters, refuses what Stripe would refuse, and finds the ways to pay
//! that the account can offer.

use serde_json::{Value, json};
use url::Url;

use super::api_error::ApiError;
use super::calendar::DAY;
use super::ids;
use super::params::Params;
use super::payment_method_type::PaymentMethodType;
use super::scheduler::ScheduledAction;
use super::session::{LineItem, Session, SessionMode, SessionStatus};
use super::setup_intent::SetupIntent;
use super::state::{PLATFORM, StripeState};

/// Shortest time a session may be open, in seconds.
const SHORTEST: i64 = 30 * 60;
/// The smallest total Stripe takes, in minor units.
const SMALLEST_TOTAL: i64 = 50;

impl StripeState {
    /// `POST /v1/checkout/sessions`.
    pub fn create_session(&mut self, account: &str, params: &Params) -> Result<String, ApiError> {
        let mode = check_fields(params)?;
        let (currency, lines) = match mode {
            SessionMode::Payment => line_items(params)?,
            SessionMode::Setup => (setup_currency(params)?, Vec::new()),
        };
        let methods = self.usable_methods(account, params, &currency)?;
        let method_options = method_options(params, mode, &methods)?;
        let total: i64 = lines.iter().map(LineItem::total).sum();
        if mode == SessionMode::Payment && total < SMALLEST_TOTAL {
            return Err(ApiError::invalid(format!(
                "The Checkout Session's total amount due must add up to at least {SMALLEST_TOTAL} minor units of \
                 {currency}."
            ))
            .code("amount_too_small"));
        }
        let customer = self.named_customer(account, params)?;
        if customer.is_some() && params.text("customer_email").is_some() {
            return Err(ApiError::invalid(
                "You may only specify one of these parameters: customer, customer_email.",
            ));
        }
        let intent = match mode {
            SessionMode::Payment => params.group("payment_intent_data"),
            SessionMode::Setup => params.group("setup_intent_data"),
        };
        let intent = intent.unwrap_or_default();
        let id = ids::fresh_session();
        let mut session = Session {
            mode,
            created: self.now,
            expires_at: self.expiry(params)?,
            status: SessionStatus::Open,
            paid: false,
            currency,
            lines,
            success_url: address(params, "success_url")?
                .ok_or_else(|| ApiError::missing_param("success_url"))?,
            cancel_url: address(params, "cancel_url")?,
            customer,
            customer_email: params.text("customer_email").map(str::to_owned),
            client_reference_id: params.text("client_reference_id").map(str::to_owned),
            locale: params.text("locale").map(str::to_owned),
            metadata: params.map("metadata"),
            allowed: params
                .group("allowed_payment_method_types")
                .map(|_| params.texts("allowed_payment_method_types")),
            methods,
            method_options,
            intent_metadata: intent.map("metadata"),
            intent_description: intent.text("description").map(str::to_owned),
            receipt_email: intent.text("receipt_email").map(str::to_owned),
            application_fee: application_fee(&intent, total)?,
            payment_intent: None,
            setup_intent: None,
            url: self.page(&format!("checkout/{id}")),
            id: id.clone(),
        };
        if mode == SessionMode::Setup {
            let setup = SetupIntent::of(self.now, &session, session.intent_description.clone());
            session.setup_intent = Some(setup.id.clone());
            let json = setup.json();
            self.objects_mut(account).setup_intents.add(setup);
            self.emit(account, "setup_intent.created", json);
        }
        self.scheduler.add(session.expires_at, account, ScheduledAction::ExpireSession(id.clone()));
        self.objects_mut(account).sessions.add(session);
        Ok(id)
    }

    fn expiry(&self, params: &Params) -> Result<i64, ApiError> {
        let expires_at = params.int("expires_at")?.unwrap_or(self.now + DAY);
        if !(self.now + SHORTEST - 60..=self.now + DAY + 60).contains(&expires_at) {
            return Err(ApiError::invalid(
                "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
            )
            .param("expires_at"));
        }
        Ok(expires_at)
    }

    /// The ways to pay that a call allows and the account can take in this currency.
    pub fn usable_methods(
        &self,
        account: &str,
        params: &Params,
        currency: &str,
    ) -> Result<Vec<PaymentMethodType>, ApiError> {
        let filter = params.texts("allowed_payment_method_types");
        let connected = self.accounts.get(account);
        let usable = |method: &PaymentMethodType| {
            let allowed = filter.is_empty() || filter.iter().any(|name| name == method.name());
            let capable =
                account == PLATFORM || connected.is_some_and(|found| found.can(method.capability()));
            allowed && capable && method.takes(currency)
        };
        let methods: Vec<PaymentMethodType> = PaymentMethodType::ALL.into_iter().filter(usable).collect();
        if methods.is_empty() {
            return Err(ApiError::invalid(format!(
                "No valid payment method types for this call: none of those allowed is active on the account for \
                 {currency}. Finish the account's onboarding or allow another type."
            ))
            .param("allowed_payment_method_types"));
        }
        Ok(methods)
    }
}

/// The platform's share, checked against what is paid.
pub fn application_fee(params: &Params, total: i64) -> Result<Option<i64>, ApiError> {
    let fee = params.int("application_fee_amount")?;
    if fee.is_some_and(|fee| fee < 0 || fee > total) {
        return Err(ApiError::invalid("The application fee must be between 0 and the total.")
            .param(params.name("application_fee_amount")));
    }
    Ok(fee)
}

fn check_fields(params: &Params) -> Result<SessionMode, ApiError> {
    params.only(&[
        "mode",
        "success_url",
        "cancel_url",
        "line_items",
        "customer",
        "customer_email",
        "client_reference_id",
        "metadata",
        "payment_intent_data",
        "setup_intent_data",
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
    if let Some(intent) = params.group("setup_intent_data") {
        intent.only(&["metadata", "description"])?;
    }
    let (mode, foreign) = match params.need("mode")? {
        "payment" => (SessionMode::Payment, ["setup_intent_data"].as_slice()),
        "setup" => (SessionMode::Setup, ["line_items", "payment_intent_data", "submit_type"].as_slice()),
        other => {
            return Err(ApiError::invalid(format!(
                "The sandbox plays modes 'payment' and 'setup', not '{other}'."
            ))
            .param("mode"));
        }
    };
    match foreign.iter().find(|name| params.text(name).is_some() || params.group(name).is_some()) {
        None => Ok(mode),
        Some(name) => {
            let why = format!("You can not pass `{name}` in this mode.");
            Err(ApiError::invalid(why).param(*name))
        }
    }
}

fn setup_currency(params: &Params) -> Result<String, ApiError> {
    let currency = params.need("currency")?.to_lowercase();
    checked_currency(currency, "currency")
}

/// A currency the sandbox takes.
pub fn checked_currency(currency: String, param: &str) -> Result<String, ApiError> {
    if ["usd", "cad"].contains(&currency.as_str()) {
        return Ok(currency);
    }
    Err(ApiError::invalid(format!("The sandbox takes usd and cad, not '{currency}'.")).param(param))
}

/// `payment_method_options`, as the objects show it. Saving a Canadian account needs the mandate's terms.
fn method_options(
    params: &Params,
    mode: SessionMode,
    methods: &[PaymentMethodType],
) -> Result<Value, ApiError> {
    let options = params.group("payment_method_options").unwrap_or_default();
    options.only(&["acss_debit", "us_bank_account", "card"])?;
    let mut shown = serde_json::Map::new();
    let acss = options.group("acss_debit");
    if methods.contains(&PaymentMethodType::AcssDebit) && (acss.is_some() || mode == SessionMode::Setup) {
        let acss = acss.unwrap_or_default();
        acss.only(&[
            "currency",
            "mandate_options",
            "verification_method",
            "setup_future_usage",
            "target_date",
        ])?;
        let terms = acss.group("mandate_options").unwrap_or_default();
        let name = |field: &str| format!("payment_method_options[acss_debit]{field}");
        if mode == SessionMode::Setup {
            acss.text("currency").ok_or_else(|| ApiError::missing_param(&name("[currency]")))?;
            let schedule = terms.text("payment_schedule");
            let schedule = schedule
                .ok_or_else(|| ApiError::missing_param(&name("[mandate_options][payment_schedule]")))?;
            if schedule != "sporadic" && terms.text("interval_description").is_none() {
                return Err(ApiError::missing_param(&name("[mandate_options][interval_description]")));
            }
            terms
                .text("transaction_type")
                .ok_or_else(|| ApiError::missing_param(&name("[mandate_options][transaction_type]")))?;
        }
        shown.insert(
            "acss_debit".to_owned(),
            json!({
                "currency": acss.text("currency"),
                "mandate_options": {
                    "interval_description": terms.text("interval_description"),
                    "payment_schedule": terms.text("payment_schedule"),
                    "transaction_type": terms.text("transaction_type"),
                },
                "verification_method": acss.text("verification_method").unwrap_or("automatic"),
            }),
        );
    }
    if let Some(bank) = options.group("us_bank_account") {
        let way = bank.text("verification_method").unwrap_or("automatic");
        shown.insert("us_bank_account".to_owned(), json!({"verification_method": way}));
    }
    Ok(Value::Object(shown))
}

fn line_items(params: &Params) -> Result<(String, Vec<LineItem>), ApiError> {
    let mut lines = Vec::new();
    let mut currency: Option<String> = None;
    for item in params.groups("line_items") {
        item.only(&["price_data", "quantity"])?;
        let price =
            item.group("price_data").ok_or_else(|| ApiError::missing_param(&item.name("price_data")))?;
        price.only(&["currency", "product_data", "unit_amount", "tax_behavior"])?;
        let product = price
            .group("product_data")
            .ok_or_else(|| ApiError::missing_param(&price.name("product_data")))?;
        product.only(&["name", "description", "metadata", "images"])?;
        let own = price.need("currency")?.to_lowercase();
        if *currency.get_or_insert_with(|| own.clone()) != own {
            return Err(ApiError::invalid("All line items must have the same currency.")
                .param(price.name("currency")));
        }
        checked_currency(own, &price.name("currency"))?;
        let unit_amount =
            price.int("unit_amount")?.ok_or_else(|| ApiError::missing_param(&price.name("unit_amount")))?;
        let quantity =
            item.int("quantity")?.ok_or_else(|| ApiError::missing_param(&item.name("quantity")))?;
        if !(0..=99_999_999).contains(&unit_amount) || !(1..=999_999).contains(&quantity) {
            return Err(ApiError::invalid(
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
    currency.map(|currency| (currency, lines)).ok_or_else(|| ApiError::missing_param("line_items"))
}

fn address(params: &Params, name: &str) -> Result<Option<String>, ApiError> {
    let Some(text) = params.text(name) else { return Ok(None) };
    match Url::parse(text) {
        Ok(url) if ["http", "https"].contains(&url.scheme()) => Ok(Some(text.to_owned())),
        _ => Err(ApiError::invalid(format!(
            "Not a valid URL: {text}. It needs an explicit scheme, such as https."
        ))
        .code("url_invalid")
        .param(name)),
    }
}
