//! Stripe's deliveries as they really come: twice, in any order, late, not at all, about others, and not
//! matching what was agreed. Whatever comes, a payment is what Stripe says when asked, and counts once.

use domain::payment::PaymentMismatch;
use domain::payment::PaymentStatus;
use domain::payout::PayoutStatus;
use domain::webhook::{WebhookEndpoint, WebhookEventOutcome};
use entity::{payment, webhook_event};
use reqwest::StatusCode;
use sandbox::{DeliveryMode, Endpoint};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use support::{Client, Community, TestApp, on_each_database};
use worker::sweep;

const DAY: i64 = 24 * 60 * 60;

/// A resident who has started to pay 80.00.
struct Attempt {
    community: Community,
    resident: Client,
    invoice: String,
    payment: String,
    session: String,
}

async fn attempt(test: &TestApp, name: &str, method: &str) -> Attempt {
    let community = test.connected_community(name, 1).await;
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    test.run_jobs().await;
    let resident = test.sign_in(community.resident(0)).await;
    let (payment, session) = test.checkout(&resident, &invoice, method).await;
    Attempt { community, resident, invoice, payment, session }
}

async fn payments(test: &TestApp, attempt: &Attempt) -> Value {
    test.invoice(&attempt.resident, &attempt.invoice).await["payments"].clone()
}

/// Every payment's receipt, counted by the mail of its resident.
fn mails(test: &TestApp, attempt: &Attempt) -> usize {
    let address = &attempt.community.resident(0).user.email;
    test.sandbox.inbox.messages().iter().filter(|mail| mail.to.contains(address)).count()
}

async fn row(test: &TestApp, attempt: &Attempt) -> payment::Model {
    let id: domain::id::PaymentId = attempt.payment.parse().unwrap();
    payment::Entity::find_by_id(id).one(test.app.db.write()).await.unwrap().unwrap()
}

async fn stored(test: &TestApp, event: &str) -> webhook_event::Model {
    let query = webhook_event::Entity::find().filter(webhook_event::Column::EventId.eq(event));
    query.one(test.app.db.write()).await.unwrap().unwrap_or_else(|| panic!("{event} is not stored"))
}

/// The event of a kind, as Stripe would send it.
fn event(test: &TestApp, kind: &str) -> Value {
    let events = test.sandbox.stripe.events();
    events.iter().rev().find(|event| event.kind == kind).unwrap_or_else(|| panic!("no {kind}")).json()
}

async fn assert_settled_once(test: &TestApp, attempt: &Attempt) {
    let expected = json!([{ "id": attempt.payment, "status": "SUCCEEDED" }]);
    assert_eq!(payments(test, attempt).await, expected);
    assert_eq!(test.invoice(&attempt.resident, &attempt.invoice).await["status"], "PAID");
    let postings = entity::ledger_transaction::Entity::find().all(test.app.db.write()).await.unwrap();
    let posted = postings.iter().filter(|row| row.source == format!("{}:succeeded", attempt.payment));
    assert_eq!(posted.count(), 1, "the payment is posted once");
}

#[on_each_database]
async fn duplicate_event_is_applied_once(test: &TestApp) {
    let attempt = attempt(test, "Doubles", "CARD").await;
    test.sandbox.stripe.set_delivery_mode(DeliveryMode::Duplicate);
    test.sandbox.stripe.pay_card(&attempt.session).unwrap();
    test.run_jobs().await;
    assert_settled_once(test, &attempt).await;
    assert_eq!(mails(test, &attempt), 2, "the invoice and one receipt");

    let events = test.sandbox.stripe.events();
    let rows = webhook_event::Entity::find().all(test.app.db.write()).await.unwrap();
    assert_eq!(rows.len(), events.len(), "each event is stored once");
    assert!(rows.iter().all(|row| row.applied_at.is_some()), "{rows:#?}");

    // An hour later once more, all of them.
    test.clock.advance(60 * 60);
    let before = test.snapshot().await;
    for event in events {
        assert_eq!(test.deliver_event(event.endpoint, &event.json()).await, StatusCode::OK);
    }
    before.assert_unchanged(&test.snapshot().await);
    test.run_jobs().await;
}

