//! The life of payments: card and bank, success and failure, payouts to the cent, expiry, and the moved clock.

use std::sync::atomic::Ordering;

use serde_json::json;

use crate::support::{Allowed, DAY, HOUR, THURSDAY, TestSandbox, start};

async fn status_of(test: &TestSandbox, account: &str, intent: &str) -> String {
    let (_, intent) = test.get(account, &format!("v1/payment_intents/{intent}")).await;
    intent["status"].as_str().unwrap().to_owned()
}

async fn session_of(test: &TestSandbox, account: &str, id: &str) -> (String, String) {
    let (_, session) = test.get(account, &format!("v1/checkout/sessions/{id}")).await;
    let text = |name: &str| session[name].as_str().unwrap().to_owned();
    (text("status"), text("payment_status"))
}

fn pair(one: &str, two: &str) -> (String, String) {
    (one.to_owned(), two.to_owned())
}

#[tokio::test]
async fn card_payment_succeeds_and_is_paid_out_in_three_days() {
    let test = start().await;
    let account = test.account("US").await;
    let session = test.session(&account, 123_615, &[Allowed::Card]).await;
    let stripe = &test.sandbox.stripe;
    let before = stripe.events().len();
    let intent = stripe.pay_card(&session.id).unwrap();
    assert_eq!(session_of(&test, &account, &session.id).await, pair("complete", "paid"));
    assert_eq!(
        test.kinds()[before..],
        [
            "payment_intent.created",
            "charge.succeeded",
            "payment_intent.succeeded",
            "checkout.session.completed"
        ]
    );
    assert_eq!(stripe.balance(&account).unwrap()["pending"][0]["amount"], 120_000);
    // Available on Saturday's midnight, in transit with it, paid a day later.
    stripe.advance(DAY);
    assert_eq!(stripe.balance(&account).unwrap()["available"][0]["amount"], 0);
    let before = stripe.events().len();
    stripe.advance(9 * HOUR);
    assert_eq!(test.kinds()[before..], ["payout.created", "payout.updated"]);
    let (_, payouts) = test.get(&account, "v1/payouts").await;
    let payout = &payouts["data"][0];
    assert_eq!((&payout["amount"], &payout["status"]), (&120_000.into(), &"in_transit".into()));
    assert_eq!(payout["reconciliation_status"], "in_progress");
    assert_eq!(payout["arrival_date"], THURSDAY + 2 * DAY + 9 * HOUR);
    let before = stripe.events().len();
    stripe.advance(DAY);
    assert_eq!(test.kinds()[before..], ["payout.paid", "payout.reconciliation_completed"]);
    let path =
        format!("v1/balance_transactions?payout={}&expand[]=data.source", payout["id"].as_str().unwrap());
    let (_, parts) = test.get(&account, &path).await;
    let parts = parts["data"].as_array().unwrap();
    assert_eq!(parts.len(), 2);
    assert_eq!((&parts[0]["type"], &parts[0]["net"]), (&"payout".into(), &(-120_000).into()));
    assert_eq!(
        (&parts[1]["amount"], &parts[1]["fee"], &parts[1]["net"]),
        (&123_615.into(), &3_615.into(), &120_000.into())
    );
    assert_eq!(parts[1]["source"]["payment_intent"], intent.as_str());
    // Nothing is paid out twice.
    let before = stripe.events().len();
    stripe.advance(30 * DAY);
    assert!(test.kinds()[before..].is_empty());
}

