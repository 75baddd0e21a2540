//! Money that goes back: refunds in parts, returned transfers, disputes, and what became of lost answers and
//! events.

use sandbox::{Delivery, DisputeStatus, Outage};
use serde_json::{Value, json};
use support::{Client, Community, World, on_each_database};
use worker::sweep;

use crate::billing::ledger;

pub const REFUND: &str =
    "mutation($id: ID!, $amount: Decimal, $reason: String!, $version: Int, $key: String!) {
    paymentRefund(id: $id, input: { amount: $amount, reason: $reason, expectedVersion: $version },
        idempotencyKey: $key) {
        payment { id status version refundable { amount } refunds { status amount { amount } reason } }
        userErrors { code field } } }";
const PAYMENT: &str =
    "query($id: ID!) { payment(id: $id) { status version amount { amount } refunded { amount }
    refundable { amount } refunds { id status amount { amount } reason failureReason }
    disputes { stage amount { amount } reason evidenceDueAt } } }";

pub fn refund(id: &str, amount: Option<&str>, key: &str) -> Value {
    json!({ "id": id, "amount": amount, "reason": "Billed twice", "key": key })
}

async fn payment(client: &Client, id: &str) -> Value {
    client.ask(PAYMENT, json!({ "id": id })).await["payment"].clone()
}

async fn standing(world: &World, client: &Client, invoice: &str) -> (String, String) {
    let seen = world.invoice(client, invoice).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&seen["status"]), text(&seen["balance"]["amount"]))
}

fn is(status: &str, balance: &str) -> (String, String) {
    (status.to_owned(), balance.to_owned())
}

/// What the books have at the processor is what the processor says.
pub async fn assert_clearing(world: &World, community: &Community) {
    let account = world.account(community).await;
    let balance = world.sandbox.stripe.balance(&account).unwrap();
    let sum = |side: &str| {
        balance[side].as_array().unwrap().iter().map(|part| part["amount"].as_i64().unwrap()).sum::<i64>()
    };
    let minor = sum("available") + sum("pending");
    let sign = if minor < 0 { "-" } else { "" };
    let text = format!("{sign}{}.{:02}", minor.abs() / 100, minor.abs() % 100);
    assert_eq!(ledger(world, community, "1200").await, text, "clearing and the processor's balance");
}

async fn paid(
    world: &World,
    community: &Community,
    resident: &Client,
    method: &str,
) -> (String, String, String) {
    let invoice = world.published(community, 0, "1200.00").await;
    let (payment, session) = world.checkout(resident, &invoice, method).await;
    let intent = match method {
        "CARD" => world.sandbox.stripe.pay_card(&session).unwrap(),
        _ => {
            let intent = world.sandbox.stripe.pay_bank(&session).unwrap();
            world.work().await;
            world.sandbox.stripe.settle_bank(&intent).unwrap();
            intent
        }
    };
    world.work().await;
    (invoice, payment, intent)
}

fn subjects(world: &World, to: &str) -> Vec<String> {
    let mail = world.sandbox.inbox.messages();
    mail.into_iter().filter(|mail| mail.to.iter().any(|one| one == to)).map(|mail| mail.subject).collect()
}