#[on_each_database]
async fn out_of_order_events_settle_once(test: &TestApp) {
    let attempt = attempt(test, "Backwards", "BANK").await;
    test.sandbox.stripe.set_delivery_mode(DeliveryMode::Drop);
    let before = test.sandbox.stripe.events().len();
    test.sandbox.stripe.pay_bank(&attempt.session).unwrap();
    test.clock.advance(7 * DAY);
    test.sandbox.stripe.advance(0);
    // The newest first: the money is there before its transfer began.
    for event in test.sandbox.stripe.events().split_off(before).iter().rev() {
        assert_eq!(test.deliver_event(event.endpoint, &event.json()).await, StatusCode::OK);
        test.run_jobs().await;
    }
    let attempt = Attempt { resident: test.sign_in(attempt.community.resident(0)).await, ..attempt };
    assert_settled_once(test, &attempt).await;
}

#[on_each_database]
async fn delayed_and_shuffled_events_settle_once(test: &TestApp) {
    let attempt = attempt(test, "Shuffled", "CARD").await;
    test.sandbox.stripe.set_delivery_mode(DeliveryMode::Hold);
    test.sandbox.stripe.pay_card(&attempt.session).unwrap();
    test.sandbox.stripe.payouts_now(&test.stripe_account(&attempt.community).await).unwrap();
    let waiting = test.sandbox.stripe.undelivered();
    assert!(waiting.len() > 3, "{waiting:?}");
    assert_eq!(payments(test, &attempt).await[0]["status"], "PENDING", "nobody told yet");
    test.sandbox.stripe.set_delivery_mode(DeliveryMode::Shuffle);
    test.sandbox.stripe.release();
    test.run_jobs().await;
    assert_settled_once(test, &attempt).await;
    let payouts = entity::payout::Entity::find().all(test.app.db.write()).await.unwrap();
    assert_eq!(payouts.len(), 1);
    assert_eq!(payouts[0].status, PayoutStatus::Paid);
    let items = entity::payout_item::Entity::find().all(test.app.db.write()).await.unwrap();
    let paid = row(test, &attempt).await.id;
    assert_eq!(
        items.iter().map(|item| item.payment_id).collect::<Vec<_>>(),
        [Some(paid)],
        "the payout is explained"
    );
}

#[on_each_database]
async fn sweep_recovers_from_lost_events(test: &TestApp) {
    let attempt = attempt(test, "Lost", "CARD").await;
    test.sandbox.stripe.set_delivery_mode(DeliveryMode::Drop);
    test.sandbox.stripe.pay_card(&attempt.session).unwrap();
    test.run_jobs().await;
    sweep::run(&test.app).await;
    assert_eq!(payments(test, &attempt).await[0]["status"], "PENDING", "it is too early to ask");
    test.advance_time(15 * 60 + 1).await;
    sweep::run(&test.app).await;
    test.run_jobs().await;
    assert_settled_once(test, &attempt).await;
    assert_eq!(mails(test, &attempt), 2, "the receipt goes out all the same");
}

#[on_each_database]
async fn sweep_expires_abandoned_sessions(test: &TestApp) {
    let attempt = attempt(test, "Left", "CARD").await;
    test.sandbox.stripe.set_delivery_mode(DeliveryMode::Drop);
    test.advance_time(DAY).await;
    sweep::run(&test.app).await;
    test.run_jobs().await;
    let resident = test.sign_in(attempt.community.resident(0)).await;
    let seen = test.invoice(&resident, &attempt.invoice).await;
    assert_eq!(seen["payments"], json!([{ "id": attempt.payment, "status": "EXPIRED" }]));
    assert_eq!((&seen["status"], &seen["activePayment"]), (&json!("OPEN"), &Value::Null));
}

