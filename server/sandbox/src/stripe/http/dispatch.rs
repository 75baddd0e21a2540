//! Which call does what: the table of addresses.

use serde_json::Value;

use super::super::params::Params;
use super::super::problem::Problem;
use super::super::world::{Books, World};
use super::list::list;
use super::{Incoming, expand, no_access};

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
    pub fn read(incoming: &Incoming, account: String) -> Result<Self, Problem> {
        let posted = incoming.method == "POST";
        let v2 = incoming.path.starts_with("/v2/");
        let body = if v2 && posted {
            serde_json::from_str(&incoming.body)
                .map_err(|error| Problem::invalid(format!("The body is not valid JSON: {error}")))?
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
pub fn run(world: &mut World, call: &Call) -> Result<Value, Problem> {
    let path: Vec<&str> = call.path.split('/').filter(|part| !part.is_empty()).collect();
    let (account, params) = (call.account.as_str(), &call.params);
    let value = match (call.method.as_str(), path.as_slice()) {
        ("POST", ["v2", "core", "accounts"]) => {
            let account = world.create_account(&call.body)?;
            return Ok(account.json(&included(call)));
        }
        (_, ["v2", "core", "accounts", id, ..]) if !world.hears_of(id) => return Err(no_access(id)),
        (_, ["v1", "accounts", id, ..]) if !world.hears_of(id) => return Err(no_access(id)),
        ("POST", ["v1", "accounts", id, "login_links"]) => return world.create_login_link(id),
        ("GET", ["v2", "core", "accounts", id]) => return Ok(world.account(id)?.json(&included(call))),
        ("POST", ["v2", "core", "account_links"]) => return world.create_account_link(&call.body),
        ("GET", ["v2", "core", "events", id]) => {
            let event = world.events.get(id).filter(|event| event.id.starts_with("evt_test_"));
            return event.map(|event| event.json()).ok_or_else(|| Problem::missing("event", id));
        }
        ("POST", ["v1", "checkout", "sessions"]) => {
            let id = world.create_session(account, params)?;
            world.session(account, &id)?.json()
        }
        ("POST", ["v1", "checkout", "sessions", id, "expire"]) => {
            params.only(&["expand"])?;
            world.expire_session(account, id)?;
            world.session(account, id)?.json()
        }
        ("GET", ["v1", "checkout", "sessions", id, "line_items"]) => world.session(account, id)?.lines_json(),
        ("POST", ["v1", "customers"]) => {
            let id = world.create_customer(account, params)?;
            find(world, account, "customers", &id)?
        }
        ("POST", ["v1", "customers", id]) => {
            world.update_customer(account, id, params)?;
            find(world, account, "customers", id)?
        }
        ("POST", ["v1", "payment_methods", id, "detach"]) => {
            params.only(&["expand"])?;
            world.detach(account, id)?;
            find(world, account, "payment_methods", id)?
        }
        ("POST", ["v1", "payment_intents"]) => {
            let id = world.create_intent(account, params)?;
            find(world, account, "payment_intents", &id)?
        }
        ("POST", ["v1", "payment_intents", id, "confirm"]) => {
            world.confirm_intent(account, id, params)?;
            find(world, account, "payment_intents", id)?
        }
        ("POST", ["v1", "payment_intents", id, "cancel"]) => {
            world.cancel_intent(account, id, params)?;
            find(world, account, "payment_intents", id)?
        }
        ("POST", ["v1", "disputes", id]) => {
            world.answer_dispute(account, id, params)?;
            find(world, account, "disputes", id)?
        }
        ("POST", ["v1", "disputes", id, "close"]) => {
            params.only(&["expand"])?;
            world.accept_dispute(account, id)?;
            find(world, account, "disputes", id)?
        }
        ("POST", ["v1", "refunds"]) => {
            let id = world.create_refund(account, params)?;
            find(world, account, "refunds", &id)?
        }
        ("GET", ["v1", "balance"]) => {
            let home = world.accounts.get(account).map_or("usd", |found| found.currency.as_str());
            world.books(account).map_or_else(
                |_| Books::default().balance(world.now, home),
                |books| books.balance(world.now, home),
            )
        }
        ("GET", ["v1", "checkout", "sessions"]) => list(world, call, "checkout/sessions", None)?,
        ("GET", ["v1", "checkout", "sessions", id]) => find(world, account, "checkout/sessions", id)?,
        ("GET", ["v1", "customers", id, "payment_methods"]) => {
            find(world, account, "customers", id)?;
            list(world, call, "payment_methods", Some(id))?
        }
        ("GET", ["v1", "payment_methods"]) => {
            params.need("customer")?;
            list(world, call, "payment_methods", None)?
        }
        ("GET", ["v1", kind]) => list(world, call, kind, None)?,
        ("GET", ["v1", kind, id]) => find(world, account, kind, id)?,
        (method, _) => return Err(Problem::unknown_url(method, &call.path)),
    };
    expand::expand(world, account, value, &params.texts("expand"))
}

fn included(call: &Call) -> Vec<String> {
    let listed = call.body.get("include").and_then(Value::as_array);
    let posted = listed.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
    posted.chain(call.params.texts("include")).collect()
}

/// One object by the plural of its kind.
pub fn find(world: &World, account: &str, kind: &str, id: &str) -> Result<Value, Problem> {
    let empty = Books::default();
    let books = world.books.get(account).unwrap_or(&empty);
    let found = match kind {
        "customers" => books.customers.get(id).map(|one| one.json()),
        "checkout/sessions" => books.sessions.get(id).map(|one| one.json()),
        "setup_intents" => books.setup_intents.get(id).map(|one| one.json()),
        "payment_methods" => books.methods.get(id).map(|one| one.json()),
        "mandates" => books.mandates.get(id).map(|one| one.json()),
        "payment_intents" => books.intents.get(id).map(|one| one.json()),
        "charges" => books.charges.get(id).map(|one| one.json()),
        "refunds" => books.refunds.get(id).map(|one| one.json()),
        "payouts" => books.payouts.get(id).map(|one| one.json()),
        "balance_transactions" => books.transactions.get(id).map(|one| one.json(world.now)),
        "disputes" => world.dispute_json(account, id).ok(),
        "events" => world.events.get(id).filter(|one| one.account == account).map(|one| one.json()),
        _ => return Err(Problem::unknown_url("GET", &format!("/v1/{kind}/{id}"))),
    };
    found.ok_or_else(|| Problem::missing(singular(kind), id))
}

pub fn singular(kind: &str) -> &str {
    match kind {
        "checkout/sessions" => "checkout.session",
        "payment_methods" => "PaymentMethod",
        other => other.strip_suffix('s').unwrap_or(other),
    }
}
