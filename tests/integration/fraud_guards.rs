//! What goes wrong in such integrations, each with the guard that stops it: money of another account, a page that
//! proves nothing, and paying twice. Amounts, currencies, modes and marks that differ are tried where they are
//! compared, and forged deliveries and addresses in `webhooks` and `attacks`.

use domain::id::{InvoiceId, PaymentId};
use domain::payment::PaymentMismatch;
use entity::{payment, payment_allocation};
use reqwest::Method;
use sandbox::DeliveryMode;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use support::community::CHECKOUT;
use support::{Client, Community, TestApp, on_each_database};
use worker::sweep;

use crate::invoices::ledger;

// What the portal's pages ask, as the client sends it.
const OWN_PAYMENT: &str = include_str!("../../app/src/api/operations/own_payment.graphql");
const OWN_PAYMENTS: &str = include_str!("../../app/src/api/operations/own_payments.graphql");
const OWN_INVOICE: &str = include_str!("../../app/src/api/operations/own_invoice.graphql");
const OWN_HOME: &str = include_str!("../../app/src/api/operations/own_home.graphql");
const OWN_AUTOPAYS: &str = include_str!("../../app/src/api/operations/own_autopays.graphql");
const AUTOPAY_SET_UP: &str = include_str!("../../app/src/api/operations/autopay_set_up.graphql");
const AUTOPAY_REFRESH: &str = include_str!("../../app/src/api/operations/autopay_refresh.graphql");

/// Where Stripe sends the browser after a session's hosted page, as Stripe has it.
async fn success_url(test: &TestApp, community: &Community, session: &str) -> String {
    let path = format!("v1/checkout/sessions/{session}");
    let request = reqwest::Client::new()
        .get(test.sandbox.stripe.api_url().join(&path).unwrap())
        .bearer_auth("sk_test_sandbox")
        .header("stripe-account", test.stripe_account(community).await);
    let session: Value = request.send().await.unwrap().json().await.unwrap();
    session["success_url"].as_str().unwrap_or_else(|| panic!("no success_url: {session:#}")).to_owned()
}

/// A signed-in browser opens an address of the result page. The page asks for the payment it names again and again,
/// and its links lead to the invoice, the payments and home. Gives the payment as it is shown last.
async fn return_from_checkout(test: &TestApp, browser: &Client, url: &str, invoice: &str) -> Value {
    let path = url.strip_prefix(&test.site).unwrap();
    browser.request(Method::GET, path).send().await.unwrap();
    let (path, _) = path.split_once('?').unwrap_or((path, ""));
    let payment = path.rsplit('/').next().unwrap();
    let mut shown = Value::Null;
    for wait in [1, 1, 2, 3] {
        test.clock.advance(wait);
        shown = browser.execute(OWN_PAYMENT, json!({ "id": payment })).await["payment"].clone();
    }
    browser.execute(OWN_INVOICE, json!({ "id": invoice })).await;
    browser.execute(OWN_PAYMENTS, json!({ "first": 20 })).await;
    browser.execute(OWN_HOME, json!({})).await;
    shown
}

/// The same for the page of autopays, which asks Stripe about one that is being set up. Gives its id, and the autopay
/// as it is shown last.
async fn return_from_setup(test: &TestApp, browser: &Client, url: &str) -> (String, Value) {
    browser.request(Method::GET, url.strip_prefix(&test.site).unwrap()).send().await.unwrap();
    let own = async || browser.execute(OWN_AUTOPAYS, json!({})).await["viewer"]["autopays"][0].clone();
    let id = own().await["id"].as_str().unwrap().to_owned();
    browser.mutate("autopayRefresh", AUTOPAY_REFRESH, json!({ "id": id })).await;
    (id, own().await)
}

#[on_each_database]
async fn payment_for_another_invoice_is_flagged_as_mismatch(test: &TestApp) {
    let community = test.connected_community("Confused", 1).await;
    let resident = test.sign_in(community.resident(0)).await;
    let (invoice, other) = (
        test.published_invoice(&community, 0, "80.00").await,
        test.published_invoice(&community, 0, "80.00").await,
    );
    let (payment, session) = test.checkout(&resident, &invoice, "CARD").await;
    let key = |payment: &str| payment.parse::<PaymentId>().unwrap();
    let share =
        payment_allocation::Entity::find_by_id((key(&payment), invoice.parse::<InvoiceId>().unwrap()));
    let share = share.one(test.app.db.write()).await.unwrap().unwrap();
    payment_allocation::Entity::delete(share.clone().into_active_model())
        .exec(test.app.db.write())
        .await
        .unwrap();
    let moved = payment_allocation::Model { invoice_id: other.parse::<InvoiceId>().unwrap(), ..share };
    payment_allocation::Entity::insert(moved.into_active_model()).exec(test.app.db.write()).await.unwrap();
    test.sandbox.stripe.pay_card(&session).unwrap();
    test.run_jobs().await;
    let row = payment::Entity::find_by_id(key(&payment)).one(test.app.db.write()).await.unwrap().unwrap();
    assert_eq!(row.mismatch, Some(PaymentMismatch::Invoices));
    for invoice in [&invoice, &other] {
        assert_eq!(test.invoice(&resident, invoice).await["balance"]["amount"], "80.00");
    }
}