#[on_each_database]
async fn event_for_another_tenants_account_is_ignored(test: &TestApp) {
    let attempt = attempt(test, "Mine", "CARD").await;
    let other = test.connected_community("Theirs", 1).await;
    test.sandbox.stripe.set_delivery_mode(DeliveryMode::Drop);
    test.sandbox.stripe.pay_card(&attempt.session).unwrap();
    let mut forged = event(test, "checkout.session.completed");
    forged["id"] = json!("evt_of_another");
    forged["account"] = json!(test.stripe_account(&other).await);
    assert_eq!(test.deliver_event(Endpoint::Connect, &forged).await, StatusCode::OK);
    let mut unknown = forged.clone();
    unknown["id"] = json!("evt_of_nobody");
    unknown["account"] = json!("acct_nobody");
    assert_eq!(test.deliver_event(Endpoint::Connect, &unknown).await, StatusCode::OK);
    let before = test.snapshot().await;
    test.run_jobs().await;
    // The events are noted as seen.
    before.assert_unchanged_except(&["job", "webhook_event", "integration"], &test.snapshot().await);
    assert_eq!(payments(test, &attempt).await[0]["status"], "PENDING");
    let why = |row: webhook_event::Model| row.outcome.unwrap();
    assert_eq!(why(stored(test, "evt_of_another").await), WebhookEventOutcome::UnknownObject);
    assert_eq!(why(stored(test, "evt_of_nobody").await), WebhookEventOutcome::UnknownAccount);

    assert_eq!(
        test.deliver_event(Endpoint::Connect, &event(test, "checkout.session.completed")).await,
        StatusCode::OK
    );
    test.run_jobs().await;
    assert_settled_once(test, &attempt).await;
}

#[on_each_database]
async fn amount_mismatch_is_flagged(test: &TestApp) {
    let attempt = attempt(test, "Tampered", "CARD").await;
    let row_before = row(test, &attempt).await;
    let mut changed = row_before.clone().into_active_model();
    changed.amount = Set(row_before.amount + 1);
    changed.update(test.app.db.write()).await.unwrap();
    test.sandbox.stripe.pay_card(&attempt.session).unwrap();
    test.run_jobs().await;

    let mismatched = row(test, &attempt).await;
    assert_eq!(mismatched.status, PaymentStatus::Open);
    assert_eq!(mismatched.mismatch, Some(PaymentMismatch::Amount));
    let seen = test.invoice(&attempt.resident, &attempt.invoice).await;
    assert_eq!((&seen["status"], &seen["balance"]["amount"]), (&json!("OPEN"), &json!("80.00")));
    assert_eq!(mails(test, &attempt), 1, "no receipt for what is not settled");
}

#[on_each_database]
async fn live_mode_events_are_ignored_in_test_mode(test: &TestApp) {
    let attempt = attempt(test, "Apart", "CARD").await;
    test.sandbox.stripe.set_delivery_mode(DeliveryMode::Drop);
    test.sandbox.stripe.pay_card(&attempt.session).unwrap();
    let mut live = event(test, "checkout.session.completed");
    live["id"] = json!("evt_live");
    live["livemode"] = json!(true);
    assert_eq!(test.deliver_event(Endpoint::Connect, &live).await, StatusCode::OK);
    test.run_jobs().await;
    assert_eq!(payments(test, &attempt).await[0]["status"], "PENDING");
    let outcome = stored(test, "evt_live").await.outcome.unwrap();
    assert_eq!(outcome, WebhookEventOutcome::OtherMode);
}

#[on_each_database]
async fn event_before_session_id_is_saved_finds_its_payment(test: &TestApp) {
    let attempt = attempt(test, "Unsaved", "CARD").await;
    // As after a crash between Stripe's answer and our record of it.
    let mut forgotten = row(test, &attempt).await.into_active_model();
    forgotten.status = Set(PaymentStatus::Created);
    forgotten.session_id = Set(None);
    forgotten.checkout_url = Set(None);
    forgotten.update(test.app.db.write()).await.unwrap();
    test.sandbox.stripe.pay_card(&attempt.session).unwrap();
    test.run_jobs().await;
    assert_settled_once(test, &attempt).await;
    assert_eq!(row(test, &attempt).await.session_id, Some(attempt.session.clone()));
}

