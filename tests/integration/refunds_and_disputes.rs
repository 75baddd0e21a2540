//! Money that goes back: refunds in parts, returned transfers, disputes, and what became of lost answers and
//! events.

use sandbox::{DeliveryMode, DisputeStatus, Outage};
use serde_json::{Value, json};
use support::{Client, Community, TestApp, on_each_database};
use worker::sweep;

use crate::invoices::ledger;

pub const REFUND: &str =
    "mutation($id: ID!, $amount: Decimal, $reason: String!, $version: Int, $key: String!) {
    paymentRefund(id: $id, input: { amount: $amount, reason: $reason, expectedVersion: $version },
        idempotencyKey: $key) {
        payment { id status version refundable { amount } refunds { status amount { amount } reason } }
        userErrors { code field } } }";
const PAYMENT: &str =
    "query($id: ID!) { payment(id: $id) { status version amount { amount } refunded { amount }
    refundable { amount } refunds { id status amount { amount } reason failureReason }
    disputes { status amount { amount } reason evidenceDueAt } } }";

pub fn refund(id: &str, amount: Option<&str>, key: &str) -> Value {
    json!({ "id": id, "amount": amount, "reason": "Billed twice", "key": key })
}

async fn payment(client: &Client, id: &str) -> Value {
    client.execute(PAYMENT, json!({ "id": id })).await["payment"].clone()
}

async fn invoice_status_and_balance(test: &TestApp, client: &Client, invoice: &str) -> (String, String) {
    let seen = test.invoice(client, invoice).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&seen["status"]), text(&seen["balance"]["amount"]))
}

fn is(status: &str, balance: &str) -> (String, String) {
    (status.to_owned(), balance.to_owned())
}

/// What the books have at the processor is what the processor says.
pub async fn assert_clearing(test: &TestApp, community: &Community) {
    let account = test.stripe_account(community).await;
    let balance = test.sandbox.stripe.balance(&account).unwrap();
    let sum = |side: &str| {
        balance[side].as_array().unwrap().iter().map(|part| part["amount"].as_i64().unwrap()).sum::<i64>()
    };
    let minor = sum("available") + sum("pending");
    let sign = if minor < 0 { "-" } else { "" };
    let text = format!("{sign}{}.{:02}", minor.abs() / 100, minor.abs() % 100);
    assert_eq!(ledger(test, community, "1200").await, text, "clearing and the processor's balance");
}

async fn paid(
    test: &TestApp,
    community: &Community,
    resident: &Client,
    method: &str,
) -> (String, String, String) {
    let invoice = test.published_invoice(community, 0, "1200.00").await;
    let (payment, session) = test.checkout(resident, &invoice, method).await;
    let intent = match method {
        "CARD" => test.sandbox.stripe.pay_card(&session).unwrap(),
        _ => {
            let intent = test.sandbox.stripe.pay_bank(&session).unwrap();
            test.run_jobs().await;
            test.sandbox.stripe.settle_bank(&intent).unwrap();
            intent
        }
    };
    test.run_jobs().await;
    (invoice, payment, intent)
}

fn subjects(test: &TestApp, to: &str) -> Vec<String> {
    let mail = test.sandbox.inbox.messages();
    mail.into_iter().filter(|mail| mail.to.iter().any(|one| one == to)).map(|mail| mail.subject).collect()
}

