//! A property's payment account from nothing to active, back, and away: what the team sees in each state, and
//! that residents can pay exactly while it lets them.

use reqwest::StatusCode;
use sandbox::{ConnectedAccountStatus, Endpoint};
use serde_json::{Value, json};
use support::community::CHECKOUT;
use support::{Client, Community, TestApp, on_each_database};

const CONNECT: &str =
    "mutation($id: ID!) { paymentAccountConnect(propertyId: $id, idempotencyKey: \"connect\") {
    redirectUrl property { paymentAccount { status } } userErrors { code message } } }";
const REFRESH: &str = "mutation($id: ID!) { paymentAccountRefresh(propertyId: $id) {
    property { paymentAccount { status } } userErrors { code message } } }";
const OPEN: &str = "mutation($id: ID!) { paymentAccountDashboardOpen(propertyId: $id) {
    url userErrors { code message } } }";
const ACCOUNT: &str = "query($id: ID!) { property(id: $id) { paymentAccount {
    status processorAccountId cardReady bankReady requirementsDue requirementsDeadline dashboard } } }";

async fn account(client: &Client, community: &Community) -> Value {
    client.execute(ACCOUNT, json!({ "id": community.property_id() })).await["property"]["paymentAccount"]
        .clone()
}

async fn connect(manager: &Client, community: &Community) -> Value {
    manager.mutate("paymentAccountConnect", CONNECT, json!({ "id": community.property_id() })).await
}

/// Subjects of the mails to somebody.
fn subjects(test: &TestApp, address: &str) -> Vec<String> {
    let messages = test.sandbox.inbox.messages();
    let own = messages.iter().filter(|message| message.to.iter().any(|to| to == address));
    own.map(|message| message.subject.clone()).collect()
}

async fn start(resident: &Client, invoice: &str, key: &str) -> Value {
    let variables = json!({ "ids": [invoice], "method": "CARD", "key": key });
    resident.execute(CHECKOUT, variables).await["checkoutStart"].clone()
}

