//! Events: signed, sent to the right endpoint, kept until accepted, and made to misbehave.

use hmac::{Hmac, Mac};
use sandbox::{DeliveryMode, Endpoint};
use sha2::Sha256;

use crate::support::{Allowed, THURSDAY, TestSandbox, WebhookReceiver, start};

fn is_signed(header: &str, body: &str, secret: &str) -> bool {
    let (time, signature) = header.split_once(",v1=").unwrap();
    assert_eq!(time, format!("t={THURSDAY}"), "by the wall clock, not the sandbox's");
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{THURSDAY}.{body}").as_bytes());
    mac.verify_slice(&hex::decode(signature).unwrap()).is_ok()
}

/// An account with a receiver that has nothing yet.
async fn ready() -> (TestSandbox, WebhookReceiver, String) {
    let test = start().await;
    let account = test.account("US").await;
    test.sandbox.stripe.set_delivery_mode(DeliveryMode::Normal);
    let receiver = WebhookReceiver::start().await;
    (test, receiver, account)
}

#[tokio::test]
async fn events_are_signed_per_endpoint() {
    let (test, receiver, account) = ready().await;
    let stripe = &test.sandbox.stripe;
    stripe.advance(86_400);
    // What happened before there was a target has waited for it.
    assert!(receiver.delivered().is_empty());
    stripe.set_webhook_target(Some(receiver.base.clone()));
    stripe.idle().await;
    let delivered = receiver.delivered();
    assert_eq!(
        receiver.kinds(),
        [
            "v2.core.account.created",
            "v2.core.account[requirements].updated",
            "v2.core.account[configuration.merchant].capability_status_updated",
            "account.updated",
        ]
    );
    for one in &delivered {
        let event = one.json();
        let (path, secret) = match event["object"].as_str().unwrap() {
            "event" => ("/webhooks/stripe/connect", "whsec_sandbox_connect"),
            "v2.core.event" => ("/webhooks/stripe/account", "whsec_sandbox_account"),
            other => panic!("{other}"),
        };
        assert_eq!(one.path, path);
        assert!(is_signed(&one.signature, &one.body, secret));
        assert!(!is_signed(&one.signature, &one.body, "whsec_other"));
    }
    let updated = delivered[3].json();
    assert_eq!(
        (&updated["account"], &updated["data"]["object"]["charges_enabled"]),
        (&account.as_str().into(), &true.into())
    );
    assert_eq!(delivered[0].json()["related_object"]["id"], account.as_str());
}

#[tokio::test]
async fn rejected_event_is_retried() {
    let (test, receiver, account) = ready().await;
    let stripe = &test.sandbox.stripe;
    stripe.set_webhook_target(Some(receiver.base.clone()));
    stripe.idle().await;
    receiver.answer_with(500);
    let session = test.session(&account, 5_000, &[Allowed::Card]).await;
    let before = receiver.delivered().len();
    stripe.pay_card(&session.id).unwrap();
    assert_eq!(stripe.deliver_pending().await, 4);
    assert!(receiver.delivered().len() >= before + 4);
    assert_eq!(stripe.undelivered().len(), 4);
    // The receiver is gone for a while, as after a crash.
    stripe.set_webhook_target(Some("http://127.0.0.1:9".parse().unwrap()));
    assert_eq!(stripe.deliver_pending().await, 4);
    receiver.answer_with(200);
    stripe.set_webhook_target(Some(receiver.base.clone()));
    assert_eq!(stripe.deliver_pending().await, 0);
    let kinds = receiver.kinds();
    for kind in ["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"] {
        assert!(kinds.iter().any(|seen| seen == kind));
    }
    assert!(stripe.undelivered().is_empty());
}

