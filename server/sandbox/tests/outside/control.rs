//! The controls over HTTP, as another process uses them.

use serde_json::{Value, json};

use crate::support::{Allowed, DAY, Outside, Receiver, start};

async fn control(outside: &Outside, path: &str, body: Value) -> (u16, Value) {
    let url = outside.url(&format!("_sandbox/{path}"));
    let request = if body.is_null() { outside.http.get(url) } else { outside.http.post(url).json(&body) };
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test]
async fn a_story_is_played_from_another_process() {
    let outside = start().await;
    let receiver = Receiver::start().await;
    assert_eq!(control(&outside, "webhooks", json!({"target": receiver.base})).await.0, 200);
    let account = outside.new_account("US").await;
    control(&outside, &format!("accounts/{account}/complete_onboarding"), json!({})).await;
    let card = outside.session(&account, 5_000, &[Allowed::Card]).await.id;
    let path = format!("sessions/{card}/pay");
    let (status, refused) = control(&outside, &path, json!({"method": "bank", "outcome": "succeed"})).await;
    assert_eq!(status, 422);
    assert!(refused["error"]["message"].as_str().unwrap().contains("offers no bank transfer"));
    control(&outside, &path, json!({"method": "card", "outcome": "decline"})).await;
    let (status, paid) = control(&outside, &path, json!({"method": "card", "outcome": "succeed"})).await;
    assert_eq!(status, 200, "{paid}");
    let bank = outside.session(&account, 5_000, &[Allowed::UsBankAccount]).await.id;
    let pay = json!({"method": "bank", "outcome": "fail_later"});
    let intent = control(&outside, &format!("sessions/{bank}/pay"), pay).await.1;
    let intent = intent["payment_intent"].as_str().unwrap();
    control(&outside, &format!("payment_intents/{intent}/settle"), json!({})).await;
    let (_, payouts) = control(&outside, &format!("accounts/{account}/payout"), json!({})).await;
    assert!(payouts["payouts"][0].as_str().unwrap().starts_with("po_"));
    let (_, idle) = control(&outside, "idle", Value::Null).await;
    assert_eq!(idle, json!({"idle": true, "undelivered": []}));
    let kinds = receiver.kinds();
    assert_eq!(
        kinds.len(),
        control(&outside, "events", Value::Null).await.1["data"].as_array().unwrap().len()
    );
    for kind in ["checkout.session.completed", "checkout.session.async_payment_failed", "payout.paid"] {
        assert!(kinds.iter().any(|seen| seen == kind), "{kind}");
    }
    let (_, found) = control(&outside, "events?type=payout.paid", Value::Null).await;
    assert_eq!(found["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn clock_outage_and_delivery_are_reached_by_http() {
    let outside = start().await;
    let account = outside.account("US").await;
    let before = control(&outside, "clock", Value::Null).await.1["now"].as_i64().unwrap();
    let (_, now) = control(&outside, "clock/advance", json!({"seconds": DAY})).await;
    assert_eq!(now["now"], before + DAY);
    assert_eq!(control(&outside, "clock/advance", json!({"seconds": -1})).await.0, 422);
    let (_, now) = control(&outside, "clock/offset", json!({"seconds": 5})).await;
    assert_eq!(now["now"], before + 5);
    let outage = json!({"kind": "refuse", "path_prefix": "/v1/balance", "times": 1});
    assert_eq!(control(&outside, "outage", outage).await.0, 200);
    let broken =
        outside.http.get(outside.url("v1/balance")).bearer_auth("sk_test_sandbox").send().await.unwrap();
    assert_eq!(broken.status().as_u16(), 503);
    assert_eq!(outside.get(&account, "v1/balance").await.0, 200);
    assert_eq!(control(&outside, "delivery", json!({"mode": "hold"})).await.0, 200);
    assert_eq!(control(&outside, "delivery/release", json!({})).await.0, 200);
    assert_eq!(control(&outside, "delivery", json!({"mode": "sideways"})).await.0, 422);
    let (_, left) = control(&outside, "delivery/pending", json!({})).await;
    assert_eq!(left["undelivered"], 4, "there is no target");
    let standing = format!("accounts/{account}/standing");
    assert_eq!(control(&outside, &standing, json!({"standing": "restricted"})).await.0, 200);
    let (_, requests) = control(&outside, "requests", Value::Null).await;
    assert_eq!(requests["data"][0]["path"], "/v2/core/accounts");
}
