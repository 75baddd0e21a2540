//! Write-off of an invoice: refusals, postings, what the team and residents see, and money of an earlier payment
//! that goes back afterwards.

use serde_json::{Value, json};
use support::community::{CHECKOUT, CREATE, draft};
use support::{Client, Community, TestApp, on_each_database};

use crate::invoices::{OFFLINE, VOID, ledger};
use crate::refunds_and_disputes::{REFUND, refund};

const WRITE_OFF: &str = "mutation($id: ID!, $reason: String!, $version: Int, $key: String!) {
    invoiceWriteOff(input: { invoiceId: $id, reason: $reason, expectedVersion: $version }, idempotencyKey: $key) {
        invoice { status version balance { amount } paid { amount } writtenOff { amount } writeOffReason }
        userErrors { code field } } }";
const SEEN: &str = "query($id: ID!) { invoice(id: $id) { status isOverdue balance { amount } paid { amount }
    writtenOff { amount } writtenOffAt writeOffReason version
    timeline { kind actor detail amount { amount } } } }";
const LISTS: &str = "query($id: ID!) { organization(id: $id) {
    invoices(first: 9, filter: { status: UNCOLLECTIBLE }) { nodes { id } }
    invoiceTotals { all uncollectible paid void open { count amounts { amount } } billedThisMonth { amount } } } }";
const REVERSE: &str = "mutation($id: ID!, $key: String!) {
    paymentReverseOffline(id: $id, input: { reason: \"Bounced\" }, idempotencyKey: $key) {
        payment { status } userErrors { code } } }";

fn write_off(id: &str, reason: &str, key: &str) -> Value {
    json!({ "id": id, "reason": reason, "key": key })
}

async fn refused(manager: &Client, variables: Value) -> Vec<String> {
    manager.expect_user_errors("invoiceWriteOff", WRITE_OFF, variables).await
}

async fn seen(client: &Client, id: &str) -> Value {
    client.execute(SEEN, json!({ "id": id })).await["invoice"].clone()
}

/// Status, balance, paid and written off.
fn figures(invoice: &Value) -> [&str; 4] {
    let amount = |name: &str| invoice[name]["amount"].as_str().unwrap();
    [invoice["status"].as_str().unwrap(), amount("balance"), amount("paid"), amount("writtenOff")]
}

/// Balances of receivables, credits and bad debt.
async fn books(test: &TestApp, community: &Community) -> [String; 3] {
    [
        ledger(test, community, "1100").await,
        ledger(test, community, "2100").await,
        ledger(test, community, "5300").await,
    ]
}

async fn cheque(manager: &Client, invoice: &str, amount: &str) -> String {
    let variables = json!({ "id": invoice, "amount": amount, "key": format!("cheque {invoice}") });
    let recorded = manager.mutate("paymentRecordOffline", OFFLINE, variables).await;
    recorded["payment"]["id"].as_str().unwrap().to_owned()
}

/// Pays a part by card; gives the payment.
async fn card(test: &TestApp, resident: &Client, invoice: &str, amount: &str) -> String {
    let key = test.app.new_uuid().to_string();
    let variables = json!({ "ids": [invoice], "method": "CARD", "amount": amount, "key": key });
    let started = resident.mutate("checkoutStart", CHECKOUT, variables).await;
    let session = started["redirectUrl"].as_str().unwrap().rsplit('/').next().unwrap();
    test.sandbox.stripe.pay_card(session).unwrap();
    test.run_jobs().await;
    started["payment"]["id"].as_str().unwrap().to_owned()
}

