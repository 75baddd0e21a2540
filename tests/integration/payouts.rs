//! Payouts explained to the cent: payments with their fees, refunds and disputes, Stripe's own fees and charges made
//! outside Propty, payouts that come back, and what doesn't add up.

use application::app::App;
use application::payments::record_payment::record_payment;
use application::payouts::record_payout::record_payout;
use domain::payment::PaymentStatus;
use entity::{payment, payout};
use sandbox::DeliveryMode;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use support::tcp_proxy::TcpProxy;
use support::{Community, TestApp, on_each_database};
use url::Url;
use worker::sweep;

use crate::invoices::ledger;

const DAY: i64 = 24 * 60 * 60;

const PAYOUTS_OF_ORGANIZATION: &str = "query($id: ID!, $filter: PayoutFilter) { organization(id: $id) {
    payouts(first: 50, filter: $filter) { totalCount nodes {
        id processorId status amount { amount } arrivesOn failureReason failureMessage isCompositionComplete property { name }
        unexplained { amount } composition { kind count gross { amount } fee { amount } net { amount } }
        items { kind description payment { id resident { name } } gross { amount } fee { amount } net { amount } }
    } } } }";

async fn payouts(test: &TestApp, community: &Community) -> Vec<Value> {
    let manager = test.sign_in(&community.manager).await;
    let data = manager.execute(PAYOUTS_OF_ORGANIZATION, json!({ "id": community.organization_id() })).await;
    data["organization"]["payouts"]["nodes"].as_array().unwrap().clone()
}

async fn paid_by_card(test: &TestApp, community: &Community, home: usize, amount: &str) -> String {
    let invoice = test.published_invoice(community, home, amount).await;
    let resident = test.sign_in(community.resident(home)).await;
    let (payment, session) = test.checkout(&resident, &invoice, "CARD").await;
    test.sandbox.stripe.pay_card(&session).unwrap();
    test.run_jobs().await;
    payment
}

/// A charge on the property's account that Propty did not make; gives its payment intent.
async fn charge_outside(test: &TestApp, account: &str, cents: &str) -> String {
    let form = [
        ("mode", "payment"),
        ("success_url", "https://elsewhere.example/"),
        ("line_items[0][quantity]", "1"),
        ("line_items[0][price_data][currency]", "usd"),
        ("line_items[0][price_data][unit_amount]", cents),
        ("line_items[0][price_data][product_data][name]", "Bake sale"),
    ];
    let session = call(test, account, "v1/checkout/sessions", &form).await;
    let session = session["id"].as_str().unwrap().to_owned();
    let intent = test.sandbox.stripe.pay_card(&session).unwrap();
    test.run_jobs().await;
    intent
}

async fn call(test: &TestApp, account: &str, path: &str, form: &[(&str, &str)]) -> Value {
    let url = test.sandbox.stripe.api_url().join(path).unwrap();
    let request = reqwest::Client::new().post(url).bearer_auth("sk_test_sandbox");
    let answer = request.header("stripe-account", account).form(form).send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    answer.json().await.unwrap()
}

/// The same application, with a proxy between it and Stripe.
async fn app_behind_proxy(test: &TestApp) -> (TcpProxy, App) {
    let mut url: Url = test.environment["PROPTY_STRIPE_API_URL"].parse().unwrap();
    let target = url.socket_addrs(|| None).unwrap()[0];
    let proxy = TcpProxy::start(Some(target)).await;
    url.set_port(Some(proxy.address().port())).unwrap();
    let app = test.another_app(&[("PROPTY_STRIPE_API_URL", url.as_str())]).await;
    (proxy, app)
}

fn part<'a>(payout: &'a Value, kind: &str) -> &'a Value {
    let parts = payout["composition"].as_array().unwrap();
    parts.iter().find(|part| part["kind"] == kind).unwrap_or_else(|| panic!("no {kind} in {payout:#}"))
}

