//! What the API refuses, how idempotency works, and the ways in which it can be unwell.

use sandbox::Outage;
use serde_json::Value;
use stripe::StripeError;

use crate::support::{Allowed, session_request, start};

#[tokio::test]
async fn idempotency_key_replays_and_rejects_other_parameters() {
    let test = start().await;
    let account = test.account("US").await;
    let request = |amount| session_request(amount, "usd", &[Allowed::Card]);
    let first = test.send_session(&account, "checkout:pay_1", request(5_000)).await.unwrap();
    let again = test.send_session(&account, "checkout:pay_1", request(5_000)).await.unwrap();
    assert_eq!(first.id, again.id);
    let other = test.send_session(&account, "checkout:pay_1", request(5_001)).await.err().unwrap();
    let StripeError::Stripe(error, 400) = other else { panic!("{other}") };
    assert_eq!(error.type_.as_str(), "idempotency_error");
    // Another account's key is another key.
    let stranger = test.account("US").await;
    assert_ne!(test.send_session(&stranger, "checkout:pay_1", request(5_000)).await.unwrap().id, first.id);
    let keys: Vec<_> =
        test.sandbox.stripe.requests().into_iter().filter_map(|call| call.idempotency_key).collect();
    assert_eq!(keys, ["checkout:pay_1"; 4]);
}

#[tokio::test]
async fn replay_is_marked_and_rejected_call_frees_its_key() {
    let test = start().await;
    let account = test.account("US").await;
    let send = async |path: &str, body: &str| {
        let request = test.http.post(test.url(path)).header("stripe-account", &account);
        let request = request
            .header("idempotency-key", "k")
            .header("content-type", "application/x-www-form-urlencoded");
        let (status, headers, _) = test.call(request.body(body.to_owned())).await;
        (status, headers.contains_key("idempotent-replayed"), headers.contains_key("request-id"))
    };
    let line = "line_items[0][quantity]=1&line_items[0][price_data][currency]=usd\
                &line_items[0][price_data][unit_amount]=500&line_items[0][price_data][product_data][name]=Dues";
    let bad = format!("mode=payment&{line}");
    let good = format!("{bad}&success_url=http://127.0.0.1:9/");
    assert_eq!(send("v1/checkout/sessions", &bad).await, (400, false, true));
    assert_eq!(send("v1/checkout/sessions", &good).await, (200, false, true));
    assert_eq!(send("v1/checkout/sessions", &good).await, (200, true, true));
}

#[tokio::test]
async fn accounts_are_isolated() {
    let test = start().await;
    let (one, two) = (test.account("US").await, test.account("US").await);
    let session = test.session(&one, 5_000, &[Allowed::Card]).await;
    let intent = test.sandbox.stripe.pay_card(&session.id).unwrap();
    for path in [format!("v1/checkout/sessions/{}", session.id), format!("v1/payment_intents/{intent}")] {
        assert_eq!(test.get(&one, &path).await.0, 200);
        for other in [two.as_str(), ""] {
            let (status, error) = test.get(other, &path).await;
            assert_eq!((status, &error["error"]["code"]), (404, &"resource_missing".into()));
        }
    }
    assert_eq!(test.get(&two, "v1/charges").await.1["data"], Value::Array(vec![]));
    let (status, error) = test.get("acct_nobody", "v1/charges").await;
    assert_eq!((status, &error["error"]["code"]), (403, &"account_invalid".into()));
}

#[tokio::test]
async fn invalid_parameters_are_named() {
    let test = start().await;
    let account = test.account("US").await;
    let good = [
        ("mode", "payment"),
        ("success_url", "http://127.0.0.1:9/"),
        ("line_items[0][quantity]", "1"),
        ("line_items[0][price_data][currency]", "usd"),
        ("line_items[0][price_data][unit_amount]", "5000"),
        ("line_items[0][price_data][product_data][name]", "Dues"),
    ];
    assert_eq!(test.post(&account, "v1/checkout/sessions", &good).await.0, 200);
    for (name, value, param) in [
        ("mode", "subscription", "mode"),
        ("mode", "", "mode"),
        ("success_url", "portal", "success_url"),
        ("line_items[0][quantity]", "0", "line_items[0][price_data][unit_amount]"),
        ("line_items[0][price_data][unit_amount]", "-1", "line_items[0][price_data][unit_amount]"),
        ("line_items[0][price_data][unit_amount]", "12.50", "line_items[0][price_data][unit_amount]"),
        ("line_items[0][price_data][currency]", "eur", "line_items[0][price_data][currency]"),
        ("payment_method_types[0]", "card", "payment_method_types"),
        ("allowed_payment_method_types[0]", "acss_debit", "allowed_payment_method_types"),
        ("expires_at", "1", "expires_at"),
    ] {
        let mut form: Vec<(&str, &str)> = good.into_iter().filter(|(key, _)| *key != name).collect();
        form.push((name, value));
        let (status, error) = test.post(&account, "v1/checkout/sessions", &form).await;
        assert_eq!((status, &error["error"]["param"]), (400, &param.into()), "{name}={value}: {error}");
    }
    for (key, status) in [("", 401), ("Bearer sk_test_wrong", 401)] {
        let request = test.http.get(test.url("v1/balance")).header("authorization", key);
        assert_eq!(request.send().await.unwrap().status().as_u16(), status);
    }
    let not_json = test.http.post(test.url("v2/core/accounts")).body("{");
    assert_eq!(test.call(not_json).await.0, 400);
    assert_eq!(test.get(&account, "v1/nothing").await.0, 404);
    assert_eq!(test.get(&account, "v1/charges?limit=101").await.1["error"]["param"], "limit");
    assert_eq!(test.get(&account, "v1/payouts?expand[]=data.amount").await.0, 200, "nothing to expand");
    let balance = test.get(&account, "v1/balance?expand[]=available").await;
    assert_eq!(balance.0, 200);
    assert_eq!(test.get(&account, "v1/balance?expand[]=rubbish").await.0, 400);
}