#[on_each_database]
async fn return_from_checkout_does_not_mark_paid(test: &TestApp) {
    let community = test.connected_community("Back", 2).await;
    let (resident, neighbor) =
        (test.sign_in(community.resident(0)).await, test.sign_in(community.resident(1)).await);
    // Paid in truth: what its session and intent are called is tried for the others.
    let paid = test.published_invoice(&community, 0, "80.00").await;
    let (paid_payment, paid_session) = test.checkout(&resident, &paid, "CARD").await;
    let paid_intent = test.sandbox.stripe.pay_card(&paid_session).unwrap();
    for method in ["CARD", "BANK"] {
        let invoice = test.published_invoice(&community, 0, "80.00").await;
        let (payment, session) = test.checkout(&resident, &invoice, method).await;
        test.run_jobs().await;
        let before = test.snapshot().await;
        let url = success_url(test, &community, &session).await;
        assert_eq!(url, format!("{}/portal/payments/{payment}", test.site));
        for forged in [
            String::new(),
            format!("?session_id={session}"),
            format!("?session_id={paid_session}"),
            format!("?payment_intent={paid_intent}&redirect_status=succeeded"),
            format!("?payment={paid_payment}&status=SUCCEEDED&payment_status=paid"),
        ] {
            let shown = return_from_checkout(test, &resident, &format!("{url}{forged}"), &invoice).await;
            assert_eq!(shown["status"], "PENDING", "{method} {forged}: {shown:#}");
            assert_eq!(shown["succeededAt"], Value::Null, "{method} {forged}: {shown:#}");
        }
        // What is no payment of theirs is none: a session, an intent, an invoice, and to the neighbor all of it.
        for reference in [&session, &paid_session, &paid_intent, &invoice] {
            let url = format!("{}/portal/payments/{reference}", test.site);
            let shown = return_from_checkout(test, &resident, &url, &invoice).await;
            assert_eq!(shown, Value::Null, "{reference}");
        }
        assert_eq!(return_from_checkout(test, &neighbor, &url, &invoice).await, Value::Null);
        let paid_url = format!("{}/portal/payments/{paid_payment}", test.site);
        let shown = return_from_checkout(test, &resident, &paid_url, &invoice).await;
        assert_eq!(shown["status"], "SUCCEEDED", "{shown:#}");
        test.run_jobs().await;
        // Sessions note when they were seen.
        before.assert_unchanged_except(&["session"], &test.snapshot().await);
        let seen = test.invoice(&resident, &invoice).await;
        assert_eq!((&seen["status"], &seen["balance"]["amount"]), (&json!("OPEN"), &json!("80.00")));

        if method == "CARD" {
            test.sandbox.stripe.decline_card(&session).unwrap();
            test.run_jobs().await;
            let shown = return_from_checkout(test, &resident, &url, &invoice).await;
            assert_eq!(shown["status"], "PENDING", "another card may be tried: {shown:#}");
            assert_eq!(test.invoice(&resident, &invoice).await["status"], "OPEN");
        }
    }
}

/// The result page reads what is recorded, however true the payment is; Stripe's word comes by webhook, or with the
/// sweep when the webhook is lost.
#[on_each_database]
async fn return_from_checkout_waits_for_the_processors_word(test: &TestApp) {
    let community = test.connected_community("Withheld", 1).await;
    let resident = test.sign_in(community.resident(0)).await;
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    let (payment, session) = test.checkout(&resident, &invoice, "CARD").await;
    test.run_jobs().await;
    test.sandbox.stripe.set_delivery_mode(DeliveryMode::Drop);
    test.sandbox.stripe.pay_card(&session).unwrap();
    let before = test.snapshot().await;
    let url = success_url(test, &community, &session).await;
    let shown = return_from_checkout(test, &resident, &url, &invoice).await;
    assert_eq!(shown["status"], "PENDING", "{shown:#}");
    test.run_jobs().await;
    before.assert_unchanged(&test.snapshot().await);

    test.advance_time(15 * 60).await;
    sweep::run(&test.app).await;
    test.run_jobs().await;
    let shown = return_from_checkout(test, &resident, &url, &invoice).await;
    assert_eq!((&shown["id"], &shown["status"]), (&json!(payment), &json!("SUCCEEDED")), "{shown:#}");
    let seen = test.invoice(&resident, &invoice).await;
    assert_eq!((&seen["status"], &seen["balance"]["amount"]), (&json!("PAID"), &json!("0.00")));
    assert_eq!(ledger(test, &community, "1200").await, "80.00", "in clearing, once");
}