#[on_each_database]
async fn a_payout_is_explained_to_the_cent(test: &TestApp) {
    let community = test.connected_community("Explained", 2).await;
    let account = test.stripe_account(&community).await;
    let first = paid_by_card(test, &community, 0, "1200.00").await;
    let second = paid_by_card(test, &community, 1, "80.00").await;
    test.sandbox.stripe.charge_fee(&account, 250, "Account fee, October").unwrap();
    charge_outside(test, &account, "5000").await;
    assert_eq!(ledger(test, &community, "1200").await, "1280.00", "clearing before the payout");
    test.sandbox.stripe.payouts_now(&account).unwrap();
    test.run_jobs().await;

    let found = payouts(test, &community).await;
    assert_eq!(found.len(), 1);
    let payout = &found[0];
    assert_eq!((&payout["status"], &payout["isCompositionComplete"]), (&json!("PAID"), &json!(true)));
    assert_eq!(payout["unexplained"]["amount"], "0.00", "{payout:#}");
    // 1236.15 and 82.71 by card, less 36.15 and 2.71; a charge of 50.00 less 1.75; a fee of 2.50.
    let payments = part(payout, "PAYMENT");
    assert_eq!(payments["count"], 3);
    assert_eq!(part(payout, "FEE")["net"]["amount"], "-2.50");
    assert_eq!(payout["amount"]["amount"], "1325.75");
    let items = payout["items"].as_array().unwrap();
    for payment in [&first, &second] {
        assert!(items.iter().any(|item| item["payment"]["id"] == **payment), "{payment} in {items:#?}");
    }
    let foreign: Vec<&Value> = items.iter().filter(|item| item["payment"].is_null()).collect();
    assert_eq!(foreign.len(), 2, "the fee and the charge made elsewhere: {items:#?}");
    assert!(foreign.iter().any(|item| item["description"] == "Account fee, October"));

    assert_eq!(ledger(test, &community, "1200").await, "0.00", "everything is paid out");
    assert_eq!(ledger(test, &community, "1000").await, "1325.75");
    assert_eq!(ledger(test, &community, "5190").await, "-48.25", "what the bake sale brought");
    // Once more changes nothing.
    let before = test.snapshot().await;
    for event in test.sandbox.stripe.events().iter().filter(|event| event.kind.starts_with("payout.")) {
        let payout = event.json().pointer("/data/object/id").unwrap().as_str().unwrap().to_owned();
        record_payout(&test.app, &account, &payout).await.unwrap();
    }
    before.assert_unchanged(&test.snapshot().await);
}

#[on_each_database]
async fn failed_payout_notifies_the_team_and_its_items_join_the_next(test: &TestApp) {
    let community = test.connected_community("Returned", 1).await;
    let account = test.stripe_account(&community).await;
    paid_by_card(test, &community, 0, "100.00").await;
    test.sandbox.stripe.charge_fee(&account, 100, "Account fee").unwrap();
    let made = test.sandbox.stripe.payouts_now(&account).unwrap();
    test.run_jobs().await;
    assert_eq!(ledger(test, &community, "1000").await, "99.00");
    test.sandbox.inbox.clear();

    test.sandbox.stripe.fail_payout(&made[0], "account_closed").unwrap();
    test.run_jobs().await;
    let found = payouts(test, &community).await;
    assert_eq!(found[0]["status"], "FAILED");
    assert_eq!(found[0]["failureReason"], "ACCOUNT_CLOSED");
    assert_eq!(ledger(test, &community, "1000").await, "0.00");
    assert_eq!(ledger(test, &community, "1200").await, "99.00", "the money is back at Stripe");
    let mail = test.sandbox.inbox.messages();
    assert_eq!(mail.len(), 2, "to both who look after the property");
    assert!(
        mail[0].subject.contains("99.00") && mail[0].subject.contains("did not arrive"),
        "{:?}",
        mail[0].subject
    );

    test.advance_time(DAY).await;
    test.advance_time(2 * DAY).await;
    let found = payouts(test, &community).await;
    let last = found.iter().find(|payout| payout["status"] == "PAID").unwrap();
    assert_eq!(part(last, "FAILED_PAYOUT")["net"]["amount"], "99.00", "{last:#}");
    assert_eq!(last["unexplained"]["amount"], "0.00");
    assert_eq!(ledger(test, &community, "1200").await, "0.00");
    assert_eq!(ledger(test, &community, "1000").await, "99.00");
    assert_eq!(ledger(test, &community, "5100").await, "4.30", "3.30 of the payment, and the fee once");
}

