//! Fields of the hand-written client: what forms are filled with, and what is read of the answers.

use std::collections::BTreeMap;

use domain::fee::OnlineMethod;
use domain::money::Currency;
use serde_json::Value;

/// A form's fields: names and values.
pub(super) type Fields = Vec<(String, String)>;

/// The metadata of an object; empty where it has none.
pub(super) fn metadata(object: &Value) -> BTreeMap<String, String> {
    let metadata = object.pointer("/metadata").and_then(Value::as_object);
    let text = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.to_owned()));
    metadata.into_iter().flatten().filter_map(text).collect()
}

/// Whether an object is about real money.
pub(super) fn livemode(object: &Value) -> bool {
    object.pointer("/livemode").and_then(Value::as_bool).unwrap_or_default()
}

/// The text at a JSON pointer.
pub(super) fn text(object: &Value, path: &str) -> Option<String> {
    object.pointer(path).and_then(Value::as_str).map(str::to_owned)
}

/// One field of a form.
pub(super) fn field(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// A currency as Stripe writes it.
pub(super) fn currency_code(currency: Currency) -> &'static str {
    match currency {
        Currency::Usd => "usd",
        Currency::Cad => "cad",
    }
}

/// A payment method's type as Stripe names it.
pub(super) fn method_name(method: OnlineMethod, currency: Currency) -> &'static str {
    match (method, currency) {
        (OnlineMethod::Card, _) => "card",
        (OnlineMethod::Bank, Currency::Usd) => "us_bank_account",
        (OnlineMethod::Bank, Currency::Cad) => "acss_debit",
    }
}
