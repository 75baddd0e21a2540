//! Which call does what: the table of addresses.

use serde_json::Value;

use super::list::list;
use super::{Incoming, expand, no_access};
use crate::stripe::api_error::ApiError;
use crate::stripe::params::Params;
use crate::stripe::state::{AccountObjects, StripeState};

/// A call whose key and account are known to be good.
pub struct Call {
    method: String,
    pub path: String,
    pub account: String,
    pub params: Params,
    /// The JSON body of a v2 call.
    body: Value,
}

impl Call {
    pub fn read(incoming: &Incoming, account: String) -> Result<Self, ApiError> {
        let posted = incoming.method == "POST";
        let v2 = incoming.path.starts_with("/v2/");
        let body = if v2 && posted {
            serde_json::from_str(&incoming.body)
                .map_err(|error| ApiError::invalid(format!("The body is not valid JSON: {error}")))?
        } else {
            Value::Null
        };
        let form = if posted && !v2 { &incoming.body } else { &incoming.query };
        Ok(Self {
            method: incoming.method.clone(),
            path: incoming.path.clone(),
            account,
            params: Params::parse(form)?,
            body,
        })
    }

    /// What has to be equal for an idempotency key to be used again.
    pub fn fingerprint(&self) -> String {
        format!("{} {} {} {}", self.method, self.path, self.params.fingerprint(), self.body)
    }
}

/// Carries a call out.
pub fn run(state: &mut StripeState, call: &Call) -> Result<Value, ApiError> {
    let path: Vec<&str> = call.path.split('/').filter(|part| !part.is_empty()).collect();
    let (account, params) = (call.account.as_str(), &call.params);
    let value = match (call.method.as_str(), path.as_slice()) {
        ("POST", ["v2", "core", "accounts"]) => {
            let account = state.create_account(&call.body)?;
            return Ok(account.json(&included(call)));
        }
        (_, ["v2", "core", "accounts", id, ..]) if !state.platform_has_access(id) => {
            return Err(no_access(id));
        }
        (_, ["v1", "accounts", id, ..]) if !state.platform_has_access(id) => return Err(no_access(id)),
        ("POST", ["v1", "accounts", id, "login_links"]) => return state.create_login_link(id),
        ("GET", ["v2", "core", "accounts", id]) => return Ok(state.account(id)?.json(&included(call))),
        ("POST", ["v2", "core", "account_links"]) => return state.create_account_link(&call.body),
        ("GET", ["v2", "core", "events", id]) => {
            let event = state.events.get(id).filter(|event| event.id.starts_with("evt_test_"));
            return event.map(|event| event.json()).ok_or_else(|| ApiError::not_found("event", id));
        }
        ("POST", ["v1", "checkout", "sessions"]) => {
            let id = state.create_session(account, params)?;
            state.session(account, &id)?.json()
        }
        ("POST", ["v1", "checkout", "sessions", id, "expire"]) => {
            params.only(&["expand"])?;
            state.expire_session(account, id)?;
            state.session(account, id)?.json()
        }
        ("GET", ["v1", "checkout", "sessions", id, "line_items"]) => state.session(account, id)?.lines_json(),
        ("POST", ["v1", "customers"]) => {
            let id = state.create_customer(account, params)?;
            find(state, account, "customers", &id)?
        }
        ("POST", ["v1", "customers", id]) => {
            state.update_customer(account, id, params)?;
            find(state, account, "customers", id)?
        }
        ("POST", ["v1", "payment_methods", id, "detach"]) => {
            params.only(&["expand"])?;
            state.detach(account, id)?;
            find(state, account, "payment_methods", id)?
        }
        ("POST", ["v1", "payment_intents"]) => {
            let id = state.create_intent(account, params)?;
            find(state, account, "payment_intents", &id)?
        }
        ("POST", ["v1", "payment_intents", id, "confirm"]) => {
            state.confirm_intent(account, id, params)?;
            find(state, account, "payment_intents", id)?
        }
        ("POST", ["v1", "payment_intents", id, "cancel"]) => {
            state.cancel_intent(account, id, params)?;
            find(state, account, "payment_intents", id)?
        }
        ("POST", ["v1", "disputes", id]) => {
            state.answer_dispute(account, id, params)?;
            find(state, account, "disputes", id)?
        }
        ("POST", ["v1", "disputes", id, "close"]) => {
            params.only(&["expand"])?;
            state.accept_dispute(account, id)?;
            find(state, account, "disputes", id)?
        }
        ("POST", ["v1", "refunds"]) => {
            let id = state.create_refund(account, params)?;
            find(state, account, "refunds", &id)?
        }
        ("GET", ["v1", "balance"]) => {
            let home = state.accounts.get(account).map_or("usd", |found| found.currency.as_str());
            state.objects(account).map_or_else(
                |_| AccountObjects::default().balance(state.now, home),
                |objects| objects.balance(state.now, home),
            )
        }
        ("GET", ["v1", "checkout", "sessions"]) => list(state, call, "checkout/sessions", None)?,
        ("GET", ["v1", "checkout", "sessions", id]) => find(state, account, "checkout/sessions", id)?,
        ("GET", ["v1", "customers", id, "payment_methods"]) => {
            find(state, account, "customers", id)?;
            list(state, call, "payment_methods", Some(id))?
        }
        ("GET", ["v1", "payment_methods"]) => {
            params.need("customer")?;
            list(state, call, "payment_methods", None)?
        }
        ("GET", ["v1", kind]) => list(state, call, kind, None)?,
        ("GET", ["v1", kind, id]) => find(state, account, kind, id)?,
        (method, _) => return Err(ApiError::unknown_url(method, &call.path)),
    };
    expand::expand(state, account, value, &params.texts("expand"))
}

fn included(call: &Call) -> Vec<String> {
    let listed = call.body.get("include").and_then(Value::as_array);
    let posted = listed.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
    posted.chain(call.params.texts("include")).collect()
}

/// One object by the plural of its kind.
pub fn find(state: &StripeState, account: &str, kind: &str, id: &str) -> Result<Value, ApiError> {
    let empty = AccountObjects::default();
    let objects = state.objects.get(account).unwrap_or(&empty);
    let found = match kind {
        "customers" => objects.customers.get(id).map(|one| one.json()),
        "checkout/sessions" => objects.sessions.get(id).map(|one| one.json()),
        "setup_intents" => objects.setup_intents.get(id).map(|one| one.json()),
        "payment_methods" => objects.methods.get(id).map(|one| one.json()),
        "mandates" => objects.mandates.get(id).map(|one| one.json()),
        "payment_intents" => objects.intents.get(id).map(|one| one.json()),
        "charges" => objects.charges.get(id).map(|one| one.json()),
        "refunds" => objects.refunds.get(id).map(|one| one.json()),
        "payouts" => objects.payouts.get(id).map(|one| one.json()),
        "balance_transactions" => objects.transactions.get(id).map(|one| one.json(state.now)),
        "disputes" => state.dispute_json(account, id).ok(),
        "events" => state.events.get(id).filter(|one| one.account == account).map(|one| one.json()),
        _ => return Err(ApiError::unknown_url("GET", &format!("/v1/{kind}/{id}"))),
    };
    found.ok_or_else(|| ApiError::not_found(singular(kind), id))
}

pub fn singular(kind: &str) -> &str {
    match kind {
        "checkout/sessions" => "checkout.session",
        "payment_methods" => "PaymentMethod",
        other => other.strip_suffix('s').unwrap_or(other),
    }
}
