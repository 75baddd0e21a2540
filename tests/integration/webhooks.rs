//! Stripe's deliveries as they really come: twice, in any order, late, not at all, about others, and not
//! matching what was agreed. Whatever comes, a payment is what Stripe says when asked, and counts once.

use entity::{payment, webhook_event};
use reqwest::StatusCode;
use sandbox::{Delivery, Endpoint};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use support::{Client, Community, World, on_each_database};
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

async fn attempt(world: &World, name: &str, method: &str) -> Attempt {
    let community = world.connected(name, 1).await;
    let invoice = world.published(&community, 0, "80.00").await;
    world.work().await;
    let resident = world.sign_in(community.resident(0)).await;
    let (payment, session) = world.checkout(&resident, &invoice, method).await;
    Attempt { community, resident, invoice, payment, session }
}

async fn payments(world: &World, attempt: &Attempt) -> Value {
    world.invoice(&attempt.resident, &attempt.invoice).await["payments"].clone()
}

/// Every payment's receipt, counted by the mail of its resident.
fn mails(world: &World, attempt: &Attempt) -> usize {
    let address = &attempt.community.resident(0).user.email;
    world.sandbox.inbox.messages().iter().filter(|mail| mail.to.contains(address)).count()
}

async fn row(world: &World, attempt: &Attempt) -> payment::Model {
    let id: domain::id::PaymentId = attempt.payment.parse().unwrap();
    payment::Entity::find_by_id(id.uuid()).one(world.app.db.write()).await.unwrap().unwrap()
}

async fn stored(world: &World, event: &str) -> webhook_event::Model {
    let query = webhook_event::Entity::find().filter(webhook_event::Column::EventId.eq(event));
    query.one(world.app.db.write()).await.unwrap().unwrap_or_else(|| panic!("{event} is not stored"))
}

/// The event of a kind, as Stripe would send it.
fn event(world: &World, kind: &str) -> Value {
    let events = world.sandbox.stripe.events();
    events.iter().rev().find(|event| event.kind == kind).unwrap_or_else(|| panic!("no {kind}")).json()
}

async fn settled_once(world: &World, attempt: &Attempt) {
    let expected = json!([{ "id": attempt.payment, "status": "SUCCEEDED" }]);
    assert_eq!(payments(world, attempt).await, expected);
    assert_eq!(world.invoice(&attempt.resident, &attempt.invoice).await["status"], "PAID");
    let postings = entity::ledger_transaction::Entity::find().all(world.app.db.write()).await.unwrap();
    let posted = postings.iter().filter(|row| row.source == format!("{}:succeeded", attempt.payment));
    assert_eq!(posted.count(), 1, "the payment is posted once");
}