#[tokio::test]
async fn events_can_be_held_dropped_duplicated_and_shuffled() {
    let (test, receiver, account) = ready().await;
    let stripe = &test.sandbox.stripe;
    stripe.set_webhook_target(Some(receiver.base.clone()));
    stripe.idle().await;
    let pay = async || {
        let before = receiver.delivered().len();
        let session = test.session(&account, 5_000, &[Allowed::Card]).await;
        stripe.pay_card(&session.id).unwrap();
        stripe.idle().await;
        let mut kinds = receiver.kinds();
        kinds.split_off(before)
    };
    let all = [
        "charge.succeeded",
        "checkout.session.completed",
        "payment_intent.created",
        "payment_intent.succeeded",
    ];
    stripe.set_delivery_mode(DeliveryMode::Hold);
    assert!(pay().await.is_empty());
    assert_eq!(stripe.undelivered().len(), 4);
    stripe.release();
    stripe.idle().await;
    assert!(stripe.undelivered().is_empty());
    stripe.set_delivery_mode(DeliveryMode::Drop);
    assert!(pay().await.is_empty());
    assert!(stripe.undelivered().is_empty());
    stripe.set_delivery_mode(DeliveryMode::Duplicate);
    let mut doubled = pay().await;
    doubled.sort();
    assert_eq!(doubled, all.iter().flat_map(|kind| [*kind, *kind]).collect::<Vec<_>>());
    stripe.set_delivery_mode(DeliveryMode::Shuffle);
    let mut orders = std::collections::BTreeSet::new();
    // Sixty times the same order of four events happens less often than once in 10^80 runs.
    while orders.len() < 2 && stripe.events().len() < 300 {
        let kinds = pay().await;
        let mut sorted = kinds.clone();
        sorted.sort();
        assert_eq!(sorted, all);
        orders.insert(kinds);
    }
    assert_eq!(orders.len(), 2);
}

#[tokio::test]
async fn an_event_can_be_signed_for_the_caller_to_send() {
    let (test, _, account) = ready().await;
    let stripe = &test.sandbox.stripe;
    let event = stripe.events().into_iter().find(|event| event.kind == "account.updated").unwrap();
    let (headers, body) = stripe.signed_event(&event.id, Endpoint::Connect).unwrap();
    let (_, signature) = headers.iter().find(|(name, _)| name == "stripe-signature").unwrap();
    assert!(is_signed(signature, &body, "whsec_sandbox_connect"));
    assert_eq!(event.json()["account"], account.as_str());
    assert!(stripe.signed_event("evt_nobody", Endpoint::Connect).is_err());
    let (status, read) = test.get(&account, &format!("v1/events/{}", event.id)).await;
    assert_eq!((status, &read), (200, &event.json()));
    let call = stripe.events().into_iter().find(|event| event.kind == "v2.core.account.created").unwrap();
    assert!(call.json()["reason"]["request"]["id"].as_str().unwrap().starts_with("req_"));
}

#[tokio::test]
async fn events_can_be_delayed_reversed_dropped_and_resent() {
    let (test, receiver, account) = ready().await;
    let stripe = &test.sandbox.stripe;
    stripe.set_webhook_target(Some(receiver.base.clone()));
    stripe.idle().await;
    let mut seen = receiver.delivered().len();
    let mut news = || {
        let kinds = receiver.kinds().split_off(seen);
        seen += kinds.len();
        kinds
    };
    let pay = async || {
        let session = test.session(&account, 5_000, &[Allowed::Card]).await;
        stripe.pay_card(&session.id).unwrap();
        stripe.idle().await;
    };
    let all = [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ];
    stripe.set_delivery_mode(DeliveryMode::Delay(3_600));
    pay().await;
    stripe.advance(3_599);
    stripe.idle().await;
    assert!(news().is_empty());
    stripe.advance(1);
    stripe.idle().await;
    assert_eq!(news(), all);
    stripe.set_delivery_mode(DeliveryMode::Hold);
    pay().await;
    stripe.set_delivery_mode(DeliveryMode::Reorder);
    stripe.release();
    stripe.idle().await;
    assert_eq!(news(), all.iter().rev().copied().collect::<Vec<_>>());
    stripe.set_delivery_mode(DeliveryMode::Normal);
    stripe.drop_next(3);
    pay().await;
    assert_eq!(news(), ["checkout.session.completed"]);
    assert!(stripe.undelivered().is_empty());
    let lost = stripe.events().into_iter().rev().find(|event| event.kind == "charge.succeeded").unwrap();
    for _ in 0..2 {
        stripe.resend(&lost.id).unwrap();
    }
    stripe.idle().await;
    assert_eq!(news(), ["charge.succeeded"; 2]);
    assert_eq!(receiver.delivered().last().unwrap().json()["id"], lost.id.as_str());
    assert!(stripe.resend("evt_nobody").is_err());
}
