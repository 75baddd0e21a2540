//! A running sandbox, a webhook receiver and the calls that most tests make.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU16, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use sandbox::{Sandbox, SandboxConfig};
use serde_json::{Value, json};
use stripe::{Client, ClientBuilder, IdempotencyKey, RequestStrategy, StripeRequest};
use stripe_checkout::checkout_session::{
    CreateCheckoutSession, CreateCheckoutSessionLineItems, CreateCheckoutSessionLineItemsPriceData,
    CreateCheckoutSessionPaymentIntentData, ProductData,
};
use stripe_checkout::{CheckoutSession, CheckoutSessionLocale, CheckoutSessionMode};
use url::Url;

pub use stripe_checkout::checkout_session::CreateCheckoutSessionAllowedPaymentMethodTypes as Allowed;

/// 2026-11-19 15:00 UTC, a Thursday.
pub const THURSDAY: i64 = 1_795_100_400;
pub const HOUR: i64 = 3_600;
pub const DAY: i64 = 24 * HOUR;

pub struct TestSandbox {
    pub sandbox: Sandbox,
    pub client: Client,
    pub http: reqwest::Client,
    pub wall: Arc<AtomicI64>,
}

pub async fn start() -> TestSandbox {
    let wall = Arc::new(AtomicI64::new(THURSDAY * 1000));
    let clock = wall.clone();
    let config = SandboxConfig {
        wall_clock: Arc::new(move || clock.load(Ordering::Relaxed)),
        ..SandboxConfig::default()
    };
    let sandbox = Sandbox::start(config).await.unwrap();
    let client =
        ClientBuilder::new("sk_test_sandbox").url(sandbox.stripe.api_url().as_str()).build().unwrap();
    let http =
        reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    TestSandbox { sandbox, client, http, wall }
}

impl TestSandbox {
    pub fn url(&self, path: &str) -> Url {
        self.sandbox.stripe.api_url().join(path).unwrap()
    }

    /// An API call by hand; the answer's status, headers and JSON.
    pub async fn call(&self, request: reqwest::RequestBuilder) -> (u16, HeaderMap, Value) {
        let answer = request.bearer_auth("sk_test_sandbox").send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        (status, headers, answer.json().await.unwrap())
    }

    pub async fn get(&self, account: &str, path: &str) -> (u16, Value) {
        let request = self.http.get(self.url(path));
        let request = if account.is_empty() { request } else { request.header("stripe-account", account) };
        let (status, _, body) = self.call(request).await;
        (status, body)
    }

    /// A form posted to a connected account.
    pub async fn post(&self, account: &str, path: &str, form: &[(&str, &str)]) -> (u16, Value) {
        let request = self.http.post(self.url(path)).header("stripe-account", account).form(form);
        let (status, _, body) = self.call(request).await;
        (status, body)
    }

    /// A connected account that has not been onboarded.
    pub async fn new_account(&self, country: &str) -> String {
        let bank = if country == "US" { "ach_debit_payments" } else { "acss_debit_payments" };
        let body = json!({
            "display_name": "Harbour Row", "contact_email": "office@example.org", "dashboard": "full",
            "identity": {"country": country},
            "defaults": {"responsibilities": {"fees_collector": "stripe", "losses_collector": "stripe"}},
            "configuration": {"merchant": {"capabilities":
                {"card_payments": {"requested": true}, bank: {"requested": true}}}},
            "metadata": {"property": "prop_1"},
            "include": ["configuration.merchant", "requirements", "defaults", "identity"],
        });
        let (status, _, account) = self.call(self.http.post(self.url("v2/core/accounts")).json(&body)).await;
        assert_eq!(status, 200, "{account}");
        account["id"].as_str().unwrap().to_owned()
    }

    /// A connected account ready to charge.
    pub async fn account(&self, country: &str) -> String {
        let id = self.new_account(country).await;
        self.sandbox.stripe.complete_onboarding(&id).unwrap();
        id
    }

