//! Automatic payments: saving a card or account, the notice, the charge, what goes wrong, and the way out.

use sandbox::{Outage, Outcome};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use support::{Client, Community, Person, World, on_each_database};
use worker::sweep;

use crate::returns::assert_clearing;

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
async fn active(world: &World, community: &Community, resident: &Client, method: &str, cap: &str) -> String {
    let key = world.app.new_id().to_string();
    let begun = resident.mutate("autopaySetUp", SET_UP, terms(community, method, cap, 0, &key)).await;
    let session = begun["redirectUrl"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let saved = match method {
        "CARD" => world.sandbox.stripe.save_card(&session).unwrap(),
        _ => world.sandbox.stripe.save_bank(&session).unwrap(),
    };
    world.work().await;
    assert_eq!(newest(world, community.resident(0)).await["status"], "ACTIVE");
    saved
}

// Weeks pass: everybody signs in for each look.
async fn newest(world: &World, who: &Person) -> Value {
    let resident = world.sign_in(who).await;
    resident.ask(OWN, Value::Null).await["viewer"]["autopays"][0].clone()
}

/// Lets days pass, sweeping on each.
async fn days(world: &World, count: usize) {
    for _ in 0..count {
        world.clock.advance(DAY);
        world.sandbox.stripe.advance(0);
        world.work().await;
        sweep::run(&world.app).await;
        world.work().await;
    }
}

fn mail(world: &World, community: &Community) -> Vec<String> {
    let to = &community.resident(0).user.email;
    let all = world.sandbox.inbox.messages();
    all.into_iter().filter(|mail| mail.to.iter().any(|one| one == to)).map(|mail| mail.subject).collect()
}

fn told(world: &World, community: &Community, words: &str) -> usize {
    mail(world, community).iter().filter(|subject| subject.contains(words)).count()
}

async fn payments(world: &World, who: &Person, invoice: &str) -> Vec<String> {
    let seen = world.invoice(&world.sign_in(who).await, invoice).await;
    let status = |payment: &Value| payment["status"].as_str().unwrap().to_owned();
    seen["payments"].as_array().unwrap().iter().map(status).collect()
}

async fn standing(world: &World, community: &Community, invoice: &str) -> Value {
    let resident = world.sign_in(community.resident(0)).await;
    world.invoice(&resident, invoice).await["status"].clone()
}

async fn day_of(world: &World, who: &Person, invoice: &str) -> Value {
    let client = world.sign_in(who).await;
    let query = "query($id: ID!) { invoice(id: $id) { autopayOn } }";
    client.ask(query, json!({ "id": invoice })).await["invoice"]["autopayOn"].clone()
}

on_each_database! {
    async fn an_invoice_is_announced_and_paid_on_its_day(world: &World) {
        let community = world.connected("Auto", 1).await;
        let resident = world.sign_in(community.resident(0)).await;
        let begun = resident.mutate("autopaySetUp", SET_UP, terms(&community, "CARD", "2000.00", 0, "k")).await;
        let again = resident.mutate("autopaySetUp", SET_UP, terms(&community, "CARD", "2000.00", 0, "k")).await;
        assert_eq!(begun, again, "the same key opens the same page");
        world.clock.advance(1);
        active(world, &community, &resident, "CARD", "2000.00").await;
        let seen = resident.ask(OWN, Value::Null).await["viewer"]["autopays"].clone();
        assert_eq!((&seen[0]["label"], &seen[0]["status"]), (&json!("Visa •••• 4242"), &json!("ACTIVE")));
        assert_eq!(seen[1]["endedReason"], "REPLACED", "what was not finished makes way");

        let invoice = world.published(&community, 0, "1200.00").await;
        while day_of(world, community.resident(0), &invoice).await.is_null() {
            assert!(payments(world, community.resident(0), &invoice).await.is_empty());
            days(world, 1).await;
        }
        assert_eq!(day_of(world, community.resident(0), &invoice).await, "2026-12-01");
        assert_eq!(day_of(world, &community.manager, &invoice).await, "2026-12-01", "the team sees the day");
        assert_eq!(told(world, &community, "$1,236.15 will be paid automatically on"), 1);
        for _ in 0..3 {
            days(world, 1).await;
            assert!(payments(world, community.resident(0), &invoice).await.is_empty(), "not before its day");
        }
        days(world, 3).await;
        assert_eq!(payments(world, community.resident(0), &invoice).await, ["SUCCEEDED"]);
        assert_eq!(standing(world, &community, &invoice).await, "PAID");
        assert!(day_of(world, community.resident(0), &invoice).await.is_null());
        assert_eq!(told(world, &community, "will be paid automatically"), 1, "{:?}", mail(world, &community));
        assert_clearing(world, &community).await;
    }

    async fn a_french_resident_is_told_in_french(world: &World) {
        let community = world.connected("Auto", 1).await;
        let resident = world.sign_in(community.resident(0)).await;
        let query = "mutation { viewerLanguageSet(language: FR) { userErrors { code } } }";
        resident.mutate("viewerLanguageSet", query, Value::Null).await;
        active(world, &community, &resident, "CARD", "2000.00").await;
        world.published(&community, 0, "1200.00").await;
        days(world, 32).await;
        assert_eq!(told(world, &community, "seront payés automatiquement le"), 1, "{:?}", mail(world, &community));
    }

    async fn an_invoice_above_the_limit_is_left_to_the_resident(world: &World) {
        let community = world.connected("Auto", 1).await;
        let resident = world.sign_in(community.resident(0)).await;
        active(world, &community, &resident, "CARD", "1200.00").await;
        let invoice = world.published(&community, 0, "1200.00").await;
        days(world, 32).await;
        assert!(payments(world, community.resident(0), &invoice).await.is_empty(), "the fee counts");
        assert_eq!(told(world, &community, "$1,236.15 was not paid automatically"), 1);
        assert_eq!(newest(world, community.resident(0)).await["status"], "ACTIVE");
    }

    async fn a_declined_card_is_tried_once_more_and_then_left_alone(world: &World) {
        let community = world.connected("Auto", 1).await;
        let resident = world.sign_in(community.resident(0)).await;
        let card = active(world, &community, &resident, "CARD", "2000.00").await;
        world.sandbox.stripe.set_saved_method(&card, Outcome::Decline).unwrap();
        let invoice = world.published(&community, 0, "1200.00").await;
        while payments(world, community.resident(0), &invoice).await.is_empty() {
            days(world, 1).await;
        }
        assert_eq!(payments(world, community.resident(0), &invoice).await, ["FAILED"]);
        assert_eq!(newest(world, community.resident(0)).await["status"], "ACTIVE");
        days(world, 2).await;
        assert_eq!(payments(world, community.resident(0), &invoice).await, ["FAILED"]);
        days(world, 12).await;
        assert_eq!(payments(world, community.resident(0), &invoice).await, ["FAILED", "FAILED"]);
        assert_eq!(newest(world, community.resident(0)).await["endedReason"], "DECLINED");
        assert_eq!(told(world, &community, "have stopped"), 1);
        assert_eq!(standing(world, &community, &invoice).await, "OPEN");
    }

    async fn a_transfer_that_comes_back_ends_it(world: &World) {
        let community = world.connected("Auto", 1).await;
        let resident = world.sign_in(community.resident(0)).await;
        let bank = active(world, &community, &resident, "BANK", "2000.00").await;
        world.sandbox.stripe.set_saved_method(&bank, Outcome::ReturnLater).unwrap();
        let invoice = world.published(&community, 0, "1200.00").await;
        while payments(world, community.resident(0), &invoice).await.is_empty() {
            days(world, 1).await;
        }
        assert_eq!(payments(world, community.resident(0), &invoice).await, ["PROCESSING"]);
        let paid = entity::payment::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
        world.sandbox.stripe.settle_bank(&paid.intent_id.unwrap()).unwrap();
        world.work().await;
        days(world, 20).await;
        assert_eq!(payments(world, community.resident(0), &invoice).await, ["RETURNED"]);
        assert_eq!(newest(world, community.resident(0)).await["endedReason"], "RETURNED");
        assert_eq!(told(world, &community, "have stopped"), 1);
        assert_eq!(standing(world, &community, &invoice).await, "OPEN");
    }

    async fn stopping_it_in_time_charges_nothing(world: &World) {
        let community = world.connected("Auto", 1).await;
        let resident = world.sign_in(community.resident(0)).await;
        active(world, &community, &resident, "CARD", "2000.00").await;
        let invoice = world.published(&community, 0, "1200.00").await;
        while day_of(world, community.resident(0), &invoice).await.is_null() {
            days(world, 1).await;
        }
        let id = newest(world, community.resident(0)).await["id"].clone();
        let resident = world.sign_in(community.resident(0)).await;
        let ended = resident.mutate("autopayEnd", END, json!({ "id": id })).await;
        assert_eq!(ended["autopay"]["endedReason"], "STOPPED");
        assert!(day_of(world, community.resident(0), &invoice).await.is_null());
        days(world, 14).await;
        assert!(payments(world, community.resident(0), &invoice).await.is_empty());
        assert_eq!(told(world, &community, "have stopped"), 1);
    }

    async fn sweeping_side_by_side_charges_once(world: &World) {
        let community = world.connected("Auto", 1).await;
        let resident = world.sign_in(community.resident(0)).await;
        active(world, &community, &resident, "CARD", "2000.00").await;
        let invoice = world.published(&community, 0, "1200.00").await;
        for _ in 0..32 {
            world.pass(DAY).await;
            tokio::join!(sweep::run(&world.app), sweep::run(&world.app));
            world.work().await;
        }
        assert_eq!(payments(world, community.resident(0), &invoice).await, ["SUCCEEDED"]);
        assert_eq!(told(world, &community, "will be paid automatically"), 1);
        assert_clearing(world, &community).await;
    }

    async fn a_lost_answer_charges_once(world: &World) {
        let community = world.connected("Auto", 1).await;
        let resident = world.sign_in(community.resident(0)).await;
        active(world, &community, &resident, "CARD", "2000.00").await;
        let invoice = world.published(&community, 0, "1200.00").await;
        world.sandbox.stripe.set_outage_for("/v1/payment_intents", Outage::LostAnswer, 9);
        days(world, 32).await;
        world.sandbox.stripe.outage(Outage::None);
        days(world, 2).await;
        assert_eq!(payments(world, community.resident(0), &invoice).await, ["SUCCEEDED"]);
        assert_clearing(world, &community).await;
    }

    async fn moving_out_ends_it(world: &World) {
        let community = world.connected("Auto", 1).await;
        let resident = world.sign_in(community.resident(0)).await;
        let manager = world.sign_in(&community.manager).await;
        active(world, &community, &resident, "CARD", "2000.00").await;
        let invoice = world.published(&community, 0, "1200.00").await;
        let query = "query($id: ID!) { invoice(id: $id) { resident { id } } }";
        let lives = manager.ask(query, json!({ "id": invoice })).await["invoice"]["resident"]["id"].clone();
        let query = "mutation($id: ID!) { residentMoveOut(id: $id, input: {}) { userErrors { code } } }";
        manager.mutate("residentMoveOut", query, json!({ "id": lives })).await;
        days(world, 32).await;
        assert!(payments(world, &community.manager, &invoice).await.is_empty());
    }

    async fn what_makes_no_sense_is_refused(world: &World) {
        let community = world.connected("Auto", 1).await;
        let other = world.connected("Other", 1).await;
        let resident = world.sign_in(community.resident(0)).await;
        let refused = async |variables| resident.refused("autopaySetUp", SET_UP, variables).await;
        assert_eq!(refused(terms(&community, "CARD", "0.00", 0, "a")).await, ["INVALID_AMOUNT"]);
        assert_eq!(refused(terms(&community, "CARD", "9.00", 99, "b")).await, ["INVALID_VALUE"]);
        assert_eq!(refused(terms(&community, "CARD", "9.00", -1, "c")).await, ["INVALID_VALUE"]);
        assert_eq!(refused(terms(&other, "CARD", "9.00", 0, "d")).await, ["NOT_FOUND"]);
        active(world, &community, &resident, "CARD", "2000.00").await;
        let own = newest(world, community.resident(0)).await;
        let query = "mutation($id: ID!, $version: Int!) { autopayUpdate(id: $id,
            input: { cap: \"50.00\", daysBefore: 3, expectedVersion: $version }) {
            autopay { cap daysBefore } userErrors { code } } }";
        let old = json!({ "id": own["id"], "version": 0 });
        assert_eq!(resident.refused("autopayUpdate", query, old).await, ["VERSION_CONFLICT"]);
        let right = json!({ "id": own["id"], "version": own["version"] });
        let changed = resident.mutate("autopayUpdate", query, right).await["autopay"].clone();
        assert_eq!(changed, json!({ "cap": "50.00", "daysBefore": 3 }));
        let stranger = world.sign_in(other.resident(0)).await;
        assert_eq!(stranger.refused("autopayEnd", END, json!({ "id": own["id"] })).await, ["NOT_FOUND"]);
    }
}
