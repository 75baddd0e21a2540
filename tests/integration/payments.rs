//! Money by hand and its reversal, parts, several invoices in one payment, surpluses, fees by both modes.

use serde_json::{Value, json};
use support::community::{CHECKOUT, CREATE, PUBLISH, draft};
use support::{Client, TestApp, on_each_database};

use crate::invoices::{OFFLINE, ledger};

const DAY: i64 = 24 * 60 * 60;

const REVERSE: &str = "mutation($id: ID!, $reason: String!, $key: String!) {
    paymentReverseOffline(id: $id, input: { reason: $reason }, idempotencyKey: $key) {
        payment { status } userErrors { code field } } }";
const QUOTES: &str = "query($id: ID!) { invoice(id: $id) {
    feeQuotes { method available amount { amount } fee { amount } total { amount } } } }";

async fn settled(test: &TestApp, client: &Client, invoice: &str) -> (Value, Value) {
    let seen = test.invoice(client, invoice).await;
    (seen["status"].clone(), seen["balance"]["amount"].clone())
}

fn is(status: &str, balance: &str) -> (Value, Value) {
    (json!(status), json!(balance))
}

#[on_each_database]
async fn offline_payment_settles_and_reversal_reopens(test: &TestApp) {
    let community = test.connected_community("Cheque", 1).await;
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    test.run_jobs().await;
    let manager = test.sign_in(&community.manager).await;
    let record = |amount: &str| json!({ "id": invoice, "amount": amount, "key": amount });
    let part = manager.mutate("paymentRecordOffline", OFFLINE, record("50.00")).await;
    assert_eq!(part["invoice"], json!({ "status": "OPEN", "balance": { "amount": "30.00" } }));
    let again = manager.mutate("paymentRecordOffline", OFFLINE, record("50.00")).await;
    assert_eq!(again["payment"]["id"], part["payment"]["id"], "the same key records nothing new");
    let rest = manager.mutate("paymentRecordOffline", OFFLINE, record("30.00")).await;
    assert_eq!(rest["invoice"], json!({ "status": "PAID", "balance": { "amount": "0.00" } }));
    test.run_jobs().await;
    assert_eq!(test.sandbox.inbox.messages().len(), 3, "the invoice and a receipt for each part");
    assert_eq!(ledger(test, &community, "1050").await, "80.00");

    let reverse =
        |key: &str, reason: &str| json!({ "id": part["payment"]["id"], "reason": reason, "key": key });
    assert_eq!(
        manager.expect_user_errors("paymentReverseOffline", REVERSE, reverse("no", "")).await,
        ["REQUIRED"]
    );
    let payload = manager.mutate("paymentReverseOffline", REVERSE, reverse("yes", "Bounced")).await;
    assert_eq!(payload["payment"]["status"], "REVERSED");
    assert_eq!(settled(test, &manager, &invoice).await, is("OPEN", "50.00"));
    assert_eq!(ledger(test, &community, "1050").await, "30.00");
    let codes =
        manager.expect_user_errors("paymentReverseOffline", REVERSE, reverse("twice", "Bounced")).await;
    assert_eq!(codes, ["PAYMENT_NOT_REVERSIBLE"]);

    let resident = test.sign_in(community.resident(0)).await;
    let (payment, session) = test.checkout(&resident, &invoice, "CARD").await;
    test.sandbox.stripe.pay_card(&session).unwrap();
    test.run_jobs().await;
    assert_eq!(settled(test, &manager, &invoice).await, is("PAID", "0.00"));
    let online = json!({ "id": payment, "reason": "No", "key": "online" });
    let codes = manager.expect_user_errors("paymentReverseOffline", REVERSE, online).await;
    assert_eq!(codes, ["PAYMENT_NOT_REVERSIBLE"]);
}

