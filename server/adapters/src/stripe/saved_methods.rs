//! Cards and bank accounts that are saved and charged later without the payer being there: customers, setup pages,
//! payment methods and their payment intents. Sent by the small client: the library keeps payment methods in a
//! crate of their own, for the sake of two calls.

use std::collections::BTreeMap;

use domain::failure::PaymentFailure;
use domain::fee::OnlineMethod;
use domain::money::{Currency, Money};
use domain::payment::RemotePaymentStatus;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use url::form_urlencoded;

use super::api_client::{ApiClient, error_response};
use super::{checked_id, checked_url, errors, parse_currency, retry};
use application::ports::{ExternalError, NewCharge, NewSetup, RemotePayment, RemoteSetup, SetupStatus};

const CHARGE: (&str, &str) = ("expand[]", "latest_charge.balance_transaction");

type Fields = Vec<(String, String)>;

impl ApiClient {
    pub(super) async fn create_customer(
        &self,
        account: &str,
        (name, email): (&str, Option<&str>),
        key: &str,
    ) -> Result<String, ExternalError> {
        let mut fields = vec![field("name", name)];
        fields.extend(email.map(|email| field("email", email)));
        let customer = self.post(account, "v1/customers", &fields, key).await?;
        text(&customer, "/id").ok_or_else(errors::unreadable)
    }

    pub(super) async fn create_setup(&self, setup: &NewSetup) -> Result<RemoteSetup, ExternalError> {
        let mut fields = vec![
            field("mode", "setup"),
            field("customer", &setup.customer),
            field("currency", currency_code(setup.currency)),
            field("allowed_payment_method_types[0]", method_name(setup.method, setup.currency)),
            field("locale", if setup.language == "fr" { "fr-CA" } else { "en" }),
            field("success_url", &setup.success_url),
            field("cancel_url", &setup.cancel_url),
        ];
        for (name, value) in &setup.metadata {
            fields.push(field(&format!("metadata[{name}]"), value));
            fields.push(field(&format!("setup_intent_data[metadata][{name}]"), value));
        }
        if (setup.method, setup.currency) == (OnlineMethod::Bank, Currency::Cad) {
            let options = "payment_method_options[acss_debit]";
            fields.push(field(&format!("{options}[currency]"), "cad"));
            fields.push(field(&format!("{options}[mandate_options][payment_schedule]"), "sporadic"));
            fields.push(field(&format!("{options}[mandate_options][transaction_type]"), "personal"));
        }
        let session =
            self.post(&setup.account, "v1/checkout/sessions", &fields, &setup.idempotency_key).await?;
        self.remote_setup(&session, None, None)
    }

    pub(super) async fn retrieve_setup(
        &self,
        account: &str,
        session: &str,
    ) -> Result<RemoteSetup, ExternalError> {
        let session = self.get(account, &format!("v1/checkout/sessions/{}", checked_id(session)?)).await?;
        let Some(intent) = text(&session, "/setup_intent") else { return Err(errors::unreadable()) };
        let intent = self.get(account, &format!("v1/setup_intents/{}", checked_id(&intent)?)).await?;
        let method = match text(&intent, "/payment_method") {
            Some(method) => {
                Some(self.get(account, &format!("v1/payment_methods/{}", checked_id(&method)?)).await?)
            }
            None => None,
        };
        self.remote_setup(&session, Some(&intent), method.as_ref())
    }

