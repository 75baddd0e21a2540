//! Closing the books through the end of a month: what it keeps, what it refuses afterwards, and reopening.

use application::bookkeeping::verify_ledger::verify_ledger;
use entity::{period_balance, period_closing};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, ModelTrait};
use serde_json::{Value, json};
use support::{Client, Community, CommunityFixture, TestApp, on_each_database};

use crate::invoices::OFFLINE;

const DAY: i64 = 24 * 60 * 60;

const CLOSE: &str = "mutation($id: ID!, $through: Date!, $key: String!) {
    periodClose(propertyId: $id, through: $through, idempotencyKey: $key) {
        property { booksClosedThrough periodClosings { kind closedThrough by ledgerSequence ledgerHash
            balances { code balance { amount } } } } userErrors { code field } } }";
const REOPEN: &str = "mutation($id: ID!, $reason: String!, $key: String!) {
    periodReopen(propertyId: $id, reason: $reason, idempotencyKey: $key) {
        property { booksClosedThrough periodClosings { kind closedThrough reason } } userErrors { code field } } }";
const RECEIVED: &str =
    "mutation($id: ID!, $on: Date!, $key: String!) { paymentRecordOffline(idempotencyKey: $key,
    input: { invoiceId: $id, method: CASH, amount: \"1.00\", receivedOn: $on, sendReceipt: false }) {
        payment { id } userErrors { code field } } }";

fn through(community: &Community, day: &str, key: &str) -> Value {
    json!({ "id": community.property_id(), "through": day, "key": key })
}

async fn close(client: &Client, community: &Community, day: &str) -> Value {
    client.mutate("periodClose", CLOSE, through(community, day, day)).await["property"].clone()
}