#[on_each_database]
async fn answer_without_news_is_no_version_conflict(test: &TestApp) {
    let community = test.connected_community("Still", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let resident = test.sign_in(community.resident(0)).await;
    let (_, id, _) = paid(test, &community, &resident, "CARD").await;
    let version = payment(&manager, &id).await["version"].clone();
    // The dialog is open while the payment is asked about once more.
    let key = id.parse::<domain::id::PaymentId>().unwrap();
    let before = test.snapshot().await;
    application::payments::record_payment::record_payment(&test.app, key).await.unwrap();
    before.assert_unchanged_except(&["integration"], &test.snapshot().await);
    let mut input = refund(&id, Some("10.00"), "open");
    input["version"] = version;
    manager.mutate("paymentRefund", REFUND, input).await;
    test.run_jobs().await;
}

#[on_each_database]
async fn partial_refunds_return_the_fee_last(test: &TestApp) {
    let community = test.connected_community("Parts", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let resident = test.sign_in(community.resident(0)).await;
    let (invoice, id, _) = paid(test, &community, &resident, "CARD").await;
    assert_eq!(payment(&manager, &id).await["refundable"]["amount"], "1236.15");
    assert_eq!(payment(&resident, &id).await["refundable"]["amount"], "0.00");

    let part = manager.mutate("paymentRefund", REFUND, refund(&id, Some("200.00"), "part")).await;
    assert_eq!(part["payment"]["refunds"][0]["status"], "REQUESTED");
    assert_eq!(part["payment"]["refundable"]["amount"], "1036.15");
    assert_eq!(
        invoice_status_and_balance(test, &resident, &invoice).await,
        is("PAID", "0.00"),
        "nothing has moved yet"
    );
    let again = manager.mutate("paymentRefund", REFUND, refund(&id, Some("200.00"), "part")).await;
    assert_eq!(again["payment"]["refunds"].as_array().unwrap().len(), 1, "the same key refunds once");
    test.run_jobs().await;
    let seen = payment(&resident, &id).await;
    assert_eq!(
        (&seen["status"], &seen["refunded"]["amount"]),
        (&json!("PARTIALLY_REFUNDED"), &json!("200.00"))
    );
    assert_eq!(invoice_status_and_balance(test, &resident, &invoice).await, is("OPEN", "200.00"));
    assert_eq!(ledger(test, &community, "1100").await, "200.00");
    assert_clearing(test, &community).await;

    let more =
        manager.expect_user_errors("paymentRefund", REFUND, refund(&id, Some("1036.16"), "more")).await;
    assert_eq!(more, ["AMOUNT_ABOVE_REFUNDABLE"]);
    let mut old = refund(&id, None, "old");
    old["version"] = again["payment"]["version"].clone();
    assert_eq!(manager.expect_user_errors("paymentRefund", REFUND, old).await, ["VERSION_CONFLICT"]);
    let mut silent = refund(&id, None, "silent");
    silent["reason"] = json!(" ");
    assert_eq!(manager.expect_user_errors("paymentRefund", REFUND, silent).await, ["REQUIRED"]);

    manager.mutate("paymentRefund", REFUND, refund(&id, None, "rest")).await;
    test.run_jobs().await;
    assert_eq!(payment(&manager, &id).await["status"], "REFUNDED");
    assert_eq!(invoice_status_and_balance(test, &resident, &invoice).await, is("OPEN", "1200.00"));
    assert_eq!(ledger(test, &community, "4900").await, "0.00", "the fee went back too");
    assert_clearing(test, &community).await;
    let none = manager.expect_user_errors("paymentRefund", REFUND, refund(&id, None, "none")).await;
    assert_eq!(none, ["PAYMENT_NOT_REFUNDABLE"]);
    let response = subjects(test, &community.resident(0).user.email);
    assert_eq!(
        response.iter().filter(|subject| subject.contains("on its way back")).count(),
        2,
        "{response:?}"
    );
}

#[on_each_database]
async fn lost_or_failed_refund_response_refunds_once(test: &TestApp) {
    let community = test.connected_community("Lost", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let resident = test.sign_in(community.resident(0)).await;
    for (key, outage, times) in
        [("lost", Outage::LostAnswer, 9), ("kept", Outage::ServerError, 1), ("page", Outage::Refuse, 9)]
    {
        let (_, id, _) = paid(test, &community, &resident, "CARD").await;
        test.sandbox.stripe.set_outage_for("/v1/refunds", outage, times);
        manager.mutate("paymentRefund", REFUND, refund(&id, None, key)).await;
        for _ in 0..12 {
            test.advance_time(600).await;
        }
        test.sandbox.stripe.set_outage(Outage::None);
        test.clock.advance(3_600);
        sweep::run(&test.app).await;
        test.run_jobs().await;
        let seen = payment(&manager, &id).await;
        assert_eq!(
            (&seen["status"], seen["refunds"].as_array().unwrap().len()),
            (&json!("REFUNDED"), 1),
            "{key}"
        );
        assert_clearing(test, &community).await;
    }
}

#[on_each_database]
async fn failed_session_creation_does_not_block_the_invoice(test: &TestApp) {
    let community = test.connected_community("Blocked", 1).await;
    let resident = test.sign_in(community.resident(0)).await;
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    for (key, outage) in [("kept", Outage::ServerError), ("lost", Outage::LostAnswer)] {
        test.sandbox.stripe.set_outage_for("/v1/checkout/sessions", outage, 3);
        let variables = json!({ "ids": [invoice], "method": "CARD", "key": key });
        let codes = resident
            .expect_user_errors("checkoutStart", support::community::CHECKOUT, variables.clone())
            .await;
        assert_eq!(codes, ["PROCESSOR_UNAVAILABLE"]);
        test.sandbox.stripe.set_outage(Outage::None);
        let started = resident.mutate("checkoutStart", support::community::CHECKOUT, variables).await;
        assert!(started["redirectUrl"].is_string(), "{key}: {started}");
    }
    let (_, session) = test.checkout(&resident, &invoice, "CARD").await;
    test.sandbox.stripe.pay_card(&session).unwrap();
    test.run_jobs().await;
    assert_eq!(invoice_status_and_balance(test, &resident, &invoice).await, is("PAID", "0.00"));
    // The pages nobody paid on end without a trace.
    test.advance_time(30 * 60 * 60).await;
    let resident = test.sign_in(community.resident(0)).await;
    assert_eq!(invoice_status_and_balance(test, &resident, &invoice).await, is("PAID", "0.00"));
}

#[on_each_database]
async fn returned_bank_debit_reopens_the_invoice_and_notifies(test: &TestApp) {
    let community = test.connected_community("Returned", 1).await;
    let resident = test.sign_in(community.resident(0)).await;
    let (invoice, id, intent) = paid(test, &community, &resident, "BANK").await;
    assert_eq!(invoice_status_and_balance(test, &resident, &invoice).await, is("PAID", "0.00"));
    test.advance_time(20 * 24 * 60 * 60).await;
    let (manager, resident) =
        (test.sign_in(&community.manager).await, test.sign_in(community.resident(0)).await);
    test.sandbox.stripe.dispute(&intent).unwrap();
    test.run_jobs().await;
    let seen = payment(&resident, &id).await;
    assert_eq!((&seen["status"], &seen["disputes"][0]["status"]), (&json!("RETURNED"), &json!("LOST")));
    assert_eq!(seen["disputes"][0]["reason"], "insufficient_funds");
    assert_eq!(invoice_status_and_balance(test, &resident, &invoice).await, is("OPEN", "1200.00"));
    let returned =
        |response: Vec<String>| response.iter().filter(|subject| subject.contains("was returned")).count();
    assert_eq!(returned(subjects(test, &community.resident(0).user.email)), 1);
    assert_eq!(returned(subjects(test, &community.manager.user.email)), 1);
    assert_eq!(ledger(test, &community, "5200").await, "15.00", "what the bank's return costs");
    assert_clearing(test, &community).await;
    let codes = manager.expect_user_errors("paymentRefund", REFUND, refund(&id, None, "late")).await;
    assert_eq!(codes, ["PAYMENT_NOT_REFUNDABLE"]);
    let (_, session) = test.checkout(&resident, &invoice, "CARD").await;
    test.sandbox.stripe.pay_card(&session).unwrap();
    test.run_jobs().await;
    assert_eq!(
        invoice_status_and_balance(test, &resident, &invoice).await,
        is("PAID", "0.00"),
        "it can be paid again"
    );
    assert_clearing(test, &community).await;
}

#[on_each_database]
async fn dispute_holds_funds_until_won_or_lost(test: &TestApp) {
    let community = test.connected_community("Disputed", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let resident = test.sign_in(community.resident(0)).await;
    for (status, shown, after) in [
        (DisputeStatus::Won, "SUCCEEDED", is("PAID", "0.00")),
        (DisputeStatus::Lost, "RETURNED", is("OPEN", "1200.00")),
    ] {
        let (invoice, id, intent) = paid(test, &community, &resident, "CARD").await;
        let dispute = test.sandbox.stripe.dispute(&intent).unwrap();
        test.run_jobs().await;
        let seen = payment(&manager, &id).await;
        assert_eq!(
            (&seen["status"], &seen["disputes"][0]["status"]),
            (&json!("DISPUTED"), &json!("NEEDS_RESPONSE"))
        );
        assert!(seen["disputes"][0]["evidenceDueAt"].is_string());
        assert!(payment(&resident, &id).await["disputes"][0]["evidenceDueAt"].is_null());
        assert_eq!(
            invoice_status_and_balance(test, &resident, &invoice).await,
            is("PAID", "0.00"),
            "not lost yet"
        );
        assert_eq!(ledger(test, &community, "1210").await, "1236.15");
        let codes = manager.expect_user_errors("paymentRefund", REFUND, refund(&id, None, "held")).await;
        assert_eq!(codes, ["PAYMENT_NOT_REFUNDABLE"]);
        test.sandbox.stripe.set_dispute_status(&dispute, status).unwrap();
        test.run_jobs().await;
        assert_eq!(payment(&manager, &id).await["status"], shown);
        assert_eq!(invoice_status_and_balance(test, &resident, &invoice).await, after);
        assert_eq!(ledger(test, &community, "1210").await, "0.00");
        assert_clearing(test, &community).await;
    }
}

#[on_each_database]
async fn refunding_an_overpayment_does_not_reopen_the_invoice(test: &TestApp) {
    let community = test.connected_community("Twice", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let resident = test.sign_in(community.resident(0)).await;
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    let (id, session) = test.checkout(&resident, &invoice, "CARD").await;
    let cheque = json!({ "id": invoice, "amount": "80.00", "key": "cheque" });
    manager.mutate("paymentRecordOffline", crate::invoices::OFFLINE, cheque).await;
    test.sandbox.stripe.pay_card(&session).unwrap();
    test.run_jobs().await;
    assert_eq!(ledger(test, &community, "2100").await, "80.00");
    let alert = subjects(test, &community.manager.user.email);
    assert!(alert.iter().any(|subject| subject.contains("paid more than was owed")), "{alert:?}");
    manager.mutate("paymentRefund", REFUND, refund(&id, None, "back")).await;
    test.run_jobs().await;
    assert_eq!(
        invoice_status_and_balance(test, &resident, &invoice).await,
        is("PAID", "0.00"),
        "the cheque pays it"
    );
    assert_eq!(ledger(test, &community, "2100").await, "0.00");
    assert_clearing(test, &community).await;
}

#[on_each_database]
async fn sweep_finds_disputes_and_payouts_without_events(test: &TestApp) {
    let community = test.connected_community("Silent", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let resident = test.sign_in(community.resident(0)).await;
    let (invoice, id, intent) = paid(test, &community, &resident, "CARD").await;
    test.sandbox.stripe.set_delivery_mode(DeliveryMode::Drop);
    let dispute = test.sandbox.stripe.dispute(&intent).unwrap();
    test.clock.advance(3_601);
    sweep::run(&test.app).await;
    assert_eq!(payment(&manager, &id).await["status"], "DISPUTED");
    test.sandbox.stripe.set_dispute_status(&dispute, DisputeStatus::Lost).unwrap();
    sweep::run(&test.app).await;
    assert_eq!(payment(&manager, &id).await["status"], "DISPUTED", "looked at an hour later");
    test.clock.advance(3_601);
    sweep::run(&test.app).await;
    assert_eq!(invoice_status_and_balance(test, &resident, &invoice).await, is("OPEN", "1200.00"));
    let account = test.stripe_account(&community).await;
    let (_, session) = test.checkout(&resident, &invoice, "CARD").await;
    test.sandbox.stripe.pay_card(&session).unwrap();
    test.clock.advance(3_601);
    sweep::run(&test.app).await;
    test.sandbox.stripe.payouts_now(&account).unwrap();
    test.clock.advance(3_601);
    sweep::run(&test.app).await;
    test.run_jobs().await;
    assert_eq!(invoice_status_and_balance(test, &resident, &invoice).await, is("PAID", "0.00"));
    assert_clearing(test, &community).await;
}