    pub(super) async fn create_charge(&self, charge: &NewCharge) -> Result<RemotePayment, ExternalError> {
        let currency = charge.amount.currency;
        let mut fields = vec![
            field("amount", &charge.amount.minor.to_string()),
            field("currency", currency_code(currency)),
            field("customer", &charge.customer),
            field("payment_method", &charge.payment_method),
            field("allowed_payment_method_types[0]", method_name(charge.method, currency)),
            field("off_session", "true"),
            field("confirm", "true"),
            field(CHARGE.0, CHARGE.1),
        ];
        fields.extend(charge.mandate.as_ref().map(|mandate| field("mandate", mandate)));
        if charge.application_fee > 0 {
            fields.push(field("application_fee_amount", &charge.application_fee.to_string()));
        }
        for (name, value) in &charge.metadata {
            fields.push(field(&format!("metadata[{name}]"), value));
        }
        let (status, bytes) = retry(&self.retry_policy, || async {
            let request =
                self.form_request(&charge.account, "v1/payment_intents", &fields, &charge.idempotency_key)?;
            let (status, bytes) = self.exchange(request).await?;
            match status {
                200..=299 | 402 => Ok((status, bytes)),
                _ => Err(error_response(status, &bytes)),
            }
        })
        .await?;
        let answer: Value = serde_json::from_slice(&bytes).map_err(|_| errors::unreadable())?;
        match (status, answer.pointer("/error/payment_intent")) {
            // Declined: the intent exists and says why.
            (402, Some(intent)) => remote_charge(intent),
            (402, None) => Err(error_response(status, &bytes)),
            _ => remote_charge(&answer),
        }
    }

    pub(super) async fn retrieve_charge(
        &self,
        account: &str,
        intent: &str,
    ) -> Result<RemotePayment, ExternalError> {
        let path = format!("v1/payment_intents/{}?{}={}", checked_id(intent)?, CHARGE.0, CHARGE.1);
        remote_charge(&self.get(account, &path).await?)
    }

    pub(super) async fn find_charge(
        &self,
        account: &str,
        customer: &str,
        (name, value): (&str, &str),
    ) -> Result<Option<RemotePayment>, ExternalError> {
        let path = format!("v1/payment_intents?limit=100&customer={}", checked_id(customer)?);
        let page = self.get(account, &path).await?;
        let intents = page.pointer("/data").and_then(Value::as_array).ok_or_else(errors::unreadable)?;
        let carries_entry = |intent: &&Value| metadata(intent).get(name).is_some_and(|found| found == value);
        let found = intents.iter().find(carries_entry).and_then(|intent| text(intent, "/id"));
        match found {
            Some(id) => self.retrieve_charge(account, &id).await.map(Some),
            None => Ok(None),
        }
    }