#[on_each_database]
async fn payment_account_status_transitions(test: &TestApp) {
    let community = Community::build(&test.app, "States", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let seen = account(&manager, &community).await;
    let nothing = json!({ "status": "NOT_CONNECTED", "processorAccountId": null, "cardReady": false,
            "bankReady": false, "requirementsDue": [], "requirementsDeadline": null, "dashboard": "NONE" });
    assert_eq!(seen, nothing);
    // Asking how it stands opens nothing.
    let id = json!({ "id": community.property_id() });
    manager.mutate("paymentAccountRefresh", REFRESH, id.clone()).await;
    assert_eq!(account(&manager, &community).await, nothing);

    let connected = connect(&manager, &community).await;
    assert_eq!(connected["property"]["paymentAccount"]["status"], "ONBOARDING_STARTED");
    let first = connected["redirectUrl"].as_str().unwrap().to_owned();
    let again = connect(&manager, &community).await["redirectUrl"].as_str().unwrap().to_owned();
    assert_ne!(first, again, "a link works once");
    let started = account(&manager, &community).await;
    assert_eq!(started["dashboard"], "FULL");
    let processor_id = started["processorAccountId"].as_str().unwrap().to_owned();
    assert!(!started["requirementsDue"].as_array().unwrap().is_empty());

    // Coming back proves nothing: whoever left the forms has only started.
    manager.mutate("paymentAccountRefresh", REFRESH, id.clone()).await;
    assert_eq!(account(&manager, &community).await["status"], "ONBOARDING_STARTED");

    for (account_status, status, ready, due) in [
        (ConnectedAccountStatus::PendingVerification, "PENDING_VERIFICATION", false, false),
        (ConnectedAccountStatus::Active, "ACTIVE", true, false),
        (ConnectedAccountStatus::InformationDue, "RESTRICTED", true, true),
        (ConnectedAccountStatus::Restricted, "RESTRICTED", false, true),
        (ConnectedAccountStatus::Active, "ACTIVE", true, false),
        (ConnectedAccountStatus::Rejected, "DISABLED", false, false),
    ] {
        test.sandbox.stripe.set_account_status(&processor_id, account_status).unwrap();
        test.run_jobs().await;
        let seen = account(&manager, &community).await;
        assert_eq!(seen["status"], status, "{account_status:?}");
        assert_eq!(
            (&seen["cardReady"], &seen["bankReady"]),
            (&json!(ready), &json!(ready)),
            "{account_status:?}"
        );
        assert_eq!(!seen["requirementsDue"].as_array().unwrap().is_empty(), due, "{account_status:?}");
        let dated = account_status == ConnectedAccountStatus::InformationDue;
        assert_eq!(seen["requirementsDeadline"].is_string(), dated, "{account_status:?}");
    }
    // Twice it came to need the managers, and only they were told.
    let subject = "States: your payment account needs attention";
    assert_eq!(subjects(test, &community.manager.user.email), [subject, subject]);
    assert!(subjects(test, &community.property_manager.user.email).is_empty());
    let trail = test.audit_events(&manager, &community.organization_id(), Value::Null).await;
    let changes = trail.iter().filter(|event| event["action"] == "PAYMENT_ACCOUNT_CHANGED").count();
    assert_eq!(changes, 5);

    // Who was turned down may try again, with another account.
    let connected = connect(&manager, &community).await;
    assert_eq!(connected["property"]["paymentAccount"]["status"], "ONBOARDING_STARTED");
    let seen = account(&manager, &community).await;
    assert_ne!(seen["processorAccountId"], processor_id.as_str());
    // What is still told of the old one changes nothing.
    test.sandbox.stripe.set_account_status(&processor_id, ConnectedAccountStatus::Active).unwrap();
    test.run_jobs().await;
    assert_eq!(account(&manager, &community).await, seen);
}

#[on_each_database]
async fn recovered_account_sends_no_alert_email(test: &TestApp) {
    let community = test.connected_community("Well", 0).await;
    let manager = test.sign_in(&community.manager).await;
    let id = test.stripe_account(&community).await;
    let refresh = json!({ "id": community.property_id() });
    for account_status in [ConnectedAccountStatus::InformationDue, ConnectedAccountStatus::Active] {
        test.sandbox.stripe.set_account_status(&id, account_status).unwrap();
        manager.mutate("paymentAccountRefresh", REFRESH, refresh.clone()).await;
    }
    test.run_jobs().await;
    assert!(subjects(test, &community.manager.user.email).is_empty());
}

#[on_each_database]
async fn deauthorized_account_expires_sessions_and_is_replaced(test: &TestApp) {
    let community = test.connected_community("Away", 2).await;
    let manager = test.sign_in(&community.manager).await;
    let old = test.stripe_account(&community).await;
    let (open, paid) = (
        test.published_invoice(&community, 0, "80.00").await,
        test.published_invoice(&community, 1, "90.00").await,
    );
    let (resident, neighbour) =
        (test.sign_in(community.resident(0)).await, test.sign_in(community.resident(1)).await);
    let started = start(&resident, &open, "first").await;
    assert_eq!(started["userErrors"], json!([]));
    let (_, session) = test.checkout(&neighbour, &paid, "CARD").await;
    test.sandbox.stripe.pay_card(&session).unwrap();
    test.run_jobs().await;

    test.sandbox.stripe.deauthorize(&old).unwrap();
    test.run_jobs().await;
    let seen = account(&manager, &community).await;
    assert_eq!((&seen["status"], &seen["processorAccountId"]), (&json!("DISABLED"), &Value::Null));
    assert_eq!((&seen["cardReady"], &seen["dashboard"]), (&json!(false), &json!("NONE")));
    assert_eq!(subjects(test, &community.manager.user.email).len(), 2, "a payment, and the account");
    let attempt = &test.invoice(&resident, &open).await["payments"][0];
    assert_eq!(attempt["status"], "EXPIRED", "Stripe lets nobody in any more, so it is closed here");
    // Neither a new attempt nor the old one, with its own key, leads anywhere.
    for key in ["second", "first"] {
        let refused = start(&resident, &open, key).await;
        assert_eq!(refused["redirectUrl"], Value::Null);
        if key == "second" {
            assert_eq!(refused["userErrors"][0]["code"], "PAYMENTS_NOT_CONNECTED");
            assert!(refused["userErrors"][0]["message"].as_str().unwrap().len() > 20, "{refused:#}");
        }
    }
    // Nothing brings it back, and there is no way into it.
    let id = json!({ "id": community.property_id() });
    manager.mutate("paymentAccountRefresh", REFRESH, id.clone()).await;
    assert_eq!(account(&manager, &community).await["status"], "DISABLED");
    assert_eq!(
        manager.expect_user_errors("paymentAccountDashboardOpen", OPEN, id).await,
        ["PAYMENTS_NOT_CONNECTED"]
    );

    connect(&manager, &community).await;
    let new = test.stripe_account(&community).await;
    assert_ne!(new, old);
    test.sandbox.stripe.complete_onboarding(&new).unwrap();
    test.run_jobs().await;
    let (_, session) = test.checkout(&resident, &open, "CARD").await;
    test.sandbox.stripe.pay_card(&session).unwrap();
    test.run_jobs().await;
    assert_eq!(test.invoice(&resident, &open).await["status"], "PAID");
    assert_eq!(
        test.invoice(&neighbour, &paid).await["status"],
        "PAID",
        "what came through the old one stays"
    );
}

#[on_each_database]
async fn open_sessions_are_expired_at_stripe_on_deauthorization(test: &TestApp) {
    let community = test.connected_community("Farewell", 2).await;
    let id = test.stripe_account(&community).await;
    let (open, moving) = (
        test.published_invoice(&community, 0, "80.00").await,
        test.published_invoice(&community, 1, "90.00").await,
    );
    let (resident, neighbour) =
        (test.sign_in(community.resident(0)).await, test.sign_in(community.resident(1)).await);
    let (_, card) = test.checkout(&resident, &open, "CARD").await;
    let (_, bank) = test.checkout(&neighbour, &moving, "BANK").await;
    // The transfer is on its way when the word arrives, but we have not heard of it.
    test.sandbox.stripe.set_delivery_mode(sandbox::DeliveryMode::Hold);
    test.sandbox.stripe.pay_bank(&bank).unwrap();
    let event = json!({ "id": "evt_gone", "object": "event", "type": "account.application.deauthorized",
            "livemode": false, "account": id, "data": { "object": { "id": "ca_1", "object": "application" } } });
    assert_eq!(test.deliver_event(Endpoint::Connect, &event).await, StatusCode::OK);
    while worker::run_due_jobs(&test.app, worker::WorkerSettings::default()).await.unwrap() > 0 {}
    assert!(test.sandbox.stripe.pay_card(&card).is_err(), "the page is closed at Stripe");
    assert_eq!(test.invoice(&resident, &open).await["payments"][0]["status"], "EXPIRED");
    assert_eq!(test.invoice(&neighbour, &moving).await["payments"][0]["status"], "PROCESSING");
    test.sandbox.stripe.set_delivery_mode(sandbox::DeliveryMode::Normal);
    test.sandbox.stripe.release();
    test.run_jobs().await;
    test.advance_time(7 * 24 * 60 * 60).await;
    let neighbour = test.sign_in(community.resident(1)).await;
    assert_eq!(test.invoice(&neighbour, &moving).await["status"], "PAID", "it was on its way already");
}

#[on_each_database]
async fn dashboard_link_by_dashboard_type(test: &TestApp) {
    let community = Community::build(&test.app, "Boards", 0).await;
    let manager = test.sign_in(&community.manager).await;
    let id = json!({ "id": community.property_id() });
    assert_eq!(
        manager.expect_user_errors("paymentAccountDashboardOpen", OPEN, id.clone()).await,
        ["PAYMENTS_NOT_CONNECTED"]
    );
    connect(&manager, &community).await;
    let account_id = test.stripe_account(&community).await;
    let url = async || {
        let opened = manager.mutate("paymentAccountDashboardOpen", OPEN, id.clone()).await;
        opened["url"].as_str().unwrap().to_owned()
    };
    let address = test.sandbox.stripe.api_url().to_string();
    assert_eq!(url().await, format!("{address}dashboard/{account_id}"));

    test.sandbox.stripe.give_express_dashboard(&account_id).unwrap();
    manager.mutate("paymentAccountRefresh", REFRESH, id.clone()).await;
    assert_eq!(account(&manager, &community).await["dashboard"], "EXPRESS");
    let (first, second) = (url().await, url().await);
    assert!(first.starts_with(&address) && first != second, "one for each visit");
    let token = first.rsplit('/').next().unwrap().to_owned();
    let kept = entity_text(test).await;
    assert!(!kept.contains(&token), "it is never kept");
    test.run_jobs().await;
}

/// Every account and event of the trail, as text.
async fn entity_text(test: &TestApp) -> String {
    use sea_orm::EntityTrait;
    let accounts = entity::payment_account::Entity::find().all(test.app.db.read()).await.unwrap();
    let trail = entity::audit_event::Entity::find().all(test.app.db.read()).await.unwrap();
    format!("{accounts:?} {trail:?}")
}