#[on_each_database]
async fn write_off_moves_the_rest_of_the_balance_to_bad_debt(test: &TestApp) {
    let community = test.connected_community("Bad debt", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    cheque(&manager, &invoice, "30.00").await;
    test.run_jobs().await;
    let version = seen(&manager, &invoice).await["version"].as_i64().unwrap();
    let first = json!({ "id": invoice, "reason": " Moved abroad ", "version": version, "key": "first" });
    let done = manager.mutate("invoiceWriteOff", WRITE_OFF, first.clone()).await["invoice"].clone();
    assert_eq!(figures(&done), ["UNCOLLECTIBLE", "0.00", "30.00", "50.00"]);
    assert_eq!((&done["writeOffReason"], &done["version"]), (&json!("Moved abroad"), &json!(version + 1)));
    assert_eq!(books(test, &community).await, ["0.00", "0.00", "50.00"]);
    assert_eq!(ledger(test, &community, "4000").await, "80.00", "it was earned, and then lost");

    let again = manager.mutate("invoiceWriteOff", WRITE_OFF, first).await["invoice"].clone();
    assert_eq!(again, done, "the same key does it once");
    assert_eq!(refused(&manager, write_off(&invoice, "Other", "first")).await, ["IDEMPOTENCY_KEY_REUSED"]);
    assert_eq!(refused(&manager, write_off(&invoice, "Again", "again")).await, ["INVOICE_NOT_OPEN"]);
    assert_eq!(books(test, &community).await, ["0.00", "0.00", "50.00"]);

    // Nothing is paid on it any more.
    let late = json!({ "id": invoice, "amount": "50.00", "key": "late" });
    assert_eq!(manager.expect_user_errors("paymentRecordOffline", OFFLINE, late).await, ["INVOICE_NOT_OPEN"]);
    let void = write_off(&invoice, "No", "void");
    assert_eq!(manager.expect_user_errors("invoiceVoid", VOID, void).await, ["INVOICE_NOT_OPEN"]);
    let resident = test.sign_in(community.resident(0)).await;
    let pay = json!({ "ids": [invoice], "method": "CARD", "key": "pay" });
    assert_eq!(resident.expect_user_errors("checkoutStart", CHECKOUT, pay).await, ["INVOICE_NOT_OPEN"]);

    let lists =
        manager.execute(LISTS, json!({ "id": community.organization_id() })).await["organization"].clone();
    assert_eq!(lists["invoices"]["nodes"], json!([{ "id": invoice }]));
    assert_eq!(
        lists["invoiceTotals"],
        json!({ "all": 1, "uncollectible": 1, "paid": 0, "void": 0,
        "open": { "count": 0, "amounts": [{ "amount": "0.00" }] }, "billedThisMonth": [{ "amount": "80.00" }] })
    );
    // The due date goes by, and it is not late.
    test.advance_time(60 * 24 * 60 * 60).await;
    let manager = test.sign_in(&community.manager).await;
    assert_eq!(seen(&manager, &invoice).await["isOverdue"], json!(false));
}

#[on_each_database]
async fn write_off_is_recorded_for_the_team_and_its_reason_hidden_from_residents(test: &TestApp) {
    let community = test.connected_community("Recorded", 1).await;
    let manager = test.sign_in(&community.property_manager).await;
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    test.run_jobs().await;
    manager.mutate("invoiceWriteOff", WRITE_OFF, write_off(&invoice, "Insolvent", "w")).await;
    let entry = |invoice: &Value| {
        let entries = invoice["timeline"].as_array().unwrap().clone();
        entries.into_iter().find(|entry| entry["kind"] == "WRITTEN_OFF").unwrap()
    };
    let team = seen(&manager, &invoice).await;
    assert_eq!(
        entry(&team),
        json!({ "kind": "WRITTEN_OFF", "actor": community.property_manager.user.name,
        "detail": "Insolvent", "amount": { "amount": "80.00" } })
    );
    assert!(team["writtenOffAt"].is_string());
    let resident = test.sign_in(community.resident(0)).await;
    let own = seen(&resident, &invoice).await;
    assert_eq!(figures(&own), ["UNCOLLECTIBLE", "0.00", "0.00", "80.00"]);
    assert_eq!(own["writeOffReason"], Value::Null);
    assert_eq!(
        entry(&own),
        json!({ "kind": "WRITTEN_OFF", "actor": null, "detail": null,
        "amount": { "amount": "80.00" } })
    );
    let everything = test.sign_in(&community.manager).await;
    let trail =
        test.audit_events(&everything, &community.organization_id(), json!({ "category": "MONEY" })).await;
    let event = trail.iter().find(|event| event["action"] == "INVOICE_WRITTEN_OFF").unwrap();
    assert_eq!(event["actor"], json!(community.property_manager.user.name));
    assert!(event["changes"].to_string().contains("Insolvent"), "{event:#}");
}

#[on_each_database]
async fn write_off_is_refused_unless_the_invoice_is_open_and_nothing_is_on_its_way(test: &TestApp) {
    let community = test.connected_community("Refused", 1).await;
    let other = test.connected_community("Other", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let resident = test.sign_in(community.resident(0)).await;
    let made = manager.mutate("invoiceCreate", CREATE, draft(&community, 0, "10.00", "draft")).await;
    let unpublished = made["invoices"][0]["id"].as_str().unwrap().to_owned();
    let paid = test.published_invoice(&community, 0, "20.00").await;
    let void = test.published_invoice(&community, 0, "30.00").await;
    let moving = test.published_invoice(&community, 0, "40.00").await;
    let open = test.published_invoice(&community, 0, "50.00").await;
    test.run_jobs().await;
    cheque(&manager, &paid, "20.00").await;
    manager.mutate("invoiceVoid", VOID, write_off(&void, "No", "void")).await;
    for id in [&unpublished, &paid, &void] {
        assert_eq!(refused(&manager, write_off(id, "No", id)).await, ["INVOICE_NOT_OPEN"]);
    }
    let (_, session) = test.checkout(&resident, &moving, "BANK").await;
    assert_eq!(refused(&manager, write_off(&moving, "No", "page")).await, ["PAYMENT_IN_PROGRESS"]);
    let intent = test.sandbox.stripe.pay_bank(&session).unwrap();
    test.run_jobs().await;
    assert_eq!(refused(&manager, write_off(&moving, "No", "transfer")).await, ["PAYMENT_IN_PROGRESS"]);
    test.sandbox.stripe.settle_bank(&intent).unwrap();
    test.run_jobs().await;

    assert_eq!(refused(&manager, write_off(&open, " ", "empty")).await, ["REQUIRED"]);
    assert_eq!(refused(&manager, write_off(&open, &"é".repeat(501), "long")).await, ["TOO_LONG"]);
    let mut stale = write_off(&open, "No", "stale");
    stale["version"] = json!(1);
    assert_eq!(refused(&manager, stale).await, ["VERSION_CONFLICT"]);
    let stranger = test.sign_in(&other.manager).await;
    for client in [&stranger, &resident] {
        assert_eq!(refused(client, write_off(&open, "No", "stranger")).await, ["NOT_FOUND"]);
    }
    let nothing = write_off(&other.property_id(), "No", "no invoice");
    assert_eq!(refused(&manager, nothing).await, ["NOT_FOUND"]);
    assert_eq!(figures(&seen(&manager, &open).await), ["OPEN", "50.00", "0.00", "0.00"]);
    assert_eq!(books(test, &community).await, ["50.00", "0.00", "0.00"]);
    manager.mutate("invoiceWriteOff", WRITE_OFF, write_off(&open, &"é".repeat(500), "open")).await;
    assert_eq!(books(test, &community).await, ["0.00", "0.00", "50.00"]);
}

#[on_each_database]
async fn refund_after_a_write_off_reopens_the_balance(test: &TestApp) {
    let community = test.connected_community("Reopened", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let resident = test.sign_in(community.resident(0)).await;
    let invoice = test.published_invoice(&community, 0, "100.00").await;
    test.run_jobs().await;
    let payment = card(test, &resident, &invoice, "40.00").await;
    manager.mutate("invoiceWriteOff", WRITE_OFF, write_off(&invoice, "Insolvent", "first")).await;
    assert_eq!(figures(&seen(&manager, &invoice).await), ["UNCOLLECTIBLE", "0.00", "40.00", "60.00"]);

    manager.mutate("paymentRefund", REFUND, refund(&payment, Some("15.00"), "refund")).await;
    test.run_jobs().await;
    assert_eq!(figures(&seen(&manager, &invoice).await), ["OPEN", "15.00", "25.00", "60.00"]);
    assert_eq!(books(test, &community).await, ["15.00", "0.00", "60.00"]);
    let void = write_off(&invoice, "No", "void");
    assert_eq!(manager.expect_user_errors("invoiceVoid", VOID, void).await, ["INVOICE_WRITTEN_OFF"]);

    // Paid again, it is closed as before: a part of it was never paid.
    let last = cheque(&manager, &invoice, "15.00").await;
    assert_eq!(figures(&seen(&manager, &invoice).await), ["UNCOLLECTIBLE", "0.00", "40.00", "60.00"]);
    manager.mutate("paymentReverseOffline", REVERSE, json!({ "id": last, "key": "bounced" })).await;
    assert_eq!(figures(&seen(&manager, &invoice).await), ["OPEN", "15.00", "25.00", "60.00"]);

    // And what is owed again can be written off too, which is a transaction of its own.
    manager.mutate("invoiceWriteOff", WRITE_OFF, write_off(&invoice, "Still insolvent", "second")).await;
    let closed = seen(&manager, &invoice).await;
    assert_eq!(figures(&closed), ["UNCOLLECTIBLE", "0.00", "25.00", "75.00"]);
    assert_eq!(closed["writeOffReason"], "Still insolvent");
    assert_eq!(books(test, &community).await, ["0.00", "0.00", "75.00"]);
    let entries = closed["timeline"].as_array().unwrap();
    let written_off: Vec<&Value> = entries.iter().filter(|entry| entry["kind"] == "WRITTEN_OFF").collect();
    let of = |at: usize| {
        (written_off[at]["detail"].as_str().unwrap(), written_off[at]["amount"]["amount"].as_str().unwrap())
    };
    assert_eq!(written_off.len(), 2, "{entries:#?}");
    let both = std::collections::BTreeSet::from([of(0), of(1)]);
    assert_eq!(both, [("Insolvent", "60.00"), ("Still insolvent", "15.00")].into());
    test.run_jobs().await;
}

#[on_each_database]
async fn lost_dispute_after_a_write_off_reopens_only_what_was_paid(test: &TestApp) {
    let community = test.connected_community("Disputed debt", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let resident = test.sign_in(community.resident(0)).await;
    let invoice = test.published_invoice(&community, 0, "100.00").await;
    test.run_jobs().await;
    let variables = json!({ "ids": [invoice], "method": "BANK", "amount": "40.00", "key": "bank" });
    let started = resident.mutate("checkoutStart", CHECKOUT, variables).await;
    let session = started["redirectUrl"].as_str().unwrap().rsplit('/').next().unwrap();
    let intent = test.sandbox.stripe.pay_bank(session).unwrap();
    test.run_jobs().await;
    test.sandbox.stripe.settle_bank(&intent).unwrap();
    test.run_jobs().await;
    manager.mutate("invoiceWriteOff", WRITE_OFF, write_off(&invoice, "Insolvent", "w")).await;
    test.sandbox.stripe.dispute(&intent).unwrap();
    test.run_jobs().await;
    assert_eq!(figures(&seen(&manager, &invoice).await), ["OPEN", "40.00", "0.00", "60.00"]);
    assert_eq!(books(test, &community).await, ["40.00", "0.00", "60.00"]);
    card(test, &resident, &invoice, "40.00").await;
    assert_eq!(figures(&seen(&manager, &invoice).await), ["UNCOLLECTIBLE", "0.00", "40.00", "60.00"]);
    assert_eq!(books(test, &community).await, ["0.00", "0.00", "60.00"]);
}