#[on_each_database]
async fn overpayment_becomes_a_credit(test: &TestApp) {
    let community = test.connected_community("Credit", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let resident = test.sign_in(community.resident(0)).await;
    // While the page is open, a cheque over a part of it comes in, and then one over all of it.
    for (amount, status, credit) in [("60.00", "OPEN", "60.00"), ("80.00", "PAID", "140.00")] {
        let invoice = test.published_invoice(&community, 0, "80.00").await;
        test.run_jobs().await;
        let (payment, session) = test.checkout(&resident, &invoice, "CARD").await;
        let cheque = json!({ "id": invoice, "amount": amount, "key": amount });
        let recorded = manager.mutate("paymentRecordOffline", OFFLINE, cheque).await;
        assert_eq!(recorded["invoice"]["status"], status);
        test.sandbox.stripe.pay_card(&session).unwrap();
        test.run_jobs().await;
        assert_eq!(settled(test, &resident, &invoice).await, is("PAID", "0.00"));
        let seen = test.invoice(&resident, &invoice).await;
        for id in [&json!(payment), &recorded["payment"]["id"]] {
            let kept = json!({ "id": id, "status": "SUCCEEDED" });
            assert!(seen["payments"].as_array().unwrap().contains(&kept), "both are kept: {seen:#}");
        }
        assert_eq!(ledger(test, &community, "2100").await, credit, "too much is owed to the resident");
        assert_eq!(ledger(test, &community, "1100").await, "0.00");
    }
}

#[on_each_database]
async fn partial_payment_reduces_the_balance(test: &TestApp) {
    let community = test.connected_community("Part", 1).await;
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    let resident = test.sign_in(community.resident(0)).await;
    for (amount, key, after) in [("30.00", "a", is("OPEN", "50.00")), ("50", "b", is("PAID", "0.00"))] {
        let variables = json!({ "ids": [invoice], "method": "CARD", "amount": amount, "key": key });
        let started = resident.mutate("checkoutStart", CHECKOUT, variables).await;
        let session = started["redirectUrl"].as_str().unwrap().rsplit('/').next().unwrap();
        test.sandbox.stripe.pay_card(session).unwrap();
        test.run_jobs().await;
        assert_eq!(settled(test, &resident, &invoice).await, after);
    }
}

#[on_each_database]
async fn several_invoices_in_one_payment_are_paid_oldest_first(test: &TestApp) {
    let community = test.connected_community("Several", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let mut ids = Vec::new();
    for due in ["2026-12-03", "2026-12-01", "2026-12-02"] {
        let mut input = draft(&community, 0, "100.00", due);
        input["input"]["dueOn"] = json!(due);
        let made = manager.mutate("invoiceCreate", CREATE, input).await["invoices"][0]["id"].clone();
        manager.mutate("invoicePublish", PUBLISH, json!({ "id": made, "notify": false, "key": made })).await;
        ids.push(made.as_str().unwrap().to_owned());
    }
    let resident = test.sign_in(community.resident(0)).await;
    let variables = json!({ "ids": ids, "method": "BANK", "amount": "150.00", "key": "all" });
    let started = resident.mutate("checkoutStart", CHECKOUT, variables).await;
    let session = started["redirectUrl"].as_str().unwrap().rsplit('/').next().unwrap();
    test.sandbox.stripe.pay_bank(session).unwrap();
    test.run_jobs().await;
    let busy = json!({ "ids": [ids[1]], "method": "CARD", "key": "one" });
    assert_eq!(resident.expect_user_errors("checkoutStart", CHECKOUT, busy).await, ["PAYMENT_IN_PROGRESS"]);
    test.advance_time(7 * DAY).await;
    let resident = test.sign_in(community.resident(0)).await;
    assert_eq!(settled(test, &resident, &ids[1]).await, is("PAID", "0.00"));
    assert_eq!(settled(test, &resident, &ids[2]).await, is("OPEN", "50.00"));
    assert_eq!(settled(test, &resident, &ids[0]).await, is("OPEN", "100.00"));
}

#[on_each_database]
async fn quoted_fee_is_charged(test: &TestApp) {
    let community = test.connected_community("Quoted", 1).await;
    for (method, fee, total) in [("CARD", "36.15", "1236.15"), ("BANK", "5.00", "1205.00")] {
        let invoice = test.published_invoice(&community, 0, "1200.00").await;
        let resident = test.sign_in(community.resident(0)).await;
        let data = resident.execute(QUOTES, json!({ "id": invoice })).await;
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
            "CARD" => test.sandbox.stripe.pay_card(session).unwrap(),
            _ => test.sandbox.stripe.pay_bank(session).unwrap(),
        };
        let events = test.sandbox.stripe.events();
        let done = events.iter().rev().find(|event| event.kind == "checkout.session.completed").unwrap();
        let charged = done.json().pointer("/data/object/amount_total").unwrap().as_i64().unwrap();
        assert_eq!(format!("{}.{:02}", charged / 100, charged % 100), total);
        test.run_jobs().await;
    }
    test.advance_time(7 * DAY).await;
    assert_eq!(ledger(test, &community, "4900").await, "41.15", "paid on top");
    assert_eq!(ledger(test, &community, "5100").await, "41.15", "and kept by Stripe: nothing is left over");
}

#[on_each_database]
async fn absorbed_fees_are_not_charged_to_the_payer(test: &TestApp) {
    let community = test.connected_community("Absorb", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let query = "mutation($id: ID!) { propertyFeesSet(propertyId: $id, input: { bank: PASS, card: ABSORB }) {
            property { fees { bank card } } userErrors { code } } }";
    let set = manager.mutate("propertyFeesSet", query, json!({ "id": community.property_id() })).await;
    assert_eq!(set["property"]["fees"], json!({ "bank": "PASS", "card": "ABSORB" }));
    let invoice = test.published_invoice(&community, 0, "1200.00").await;
    let resident = test.sign_in(community.resident(0)).await;
    let variables = json!({ "ids": [invoice], "method": "CARD", "key": "pay" });
    let started = resident.mutate("checkoutStart", CHECKOUT, variables).await;
    assert_eq!(started["payment"]["fee"]["amount"], "0.00");
    assert_eq!(started["payment"]["total"]["amount"], "1200.00");
    let session = started["redirectUrl"].as_str().unwrap().rsplit('/').next().unwrap();
    test.sandbox.stripe.pay_card(session).unwrap();
    test.run_jobs().await;
    assert_eq!(settled(test, &resident, &invoice).await, is("PAID", "0.00"));
    assert_eq!(ledger(test, &community, "5100").await, "35.10");
    assert_eq!(ledger(test, &community, "1200").await, "1164.90");
}

#[on_each_database]
async fn changing_the_method_expires_the_open_session(test: &TestApp) {
    let community = test.connected_community("Change", 1).await;
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    let resident = test.sign_in(community.resident(0)).await;
    let (first, card) = test.checkout(&resident, &invoice, "CARD").await;
    let (second, bank) = test.checkout(&resident, &invoice, "BANK").await;
    assert!(test.sandbox.stripe.pay_card(&card).is_err(), "the older page is closed at Stripe");
    test.sandbox.stripe.pay_bank(&bank).unwrap();
    test.run_jobs().await;
    let seen = test.invoice(&resident, &invoice).await;
    for expected in
        [json!({ "id": first, "status": "EXPIRED" }), json!({ "id": second, "status": "PROCESSING" })]
    {
        assert!(seen["payments"].as_array().unwrap().contains(&expected), "{seen:#}");
    }
    test.advance_time(7 * DAY).await;
}