on_each_database! {
    async fn a_delivery_that_comes_twice_counts_once(world: &World) {
        let attempt = attempt(world, "Doubles", "CARD").await;
        world.sandbox.stripe.set_delivery(Delivery::Duplicate);
        world.sandbox.stripe.pay_card(&attempt.session).unwrap();
        world.work().await;
        settled_once(world, &attempt).await;
        assert_eq!(mails(world, &attempt), 2, "the invoice and one receipt");

        let events = world.sandbox.stripe.events();
        let rows = webhook_event::Entity::find().all(world.app.db.write()).await.unwrap();
        assert_eq!(rows.len(), events.len(), "each event is stored once");
        assert!(rows.iter().all(|row| row.applied_at.is_some()), "{rows:#?}");

        // An hour later once more, all of them.
        world.clock.advance(60 * 60);
        let before = world.rows().await;
        for event in events {
            assert_eq!(world.deliver(event.endpoint, &event.json()).await, StatusCode::OK);
        }
        assert_eq!(world.rows().await, before);
        world.work().await;
    }

    async fn the_order_of_deliveries_does_not_matter(world: &World) {
        let attempt = attempt(world, "Backwards", "BANK").await;
        world.sandbox.stripe.set_delivery(Delivery::Drop);
        let before = world.sandbox.stripe.events().len();
        world.sandbox.stripe.pay_bank(&attempt.session).unwrap();
        world.clock.advance(7 * DAY);
        world.sandbox.stripe.advance(0);
        // The newest first: the money is there before its transfer began.
        for event in world.sandbox.stripe.events().split_off(before).iter().rev() {
            assert_eq!(world.deliver(event.endpoint, &event.json()).await, StatusCode::OK);
            world.work().await;
        }
        let attempt = Attempt { resident: world.sign_in(attempt.community.resident(0)).await, ..attempt };
        settled_once(world, &attempt).await;
    }

    async fn events_that_were_held_back_and_come_shuffled_settle_once(world: &World) {
        let attempt = attempt(world, "Shuffled", "CARD").await;
        world.sandbox.stripe.set_delivery(Delivery::Hold);
        world.sandbox.stripe.pay_card(&attempt.session).unwrap();
        world.sandbox.stripe.payouts_now(&world.account(&attempt.community).await).unwrap();
        let waiting = world.sandbox.stripe.undelivered();
        assert!(waiting.len() > 3, "{waiting:?}");
        assert_eq!(payments(world, &attempt).await[0]["status"], "PENDING", "nobody told yet");
        world.sandbox.stripe.set_delivery(Delivery::Shuffle);
        world.sandbox.stripe.release();
        world.work().await;
        settled_once(world, &attempt).await;
        let payouts = entity::payout::Entity::find().all(world.app.db.write()).await.unwrap();
        assert_eq!(payouts.len(), 1);
        assert_eq!(payouts[0].status, "paid");
        let items = entity::payout_item::Entity::find().all(world.app.db.write()).await.unwrap();
        let paid = row(world, &attempt).await.id;
        assert_eq!(items.iter().map(|item| item.payment_id).collect::<Vec<_>>(), [Some(paid)], "the deposit is explained");
    }

    async fn the_sweep_heals_what_lost_events_left_behind(world: &World) {
        let attempt = attempt(world, "Lost", "CARD").await;
        world.sandbox.stripe.set_delivery(Delivery::Drop);
        world.sandbox.stripe.pay_card(&attempt.session).unwrap();
        world.work().await;
        sweep::run(&world.app).await;
        assert_eq!(payments(world, &attempt).await[0]["status"], "PENDING", "it is too early to ask");
        world.pass(15 * 60 + 1).await;
        sweep::run(&world.app).await;
        world.work().await;
        settled_once(world, &attempt).await;
        assert_eq!(mails(world, &attempt), 2, "the receipt goes out all the same");
    }

    async fn the_sweep_closes_a_page_nobody_finished(world: &World) {
        let attempt = attempt(world, "Left", "CARD").await;
        world.sandbox.stripe.set_delivery(Delivery::Drop);
        world.pass(DAY).await;
        sweep::run(&world.app).await;
        world.work().await;
        let resident = world.sign_in(attempt.community.resident(0)).await;
        let seen = world.invoice(&resident, &attempt.invoice).await;
        assert_eq!(seen["payments"], json!([{ "id": attempt.payment, "status": "EXPIRED" }]));
        assert_eq!((&seen["status"], &seen["activePayment"]), (&json!("OPEN"), &Value::Null));
    }

    async fn an_event_under_another_tenants_account_moves_nothing(world: &World) {
        let attempt = attempt(world, "Mine", "CARD").await;
        let other = world.connected("Theirs", 1).await;
        world.sandbox.stripe.set_delivery(Delivery::Drop);
        world.sandbox.stripe.pay_card(&attempt.session).unwrap();
        let mut forged = event(world, "checkout.session.completed");
        forged["id"] = json!("evt_of_another");
        forged["account"] = json!(world.account(&other).await);
        assert_eq!(world.deliver(Endpoint::Connect, &forged).await, StatusCode::OK);
        let mut unknown = forged.clone();
        unknown["id"] = json!("evt_of_nobody");
        unknown["account"] = json!("acct_nobody");
        assert_eq!(world.deliver(Endpoint::Connect, &unknown).await, StatusCode::OK);
        let before = world.rows().await;
        world.work().await;
        // The events are noted as seen.
        let changes = before.changes_outside(&["job", "webhook_event", "integration"], &world.rows().await);
        assert_eq!(changes, []);
        assert_eq!(payments(world, &attempt).await[0]["status"], "PENDING");
        let why = |row: webhook_event::Model| row.outcome.unwrap();
        assert_eq!(why(stored(world, "evt_of_another").await), "ignored: not a payment of ours");
        assert_eq!(why(stored(world, "evt_of_nobody").await), "ignored: not an account of ours");

        assert_eq!(world.deliver(Endpoint::Connect, &event(world, "checkout.session.completed")).await, StatusCode::OK);
        world.work().await;
        settled_once(world, &attempt).await;
    }

    async fn an_amount_that_is_not_ours_parks_the_payment(world: &World) {
        let attempt = attempt(world, "Tampered", "CARD").await;
        let row_before = row(world, &attempt).await;
        let mut changed = row_before.clone().into_active_model();
        changed.amount = Set(row_before.amount + 1);
        changed.update(world.app.db.write()).await.unwrap();
        world.sandbox.stripe.pay_card(&attempt.session).unwrap();
        world.work().await;

        let parked = row(world, &attempt).await;
        assert_eq!(parked.status, "open");
        assert_eq!(parked.parked.as_deref(), Some("other_amount"));
        let seen = world.invoice(&attempt.resident, &attempt.invoice).await;
        assert_eq!((&seen["status"], &seen["balance"]["amount"]), (&json!("OPEN"), &json!("80.00")));
        assert_eq!(mails(world, &attempt), 1, "no receipt for what is not settled");
    }

    async fn real_money_and_test_money_are_kept_apart(world: &World) {
        let attempt = attempt(world, "Apart", "CARD").await;
        world.sandbox.stripe.set_delivery(Delivery::Drop);
        world.sandbox.stripe.pay_card(&attempt.session).unwrap();
        let mut live = event(world, "checkout.session.completed");
        live["id"] = json!("evt_live");
        live["livemode"] = json!(true);
        assert_eq!(world.deliver(Endpoint::Connect, &live).await, StatusCode::OK);
        world.work().await;
        assert_eq!(payments(world, &attempt).await[0]["status"], "PENDING");
        let outcome = stored(world, "evt_live").await.outcome.unwrap();
        assert!(outcome.starts_with("ignored: test and real money"), "{outcome}");
    }

    async fn an_event_before_the_pages_id_was_saved_finds_its_payment(world: &World) {
        let attempt = attempt(world, "Unsaved", "CARD").await;
        // As after a crash between Stripe's answer and our record of it.
        let mut forgotten = row(world, &attempt).await.into_active_model();
        forgotten.status = Set("created".into());
        forgotten.session_id = Set(None);
        forgotten.checkout_url = Set(None);
        forgotten.update(world.app.db.write()).await.unwrap();
        world.sandbox.stripe.pay_card(&attempt.session).unwrap();
        world.work().await;
        settled_once(world, &attempt).await;
        assert_eq!(row(world, &attempt).await.session_id, Some(attempt.session.clone()));
    }

    async fn unknown_kinds_are_stored_and_do_nothing(world: &World) {
        let community = world.connected("Kinds", 1).await;
        let account = world.account(&community).await;
        let object = json!({ "id": "cus_1", "object": "customer" });
        for (number, kind) in ["customer.created", "charge.what_will_come", "v9.unheard.of"].iter().enumerate() {
            let event = json!({ "id": format!("evt_{number}"), "object": "event", "type": kind, "livemode": false,
                "account": account, "created": 1, "data": { "object": object } });
            assert_eq!(world.deliver(Endpoint::Connect, &event).await, StatusCode::OK, "{kind}");
            let event = json!({ "id": format!("evt_{number}"), "object": "event", "type": kind, "livemode": false });
            assert_eq!(world.deliver(Endpoint::Account, &event).await, StatusCode::OK, "without an account");
        }
        let before = world.rows().await;
        world.work().await;
        // The events are noted as seen.
        let changes = before.changes_outside(&["job", "webhook_event", "integration"], &world.rows().await);
        assert_eq!(changes, []);
        let row = stored(world, "evt_0").await;
        assert!(row.applied_at.is_some() && row.outcome.unwrap().starts_with("ignored"));
    }

    async fn a_bank_that_refuses_days_later_leaves_the_invoice_open(world: &World) {
        let attempt = attempt(world, "Bounced", "BANK").await;
        world.sandbox.stripe.fail_bank(&attempt.session).unwrap();
        world.work().await;
        assert_eq!(payments(world, &attempt).await[0]["status"], "PROCESSING");
        world.pass(7 * DAY).await;
        let resident = world.sign_in(attempt.community.resident(0)).await;
        let seen = world.invoice(&resident, &attempt.invoice).await;
        assert_eq!(seen["payments"], json!([{ "id": attempt.payment, "status": "FAILED" }]));
        assert_eq!((&seen["status"], &seen["balance"]["amount"]), (&json!("OPEN"), &json!("80.00")));
        assert_eq!(mails(world, &attempt), 3, "the invoice, the transfer on its way, and that it failed");

        let (_, session) = world.checkout(&resident, &attempt.invoice, "CARD").await;
        world.sandbox.stripe.pay_card(&session).unwrap();
        world.work().await;
        assert_eq!(world.invoice(&resident, &attempt.invoice).await["status"], "PAID");
    }

    async fn an_account_that_is_disconnected_takes_no_more_payments(world: &World) {
        let attempt = attempt(world, "Gone", "CARD").await;
        let account = world.account(&attempt.community).await;
        let event = json!({ "id": "evt_gone", "object": "event", "type": "account.application.deauthorized",
            "livemode": false, "account": account, "data": { "object": { "id": "ca_1", "object": "application" } } });
        assert_eq!(world.deliver(Endpoint::Connect, &event).await, StatusCode::OK);
        world.work().await;
        let second = world.published(&attempt.community, 0, "10.00").await;
        let variables = json!({ "ids": [second], "method": "CARD", "key": "after" });
        let codes = attempt.resident.refused("checkoutStart", support::community::CHECKOUT, variables).await;
        assert_eq!(codes, ["PAYMENTS_NOT_CONNECTED"]);
        world.work().await;
    }
}
