//! Automatic payments: saving a card or account, the notice, the charge, what goes wrong, and the way out.

use sandbox::{Outage, SimulatedOutcome};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use support::{Client, Community, Person, TestApp, on_each_database};
use worker::sweep;

use crate::refunds_and_disputes::assert_clearing;

const DAY: i64 = 24 * 60 * 60;
const SET_UP: &str =
    "mutation($id: ID!, $method: OnlinePaymentMethod!, $cap: Decimal!, $days: Int!, $key: String!) {
    autopaySetUp(propertyId: $id, input: { method: $method, cap: $cap, daysBefore: $days }, idempotencyKey: $key) {
        autopay { id status } redirectUrl userErrors { code field } } }";
const OWN: &str = "{ viewer { autopays { id status label method cap daysBefore endedReason version
    property { name } } } }";
const END: &str =
    "mutation($id: ID!) { autopayEnd(id: $id) { autopay { status endedReason } userErrors { code } } }";

fn terms(community: &Community, method: &str, cap: &str, days: i32, key: &str) -> Value {
    json!({ "id": community.property_id(), "method": method, "cap": cap, "days": days, "key": key })
}

/// Sets one up and saves what pays; gives the payment method.
async fn set_up_autopay(
    test: &TestApp,
    community: &Community,
    resident: &Client,
    method: &str,
    cap: &str,
) -> String {
    let key = test.app.new_uuid().to_string();
    let begun = resident.mutate("autopaySetUp", SET_UP, terms(community, method, cap, 0, &key)).await;
    let session = begun["redirectUrl"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let saved = match method {
        "CARD" => test.sandbox.stripe.save_card(&session).unwrap(),
        _ => test.sandbox.stripe.save_bank(&session).unwrap(),
    };
    test.run_jobs().await;
    assert_eq!(latest_autopay(test, community.resident(0)).await["status"], "ACTIVE");
    saved
}

// Weeks pass: everybody signs in for each look.
async fn latest_autopay(test: &TestApp, who: &Person) -> Value {
    let resident = test.sign_in(who).await;
    resident.execute(OWN, Value::Null).await["viewer"]["autopays"][0].clone()
}

/// Lets days pass, sweeping on each.
async fn advance_days(test: &TestApp, count: usize) {
    for _ in 0..count {
        test.clock.advance(DAY);
        test.sandbox.stripe.advance(0);
        test.run_jobs().await;
        sweep::run(&test.app).await;
        test.run_jobs().await;
    }
}

fn email_subjects(test: &TestApp, community: &Community) -> Vec<String> {
    let to = &community.resident(0).user.email;
    let all = test.sandbox.inbox.messages();
    all.into_iter().filter(|mail| mail.to.iter().any(|one| one == to)).map(|mail| mail.subject).collect()
}

fn email_count(test: &TestApp, community: &Community, words: &str) -> usize {
    email_subjects(test, community).iter().filter(|subject| subject.contains(words)).count()
}

async fn payment_statuses(test: &TestApp, who: &Person, invoice: &str) -> Vec<String> {
    let seen = test.invoice(&test.sign_in(who).await, invoice).await;
    let status = |payment: &Value| payment["status"].as_str().unwrap().to_owned();
    seen["payments"].as_array().unwrap().iter().map(status).collect()
}

async fn invoice_status(test: &TestApp, community: &Community, invoice: &str) -> Value {
    let resident = test.sign_in(community.resident(0)).await;
    test.invoice(&resident, invoice).await["status"].clone()
}

async fn autopay_date(test: &TestApp, who: &Person, invoice: &str) -> Value {
    let client = test.sign_in(who).await;
    let query = "query($id: ID!) { invoice(id: $id) { autopayOn } }";
    client.execute(query, json!({ "id": invoice })).await["invoice"]["autopayOn"].clone()
}

#[on_each_database]
async fn autopay_announces_and_charges_on_the_due_day(test: &TestApp) {
    let community = test.connected_community("Auto", 1).await;
    let resident = test.sign_in(community.resident(0)).await;
    let begun = resident.mutate("autopaySetUp", SET_UP, terms(&community, "CARD", "2000.00", 0, "k")).await;
    let again = resident.mutate("autopaySetUp", SET_UP, terms(&community, "CARD", "2000.00", 0, "k")).await;
    assert_eq!(begun, again, "the same key opens the same page");
    test.clock.advance(1);
    set_up_autopay(test, &community, &resident, "CARD", "2000.00").await;
    let seen = resident.execute(OWN, Value::Null).await["viewer"]["autopays"].clone();
    assert_eq!((&seen[0]["label"], &seen[0]["status"]), (&json!("Visa •••• 4242"), &json!("ACTIVE")));
    assert_eq!(seen[1]["endedReason"], "REPLACED", "what was not finished makes way");

    let invoice = test.published_invoice(&community, 0, "1200.00").await;
    while autopay_date(test, community.resident(0), &invoice).await.is_null() {
        assert!(payment_statuses(test, community.resident(0), &invoice).await.is_empty());
        advance_days(test, 1).await;
    }
    assert_eq!(autopay_date(test, community.resident(0), &invoice).await, "2026-12-01");
    assert_eq!(autopay_date(test, &community.manager, &invoice).await, "2026-12-01", "the team sees the day");
    assert_eq!(email_count(test, &community, "$1,236.15 will be paid automatically on"), 1);
    for _ in 0..3 {
        advance_days(test, 1).await;
        assert!(
            payment_statuses(test, community.resident(0), &invoice).await.is_empty(),
            "not before its day"
        );
    }
    advance_days(test, 3).await;
    assert_eq!(payment_statuses(test, community.resident(0), &invoice).await, ["SUCCEEDED"]);
    assert_eq!(invoice_status(test, &community, &invoice).await, "PAID");
    assert!(autopay_date(test, community.resident(0), &invoice).await.is_null());
    assert_eq!(
        email_count(test, &community, "will be paid automatically"),
        1,
        "{:?}",
        email_subjects(test, &community)
    );
    assert_clearing(test, &community).await;
}

#[on_each_database]
async fn autopay_email_is_in_the_residents_language(test: &TestApp) {
    let community = test.connected_community("Auto", 1).await;
    let resident = test.sign_in(community.resident(0)).await;
    let query = "mutation { viewerLanguageSet(language: FR) { userErrors { code } } }";
    resident.mutate("viewerLanguageSet", query, Value::Null).await;
    set_up_autopay(test, &community, &resident, "CARD", "2000.00").await;
    test.published_invoice(&community, 0, "1200.00").await;
    advance_days(test, 32).await;
    assert_eq!(
        email_count(test, &community, "seront payés automatiquement le"),
        1,
        "{:?}",
        email_subjects(test, &community)
    );
}

#[on_each_database]
async fn invoice_above_the_cap_is_not_charged(test: &TestApp) {
    let community = test.connected_community("Auto", 1).await;
    let resident = test.sign_in(community.resident(0)).await;
    set_up_autopay(test, &community, &resident, "CARD", "1200.00").await;
    let invoice = test.published_invoice(&community, 0, "1200.00").await;
    advance_days(test, 32).await;
    assert!(payment_statuses(test, community.resident(0), &invoice).await.is_empty(), "the fee counts");
    assert_eq!(email_count(test, &community, "$1,236.15 was not paid automatically"), 1);
    assert_eq!(latest_autopay(test, community.resident(0)).await["status"], "ACTIVE");
}

#[on_each_database]
async fn declined_card_is_retried_once_then_autopay_ends(test: &TestApp) {
    let community = test.connected_community("Auto", 1).await;
    let resident = test.sign_in(community.resident(0)).await;
    let card = set_up_autopay(test, &community, &resident, "CARD", "2000.00").await;
    test.sandbox.stripe.set_payment_method_outcome(&card, SimulatedOutcome::Decline).unwrap();
    let invoice = test.published_invoice(&community, 0, "1200.00").await;
    while payment_statuses(test, community.resident(0), &invoice).await.is_empty() {
        advance_days(test, 1).await;
    }
    assert_eq!(payment_statuses(test, community.resident(0), &invoice).await, ["FAILED"]);
    assert_eq!(latest_autopay(test, community.resident(0)).await["status"], "ACTIVE");
    advance_days(test, 2).await;
    assert_eq!(payment_statuses(test, community.resident(0), &invoice).await, ["FAILED"]);
    advance_days(test, 12).await;
    assert_eq!(payment_statuses(test, community.resident(0), &invoice).await, ["FAILED", "FAILED"]);
    assert_eq!(latest_autopay(test, community.resident(0)).await["endedReason"], "DECLINED");
    assert_eq!(email_count(test, &community, "have stopped"), 1);
    assert_eq!(invoice_status(test, &community, &invoice).await, "OPEN");
}

#[on_each_database]
async fn returned_bank_debit_ends_autopay(test: &TestApp) {
    let community = test.connected_community("Auto", 1).await;
    let resident = test.sign_in(community.resident(0)).await;
    let bank = set_up_autopay(test, &community, &resident, "BANK", "2000.00").await;
    test.sandbox.stripe.set_payment_method_outcome(&bank, SimulatedOutcome::ReturnLater).unwrap();
    let invoice = test.published_invoice(&community, 0, "1200.00").await;
    while payment_statuses(test, community.resident(0), &invoice).await.is_empty() {
        advance_days(test, 1).await;
    }
    assert_eq!(payment_statuses(test, community.resident(0), &invoice).await, ["PROCESSING"]);
    let paid = entity::payment::Entity::find().one(test.app.db.read()).await.unwrap().unwrap();
    test.sandbox.stripe.settle_bank(&paid.intent_id.unwrap()).unwrap();
    test.run_jobs().await;
    advance_days(test, 20).await;
    assert_eq!(payment_statuses(test, community.resident(0), &invoice).await, ["RETURNED"]);
    assert_eq!(latest_autopay(test, community.resident(0)).await["endedReason"], "RETURNED");
    assert_eq!(email_count(test, &community, "have stopped"), 1);
    assert_eq!(invoice_status(test, &community, &invoice).await, "OPEN");
}

#[on_each_database]
async fn stopping_autopay_prevents_the_charge(test: &TestApp) {
    let community = test.connected_community("Auto", 1).await;
    let resident = test.sign_in(community.resident(0)).await;
    set_up_autopay(test, &community, &resident, "CARD", "2000.00").await;
    let invoice = test.published_invoice(&community, 0, "1200.00").await;
    while autopay_date(test, community.resident(0), &invoice).await.is_null() {
        advance_days(test, 1).await;
    }
    let id = latest_autopay(test, community.resident(0)).await["id"].clone();
    let resident = test.sign_in(community.resident(0)).await;
    let ended = resident.mutate("autopayEnd", END, json!({ "id": id })).await;
    assert_eq!(ended["autopay"]["endedReason"], "STOPPED");
    assert!(autopay_date(test, community.resident(0), &invoice).await.is_null());
    advance_days(test, 14).await;
    assert!(payment_statuses(test, community.resident(0), &invoice).await.is_empty());
    assert_eq!(email_count(test, &community, "have stopped"), 1);
}

#[on_each_database]
async fn concurrent_sweeps_charge_once(test: &TestApp) {
    let community = test.connected_community("Auto", 1).await;
    let resident = test.sign_in(community.resident(0)).await;
    set_up_autopay(test, &community, &resident, "CARD", "2000.00").await;
    let invoice = test.published_invoice(&community, 0, "1200.00").await;
    for _ in 0..32 {
        test.advance_time(DAY).await;
        tokio::join!(sweep::run(&test.app), sweep::run(&test.app));
        test.run_jobs().await;
    }
    assert_eq!(payment_statuses(test, community.resident(0), &invoice).await, ["SUCCEEDED"]);
    assert_eq!(email_count(test, &community, "will be paid automatically"), 1);
    assert_clearing(test, &community).await;
}

#[on_each_database]
async fn lost_charge_response_charges_once(test: &TestApp) {
    let community = test.connected_community("Auto", 1).await;
    let resident = test.sign_in(community.resident(0)).await;
    set_up_autopay(test, &community, &resident, "CARD", "2000.00").await;
    let invoice = test.published_invoice(&community, 0, "1200.00").await;
    test.sandbox.stripe.set_outage_for("/v1/payment_intents", Outage::LostAnswer, 9);
    advance_days(test, 32).await;
    test.sandbox.stripe.set_outage(Outage::None);
    advance_days(test, 2).await;
    assert_eq!(payment_statuses(test, community.resident(0), &invoice).await, ["SUCCEEDED"]);
    assert_clearing(test, &community).await;
}

#[on_each_database]
async fn move_out_ends_autopay(test: &TestApp) {
    let community = test.connected_community("Auto", 1).await;
    let resident = test.sign_in(community.resident(0)).await;
    let manager = test.sign_in(&community.manager).await;
    set_up_autopay(test, &community, &resident, "CARD", "2000.00").await;
    let invoice = test.published_invoice(&community, 0, "1200.00").await;
    let query = "query($id: ID!) { invoice(id: $id) { resident { id } } }";
    let lives = manager.execute(query, json!({ "id": invoice })).await["invoice"]["resident"]["id"].clone();
    let query = "mutation($id: ID!) { residentMoveOut(id: $id, input: {}) { userErrors { code } } }";
    manager.mutate("residentMoveOut", query, json!({ "id": lives })).await;
    advance_days(test, 32).await;
    assert!(payment_statuses(test, &community.manager, &invoice).await.is_empty());
}

#[on_each_database]
async fn invalid_autopay_terms_are_rejected(test: &TestApp) {
    let community = test.connected_community("Auto", 1).await;
    let other = test.connected_community("Other", 1).await;
    let resident = test.sign_in(community.resident(0)).await;
    let refused = async |variables| resident.expect_user_errors("autopaySetUp", SET_UP, variables).await;
    assert_eq!(refused(terms(&community, "CARD", "0.00", 0, "a")).await, ["INVALID_AMOUNT"]);
    assert_eq!(refused(terms(&community, "CARD", "9.00", 99, "b")).await, ["INVALID_VALUE"]);
    assert_eq!(refused(terms(&community, "CARD", "9.00", -1, "c")).await, ["INVALID_VALUE"]);
    assert_eq!(refused(terms(&other, "CARD", "9.00", 0, "d")).await, ["NOT_FOUND"]);
    set_up_autopay(test, &community, &resident, "CARD", "2000.00").await;
    let own = latest_autopay(test, community.resident(0)).await;
    let query = "mutation($id: ID!, $version: Int!) { autopayUpdate(id: $id,
            input: { cap: \"50.00\", daysBefore: 3, expectedVersion: $version }) {
            autopay { cap daysBefore } userErrors { code } } }";
    let old = json!({ "id": own["id"], "version": 0 });
    assert_eq!(resident.expect_user_errors("autopayUpdate", query, old).await, ["VERSION_CONFLICT"]);
    let right = json!({ "id": own["id"], "version": own["version"] });
    let changed = resident.mutate("autopayUpdate", query, right).await["autopay"].clone();
    assert_eq!(changed, json!({ "cap": "50.00", "daysBefore": 3 }));
    let stranger = test.sign_in(other.resident(0)).await;
    assert_eq!(
        stranger.expect_user_errors("autopayEnd", END, json!({ "id": own["id"] })).await,
        ["NOT_FOUND"]
    );
}
