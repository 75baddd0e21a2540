//! The API's lists: a page of objects, newest first, after the filters of their kind.

use serde_json::{Value, json};

use super::dispatch::{Call, find, singular};
use crate::stripe::api_error::ApiError;
use crate::stripe::ids::{Collection, StripeObject};
use crate::stripe::state::{AccountObjects, StripeState};

/// A page of a kind, newest first, after the filters of that kind; with `owner`, a customer's.
pub fn list(state: &StripeState, call: &Call, kind: &str, owner: Option<&str>) -> Result<Value, ApiError> {
    let empty = AccountObjects::default();
    let objects = state.objects.get(&call.account).unwrap_or(&empty);
    let (filters, ids): (&[&str], Vec<&str>) = match kind {
        "customers" => (&["email"], newest(&objects.customers)),
        "checkout/sessions" => (&["payment_intent", "status", "customer"], newest(&objects.sessions)),
        "setup_intents" => (&["customer", "payment_method"], newest(&objects.setup_intents)),
        "payment_methods" => (&["customer", "type"], newest(&objects.methods)),
        "payment_intents" => (&["customer"], newest(&objects.intents)),
        "charges" => (&["payment_intent", "customer"], newest(&objects.charges)),
        "refunds" => (&["charge", "payment_intent"], newest(&objects.refunds)),
        "payouts" => (&["status"], newest(&objects.payouts)),
        "disputes" => (&["charge", "payment_intent"], newest(&objects.disputes)),
        "balance_transactions" => (&["source", "type", "currency"], {
            let payout = call.params.text("payout");
            let matches = |id: &&str| {
                let transaction = objects.transactions.get(id);
                payout.is_none() || transaction.is_some_and(|one| one.payout.as_deref() == payout)
            };
            newest(&objects.transactions).into_iter().filter(matches).collect()
        }),
        "events" => (&["type"], {
            let own = state.events.iter().rev().filter(|event| event.account == call.account);
            own.map(|event| event.id.as_str()).collect()
        }),
        _ => return Err(ApiError::unknown_url("GET", &call.path)),
    };
    let params = &call.params;
    let paging = ["limit", "starting_after", "ending_before", "expand", "created", "payout"];
    let known: Vec<&str> = filters.iter().copied().chain(paging).collect();
    params.only(&known)?;
    let limit = params.int("limit")?.unwrap_or(10);
    let limit = usize::try_from(limit).ok().filter(|limit| (1..=100).contains(limit));
    let limit =
        limit.ok_or_else(|| ApiError::invalid("Invalid limit: it goes from 1 to 100.").param("limit"))?;
    let created = params.group("created").unwrap_or_default();
    let since = created.int("gte")?.max(created.int("gt")?.map(|at| at.saturating_add(1)));
    let until = [created.int("lte")?, created.int("lt")?.map(|at| at.saturating_sub(1))];
    let until = until.into_iter().flatten().min();
    let place = |name: &str| match params.text(name) {
        None => Ok(None),
        Some(id) => {
            let found = ids.iter().position(|one| *one == id);
            found.map(Some).ok_or_else(|| ApiError::not_found(singular(kind), id).param(name.to_owned()))
        }
    };
    let (after, before) = (place("starting_after")?, place("ending_before")?);
    let chosen = |id: &&str| {
        let one = find(state, &call.account, kind, id).ok()?;
        let fits =
            filters.iter().all(|name| params.text(name).is_none_or(|want| text(&one, name) == Some(want)));
        let owned = owner.is_none_or(|owner| text(&one, "customer") == Some(owner));
        let at = one.get("created").and_then(Value::as_i64).unwrap_or(0);
        let in_time = since.is_none_or(|since| at >= since) && until.is_none_or(|until| at <= until);
        (fits && owned && in_time).then_some(one)
    };
    // One more than is shown tells whether there are more; what comes after is not looked at.
    let newer = ids.get(..before.unwrap_or(0)).unwrap_or_default();
    let older = ids.get(after.map_or(0, |at| at + 1)..).unwrap_or_default();
    let mut data: Vec<Value> = match before {
        Some(_) => newer.iter().rev().filter_map(chosen).take(limit + 1).collect(),
        None => older.iter().filter_map(chosen).take(limit + 1).collect(),
    };
    let more = data.len() > limit;
    data.truncate(limit);
    if before.is_some() {
        data.reverse();
    }
    Ok(json!({"object": "list", "data": data, "has_more": more, "url": call.path}))
}

fn newest<T: StripeObject>(collection: &Collection<T>) -> Vec<&str> {
    collection.iter().rev().map(StripeObject::id).collect()
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name).and_then(Value::as_str)
}