#[tokio::test]
async fn account_without_capabilities_cannot_be_paid() {
    let test = start().await;
    let account = test.new_account("US").await;
    let request = session_request(5_000, "usd", &[Allowed::Card]);
    let refused = test.send_session(&account, "k", request).await.err().unwrap();
    let StripeError::Stripe(error, 400) = refused else { panic!("{refused}") };
    assert!(error.message.unwrap().contains("Finish the account's onboarding"));
}

#[tokio::test]
async fn deauthorized_account_is_inaccessible() {
    let test = start().await;
    let account = test.account("US").await;
    let stripe = &test.sandbox.stripe;
    let session = test.session(&account, 5_000, &[Allowed::Card]).await;
    stripe.deauthorize(&account).unwrap();
    let event = stripe.events().pop().unwrap();
    assert_eq!(
        (event.kind.as_str(), event.account.as_str()),
        ("account.application.deauthorized", account.as_str())
    );
    assert_eq!(event.json()["data"]["object"]["object"], "application");
    let path = format!("v1/checkout/sessions/{}", session.id);
    assert_eq!(test.get(&account, &path).await.1["error"]["code"], "account_invalid");
    assert_eq!(test.get("", &format!("v2/core/accounts/{account}")).await.0, 403);
    let events = stripe.events().len();
    stripe.pay_card(&session.id).unwrap();
    assert_eq!(stripe.events().len(), events, "the platform hears no more of it");
    assert!(stripe.deauthorize(&account).is_err());
}

#[tokio::test]
async fn lists_are_paginated_newest_first() {
    let test = start().await;
    let account = test.account("US").await;
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.insert(0, test.session(&account, 5_000, &[Allowed::Card]).await.id.to_string());
    }
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let (_, page) = test.get(&account, &format!("v1/checkout/sessions?limit=2{after}")).await;
        let data = page["data"].as_array().unwrap();
        seen.extend(data.iter().map(|one| one["id"].as_str().unwrap().to_owned()));
        if page["has_more"] == false {
            break;
        }
        after = format!("&starting_after={}", seen.last().unwrap());
    }
    assert_eq!(seen, ids);
    let (_, back) =
        test.get(&account, &format!("v1/checkout/sessions?limit=2&ending_before={}", ids[3])).await;
    let back: Vec<_> =
        back["data"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(back, [&ids[1], &ids[2]]);
}

#[tokio::test]
async fn outage_kinds_behave_as_documented() {
    let test = start().await;
    let account = test.account("US").await;
    let stripe = &test.sandbox.stripe;
    let request = || session_request(5_000, "usd", &[Allowed::Card]);
    let count = async || test.get(&account, "v1/checkout/sessions").await.1["data"].as_array().unwrap().len();
    for (kind, made) in [(Outage::Refuse, 0), (Outage::NonJson, 0), (Outage::LostAnswer, 1)] {
        stripe.set_outage_for("/v1/checkout", kind, 1);
        let key = format!("{kind:?}");
        let error = test.send_session(&account, &key, request()).await.err().unwrap();
        assert!(matches!(error, StripeError::JSONDeserialize(_)), "{kind:?}: {error}");
        assert_eq!(count().await, made, "{kind:?}");
    }
    // The lost answer is found again by its key.
    test.send_session(&account, "LostAnswer", request()).await.unwrap();
    assert_eq!(count().await, 1);
    // A 500 with Stripe's own error is what the key repeats.
    stripe.set_outage_for("/v1/checkout", Outage::ServerError, 1);
    for _ in 0..2 {
        let error = test.send_session(&account, "ServerError", request()).await.err().unwrap();
        assert!(matches!(error, StripeError::Stripe(_, 500)), "{error}");
    }
    let statuses: Vec<_> =
        stripe.requests().iter().filter(|call| call.method == "POST").map(|call| call.status).collect();
    assert_eq!(statuses, [Some(200), Some(503), Some(500), Some(500), Some(200), Some(500), Some(500)]);
}

#[tokio::test]
async fn hang_outage_blocks_until_cleared() {
    let test = start().await;
    let account = test.account("US").await;
    let stripe = test.sandbox.stripe.clone();
    stripe.set_outage(Outage::Hang);
    let hanging = async { test.http.get(test.url("v1/balance")).send().await.unwrap().status() };
    let heal = async {
        // The call is logged before it hangs.
        while stripe.requests().iter().all(|call| call.path != "/v1/balance") {
            tokio::task::yield_now().await;
        }
        stripe.set_outage(Outage::None);
    };
    let (status, ()) = tokio::join!(hanging, heal);
    assert_eq!(status.as_u16(), 503);
    assert_eq!(test.get(&account, "v1/balance").await.0, 200);
}