    pub(super) async fn detach_payment_method(
        &self,
        account: &str,
        method: &str,
    ) -> Result<(), ExternalError> {
        let path = format!("v1/payment_methods/{}/detach", checked_id(method)?);
        let key = format!("detach:{method}");
        match self.post(account, &path, &Fields::new(), &key).await {
            // One that is attached to nobody is refused.
            Ok(_) | Err(ExternalError::NotFound(_) | ExternalError::Refused(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn post(
        &self,
        account: &str,
        path: &str,
        fields: &Fields,
        key: &str,
    ) -> Result<Value, ExternalError> {
        retry(&self.retry_policy, || async {
            self.fetch_json(self.form_request(account, path, fields, key)?).await
        })
        .await
    }

    async fn get(&self, account: &str, path: &str) -> Result<Value, ExternalError> {
        let request = self.request(Method::GET, path)?;
        self.fetch_json(request.header("Stripe-Account", checked_id(account)?)).await
    }

    async fn fetch_json(&self, request: RequestBuilder) -> Result<Value, ExternalError> {
        let (status, bytes) = self.exchange(request).await?;
        if (200..300).contains(&status) {
            return serde_json::from_slice(&bytes).map_err(|_| errors::unreadable());
        }
        Err(error_response(status, &bytes))
    }

    fn form_request(
        &self,
        account: &str,
        path: &str,
        fields: &Fields,
        key: &str,
    ) -> Result<RequestBuilder, ExternalError> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.request(Method::POST, path)?;
        Ok(request
            .header("Stripe-Account", checked_id(account)?)
            .header("Idempotency-Key", key)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(body))
    }

    fn remote_setup(
        &self,
        session: &Value,
        intent: Option<&Value>,
        method: Option<&Value>,
    ) -> Result<RemoteSetup, ExternalError> {
        let url = text(session, "/url").map(|url| checked_url(&self.api_url, &url)).transpose()?;
        let status = match text(session, "/status").as_deref() {
            Some("complete") => SetupStatus::Complete,
            Some("expired") => SetupStatus::Expired,
            _ => SetupStatus::Open,
        };
        Ok(RemoteSetup {
            session_id: text(session, "/id").ok_or_else(errors::unreadable)?,
            url,
            status,
            payment_method_id: method.and_then(|method| text(method, "/id")),
            mandate_id: intent.and_then(|intent| text(intent, "/mandate")),
            label: method.and_then(label),
            attached: method.is_some_and(|method| text(method, "/customer").is_some()),
            metadata: metadata(session),
            livemode: livemode(session),
        })
    }
}

fn remote_charge(intent: &Value) -> Result<RemotePayment, ExternalError> {
    let number = |path: &str| intent.pointer(path).and_then(Value::as_i64);
    let currency = parse_currency(&text(intent, "/currency").ok_or_else(errors::unreadable)?)?;
    let charge = text(intent, "/latest_charge/id").or_else(|| text(intent, "/latest_charge"));
    let outcome = match text(intent, "/status").as_deref() {
        Some("succeeded") => RemotePaymentStatus::Succeeded,
        Some("processing") => RemotePaymentStatus::Processing,
        Some("requires_payment_method" | "canceled") => RemotePaymentStatus::Failed,
        _ => RemotePaymentStatus::Waiting,
    };
    // The card network's code, the bank's, and Stripe's own.
    let codes = [
        text(intent, "/last_payment_error/decline_code"),
        text(intent, "/latest_charge/failure_code"),
        text(intent, "/last_payment_error/code"),
    ];
    let codes = codes.iter().flatten().map(String::as_str);
    let has_failed = outcome != RemotePaymentStatus::Succeeded && codes.clone().next().is_some();
    Ok(RemotePayment {
        session_id: None,
        intent_id: Some(text(intent, "/id").ok_or_else(errors::unreadable)?),
        charge_id: charge,
        url: None,
        outcome,
        charged: Money::new(number("/amount").ok_or_else(errors::unreadable)?, currency),
        processor_fee: number("/latest_charge/balance_transaction/fee"),
        metadata: metadata(intent),
        livemode: livemode(intent),
        failure: has_failed.then(|| PaymentFailure::from_processor_codes(codes)),
    })
}

/// What a payer knows a payment method by.
fn label(method: &Value) -> Option<String> {
    let kind = text(method, "/type")?;
    let last = text(method, &format!("/{kind}/last4"))?;
    let name =
        text(method, &format!("/{kind}/brand")).or_else(|| text(method, &format!("/{kind}/bank_name")));
    let name = super::super::one_line(&name.unwrap_or_default());
    let mut letters = name.chars();
    let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    Some(format!("{name} •••• {last}").trim().to_owned())
}

fn metadata(object: &Value) -> BTreeMap<String, String> {
    let metadata = object.pointer("/metadata").and_then(Value::as_object);
    let text = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.to_owned()));
    metadata.into_iter().flatten().filter_map(text).collect()
}

fn livemode(object: &Value) -> bool {
    object.pointer("/livemode").and_then(Value::as_bool).unwrap_or_default()
}

fn text(object: &Value, path: &str) -> Option<String> {
    object.pointer(path).and_then(Value::as_str).map(str::to_owned)
}

fn field(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn currency_code(currency: Currency) -> &'static str {
    match currency {
        Currency::Usd => "usd",
        Currency::Cad => "cad",
    }
}

fn method_name(method: OnlineMethod, currency: Currency) -> &'static str {
    match (method, currency) {
        (OnlineMethod::Card, _) => "card",
        (OnlineMethod::Bank, Currency::Usd) => "us_bank_account",
        (OnlineMethod::Bank, Currency::Cad) => "acss_debit",
    }
}