    /// A session over one line; the currency is the country's.
    pub async fn session(&self, account: &str, amount: i64, methods: &[Allowed]) -> CheckoutSession {
        let country = self.sandbox.stripe.balance(account).unwrap();
        let currency = country["available"][0]["currency"].as_str().unwrap();
        self.send_session(account, &ids_key(), session_request(amount, currency, methods)).await.unwrap()
    }

    pub async fn send_session(
        &self,
        account: &str,
        key: &str,
        request: CreateCheckoutSession,
    ) -> Result<CheckoutSession, stripe::StripeError> {
        let key = IdempotencyKey::new(key).unwrap();
        request
            .customize()
            .account_id(account.into())
            .request_strategy(RequestStrategy::Idempotent(key))
            .send(&self.client)
            .await
    }

    pub fn kinds(&self) -> Vec<String> {
        self.sandbox.stripe.events().into_iter().map(|event| event.kind).collect()
    }
}

fn ids_key() -> String {
    static NEXT: AtomicI64 = AtomicI64::new(0);
    format!("test:{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// What one line costs.
pub fn price(amount: i64, currency: &str) -> CreateCheckoutSessionLineItemsPriceData {
    CreateCheckoutSessionLineItemsPriceData {
        currency: currency.parse().unwrap(),
        product: None,
        product_data: Some(ProductData::new("Invoice 1001")),
        recurring: None,
        tax_behavior: None,
        unit_amount: Some(amount),
        unit_amount_decimal: None,
    }
}

pub fn session_request(amount: i64, currency: &str, methods: &[Allowed]) -> CreateCheckoutSession {
    let line = CreateCheckoutSessionLineItems {
        price_data: Some(price(amount, currency)),
        quantity: Some(1),
        ..CreateCheckoutSessionLineItems::new()
    };
    let metadata = HashMap::from([("payment".to_owned(), "pay_1".to_owned())]);
    let intent = CreateCheckoutSessionPaymentIntentData {
        metadata: Some(metadata.clone()),
        ..CreateCheckoutSessionPaymentIntentData::new()
    };
    CreateCheckoutSession::new()
        .mode(CheckoutSessionMode::Payment)
        .allowed_payment_method_types(methods.to_vec())
        .line_items(vec![line])
        .locale(CheckoutSessionLocale::FrMinusCa)
        .payment_intent_data(intent)
        .metadata(metadata)
        .client_reference_id("pay_1")
        .customer_email("ada@example.org")
        .success_url("http://127.0.0.1:9/portal/done?session={CHECKOUT_SESSION_ID}")
        .cancel_url("http://127.0.0.1:9/portal/invoices")
}

/// What a webhook endpoint was sent.
#[derive(Clone)]
pub struct Delivered {
    pub path: String,
    pub signature: String,
    pub body: String,
}

impl Delivered {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A webhook endpoint that answers with a status of the test's choice.
#[derive(Clone)]
pub struct WebhookReceiver {
    pub base: Url,
    delivered: Arc<Mutex<Vec<Delivered>>>,
    status: Arc<AtomicU16>,
}

impl WebhookReceiver {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let receiver = Self { base, delivered: Arc::default(), status: Arc::new(AtomicU16::new(200)) };
        let router = Router::new().fallback(receive).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        receiver
    }

    pub fn answer_with(&self, status: u16) {
        self.status.store(status, Ordering::Relaxed);
    }

    pub fn delivered(&self) -> Vec<Delivered> {
        self.delivered.lock().unwrap().clone()
    }

    pub fn kinds(&self) -> Vec<String> {
        self.delivered().iter().map(|one| one.json()["type"].as_str().unwrap().to_owned()).collect()
    }
}

async fn receive(
    State(receiver): State<WebhookReceiver>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let signature = headers.get("stripe-signature").unwrap().to_str().unwrap().to_owned();
    let body = String::from_utf8(body.to_vec()).unwrap();
    receiver.delivered.lock().unwrap().push(Delivered { path: uri.path().to_owned(), signature, body });
    StatusCode::from_u16(receiver.status.load(Ordering::Relaxed)).unwrap()
}