#[on_each_database]
async fn unknown_event_types_are_stored_and_ignored(test: &TestApp) {
    let community = test.connected_community("Kinds", 1).await;
    let account = test.stripe_account(&community).await;
    let object = json!({ "id": "cus_1", "object": "customer" });
    for (number, kind) in ["customer.created", "charge.what_will_come", "v9.unheard.of"].iter().enumerate() {
        let event = json!({ "id": format!("evt_{number}"), "object": "event", "type": kind, "livemode": false,
                "account": account, "created": 1, "data": { "object": object } });
        assert_eq!(test.deliver_event(Endpoint::Connect, &event).await, StatusCode::OK, "{kind}");
        let event =
            json!({ "id": format!("evt_{number}"), "object": "event", "type": kind, "livemode": false });
        assert_eq!(test.deliver_event(Endpoint::Account, &event).await, StatusCode::OK, "without an account");
    }
    let before = test.snapshot().await;
    test.run_jobs().await;
    // The events are noted as seen.
    before.assert_unchanged_except(&["job", "webhook_event", "integration"], &test.snapshot().await);
    let rows = webhook_event::Entity::find().all(test.app.db.write()).await.unwrap();
    let outcome = |endpoint, event: &str| {
        let row = rows.iter().find(|row| row.endpoint == endpoint && row.event_id == event).unwrap();
        assert!(row.applied_at.is_some(), "{event}");
        row.outcome.unwrap()
    };
    let outcomes = ["evt_0", "evt_1", "evt_2"].map(|event| outcome(WebhookEndpoint::Connect, event));
    use WebhookEventOutcome::{Irrelevant, NoAccount, UnknownObject};
    assert_eq!(outcomes, [Irrelevant, UnknownObject, Irrelevant]);
    let outcomes = ["evt_0", "evt_1", "evt_2"].map(|event| outcome(WebhookEndpoint::Account, event));
    assert_eq!(outcomes, [NoAccount; 3]);
}

#[on_each_database]
async fn failed_bank_debit_leaves_invoice_open(test: &TestApp) {
    let attempt = attempt(test, "Bounced", "BANK").await;
    test.sandbox.stripe.fail_bank(&attempt.session).unwrap();
    test.run_jobs().await;
    assert_eq!(payments(test, &attempt).await[0]["status"], "PROCESSING");
    test.advance_time(7 * DAY).await;
    let resident = test.sign_in(attempt.community.resident(0)).await;
    let seen = test.invoice(&resident, &attempt.invoice).await;
    assert_eq!(seen["payments"], json!([{ "id": attempt.payment, "status": "FAILED" }]));
    assert_eq!((&seen["status"], &seen["balance"]["amount"]), (&json!("OPEN"), &json!("80.00")));
    assert_eq!(mails(test, &attempt), 3, "the invoice, the transfer on its way, and that it failed");

    let (_, session) = test.checkout(&resident, &attempt.invoice, "CARD").await;
    test.sandbox.stripe.pay_card(&session).unwrap();
    test.run_jobs().await;
    assert_eq!(test.invoice(&resident, &attempt.invoice).await["status"], "PAID");
}

#[on_each_database]
async fn deauthorized_account_takes_no_payments(test: &TestApp) {
    let attempt = attempt(test, "Gone", "CARD").await;
    let account = test.stripe_account(&attempt.community).await;
    let event = json!({ "id": "evt_gone", "object": "event", "type": "account.application.deauthorized",
            "livemode": false, "account": account, "data": { "object": { "id": "ca_1", "object": "application" } } });
    assert_eq!(test.deliver_event(Endpoint::Connect, &event).await, StatusCode::OK);
    test.run_jobs().await;
    let second = test.published_invoice(&attempt.community, 0, "10.00").await;
    let variables = json!({ "ids": [second], "method": "CARD", "key": "after" });
    let codes =
        attempt.resident.expect_user_errors("checkoutStart", support::community::CHECKOUT, variables).await;
    assert_eq!(codes, ["PAYMENTS_NOT_CONNECTED"]);
    test.run_jobs().await;
}