#[on_each_database]
async fn closed_period_keeps_balances_and_rejects_postings(test: &TestApp) {
    let community = test.connected_community("Closed", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    let record = json!({ "id": invoice, "amount": "30.00", "key": "before" });
    manager.mutate("paymentRecordOffline", OFFLINE, record).await;
    test.run_jobs().await;
    test.advance_time(40 * DAY).await;
    let manager = test.sign_in(&community.manager).await;
    let closed = close(&manager, &community, "2026-11-30").await;
    assert_eq!(closed["booksClosedThrough"], "2026-11-30");
    let closing = &closed["periodClosings"][0];
    assert_eq!((&closing["kind"], &closing["ledgerSequence"]), (&json!("CLOSED"), &json!(2)));
    let balances = closing["balances"].as_array().unwrap();
    for (code, amount) in [("1050", "30.00"), ("1100", "50.00"), ("4000", "80.00")] {
        let account = json!({ "code": code, "balance": { "amount": amount } });
        assert!(balances.contains(&account), "{code} in {balances:#?}");
    }

    let received = |on: &str, key: &str| json!({ "id": invoice, "on": on, "key": key });
    for day in ["2026-11-30", "2026-11-02", "2020-01-01"] {
        let codes = manager
            .expect_user_errors("paymentRecordOffline", RECEIVED, received(day, &format!("cash {day}")))
            .await;
        assert_eq!(codes, ["PERIOD_CLOSED"], "{day}");
    }
    manager.mutate("paymentRecordOffline", RECEIVED, received("2026-12-01", "after")).await;
    assert_eq!(verify_ledger(&test.app).await.unwrap().problems, Vec::<String>::new());
    let again = close(&manager, &community, "2026-11-30").await;
    assert_eq!(again["periodClosings"].as_array().unwrap().len(), 1, "the same key closes once");
}

#[on_each_database]
async fn only_past_months_close_in_order(test: &TestApp) {
    let community = test.connected_community("Forward", 1).await;
    test.advance_time(70 * DAY).await;
    let manager = test.sign_in(&community.manager).await;
    let refused = async |day: &str| {
        let codes = manager
            .expect_user_errors("periodClose", CLOSE, through(&community, day, &format!("no {day}")))
            .await;
        codes[0].clone()
    };
    assert_eq!(refused("2027-01-31").await, "PERIOD_NOT_OVER", "it is January");
    assert_eq!(refused("9999-12-31").await, "PERIOD_NOT_OVER");
    assert_eq!(refused("2026-11-29").await, "INVALID_DATE", "not the end of a month");
    close(&manager, &community, "2026-11-30").await;
    close(&manager, &community, "2026-12-31").await;
    assert_eq!(refused("2026-12-31").await, "PERIOD_CLOSED");
    assert_eq!(refused("2026-10-31").await, "PERIOD_CLOSED");
}

#[on_each_database]
async fn last_closing_is_reopened_with_a_reason(test: &TestApp) {
    let community = test.connected_community("Open", 1).await;
    test.advance_time(70 * DAY).await;
    let manager = test.sign_in(&community.manager).await;
    let reopen = |why: &str, key: &str| json!({ "id": community.property_id(), "reason": why, "key": key });
    let codes = manager.expect_user_errors("periodReopen", REOPEN, reopen("Early", "early")).await;
    assert_eq!(codes, ["PERIOD_NOT_CLOSED"]);
    close(&manager, &community, "2026-11-30").await;
    close(&manager, &community, "2026-12-31").await;
    assert_eq!(manager.expect_user_errors("periodReopen", REOPEN, reopen(" ", "blank")).await, ["REQUIRED"]);
    assert_eq!(
        manager.expect_user_errors("periodReopen", REOPEN, reopen(&"x".repeat(501), "long")).await,
        ["TOO_LONG"]
    );
    let payload = manager.mutate("periodReopen", REOPEN, reopen("A late cheque", "one")).await;
    assert_eq!(payload["property"]["booksClosedThrough"], "2026-11-30");
    assert_eq!(
        payload["property"]["periodClosings"][0],
        json!({ "kind": "REOPENED", "closedThrough": "2026-11-30", "reason": "A late cheque" })
    );
    manager.mutate("periodClose", CLOSE, through(&community, "2026-12-31", "december again")).await;
    manager.mutate("periodReopen", REOPEN, reopen("Again", "two")).await;
    let payload = manager.mutate("periodReopen", REOPEN, reopen("All", "three")).await;
    assert!(payload["property"]["booksClosedThrough"].is_null(), "{payload:#}");
    let audit =
        test.audit_events(&manager, &community.organization_id(), json!({ "category": "MONEY" })).await;
    let count = |action: &str| audit.iter().filter(|event| event["action"] == action).count();
    assert_eq!((count("PERIOD_CLOSED"), count("PERIOD_REOPENED")), (3, 3), "{audit:#?}");
}

#[on_each_database]
async fn period_closings_are_immutable(test: &TestApp) {
    let community = test.connected_community("Fixed", 1).await;
    test.published_invoice(&community, 0, "80.00").await;
    test.advance_time(40 * DAY).await;
    let manager = test.sign_in(&community.manager).await;
    close(&manager, &community, "2026-11-30").await;
    let write = test.app.db.write();
    let closing = period_closing::Entity::find().one(write).await.unwrap().unwrap();
    let mut changed = closing.clone().into_active_model();
    changed.ledger_hash = sea_orm::ActiveValue::Set("x".into());
    assert!(changed.update(write).await.is_err(), "a closing can't be changed");
    assert!(closing.delete(write).await.is_err(), "nor taken away");
    let balance = period_balance::Entity::find().one(write).await.unwrap().unwrap();
    assert!(balance.delete(write).await.is_err(), "nor what it keeps");
}

#[on_each_database]
async fn only_organization_managers_close_periods(test: &TestApp) {
    let fixture = CommunityFixture::build(test, "Oldtown").await;
    let other = CommunityFixture::build(test, "Elsewhere").await;
    test.advance_time(40 * DAY).await;
    let community = &fixture.community;
    for person in [&community.property_manager, community.resident(0), &other.community.manager] {
        let client = test.sign_in(person).await;
        let codes =
            client.expect_user_errors("periodClose", CLOSE, through(community, "2026-11-30", "x")).await;
        assert_eq!(codes, ["NOT_FOUND"]);
        let reopen = json!({ "id": community.property_id(), "reason": "Mine", "key": "y" });
        assert_eq!(client.expect_user_errors("periodReopen", REOPEN, reopen).await, ["NOT_FOUND"]);
    }
    let key = fixture.api_client(test, &support::community_fixture::SCOPES, None).await;
    let codes = key.expect_user_errors("periodClose", CLOSE, through(community, "2026-11-30", "k")).await;
    assert_eq!(codes, ["NOT_FOUND"]);
}