#[tokio::test]
async fn declined_card_leaves_the_session_open() {
    let test = start().await;
    let account = test.account("US").await;
    let session = test.session(&account, 5_000, &[Allowed::Card]).await;
    let stripe = &test.sandbox.stripe;
    let declined = stripe.decline_card(&session.id).unwrap();
    assert_eq!(status_of(&test, &account, &declined).await, "requires_payment_method");
    assert_eq!(session_of(&test, &account, &session.id).await, pair("open", "unpaid"));
    let (_, intent) = test.get(&account, &format!("v1/payment_intents/{declined}")).await;
    assert_eq!(intent["last_payment_error"]["code"], "card_declined");
    let paid = stripe.pay_card(&session.id).unwrap();
    assert_eq!(declined, paid, "one intent per session");
    assert_eq!(status_of(&test, &account, &paid).await, "succeeded");
    let error = stripe.pay_card(&session.id).unwrap_err().to_string();
    assert_eq!(error, "This payment page is complete.");
}

#[tokio::test]
async fn bank_debit_settles_after_four_business_days() {
    let test = start().await;
    let account = test.account("US").await;
    let session = test.session(&account, 120_500, &[Allowed::UsBankAccount]).await;
    let stripe = &test.sandbox.stripe;
    let before = stripe.events().len();
    let intent = stripe.pay_bank(&session.id).unwrap();
    assert_eq!(
        test.kinds()[before..],
        [
            "payment_intent.created",
            "charge.pending",
            "payment_intent.processing",
            "checkout.session.completed"
        ]
    );
    assert_eq!(session_of(&test, &account, &session.id).await, pair("complete", "unpaid"));
    stripe.advance(6 * DAY - 1);
    assert_eq!(status_of(&test, &account, &intent).await, "processing");
    let before = stripe.events().len();
    stripe.advance(1);
    assert_eq!(
        test.kinds()[before..],
        ["charge.succeeded", "payment_intent.succeeded", "checkout.session.async_payment_succeeded"]
    );
    assert_eq!(session_of(&test, &account, &session.id).await, pair("complete", "paid"));
    stripe.advance(DAY);
    let (_, payouts) = test.get(&account, "v1/payouts").await;
    assert_eq!(payouts["data"][0]["amount"], 120_000);
}

#[tokio::test]
async fn bank_debit_can_fail_when_due() {
    let test = start().await;
    let account = test.account("CA").await;
    let stripe = &test.sandbox.stripe;
    for decided_later in [false, true] {
        let session = test.session(&account, 80_000, &[Allowed::AcssDebit]).await;
        if decided_later {
            stripe.pay_bank(&session.id).unwrap();
        }
        stripe.fail_bank(&session.id).unwrap();
        assert_eq!(session_of(&test, &account, &session.id).await, pair("complete", "unpaid"));
        let before = stripe.events().len();
        stripe.advance(10 * DAY);
        assert_eq!(
            test.kinds()[before..],
            ["charge.failed", "payment_intent.payment_failed", "checkout.session.async_payment_failed"]
        );
        assert_eq!(session_of(&test, &account, &session.id).await, pair("complete", "unpaid"));
    }
    assert_eq!(
        stripe.balance(&account).unwrap()["available"][0],
        json!({"amount": 0, "currency": "cad", "source_types": {"card": 0}})
    );
}

#[tokio::test]
async fn session_expires_by_call_and_by_time() {
    let test = start().await;
    let account = test.account("US").await;
    let stripe = &test.sandbox.stripe;
    let called = test.session(&account, 5_000, &[Allowed::Card]).await;
    let path = format!("v1/checkout/sessions/{}/expire", called.id);
    assert_eq!(test.post(&account, &path, &[]).await.1["status"], "expired");
    let (status, again) = test.post(&account, &path, &[]).await;
    assert_eq!((status, &again["error"]["type"]), (400, &"invalid_request_error".into()));
    let timed = test.session(&account, 5_000, &[Allowed::Card]).await;
    stripe.advance(DAY - 1);
    assert_eq!(session_of(&test, &account, &timed.id).await.0, "open");
    // The wall clock counts as well as the advance.
    test.wall.store((THURSDAY + 1) * 1000, Ordering::Relaxed);
    assert_eq!(session_of(&test, &account, &timed.id).await.0, "expired");
    assert_eq!(test.kinds().iter().filter(|kind| *kind == "checkout.session.expired").count(), 2);
    assert!(stripe.pay_card(&timed.id).is_err());
}

