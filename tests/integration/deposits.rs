//! Deposits explained to the cent: payments with their fees, refunds and disputes, Stripe's own fees and charges made
//! outside Propty, deposits that come back, and what doesn't add up.

use std::sync::Arc;

use application::app::App;
use application::payments::record_payment::record_payment;
use application::payouts::record_payout::record_payout;
use domain::id::PaymentId;
use entity::{payment, payout};
use sandbox::Delivery;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use server::commands::assemble::assemble;
use server::config::Config;
use support::gate::Gate;
use support::{Community, World, on_each_database};
use url::Url;
use worker::sweep;

use crate::billing::ledger;

const DAY: i64 = 24 * 60 * 60;

const DEPOSITS: &str = "query($id: ID!, $filter: PayoutFilter) { organization(id: $id) {
    payouts(first: 50, filter: $filter) { totalCount nodes {
        id processorId status amount { amount } arrivesOn failureReason failureMessage isCounted property { name }
        unexplained { amount } composition { kind count gross { amount } fee { amount } net { amount } }
        items { kind description payment { id resident { name } } gross { amount } fee { amount } net { amount } }
    } } } }";

async fn deposits(world: &World, community: &Community) -> Vec<Value> {
    let manager = world.sign_in(&community.manager).await;
    let data = manager.ask(DEPOSITS, json!({ "id": community.organization_id() })).await;
    data["organization"]["payouts"]["nodes"].as_array().unwrap().clone()
}

async fn paid_by_card(world: &World, community: &Community, home: usize, amount: &str) -> String {
    let invoice = world.published(community, home, amount).await;
    let resident = world.sign_in(community.resident(home)).await;
    let (payment, session) = world.checkout(&resident, &invoice, "CARD").await;
    world.sandbox.stripe.pay_card(&session).unwrap();
    world.work().await;
    payment
}

/// A charge on the property's account that Propty did not make; gives its payment intent.
async fn charge_outside(world: &World, account: &str, cents: &str) -> String {
    let form = [
        ("mode", "payment"),
        ("success_url", "https://elsewhere.example/"),
        ("line_items[0][quantity]", "1"),
        ("line_items[0][price_data][currency]", "usd"),
        ("line_items[0][price_data][unit_amount]", cents),
        ("line_items[0][price_data][product_data][name]", "Bake sale"),
    ];
    let session = call(world, account, "v1/checkout/sessions", &form).await;
    let session = session["id"].as_str().unwrap().to_owned();
    let intent = world.sandbox.stripe.pay_card(&session).unwrap();
    world.work().await;
    intent
}

async fn call(world: &World, account: &str, path: &str, form: &[(&str, &str)]) -> Value {
    let url = world.sandbox.stripe.api_url().join(path).unwrap();
    let request = reqwest::Client::new().post(url).bearer_auth("sk_test_sandbox");
    let answer = request.header("stripe-account", account).form(form).send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    answer.json().await.unwrap()
}

/// The same application, with a gate between it and Stripe.
async fn behind_gate(world: &World) -> (Gate, App) {
    let mut environment = world.environment.clone();
    let mut url: Url = environment["PROPTY_STRIPE_API_URL"].parse().unwrap();
    let target = url.socket_addrs(|| None).unwrap()[0];
    let gate = Gate::start(Some(target)).await;
    url.set_port(Some(gate.address().port())).unwrap();
    environment.insert("PROPTY_STRIPE_API_URL".to_owned(), url.to_string());
    let config = Config::load(&|name| environment.get(name).cloned()).unwrap();
    let app = assemble(&config, Arc::new(world.clock.clone())).await.unwrap();
    (gate, app)
}

fn part<'a>(deposit: &'a Value, kind: &str) -> &'a Value {
    let parts = deposit["composition"].as_array().unwrap();
    parts.iter().find(|part| part["kind"] == kind).unwrap_or_else(|| panic!("no {kind} in {deposit:#}"))
}

