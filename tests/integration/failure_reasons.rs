//! Money that does not move: its reason is told in the reader's own language, on pages by a case and in mail in
//! words.

use serde_json::{Value, json};
use support::{TestApp, on_each_database};

use crate::refunds_and_disputes::{REFUND, refund};

const DAY: i64 = 24 * 60 * 60;
const PAYMENT: &str =
    "query($id: ID!) { payment(id: $id) { status failureReason refunds { status failureReason } } }";
const TIMELINE: &str = "query($id: ID!) { invoice(id: $id) { timeline { kind detail } } }";

/// The newest mail to this address.
fn mail(test: &TestApp, to: &str) -> String {
    let mail = test.sandbox.inbox.messages().into_iter().rev().find(|mail| mail.is_to(to)).unwrap();
    let text = mail.text.unwrap();
    assert!(mail.html.unwrap().contains("<html lang="));
    // Lines are broken for old readers.
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[on_each_database]
async fn bank_debit_failure_reason_is_localized(test: &TestApp) {
    let community = test.connected_community("Refus", 2).await;
    let amelie = community.resident(1);
    let invoice = test.published_invoice(&community, 1, "80.00").await;
    let resident = test.sign_in(amelie).await;
    let (payment, session) = test.checkout(&resident, &invoice, "BANK").await;
    test.sandbox.stripe.fail_bank(&session).unwrap();
    test.run_jobs().await;
    test.advance_time(7 * DAY).await;
    let resident = test.sign_in(amelie).await;
    let seen = resident.execute(PAYMENT, json!({ "id": payment })).await["payment"].clone();
    assert_eq!(seen, json!({ "status": "FAILED", "failureReason": "INSUFFICIENT_FUNDS", "refunds": [] }));
    let text = mail(test, &amelie.user.email);
    assert!(text.contains("Le compte n’était pas assez approvisionné."), "{text}");
    let seen = test.sign_in(&community.manager).await.execute(TIMELINE, json!({ "id": invoice })).await;
    let timeline = seen["invoice"]["timeline"].as_array().unwrap().clone();
    let failed = timeline.iter().find(|entry| entry["kind"] == "PAYMENT_FAILED").unwrap();
    assert_eq!(failed["detail"], "insufficient_funds");
}

#[on_each_database]
async fn refund_failure_reason_is_visible_to_the_team_only(test: &TestApp) {
    let community = test.connected_community("Back", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let resident = test.sign_in(community.resident(0)).await;
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    let (payment, session) = test.checkout(&resident, &invoice, "CARD").await;
    test.sandbox.stripe.pay_card(&session).unwrap();
    test.run_jobs().await;
    manager.mutate("paymentRefund", REFUND, refund(&payment, None, "all")).await;
    test.run_jobs().await;
    let events = test.sandbox.stripe.events();
    let made = events.iter().find(|event| event.kind == "refund.created").unwrap();
    let made: Value = serde_json::from_str(&made.body).unwrap();
    let id = made["data"]["object"]["id"].as_str().unwrap();
    test.sandbox.stripe.fail_refund(id, "expired_or_canceled_card").unwrap();
    test.run_jobs().await;
    let variables = json!({ "id": payment });
    let seen = manager.execute(PAYMENT, variables.clone()).await["payment"]["refunds"].clone();
    assert_eq!(seen, json!([{ "status": "FAILED", "failureReason": "CARD_GONE" }]));
    let seen = resident.execute(PAYMENT, variables).await["payment"]["refunds"].clone();
    assert_eq!(seen, json!([{ "status": "FAILED", "failureReason": null }]));
    let text = mail(test, &community.manager.user.email);
    assert!(text.contains("The card has expired or was canceled, lost or stolen."), "{text}");
}
