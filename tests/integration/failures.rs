//! Money that does not move: its reason is told in the reader's own language, on pages by a case and in mail in
//! words.

use serde_json::{Value, json};
use support::{World, on_each_database};

use crate::returns::{REFUND, refund};

const DAY: i64 = 24 * 60 * 60;
const PAYMENT: &str =
    "query($id: ID!) { payment(id: $id) { status failureReason refunds { status failureReason } } }";
const TIMELINE: &str = "query($id: ID!) { invoice(id: $id) { timeline { kind detail } } }";

/// The newest mail to this address.
fn mail(world: &World, to: &str) -> String {
    let mail = world.sandbox.inbox.messages().into_iter().rev().find(|mail| mail.is_to(to)).unwrap();
    let text = mail.text.unwrap();
    assert!(mail.html.unwrap().contains("<html lang="));
    // Lines are broken for old readers.
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

on_each_database! {
    async fn a_resident_reads_in_french_why_a_transfer_failed(world: &World) {
        let community = world.connected("Refus", 2).await;
        let amelie = community.resident(1);
        let invoice = world.published(&community, 1, "80.00").await;
        let resident = world.sign_in(amelie).await;
        let (payment, session) = world.checkout(&resident, &invoice, "BANK").await;
        world.sandbox.stripe.fail_bank(&session).unwrap();
        world.work().await;
        world.pass(7 * DAY).await;
        let resident = world.sign_in(amelie).await;
        let seen = resident.ask(PAYMENT, json!({ "id": payment })).await["payment"].clone();
        assert_eq!(seen, json!({ "status": "FAILED", "failureReason": "INSUFFICIENT_FUNDS", "refunds": [] }));
        let told = mail(world, &amelie.user.email);
        assert!(told.contains("Le compte n’était pas assez approvisionné."), "{told}");
        let seen = world.sign_in(&community.manager).await.ask(TIMELINE, json!({ "id": invoice })).await;
        let timeline = seen["invoice"]["timeline"].as_array().unwrap().clone();
        let failed = timeline.iter().find(|entry| entry["kind"] == "PAYMENT_FAILED").unwrap();
        assert_eq!(failed["detail"], "insufficient_funds");
    }

    async fn the_team_reads_why_a_refund_came_back_and_its_payer_does_not(world: &World) {
        let community = world.connected("Back", 1).await;
        let manager = world.sign_in(&community.manager).await;
        let resident = world.sign_in(community.resident(0)).await;
        let invoice = world.published(&community, 0, "80.00").await;
        let (payment, session) = world.checkout(&resident, &invoice, "CARD").await;
        world.sandbox.stripe.pay_card(&session).unwrap();
        world.work().await;
        manager.mutate("paymentRefund", REFUND, refund(&payment, None, "all")).await;
        world.work().await;
        let events = world.sandbox.stripe.events();
        let made = events.iter().find(|event| event.kind == "refund.created").unwrap();
        let made: Value = serde_json::from_str(&made.body).unwrap();
        let id = made["data"]["object"]["id"].as_str().unwrap();
        world.sandbox.stripe.fail_refund(id, "expired_or_canceled_card").unwrap();
        world.work().await;
        let variables = json!({ "id": payment });
        let seen = manager.ask(PAYMENT, variables.clone()).await["payment"]["refunds"].clone();
        assert_eq!(seen, json!([{ "status": "FAILED", "failureReason": "CARD_GONE" }]));
        let seen = resident.ask(PAYMENT, variables).await["payment"]["refunds"].clone();
        assert_eq!(seen, json!([{ "status": "FAILED", "failureReason": null }]));
        let told = mail(world, &community.manager.user.email);
        assert!(told.contains("The card has expired or was canceled, lost or stolen."), "{told}");
    }
}