on_each_database! {
    async fn a_deposit_is_explained_to_the_cent(world: &World) {
        let community = world.connected("Explained", 2).await;
        let account = world.account(&community).await;
        let first = paid_by_card(world, &community, 0, "1200.00").await;
        let second = paid_by_card(world, &community, 1, "80.00").await;
        world.sandbox.stripe.charge_fee(&account, 250, "Account fee, October").unwrap();
        charge_outside(world, &account, "5000").await;
        assert_eq!(ledger(world, &community, "1200").await, "1280.00", "clearing before the deposit");
        world.sandbox.stripe.payouts_now(&account).unwrap();
        world.work().await;

        let found = deposits(world, &community).await;
        assert_eq!(found.len(), 1);
        let deposit = &found[0];
        assert_eq!((&deposit["status"], &deposit["isCounted"]), (&json!("PAID"), &json!(true)));
        assert_eq!(deposit["unexplained"]["amount"], "0.00", "{deposit:#}");
        // 1236.15 and 82.71 by card, less 36.15 and 2.71; a charge of 50.00 less 1.75; a fee of 2.50.
        let payments = part(deposit, "PAYMENT");
        assert_eq!(payments["count"], 3);
        assert_eq!(part(deposit, "FEE")["net"]["amount"], "-2.50");
        assert_eq!(deposit["amount"]["amount"], "1325.75");
        let items = deposit["items"].as_array().unwrap();
        for payment in [&first, &second] {
            assert!(items.iter().any(|item| item["payment"]["id"] == **payment), "{payment} in {items:#?}");
        }
        let foreign: Vec<&Value> = items.iter().filter(|item| item["payment"].is_null()).collect();
        assert_eq!(foreign.len(), 2, "the fee and the charge made elsewhere: {items:#?}");
        assert!(foreign.iter().any(|item| item["description"] == "Account fee, October"));

        assert_eq!(ledger(world, &community, "1200").await, "0.00", "everything is paid out");
        assert_eq!(ledger(world, &community, "1000").await, "1325.75");
        assert_eq!(ledger(world, &community, "5190").await, "-48.25", "what the bake sale brought");
        // Once more changes nothing.
        let before = world.rows().await;
        for event in world.sandbox.stripe.events().iter().filter(|event| event.kind.starts_with("payout.")) {
            let payout = event.json().pointer("/data/object/id").unwrap().as_str().unwrap().to_owned();
            record_payout(&world.app, &account, &payout).await.unwrap();
        }
        assert_eq!(before.changes_outside(&["payout"], &world.rows().await), Vec::new());
    }

    async fn a_deposit_that_comes_back_is_told_and_its_money_comes_with_the_next(world: &World) {
        let community = world.connected("Returned", 1).await;
        let account = world.account(&community).await;
        paid_by_card(world, &community, 0, "100.00").await;
        world.sandbox.stripe.charge_fee(&account, 100, "Account fee").unwrap();
        let made = world.sandbox.stripe.payouts_now(&account).unwrap();
        world.work().await;
        assert_eq!(ledger(world, &community, "1000").await, "99.00");
        world.sandbox.inbox.clear();

        world.sandbox.stripe.fail_payout(&made[0], "account_closed").unwrap();
        world.work().await;
        let found = deposits(world, &community).await;
        assert_eq!(found[0]["status"], "FAILED");
        assert_eq!(found[0]["failureReason"], "ACCOUNT_CLOSED");
        assert_eq!(ledger(world, &community, "1000").await, "0.00");
        assert_eq!(ledger(world, &community, "1200").await, "99.00", "the money is back at Stripe");
        let mail = world.sandbox.inbox.messages();
        assert_eq!(mail.len(), 2, "to both who look after the property");
        assert!(mail[0].subject.contains("99.00") && mail[0].subject.contains("did not arrive"), "{:?}", mail[0].subject);

        world.pass(DAY).await;
        world.pass(2 * DAY).await;
        let found = deposits(world, &community).await;
        let last = found.iter().find(|deposit| deposit["status"] == "PAID").unwrap();
        assert_eq!(part(last, "RETURNED")["net"]["amount"], "99.00", "{last:#}");
        assert_eq!(last["unexplained"]["amount"], "0.00");
        assert_eq!(ledger(world, &community, "1200").await, "0.00");
        assert_eq!(ledger(world, &community, "1000").await, "99.00");
        assert_eq!(ledger(world, &community, "5100").await, "4.30", "3.30 of the payment, and the fee once");
    }

    async fn a_payment_that_becomes_known_after_its_deposit_is_booked_once(world: &World) {
        let community = world.connected("Late", 1).await;
        let account = world.account(&community).await;
        let invoice = world.published(&community, 0, "100.00").await;
        let resident = world.sign_in(community.resident(0)).await;
        let (_, session) = world.checkout(&resident, &invoice, "CARD").await;
        world.sandbox.stripe.set_delivery(Delivery::Drop);
        world.sandbox.stripe.pay_card(&session).unwrap();
        // What no reading of what is under way would find.
        let row = payment::Entity::find().one(world.app.db.write()).await.unwrap().unwrap();
        let id = row.id;
        let mut over = row.into_active_model();
        over.status = Set("expired".to_owned());
        over.update(world.app.db.write()).await.unwrap();
        let made = world.sandbox.stripe.payouts_now(&account).unwrap();
        record_payout(&world.app, &account, &made[0]).await.unwrap();
        assert_eq!(ledger(world, &community, "5190").await, "-100.00", "of nobody so far");

        record_payment(&world.app, id).await.unwrap();
        world.work().await;
        assert_eq!(ledger(world, &community, "5190").await, "0.00");
        assert_eq!(ledger(world, &community, "1200").await, "0.00", "all is paid out, and counted once");
        assert_eq!(ledger(world, &community, "1000").await, "100.00");
        assert_eq!(deposits(world, &community).await[0]["items"][0]["payment"]["id"], PaymentId::from_uuid(id).to_string());
        let before = world.rows().await;
        record_payment(&world.app, id).await.unwrap();
        record_payout(&world.app, &account, &made[0]).await.unwrap();
        assert_eq!(before.changes_outside(&["payout", "payment", "integration_states"], &world.rows().await), Vec::new());
    }

    async fn an_older_answer_about_a_deposit_never_replaces_a_newer_one(world: &World) {
        let community = world.connected("Overtaken", 1).await;
        let account = world.account(&community).await;
        paid_by_card(world, &community, 0, "100.00").await;
        let made = world.sandbox.stripe.payouts_now(&account).unwrap();
        // The answer was made while the deposit stood; before it is applied, another read that it came back.
        let (gate, gated) = behind_gate(world).await;
        gate.hold("HTTP/1.1 200");
        let slow = record_payout(&gated, &account, &made[0]);
        let fast = async {
            gate.has_held().await;
            world.sandbox.stripe.fail_payout(&made[0], "account_closed").unwrap();
            record_payout(&world.app, &account, &made[0]).await.unwrap();
            gate.let_go();
        };
        futures::join!(async { slow.await.unwrap() }, fast);
        assert_eq!(deposits(world, &community).await[0]["status"], "FAILED");
        assert_eq!(ledger(world, &community, "1000").await, "0.00");
        world.work().await;
    }

    async fn what_does_not_add_up_is_shown_as_such(world: &World) {
        let community = world.connected("Short", 1).await;
        paid_by_card(world, &community, 0, "100.00").await;
        world.sandbox.stripe.payouts_now(&world.account(&community).await).unwrap();
        world.work().await;
        let row = payout::Entity::find().one(world.app.db.write()).await.unwrap().unwrap();
        let amount = row.amount;
        let mut changed = row.into_active_model();
        changed.amount = Set(amount + 500);
        changed.update(world.app.db.write()).await.unwrap();
        assert_eq!(deposits(world, &community).await[0]["unexplained"]["amount"], "5.00");
    }

    async fn a_deposit_whose_counting_was_never_told_is_asked_about(world: &World) {
        let community = world.connected("Uncounted", 1).await;
        paid_by_card(world, &community, 0, "100.00").await;
        world.sandbox.stripe.payouts_now(&world.account(&community).await).unwrap();
        world.work().await;
        let row = payout::Entity::find().one(world.app.db.write()).await.unwrap().unwrap();
        let mut changed = row.into_active_model();
        changed.counted = Set(false);
        changed.update(world.app.db.write()).await.unwrap();
        let before = deposits(world, &community).await;
        assert!(before[0]["unexplained"].is_null() && before[0]["isCounted"] == json!(false));
        world.clock.advance(7 * 60 * 60);
        sweep::run(&world.app).await;
        assert_eq!(deposits(world, &community).await[0]["isCounted"], json!(true));
    }

    async fn deposits_are_narrowed_by_property_and_status(world: &World) {
        let community = world.connected("Narrow", 1).await;
        paid_by_card(world, &community, 0, "100.00").await;
        world.sandbox.stripe.payouts_now(&world.account(&community).await).unwrap();
        world.work().await;
        let manager = world.sign_in(&community.manager).await;
        for (filter, count) in [
            (json!({ "propertyId": community.property_id() }), 1),
            (json!({ "propertyId": community.organization_id() }), 0),
            (json!({ "status": "PAID" }), 1),
            (json!({ "status": "FAILED" }), 0),
        ] {
            let variables = json!({ "id": community.organization_id(), "filter": filter });
            let data = manager.ask(DEPOSITS, variables).await;
            assert_eq!(data["organization"]["payouts"]["totalCount"], count, "{filter}");
        }
    }
}