#[on_each_database]
async fn payment_recorded_after_its_payout_is_posted_once(test: &TestApp) {
    let community = test.connected_community("Late", 1).await;
    let account = test.stripe_account(&community).await;
    let invoice = test.published_invoice(&community, 0, "100.00").await;
    let resident = test.sign_in(community.resident(0)).await;
    let (_, session) = test.checkout(&resident, &invoice, "CARD").await;
    test.sandbox.stripe.set_delivery_mode(DeliveryMode::Drop);
    test.sandbox.stripe.pay_card(&session).unwrap();
    // What no reading of what is under way would find.
    let row = payment::Entity::find().one(test.app.db.write()).await.unwrap().unwrap();
    let id = row.id;
    let mut over = row.into_active_model();
    over.status = Set(PaymentStatus::Expired);
    over.update(test.app.db.write()).await.unwrap();
    let made = test.sandbox.stripe.payouts_now(&account).unwrap();
    record_payout(&test.app, &account, &made[0]).await.unwrap();
    assert_eq!(ledger(test, &community, "5190").await, "-100.00", "of nobody so far");

    record_payment(&test.app, id).await.unwrap();
    test.run_jobs().await;
    assert_eq!(ledger(test, &community, "5190").await, "0.00");
    assert_eq!(ledger(test, &community, "1200").await, "0.00", "all is paid out, and counted once");
    assert_eq!(ledger(test, &community, "1000").await, "100.00");
    assert_eq!(payouts(test, &community).await[0]["items"][0]["payment"]["id"], id.to_string());
    let before = test.snapshot().await;
    record_payment(&test.app, id).await.unwrap();
    record_payout(&test.app, &account, &made[0]).await.unwrap();
    before.assert_unchanged_except(&["payout", "payment", "integration"], &test.snapshot().await);
}

#[on_each_database]
async fn stale_payout_response_does_not_replace_a_newer_one(test: &TestApp) {
    let community = test.connected_community("Overtaken", 1).await;
    let account = test.stripe_account(&community).await;
    paid_by_card(test, &community, 0, "100.00").await;
    let made = test.sandbox.stripe.payouts_now(&account).unwrap();
    // The answer was made while the payout stood; before it is applied, another read that it came back.
    let (proxy, proxied_app) = app_behind_proxy(test).await;
    proxy.hold_responses("HTTP/1.1 200");
    let slow = record_payout(&proxied_app, &account, &made[0]);
    let fast = async {
        proxy.wait_until_held().await;
        test.sandbox.stripe.fail_payout(&made[0], "account_closed").unwrap();
        record_payout(&test.app, &account, &made[0]).await.unwrap();
        proxy.release_held();
    };
    futures::join!(async { slow.await.unwrap() }, fast);
    assert_eq!(payouts(test, &community).await[0]["status"], "FAILED");
    assert_eq!(ledger(test, &community, "1000").await, "0.00");
    test.run_jobs().await;
}

#[on_each_database]
async fn unexplained_payout_difference_is_shown(test: &TestApp) {
    let community = test.connected_community("Short", 1).await;
    paid_by_card(test, &community, 0, "100.00").await;
    test.sandbox.stripe.payouts_now(&test.stripe_account(&community).await).unwrap();
    test.run_jobs().await;
    let row = payout::Entity::find().one(test.app.db.write()).await.unwrap().unwrap();
    let amount = row.amount;
    let mut changed = row.into_active_model();
    changed.amount = Set(amount + 500);
    changed.update(test.app.db.write()).await.unwrap();
    assert_eq!(payouts(test, &community).await[0]["unexplained"]["amount"], "5.00");
}

#[on_each_database]
async fn payout_with_incomplete_composition_is_synced_by_the_sweep(test: &TestApp) {
    let community = test.connected_community("Uncounted", 1).await;
    paid_by_card(test, &community, 0, "100.00").await;
    test.sandbox.stripe.payouts_now(&test.stripe_account(&community).await).unwrap();
    test.run_jobs().await;
    let row = payout::Entity::find().one(test.app.db.write()).await.unwrap().unwrap();
    let mut changed = row.into_active_model();
    changed.composition_complete = Set(false);
    changed.update(test.app.db.write()).await.unwrap();
    let before = payouts(test, &community).await;
    assert!(before[0]["unexplained"].is_null() && before[0]["isCompositionComplete"] == json!(false));
    test.clock.advance(7 * 60 * 60);
    sweep::run(&test.app).await;
    assert_eq!(payouts(test, &community).await[0]["isCompositionComplete"], json!(true));
}

#[on_each_database]
async fn payouts_are_narrowed_by_property_and_status(test: &TestApp) {
    let community = test.connected_community("Narrow", 1).await;
    paid_by_card(test, &community, 0, "100.00").await;
    test.sandbox.stripe.payouts_now(&test.stripe_account(&community).await).unwrap();
    test.run_jobs().await;
    let manager = test.sign_in(&community.manager).await;
    for (filter, count) in [
        (json!({ "propertyId": community.property_id() }), 1),
        (json!({ "propertyId": community.organization_id() }), 0),
        (json!({ "status": "PAID" }), 1),
        (json!({ "status": "FAILED" }), 0),
    ] {
        let variables = json!({ "id": community.organization_id(), "filter": filter });
        let data = manager.execute(PAYOUTS_OF_ORGANIZATION, variables).await;
        assert_eq!(data["organization"]["payouts"]["totalCount"], count, "{filter}");
    }
}
