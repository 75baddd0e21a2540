//! `expand[]`: replaces identifiers in an answer by the objects they name.

use serde_json::{Value, json};

use super::dispatch::find;
use crate::stripe::api_error::ApiError;
use crate::stripe::state::StripeState;

/// The deepest path Stripe expands.
const DEEPEST: usize = 4;

/// Applies every path, such as `latest_charge.balance_transaction` or `data.source`.
pub fn expand(
    state: &StripeState,
    account: &str,
    mut value: Value,
    paths: &[String],
) -> Result<Value, ApiError> {
    for path in paths {
        let parts: Vec<&str> = path.split('.').collect();
        if parts.len() > DEEPEST {
            return Err(ApiError::invalid(format!("You cannot expand more than {DEEPEST} levels: {path}"))
                .param("expand"));
        }
        follow(state, account, &mut value, &parts, path)?;
    }
    Ok(value)
}

fn follow(
    state: &StripeState,
    account: &str,
    value: &mut Value,
    parts: &[&str],
    path: &str,
) -> Result<(), ApiError> {
    let Some((first, rest)) = parts.split_first() else { return Ok(()) };
    if let Some(list) = value.as_array_mut() {
        return list.iter_mut().try_for_each(|one| follow(state, account, one, parts, path));
    }
    if *first == "line_items" && value.get("object").and_then(Value::as_str) == Some("checkout.session") {
        let id = value.get("id").and_then(Value::as_str).unwrap_or_default();
        let lines = state.session(account, id)?.lines_json();
        if let Some(fields) = value.as_object_mut() {
            fields.insert("line_items".to_owned(), lines);
        }
    }
    if *first == "refunds" && value.get("object").and_then(Value::as_str) == Some("charge") {
        let id = value.get("id").and_then(Value::as_str).unwrap_or_default();
        let objects = state.objects(account)?;
        let own = objects.refunds.iter().rev().filter(|refund| refund.charge == id);
        let data: Vec<Value> = own.map(|refund| refund.json()).collect();
        let url = format!("/v1/charges/{id}/refunds");
        if let Some(fields) = value.as_object_mut() {
            let list = json!({"object": "list", "data": data, "has_more": false, "url": url});
            fields.insert("refunds".to_owned(), list);
        }
    }
    let Some(field) = value.get_mut(first) else {
        return Err(ApiError::invalid(format!("This property cannot be expanded ({path}).")).param("expand"));
    };
    if let Some(id) = field.as_str() {
        let kind = kind_of(id).ok_or_else(|| {
            ApiError::invalid(format!("This property cannot be expanded ({path}).")).param("expand")
        })?;
        *field = find(state, account, kind, id)?;
    }
    if field.is_null() { Ok(()) } else { follow(state, account, field, rest, path) }
}

fn kind_of(id: &str) -> Option<&'static str> {
    Some(match id.split('_').next()? {
        "cs" => "checkout/sessions",
        "cus" => "customers",
        "seti" => "setup_intents",
        "pm" => "payment_methods",
        "mandate" => "mandates",
        "pi" => "payment_intents",
        "ch" | "py" => "charges",
        "re" | "pyr" => "refunds",
        "po" => "payouts",
        "txn" => "balance_transactions",
        "dp" => "disputes",
        _ => return None,
    })
}
