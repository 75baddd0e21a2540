//! Charges of saved cards and bank accounts, without the payer being there: payment intents that are confirmed when
//! they are created. Sent by the hand-written client, as what was saved is.

use std::collections::BTreeMap;

use application::ports::ExternalError;
use application::ports::processor::{ChargeApi, NewCharge, RemotePayment};
use async_trait::async_trait;
use domain::failure::PaymentFailure;
use domain::money::Money;
use domain::payment::RemotePaymentStatus;
use serde_json::Value;

use super::api_client::error_response;
use super::fields::{currency_code, field, livemode, metadata, method_name, text};
use super::{Stripe, checked_id, errors, parse_currency, retry};

/// The charge and its fee come with the intent.
const EXPAND: (&str, &str) = ("expand[]", "latest_charge.balance_transaction");

#[async_trait]
impl ChargeApi for Stripe {
    async fn create_charge(&self, charge: NewCharge) -> Result<RemotePayment, ExternalError> {
        let currency = charge.amount.currency;
        let mut fields = vec![
            field("amount", &charge.amount.minor.to_string()),
            field("currency", currency_code(currency)),
            field("customer", &charge.customer),
            field("payment_method", &charge.payment_method),
            field("allowed_payment_method_types[0]", method_name(charge.method, currency)),
            field("off_session", "true"),
            field("confirm", "true"),
            field(EXPAND.0, EXPAND.1),
        ];
        fields.extend(charge.mandate.as_ref().map(|mandate| field("mandate", mandate)));
        if charge.application_fee > 0 {
            fields.push(field("application_fee_amount", &charge.application_fee.to_string()));
        }
        for (name, value) in &charge.metadata {
            fields.push(field(&format!("metadata[{name}]"), value));
        }
        let (status, bytes) = retry(&self.retry_policy, || async {
            let request = self.api.form_request(
                &charge.account,
                "v1/payment_intents",
                &fields,
                &charge.idempotency_key,
            )?;
            let (status, bytes) = self.api.exchange(request).await?;
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

    async fn retrieve_charge(&self, account: &str, intent: &str) -> Result<RemotePayment, ExternalError> {
        let path = format!("v1/payment_intents/{}?{}={}", checked_id(intent)?, EXPAND.0, EXPAND.1);
        remote_charge(&self.api.get(account, &path).await?)
    }

    async fn find_charge(
        &self,
        account: &str,
        customer: &str,
        (name, value): (&str, &str),
    ) -> Result<Option<RemotePayment>, ExternalError> {
        let path = format!("v1/payment_intents?limit=100&customer={}", checked_id(customer)?);
        let page = self.api.get(account, &path).await?;
        let intents = page.pointer("/data").and_then(Value::as_array).ok_or_else(errors::unreadable)?;
        let carries_entry = |intent: &&Value| metadata(intent).get(name).is_some_and(|found| found == value);
        let found = intents.iter().find(carries_entry).and_then(|intent| text(intent, "/id"));
        match found {
            Some(id) => self.retrieve_charge(account, &id).await.map(Some),
            None => Ok(None),
        }
    }

    async fn retrieve_intent_metadata(
        &self,
        account: &str,
        intent_id: &str,
    ) -> Result<BTreeMap<String, String>, ExternalError> {
        Ok(self.retrieve_intent(account, intent_id).await?.metadata.into_iter().collect())
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
