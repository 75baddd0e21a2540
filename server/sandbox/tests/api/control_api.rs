//! The controls over HTTP, as another process uses them.

use serde_json::{Value, json};

use crate::support::{Allowed, DAY, TestSandbox, WebhookReceiver, start};

async fn control(test: &TestSandbox, path: &str, body: Value) -> (u16, Value) {
    let url = test.url(&format!("_sandbox/{path}"));
    let request = if body.is_null() { test.http.get(url) } else { test.http.post(url).json(&body) };
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test]
async fn payment_flow_is_driven_over_http() {
    let test = start().await;
    let receiver = WebhookReceiver::start().await;
    assert_eq!(control(&test, "webhooks", json!({"target": receiver.base})).await.0, 200);
    let account = test.new_account("US").await;
    control(&test, &format!("accounts/{account}/complete_onboarding"), json!({})).await;
    let card = test.session(&account, 5_000, &[Allowed::Card]).await.id;
    let path = format!("sessions/{card}/pay");
    let (status, refused) = control(&test, &path, json!({"method": "bank", "outcome": "succeed"})).await;
    assert_eq!(status, 422);
    assert!(refused["error"]["message"].as_str().unwrap().contains("offers no bank transfer"));
    control(&test, &path, json!({"method": "card", "outcome": "decline"})).await;
    let (status, paid) = control(&test, &path, json!({"method": "card", "outcome": "succeed"})).await;
    assert_eq!(status, 200, "{paid}");
    let bank = test.session(&account, 5_000, &[Allowed::UsBankAccount]).await.id;
    let pay = json!({"method": "bank", "outcome": "fail_later"});
    let intent = control(&test, &format!("sessions/{bank}/pay"), pay).await.1;
    let intent = intent["payment_intent"].as_str().unwrap();
    control(&test, &format!("payment_intents/{intent}/settle"), json!({})).await;
    let (_, payouts) = control(&test, &format!("accounts/{account}/payout"), json!({})).await;
    assert!(payouts["payouts"][0].as_str().unwrap().starts_with("po_"));
    let (_, idle) = control(&test, "idle", Value::Null).await;
    assert_eq!(idle, json!({"idle": true, "undelivered": []}));
    let kinds = receiver.kinds();
    assert_eq!(kinds.len(), control(&test, "events", Value::Null).await.1["data"].as_array().unwrap().len());
    for kind in ["checkout.session.completed", "checkout.session.async_payment_failed", "payout.paid"] {
        assert!(kinds.iter().any(|seen| seen == kind), "{kind}");
    }
    let (_, found) = control(&test, "events?type=payout.paid", Value::Null).await;
    assert_eq!(found["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn clock_outage_and_delivery_controls_over_http() {
    let test = start().await;
    let account = test.account("US").await;
    let before = control(&test, "clock", Value::Null).await.1["now"].as_i64().unwrap();
    let (_, now) = control(&test, "clock/advance", json!({"seconds": DAY})).await;
    assert_eq!(now["now"], before + DAY);
    assert_eq!(control(&test, "clock/advance", json!({"seconds": -1})).await.0, 422);
    let (_, now) = control(&test, "clock/offset", json!({"seconds": 5})).await;
    assert_eq!(now["now"], before + 5);
    let outage = json!({"kind": "refuse", "path_prefix": "/v1/balance", "times": 1});
    assert_eq!(control(&test, "outage", outage).await.0, 200);
    let broken = test.http.get(test.url("v1/balance")).bearer_auth("sk_test_sandbox").send().await.unwrap();
    assert_eq!(broken.status().as_u16(), 503);
    assert_eq!(test.get(&account, "v1/balance").await.0, 200);
    assert_eq!(control(&test, "delivery", json!({"mode": "hold"})).await.0, 200);
    assert_eq!(control(&test, "delivery/release", json!({})).await.0, 200);
    assert_eq!(control(&test, "delivery", json!({"mode": "sideways"})).await.0, 422);
    let (_, left) = control(&test, "delivery/pending", json!({})).await;
    assert_eq!(left["undelivered"], 4, "there is no target");
    let standing = format!("accounts/{account}/status");
    assert_eq!(control(&test, &standing, json!({"status": "restricted"})).await.0, 200);
    let (_, requests) = control(&test, "requests", Value::Null).await;
    assert_eq!(requests["data"][0]["path"], "/v2/core/accounts");
}

#[tokio::test]
async fn refund_dispute_and_payout_controls_over_http() {
    let test = start().await;
    let account = test.account("US").await;
    let post = async |path: &str, body: Value| {
        let (status, answer) = control(&test, path, body).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    };
    let stripe = &test.sandbox.stripe;
    let pay = async || {
        let session = test.session(&account, 5_000, &[Allowed::Card]).await;
        stripe.pay_card(&session.id).unwrap()
    };
    let intent = pay().await;
    let refund = post(&format!("payment_intents/{intent}/refund"), json!({"amount": 1_000})).await;
    let path = format!("refunds/{}/fail", refund["refund"].as_str().unwrap());
    post(&path, json!({"reason": "declined"})).await;
    assert_eq!(control(&test, &path, json!({"reason": "declined"})).await.0, 422);
    let body = json!({"reason": "duplicate", "status": "warning_needs_response"});
    let dispute = post(&format!("payment_intents/{intent}/dispute"), body).await;
    let path = format!("disputes/{}/close", dispute["dispute"].as_str().unwrap());
    for status in ["needs_response", "under_review", "lost", "won"] {
        post(&path, json!({"status": status})).await;
    }
    let paid = post(&format!("accounts/{account}/payout"), json!({})).await;
    let payout = paid["payouts"][0].as_str().unwrap();
    assert_eq!(control(&test, &format!("payouts/{payout}/cancel"), json!({})).await.0, 422);
    post(&format!("payouts/{payout}/fail"), json!({"reason": "account_closed"})).await;
    post("delivery", json!({"mode": "delay", "seconds": 60})).await;
    post("delivery", json!({"mode": "reorder"})).await;
    post("delivery/drop_next", json!({"count": 1})).await;
    let (_, events) = control(&test, "events?type=payout.failed", Value::Null).await;
    post(&format!("events/{}/resend", events["data"][0]["id"].as_str().unwrap()), json!({})).await;
    let before = stripe.now();
    assert_eq!(post("clock/advance", json!({"business_days": 4})).await["now"], before + 6 * DAY);
    assert_eq!(post("clock/advance", json!({"days": 2})).await["now"], before + 8 * DAY);
}

#[tokio::test]
async fn control_page_shows_state_and_forms_redirect_back() {
    let test = start().await;
    let show = async |query: &str| {
        let page = test.http.get(test.url(&format!("_sandbox{query}"))).send().await.unwrap();
        assert_eq!(page.status().as_u16(), 200);
        page.text().await.unwrap()
    };
    let empty = show("").await;
    for sentence in ["No account yet.", "Nobody has paid yet.", "No payout yet.", "Nothing has happened yet."]
    {
        assert!(empty.contains(sentence), "{sentence}");
    }
    assert!(!empty.contains("<script") && !empty.contains("style=\""));
    let account = test.account("US").await;
    let stripe = &test.sandbox.stripe;
    let open = test.session(&account, 12_345, &[Allowed::Card]).await;
    let card = stripe.pay_card(&test.session(&account, 5_000, &[Allowed::Card]).await.id).unwrap();
    let bank = test.session(&account, 6_000, &[Allowed::UsBankAccount]).await;
    let bank = stripe.pay_bank(&bank.id).unwrap();
    let full = show("?problem=%3Cb%3Eno%3C%2Fb%3E").await;
    assert!(full.contains("&lt;b&gt;no&lt;/b&gt;") && !full.contains("<b>no"));
    assert!(full.contains("Harbour Row") && full.contains("$123.45") && full.contains(&open.url.unwrap()));
    let form = async |path: &str, form: &[(&str, &str)], site: &str| {
        let request = test.http.post(test.url(&format!("_sandbox/{path}"))).form(form);
        let answer = request.header("sec-fetch-site", site).send().await.unwrap();
        let location = answer.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
        (answer.status().as_u16(), location.unwrap_or_default())
    };
    let settle = format!("payment_intents/{bank}/settle");
    assert!(full.contains(&format!("/_sandbox/{settle}")));
    let fields = [("back", "payments"), ("label", "Settle")];
    assert_eq!(form(&settle, &fields, "cross-site").await.0, 403);
    assert_eq!(
        form(&settle, &fields, "same-origin").await,
        (303, "/_sandbox?done=Settle#payments".to_owned())
    );
    let (_, back) = form(&settle, &fields, "same-origin").await;
    assert_eq!(back, "/_sandbox?problem=Only+a+processing+payment+intent+can+settle.#payments");
    let dispute = [("back", "payments"), ("reason", "general"), ("status", "needs_response")];
    form(&format!("payment_intents/{card}/dispute"), &dispute, "none").await;
    form("clock/advance", &[("back", "clock"), ("days", "1")], "none").await;
    form("delivery", &[("mode", "hold"), ("seconds", "5")], "none").await;
    form(&format!("accounts/{account}/payout"), &[("back", "accounts")], "none").await;
    let now = show("").await;
    for words in ["Disputed", "Evidence handed in", "Return by the bank", "Release what is held", "Send back"]
    {
        assert!(now.contains(words), "{words}");
    }
    // Every form leads to a control there is.
    for action in now.split("action=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        let (status, back) = form(action.trim_start_matches("/_sandbox/"), &[("label", "x")], "none").await;
        assert!(status == 303 && !back.contains("404"), "{action}: {status} {back}");
    }
    let styled = test.http.get(test.url("_sandbox/control.css")).send().await.unwrap();
    assert_eq!(styled.status().as_u16(), 200);
}