on_each_database! {
    async fn parts_go_back_and_the_fee_last(world: &World) {
        let community = world.connected("Parts", 1).await;
        let manager = world.sign_in(&community.manager).await;
        let resident = world.sign_in(community.resident(0)).await;
        let (invoice, id, _) = paid(world, &community, &resident, "CARD").await;
        assert_eq!(payment(&manager, &id).await["refundable"]["amount"], "1236.15");
        assert_eq!(payment(&resident, &id).await["refundable"]["amount"], "0.00");

        let part = manager.mutate("paymentRefund", REFUND, refund(&id, Some("200.00"), "part")).await;
        assert_eq!(part["payment"]["refunds"][0]["status"], "REQUESTED");
        assert_eq!(part["payment"]["refundable"]["amount"], "1036.15");
        assert_eq!(standing(world, &resident, &invoice).await, is("PAID", "0.00"), "nothing has moved yet");
        let again = manager.mutate("paymentRefund", REFUND, refund(&id, Some("200.00"), "part")).await;
        assert_eq!(again["payment"]["refunds"].as_array().unwrap().len(), 1, "the same key refunds once");
        world.work().await;
        let seen = payment(&resident, &id).await;
        assert_eq!((&seen["status"], &seen["refunded"]["amount"]), (&json!("PARTIALLY_REFUNDED"), &json!("200.00")));
        assert_eq!(standing(world, &resident, &invoice).await, is("OPEN", "200.00"));
        assert_eq!(ledger(world, &community, "1100").await, "200.00");
        assert_clearing(world, &community).await;

        let more = manager.refused("paymentRefund", REFUND, refund(&id, Some("1036.16"), "more")).await;
        assert_eq!(more, ["AMOUNT_ABOVE_REFUNDABLE"]);
        let mut old = refund(&id, None, "old");
        old["version"] = again["payment"]["version"].clone();
        assert_eq!(manager.refused("paymentRefund", REFUND, old).await, ["VERSION_CONFLICT"]);
        let mut silent = refund(&id, None, "silent");
        silent["reason"] = json!(" ");
        assert_eq!(manager.refused("paymentRefund", REFUND, silent).await, ["REQUIRED"]);

        manager.mutate("paymentRefund", REFUND, refund(&id, None, "rest")).await;
        world.work().await;
        assert_eq!(payment(&manager, &id).await["status"], "REFUNDED");
        assert_eq!(standing(world, &resident, &invoice).await, is("OPEN", "1200.00"));
        assert_eq!(ledger(world, &community, "4900").await, "0.00", "the fee went back too");
        assert_clearing(world, &community).await;
        let none = manager.refused("paymentRefund", REFUND, refund(&id, None, "none")).await;
        assert_eq!(none, ["PAYMENT_NOT_REFUNDABLE"]);
        let told = subjects(world, &community.resident(0).user.email);
        assert_eq!(told.iter().filter(|subject| subject.contains("on its way back")).count(), 2, "{told:?}");
    }

    async fn a_lost_or_failed_answer_refunds_once(world: &World) {
        let community = world.connected("Lost", 1).await;
        let manager = world.sign_in(&community.manager).await;
        let resident = world.sign_in(community.resident(0)).await;
        for (key, outage, times) in
            [("lost", Outage::LostAnswer, 9), ("kept", Outage::ServerError, 1), ("page", Outage::Refuse, 9)]
        {
            let (_, id, _) = paid(world, &community, &resident, "CARD").await;
            world.sandbox.stripe.set_outage_for("/v1/refunds", outage, times);
            manager.mutate("paymentRefund", REFUND, refund(&id, None, key)).await;
            for _ in 0..12 {
                world.pass(600).await;
            }
            world.sandbox.stripe.outage(Outage::None);
            world.clock.advance(3_600);
            sweep::run(&world.app).await;
            world.work().await;
            let seen = payment(&manager, &id).await;
            assert_eq!((&seen["status"], seen["refunds"].as_array().unwrap().len()), (&json!("REFUNDED"), 1), "{key}");
            assert_clearing(world, &community).await;
        }
    }

    async fn a_page_whose_answer_failed_does_not_block_its_invoice(world: &World) {
        let community = world.connected("Blocked", 1).await;
        let resident = world.sign_in(community.resident(0)).await;
        let invoice = world.published(&community, 0, "80.00").await;
        for (key, outage) in [("kept", Outage::ServerError), ("lost", Outage::LostAnswer)] {
            world.sandbox.stripe.set_outage_for("/v1/checkout/sessions", outage, 3);
            let variables = json!({ "ids": [invoice], "method": "CARD", "key": key });
            let codes = resident.refused("checkoutStart", support::community::CHECKOUT, variables.clone()).await;
            assert_eq!(codes, ["PROCESSOR_UNAVAILABLE"]);
            world.sandbox.stripe.outage(Outage::None);
            let started = resident.mutate("checkoutStart", support::community::CHECKOUT, variables).await;
            assert!(started["redirectUrl"].is_string(), "{key}: {started}");
        }
        let (_, session) = world.checkout(&resident, &invoice, "CARD").await;
        world.sandbox.stripe.pay_card(&session).unwrap();
        world.work().await;
        assert_eq!(standing(world, &resident, &invoice).await, is("PAID", "0.00"));
        // The pages nobody paid on end without a trace.
        world.pass(30 * 60 * 60).await;
        let resident = world.sign_in(community.resident(0)).await;
        assert_eq!(standing(world, &resident, &invoice).await, is("PAID", "0.00"));
    }

    async fn a_returned_transfer_reopens_and_tells_both_sides_why(world: &World) {
        let community = world.connected("Returned", 1).await;
        let resident = world.sign_in(community.resident(0)).await;
        let (invoice, id, intent) = paid(world, &community, &resident, "BANK").await;
        assert_eq!(standing(world, &resident, &invoice).await, is("PAID", "0.00"));
        world.pass(20 * 24 * 60 * 60).await;
        let (manager, resident) =
            (world.sign_in(&community.manager).await, world.sign_in(community.resident(0)).await);
        world.sandbox.stripe.dispute(&intent).unwrap();
        world.work().await;
        let seen = payment(&resident, &id).await;
        assert_eq!((&seen["status"], &seen["disputes"][0]["stage"]), (&json!("RETURNED"), &json!("LOST")));
        assert_eq!(seen["disputes"][0]["reason"], "insufficient_funds");
        assert_eq!(standing(world, &resident, &invoice).await, is("OPEN", "1200.00"));
        let returned = |told: Vec<String>| told.iter().filter(|subject| subject.contains("was returned")).count();
        assert_eq!(returned(subjects(world, &community.resident(0).user.email)), 1);
        assert_eq!(returned(subjects(world, &community.manager.user.email)), 1);
        assert_eq!(ledger(world, &community, "5200").await, "15.00", "what the bank's return costs");
        assert_clearing(world, &community).await;
        let codes = manager.refused("paymentRefund", REFUND, refund(&id, None, "late")).await;
        assert_eq!(codes, ["PAYMENT_NOT_REFUNDABLE"]);
        let (_, session) = world.checkout(&resident, &invoice, "CARD").await;
        world.sandbox.stripe.pay_card(&session).unwrap();
        world.work().await;
        assert_eq!(standing(world, &resident, &invoice).await, is("PAID", "0.00"), "it can be paid again");
        assert_clearing(world, &community).await;
    }

    async fn a_disputed_payment_is_held_and_won_or_lost(world: &World) {
        let community = world.connected("Disputed", 1).await;
        let manager = world.sign_in(&community.manager).await;
        let resident = world.sign_in(community.resident(0)).await;
        for (status, shown, after) in [
            (DisputeStatus::Won, "SUCCEEDED", is("PAID", "0.00")),
            (DisputeStatus::Lost, "RETURNED", is("OPEN", "1200.00")),
        ] {
            let (invoice, id, intent) = paid(world, &community, &resident, "CARD").await;
            let dispute = world.sandbox.stripe.dispute(&intent).unwrap();
            world.work().await;
            let seen = payment(&manager, &id).await;
            assert_eq!((&seen["status"], &seen["disputes"][0]["stage"]), (&json!("DISPUTED"), &json!("NEEDS_RESPONSE")));
            assert!(seen["disputes"][0]["evidenceDueAt"].is_string());
            assert!(payment(&resident, &id).await["disputes"][0]["evidenceDueAt"].is_null());
            assert_eq!(standing(world, &resident, &invoice).await, is("PAID", "0.00"), "not lost yet");
            assert_eq!(ledger(world, &community, "1210").await, "1236.15");
            let codes = manager.refused("paymentRefund", REFUND, refund(&id, None, "held")).await;
            assert_eq!(codes, ["PAYMENT_NOT_REFUNDABLE"]);
            world.sandbox.stripe.close_dispute(&dispute, status).unwrap();
            world.work().await;
            assert_eq!(payment(&manager, &id).await["status"], shown);
            assert_eq!(standing(world, &resident, &invoice).await, after);
            assert_eq!(ledger(world, &community, "1210").await, "0.00");
            assert_clearing(world, &community).await;
        }
    }

    async fn what_came_twice_can_go_back_and_nothing_reopens(world: &World) {
        let community = world.connected("Twice", 1).await;
        let manager = world.sign_in(&community.manager).await;
        let resident = world.sign_in(community.resident(0)).await;
        let invoice = world.published(&community, 0, "80.00").await;
        let (id, session) = world.checkout(&resident, &invoice, "CARD").await;
        let cheque = json!({ "id": invoice, "amount": "80.00", "key": "cheque" });
        manager.mutate("paymentRecordOffline", crate::billing::OFFLINE, cheque).await;
        world.sandbox.stripe.pay_card(&session).unwrap();
        world.work().await;
        assert_eq!(ledger(world, &community, "2100").await, "80.00");
        let alert = subjects(world, &community.manager.user.email);
        assert!(alert.iter().any(|subject| subject.contains("paid more than was owed")), "{alert:?}");
        manager.mutate("paymentRefund", REFUND, refund(&id, None, "back")).await;
        world.work().await;
        assert_eq!(standing(world, &resident, &invoice).await, is("PAID", "0.00"), "the cheque pays it");
        assert_eq!(ledger(world, &community, "2100").await, "0.00");
        assert_clearing(world, &community).await;
    }

    async fn what_no_event_told_is_found_by_the_sweep(world: &World) {
        let community = world.connected("Silent", 1).await;
        let manager = world.sign_in(&community.manager).await;
        let resident = world.sign_in(community.resident(0)).await;
        let (invoice, id, intent) = paid(world, &community, &resident, "CARD").await;
        world.sandbox.stripe.set_delivery(Delivery::Drop);
        let dispute = world.sandbox.stripe.dispute(&intent).unwrap();
        world.clock.advance(3_601);
        sweep::run(&world.app).await;
        assert_eq!(payment(&manager, &id).await["status"], "DISPUTED");
        world.sandbox.stripe.close_dispute(&dispute, DisputeStatus::Lost).unwrap();
        sweep::run(&world.app).await;
        assert_eq!(payment(&manager, &id).await["status"], "DISPUTED", "looked at an hour later");
        world.clock.advance(3_601);
        sweep::run(&world.app).await;
        assert_eq!(standing(world, &resident, &invoice).await, is("OPEN", "1200.00"));
        let account = world.account(&community).await;
        let (_, session) = world.checkout(&resident, &invoice, "CARD").await;
        world.sandbox.stripe.pay_card(&session).unwrap();
        world.clock.advance(3_601);
        sweep::run(&world.app).await;
        world.sandbox.stripe.payouts_now(&account).unwrap();
        world.clock.advance(3_601);
        sweep::run(&world.app).await;
        world.work().await;
        assert_eq!(standing(world, &resident, &invoice).await, is("PAID", "0.00"));
        assert_clearing(world, &community).await;
    }
}
