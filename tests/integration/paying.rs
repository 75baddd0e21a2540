//! Money by hand and its reversal, parts, several invoices in one payment, surpluses, fees by both modes.

use serde_json::{Value, json};
use support::community::{CHECKOUT, CREATE, PUBLISH, draft};
use support::{Client, World, on_each_database};

use crate::billing::{OFFLINE, ledger};

const DAY: i64 = 24 * 60 * 60;

const REVERSE: &str = "mutation($id: ID!, $reason: String!, $key: String!) {
    paymentReverseOffline(id: $id, input: { reason: $reason }, idempotencyKey: $key) {
        payment { status } userErrors { code field } } }";
const QUOTES: &str = "query($id: ID!) { invoice(id: $id) {
    feeQuotes { method available amount { amount } fee { amount } total { amount } } } }";

async fn settled(world: &World, client: &Client, invoice: &str) -> (Value, Value) {
    let seen = world.invoice(client, invoice).await;
    (seen["status"].clone(), seen["balance"]["amount"].clone())
}

fn is(status: &str, balance: &str) -> (Value, Value) {
    (json!(status), json!(balance))
}

on_each_database! {
    async fn money_by_hand_settles_and_its_reversal_reopens(world: &World) {
        let community = world.connected("Cheque", 1).await;
        let invoice = world.published(&community, 0, "80.00").await;
        world.work().await;
        let manager = world.sign_in(&community.manager).await;
        let record = |amount: &str| json!({ "id": invoice, "amount": amount, "key": amount });
        let part = manager.mutate("paymentRecordOffline", OFFLINE, record("50.00")).await;
        assert_eq!(part["invoice"], json!({ "status": "OPEN", "balance": { "amount": "30.00" } }));
        let again = manager.mutate("paymentRecordOffline", OFFLINE, record("50.00")).await;
        assert_eq!(again["payment"]["id"], part["payment"]["id"], "the same key records nothing new");
        let rest = manager.mutate("paymentRecordOffline", OFFLINE, record("30.00")).await;
        assert_eq!(rest["invoice"], json!({ "status": "PAID", "balance": { "amount": "0.00" } }));
        world.work().await;
        assert_eq!(world.sandbox.inbox.messages().len(), 3, "the invoice and a receipt for each part");
        assert_eq!(ledger(world, &community, "1050").await, "80.00");

        let reverse = |key: &str, reason: &str| json!({ "id": part["payment"]["id"], "reason": reason, "key": key });
        assert_eq!(manager.refused("paymentReverseOffline", REVERSE, reverse("no", "")).await, ["REQUIRED"]);
        let payload = manager.mutate("paymentReverseOffline", REVERSE, reverse("yes", "Bounced")).await;
        assert_eq!(payload["payment"]["status"], "REVERSED");
        assert_eq!(settled(world, &manager, &invoice).await, is("OPEN", "50.00"));
        assert_eq!(ledger(world, &community, "1050").await, "30.00");
        let codes = manager.refused("paymentReverseOffline", REVERSE, reverse("twice", "Bounced")).await;
        assert_eq!(codes, ["PAYMENT_NOT_REVERSIBLE"]);

        let resident = world.sign_in(community.resident(0)).await;
        let (payment, session) = world.checkout(&resident, &invoice, "CARD").await;
        world.sandbox.stripe.pay_card(&session).unwrap();
        world.work().await;
        assert_eq!(settled(world, &manager, &invoice).await, is("PAID", "0.00"));
        let online = json!({ "id": payment, "reason": "No", "key": "online" });
        let codes = manager.refused("paymentReverseOffline", REVERSE, online).await;
        assert_eq!(codes, ["PAYMENT_NOT_REVERSIBLE"]);
    }

    async fn what_comes_twice_becomes_a_credit(world: &World) {
        let community = world.connected("Credit", 1).await;
        let manager = world.sign_in(&community.manager).await;
        let resident = world.sign_in(community.resident(0)).await;
        // While the page is open, a cheque over a part of it comes in, and then one over all of it.
        for (amount, status, credit) in [("60.00", "OPEN", "60.00"), ("80.00", "PAID", "140.00")] {
            let invoice = world.published(&community, 0, "80.00").await;
            world.work().await;
            let (payment, session) = world.checkout(&resident, &invoice, "CARD").await;
            let cheque = json!({ "id": invoice, "amount": amount, "key": amount });
            let recorded = manager.mutate("paymentRecordOffline", OFFLINE, cheque).await;
            assert_eq!(recorded["invoice"]["status"], status);
            world.sandbox.stripe.pay_card(&session).unwrap();
            world.work().await;
            assert_eq!(settled(world, &resident, &invoice).await, is("PAID", "0.00"));
            let seen = world.invoice(&resident, &invoice).await;
            for id in [&json!(payment), &recorded["payment"]["id"]] {
                let kept = json!({ "id": id, "status": "SUCCEEDED" });
                assert!(seen["payments"].as_array().unwrap().contains(&kept), "both are kept: {seen:#}");
            }
            assert_eq!(ledger(world, &community, "2100").await, credit, "too much is owed to the resident");
            assert_eq!(ledger(world, &community, "1100").await, "0.00");
        }
    }

    async fn a_part_is_taken_off_and_the_rest_stays_owed(world: &World) {
        let community = world.connected("Part", 1).await;
        let invoice = world.published(&community, 0, "80.00").await;
        let resident = world.sign_in(community.resident(0)).await;
        for (amount, key, after) in [("30.00", "a", is("OPEN", "50.00")), ("50", "b", is("PAID", "0.00"))] {
            let variables = json!({ "ids": [invoice], "method": "CARD", "amount": amount, "key": key });
            let started = resident.mutate("checkoutStart", CHECKOUT, variables).await;
            let session = started["redirectUrl"].as_str().unwrap().rsplit('/').next().unwrap();
            world.sandbox.stripe.pay_card(session).unwrap();
            world.work().await;
            assert_eq!(settled(world, &resident, &invoice).await, after);
        }
    }

    async fn several_invoices_in_one_payment_are_paid_oldest_first(world: &World) {
        let community = world.connected("Several", 1).await;
        let manager = world.sign_in(&community.manager).await;
        let mut ids = Vec::new();
        for due in ["2026-12-03", "2026-12-01", "2026-12-02"] {
            let mut input = draft(&community, 0, "100.00", due);
            input["input"]["dueOn"] = json!(due);
            let made = manager.mutate("invoiceCreate", CREATE, input).await["invoices"][0]["id"].clone();
            manager.mutate("invoicePublish", PUBLISH, json!({ "id": made, "notify": false, "key": made })).await;
            ids.push(made.as_str().unwrap().to_owned());
        }
        let resident = world.sign_in(community.resident(0)).await;
        let variables = json!({ "ids": ids, "method": "BANK", "amount": "150.00", "key": "all" });
        let started = resident.mutate("checkoutStart", CHECKOUT, variables).await;
        let session = started["redirectUrl"].as_str().unwrap().rsplit('/').next().unwrap();
        world.sandbox.stripe.pay_bank(session).unwrap();
        world.work().await;
        let busy = json!({ "ids": [ids[1]], "method": "CARD", "key": "one" });
        assert_eq!(resident.refused("checkoutStart", CHECKOUT, busy).await, ["PAYMENT_IN_PROGRESS"]);
        world.pass(7 * DAY).await;
        let resident = world.sign_in(community.resident(0)).await;
        assert_eq!(settled(world, &resident, &ids[1]).await, is("PAID", "0.00"));
        assert_eq!(settled(world, &resident, &ids[2]).await, is("OPEN", "50.00"));
        assert_eq!(settled(world, &resident, &ids[0]).await, is("OPEN", "100.00"));
    }

    async fn the_quote_is_what_is_charged(world: &World) {
        let community = world.connected("Quoted", 1).await;
        for (method, fee, total) in [("CARD", "36.15", "1236.15"), ("BANK", "5.00", "1205.00")] {
            let invoice = world.published(&community, 0, "1200.00").await;
            let resident = world.sign_in(community.resident(0)).await;
            let data = resident.ask(QUOTES, json!({ "id": invoice })).await;
            let quotes = data["invoice"]["feeQuotes"].as_array().unwrap().clone();
            let quote = quotes.iter().find(|quote| quote["method"] == method).unwrap();
            let expected = json!({ "method": method, "available": true, "amount": { "amount": "1200.00" },
                "fee": { "amount": fee }, "total": { "amount": total } });
            assert_eq!(*quote, expected);
            let variables = json!({ "ids": [invoice], "method": method, "key": method });
            let started = resident.mutate("checkoutStart", CHECKOUT, variables).await;
            assert_eq!(started["payment"]["total"]["amount"], total);
            let session = started["redirectUrl"].as_str().unwrap().rsplit('/').next().unwrap();
            match method {
                "CARD" => world.sandbox.stripe.pay_card(session).unwrap(),
                _ => world.sandbox.stripe.pay_bank(session).unwrap(),
            };
            let events = world.sandbox.stripe.events();
            let done = events.iter().rev().find(|event| event.kind == "checkout.session.completed").unwrap();
            let charged = done.json().pointer("/data/object/amount_total").unwrap().as_i64().unwrap();
            assert_eq!(format!("{}.{:02}", charged / 100, charged % 100), total);
            world.work().await;
        }
        world.pass(7 * DAY).await;
        assert_eq!(ledger(world, &community, "4900").await, "41.15", "paid on top");
        assert_eq!(ledger(world, &community, "5100").await, "41.15", "and kept by Stripe: nothing is left over");
    }

    async fn a_community_that_absorbs_fees_charges_the_invoice_alone(world: &World) {
        let community = world.connected("Absorb", 1).await;
        let manager = world.sign_in(&community.manager).await;
        let query = "mutation($id: ID!) { propertyFeesSet(propertyId: $id, input: { bank: PASS, card: ABSORB }) {
            property { fees { bank card } } userErrors { code } } }";
        let set = manager.mutate("propertyFeesSet", query, json!({ "id": community.property_id() })).await;
        assert_eq!(set["property"]["fees"], json!({ "bank": "PASS", "card": "ABSORB" }));
        let invoice = world.published(&community, 0, "1200.00").await;
        let resident = world.sign_in(community.resident(0)).await;
        let variables = json!({ "ids": [invoice], "method": "CARD", "key": "pay" });
        let started = resident.mutate("checkoutStart", CHECKOUT, variables).await;
        assert_eq!(started["payment"]["fee"]["amount"], "0.00");
        assert_eq!(started["payment"]["total"]["amount"], "1200.00");
        let session = started["redirectUrl"].as_str().unwrap().rsplit('/').next().unwrap();
        world.sandbox.stripe.pay_card(session).unwrap();
        world.work().await;
        assert_eq!(settled(world, &resident, &invoice).await, is("PAID", "0.00"));
        assert_eq!(ledger(world, &community, "5100").await, "35.10");
        assert_eq!(ledger(world, &community, "1200").await, "1164.90");
    }

    async fn choosing_another_method_replaces_the_page_that_was_open(world: &World) {
        let community = world.connected("Change", 1).await;
        let invoice = world.published(&community, 0, "80.00").await;
        let resident = world.sign_in(community.resident(0)).await;
        let (first, card) = world.checkout(&resident, &invoice, "CARD").await;
        let (second, bank) = world.checkout(&resident, &invoice, "BANK").await;
        assert!(world.sandbox.stripe.pay_card(&card).is_err(), "the older page is closed at Stripe");
        world.sandbox.stripe.pay_bank(&bank).unwrap();
        world.work().await;
        let seen = world.invoice(&resident, &invoice).await;
        for expected in [json!({ "id": first, "status": "EXPIRED" }), json!({ "id": second, "status": "PROCESSING" })] {
            assert!(seen["payments"].as_array().unwrap().contains(&expected), "{seen:#}");
        }
        world.pass(7 * DAY).await;
    }
}