#[tokio::test]
async fn expired_session_cancels_its_declined_intent() {
    let test = start().await;
    let account = test.account("US").await;
    let session = test.session(&account, 5_000, &[Allowed::Card]).await;
    let intent = test.sandbox.stripe.decline_card(&session.id).unwrap();
    let before = test.kinds().len();
    test.sandbox.stripe.advance(DAY + 1);
    assert_eq!(test.kinds()[before..], ["checkout.session.expired", "payment_intent.canceled"]);
    assert_eq!(status_of(&test, &account, &intent).await, "canceled");
}

#[tokio::test]
async fn refunds_and_disputes_reduce_the_next_payout() {
    let test = start().await;
    let account = test.account("US").await;
    let stripe = &test.sandbox.stripe;
    let pay = async |amount| {
        let session = test.session(&account, amount, &[Allowed::Card]).await;
        stripe.pay_card(&session.id).unwrap()
    };
    let (one, two, _) = (pay(100_000).await, pay(20_000).await, pay(50_000).await);
    let refund = async |amount: &str| {
        test.post(&account, "v1/refunds", &[("payment_intent", &one), ("amount", amount)]).await
    };
    assert_eq!(refund("40000").await.0, 200);
    let (status, error) = refund("60001").await;
    assert_eq!((status, &error["error"]["param"]), (400, &"amount".into()));
    assert_eq!(refund("60000").await.0, 200);
    assert_eq!(refund("1").await.1["error"]["code"], "charge_already_refunded");
    let dispute = stripe.dispute(&two).unwrap();
    stripe.set_dispute_status(&dispute, sandbox::DisputeStatus::Lost).unwrap();
    assert!(stripe.set_dispute_status(&dispute, sandbox::DisputeStatus::UnderReview).is_err());
    // Fees 2930, 610 and 1480; refund 100000; dispute 20000 and its fee 1500.
    let left = 170_000 - 2_930 - 610 - 1_480 - 100_000 - 20_000 - 1_500;
    stripe.payouts_now(&account).unwrap();
    let (_, payouts) = test.get(&account, "v1/payouts").await;
    assert_eq!(
        (&payouts["data"][0]["amount"], &payouts["data"][0]["status"]),
        (&left.into(), &"paid".into())
    );
    let nothing = stripe.payouts_now(&account).unwrap_err().to_string();
    assert!(nothing.contains("not above zero"), "{nothing}");
}

#[tokio::test]
async fn application_fee_reduces_the_accounts_net() {
    let test = start().await;
    let account = test.account("US").await;
    let form = [
        ("mode", "payment"),
        ("success_url", "http://127.0.0.1:9/"),
        ("line_items[0][quantity]", "2"),
        ("line_items[0][price_data][currency]", "usd"),
        ("line_items[0][price_data][unit_amount]", "5000"),
        ("line_items[0][price_data][product_data][name]", "Dues"),
        ("payment_intent_data[application_fee_amount]", "100"),
        ("allowed_payment_method_types[0]", "us_bank_account"),
        ("allowed_payment_method_types[1]", "card"),
    ];
    let (status, session) = test.post(&account, "v1/checkout/sessions", &form).await;
    assert_eq!((status, &session["amount_total"]), (200, &10_000.into()));
    test.sandbox.stripe.pay_card(session["id"].as_str().unwrap()).unwrap();
    let (_, list) = test.get(&account, "v1/balance_transactions").await;
    assert_eq!((&list["data"][0]["fee"], &list["data"][0]["net"]), (&420.into(), &9_580.into()));
    let (_, platform) = test.get("", "v1/balance_transactions").await;
    assert_eq!(
        (&platform["data"][0]["type"], &platform["data"][0]["net"]),
        (&"application_fee".into(), &100.into())
    );
}