/// The autopay page asks Stripe when a resident comes back to it; only what Stripe then says counts.
#[on_each_database]
async fn return_from_setup_page_does_not_activate_autopay(test: &TestApp) {
    let community = test.connected_community("Saved", 2).await;
    let (resident, neighbor) =
        (test.sign_in(community.resident(0)).await, test.sign_in(community.resident(1)).await);
    let variables = json!({ "property": community.property_id(), "key": "autopay",
        "input": { "method": "CARD", "cap": "500.00", "daysBefore": 0 } });
    let begun = resident.mutate("autopaySetUp", AUTOPAY_SET_UP, variables).await;
    let session = begun["redirectUrl"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    test.run_jobs().await;
    let url = success_url(test, &community, &session).await;
    assert_eq!(url, format!("{}/portal/autopay?returned=1", test.site));
    let before = test.snapshot().await;
    let (id, shown) = return_from_setup(test, &resident, &url).await;
    assert_eq!((&shown["status"], &shown["label"]), (&json!("SETTING_UP"), &Value::Null), "{shown:#}");
    before.assert_unchanged(&test.snapshot().await);

    test.sandbox.stripe.set_delivery_mode(DeliveryMode::Drop);
    test.sandbox.stripe.save_card(&session).unwrap();
    test.run_jobs().await;
    before.assert_unchanged(&test.snapshot().await);
    let codes = neighbor.expect_user_errors("autopayRefresh", AUTOPAY_REFRESH, json!({ "id": id })).await;
    assert_eq!(codes, ["NOT_FOUND"]);
    before.assert_unchanged(&test.snapshot().await);
    let (_, shown) = return_from_setup(test, &resident, &url).await;
    assert_eq!(shown["status"], "ACTIVE", "Stripe has the card: {shown:#}");
    test.run_jobs().await;
}

#[on_each_database]
async fn invoice_has_at_most_one_active_payment(test: &TestApp) {
    let community = test.connected_community("Once", 1).await;
    let resident = test.sign_in(community.resident(0)).await;
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    let (payment, _) = test.checkout(&resident, &invoice, "CARD").await;
    // The database itself refuses a second one.
    let id = payment.parse::<PaymentId>().unwrap();
    let row = payment::Entity::find_by_id(id).one(test.app.db.write()).await.unwrap().unwrap();
    let mut second = row.clone().into_active_model();
    second.id = Set(test.app.new_id());
    second.session_id = Set(None);
    let second = second.insert(test.app.db.write()).await.unwrap();
    let share = payment_allocation::Model {
        payment_id: second.id,
        invoice_id: invoice.parse::<InvoiceId>().unwrap(),
        organization_id: row.organization_id,
        amount: row.amount,
        retained_amount: 0,
        active: true,
    };
    let refused =
        payment_allocation::Entity::insert(share.into_active_model()).exec(test.app.db.write()).await;
    assert!(refused.is_err(), "two active attempts of one invoice");
    payment::Entity::delete(second.into_active_model()).exec(test.app.db.write()).await.unwrap();
    // And of many clicks at once at most one has a page; the others were told to wait.
    let clicks = (0..6).map(|click| {
        let method = if click % 2 == 0 { "CARD" } else { "BANK" };
        let variables = json!({ "ids": [invoice], "method": method, "key": format!("click {click}") });
        let resident = resident.clone();
        async move { resident.execute(CHECKOUT, variables).await }
    });
    futures::future::join_all(clicks).await;
    test.run_jobs().await;
    let rows = payment::Entity::find().all(test.app.db.write()).await.unwrap();
    let active = rows.iter().filter(|row| row.status.is_active());
    assert!(active.count() <= 1, "{rows:#?}");
}

#[on_each_database]
async fn second_payment_is_rejected_while_bank_debit_is_processing(test: &TestApp) {
    let community = test.connected_community("Wait", 1).await;
    let resident = test.sign_in(community.resident(0)).await;
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    let (_, session) = test.checkout(&resident, &invoice, "BANK").await;
    test.sandbox.stripe.pay_bank(&session).unwrap();
    test.run_jobs().await;
    let variables = json!({ "ids": [invoice], "method": "CARD", "key": "again" });
    assert_eq!(
        resident.expect_user_errors("checkoutStart", CHECKOUT, variables).await,
        ["PAYMENT_IN_PROGRESS"]
    );
    test.advance_time(6 * 24 * 60 * 60).await;
}
