//! A property's payment account from nothing to active, back, and away: what the team sees in each state, and
//! that residents can pay exactly while it lets them.

use reqwest::StatusCode;
use sandbox::{Endpoint, Standing};
use serde_json::{Value, json};
use support::community::CHECKOUT;
use support::{Client, Community, World, on_each_database};

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
    client.ask(ACCOUNT, json!({ "id": community.property_id() })).await["property"]["paymentAccount"].clone()
}

async fn connect(manager: &Client, community: &Community) -> Value {
    manager.mutate("paymentAccountConnect", CONNECT, json!({ "id": community.property_id() })).await
}

/// Subjects of the mails to somebody.
fn subjects(world: &World, address: &str) -> Vec<String> {
    let messages = world.sandbox.inbox.messages();
    let own = messages.iter().filter(|message| message.to.iter().any(|to| to == address));
    own.map(|message| message.subject.clone()).collect()
}

async fn start(resident: &Client, invoice: &str, key: &str) -> Value {
    let variables = json!({ "ids": [invoice], "method": "CARD", "key": key });
    resident.ask(CHECKOUT, variables).await["checkoutStart"].clone()
}

on_each_database! {
    async fn an_account_goes_through_its_six_states(world: &World) {
        let community = Community::build(&world.app, "States", 1).await;
        let manager = world.sign_in(&community.manager).await;
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

        for (standing, status, ready, due) in [
            (Standing::PendingVerification, "PENDING_VERIFICATION", false, false),
            (Standing::Active, "ACTIVE", true, false),
            (Standing::InformationDue, "RESTRICTED", true, true),
            (Standing::Restricted, "RESTRICTED", false, true),
            (Standing::Active, "ACTIVE", true, false),
            (Standing::Rejected, "DISABLED", false, false),
        ] {
            world.sandbox.stripe.set_standing(&processor_id, standing).unwrap();
            world.work().await;
            let seen = account(&manager, &community).await;
            assert_eq!(seen["status"], status, "{standing:?}");
            assert_eq!((&seen["cardReady"], &seen["bankReady"]), (&json!(ready), &json!(ready)), "{standing:?}");
            assert_eq!(!seen["requirementsDue"].as_array().unwrap().is_empty(), due, "{standing:?}");
            let dated = standing == Standing::InformationDue;
            assert_eq!(seen["requirementsDeadline"].is_string(), dated, "{standing:?}");
        }
        // Twice it came to need the managers, and only they were told.
        let subject = "States: your payment account needs attention";
        assert_eq!(subjects(world, &community.manager.user.email), [subject, subject]);
        assert!(subjects(world, &community.property_manager.user.email).is_empty());
        let trail = world.audit(&manager, &community.organization_id(), Value::Null).await;
        let changes = trail.iter().filter(|event| event["action"] == "PAYMENT_ACCOUNT_CHANGED").count();
        assert_eq!(changes, 5);

        // Who was turned down may try again, with another account.
        let connected = connect(&manager, &community).await;
        assert_eq!(connected["property"]["paymentAccount"]["status"], "ONBOARDING_STARTED");
        let seen = account(&manager, &community).await;
        assert_ne!(seen["processorAccountId"], processor_id.as_str());
        // What is still told of the old one changes nothing.
        world.sandbox.stripe.set_standing(&processor_id, Standing::Active).unwrap();
        world.work().await;
        assert_eq!(account(&manager, &community).await, seen);
    }

    async fn a_mail_about_an_account_that_is_well_again_is_not_sent(world: &World) {
        let community = world.connected("Well", 0).await;
        let manager = world.sign_in(&community.manager).await;
        let id = world.account(&community).await;
        let refresh = json!({ "id": community.property_id() });
        for standing in [Standing::InformationDue, Standing::Active] {
            world.sandbox.stripe.set_standing(&id, standing).unwrap();
            manager.mutate("paymentAccountRefresh", REFRESH, refresh.clone()).await;
        }
        world.work().await;
        assert!(subjects(world, &community.manager.user.email).is_empty());
    }

    async fn an_account_that_is_disconnected_closes_what_was_open_and_is_replaced(world: &World) {
        let community = world.connected("Away", 2).await;
        let manager = world.sign_in(&community.manager).await;
        let old = world.account(&community).await;
        let (open, paid) = (world.published(&community, 0, "80.00").await, world.published(&community, 1, "90.00").await);
        let (resident, neighbour) = (world.sign_in(community.resident(0)).await, world.sign_in(community.resident(1)).await);
        let started = start(&resident, &open, "first").await;
        assert_eq!(started["userErrors"], json!([]));
        let (_, session) = world.checkout(&neighbour, &paid, "CARD").await;
        world.sandbox.stripe.pay_card(&session).unwrap();
        world.work().await;

        world.sandbox.stripe.deauthorize(&old).unwrap();
        world.work().await;
        let seen = account(&manager, &community).await;
        assert_eq!((&seen["status"], &seen["processorAccountId"]), (&json!("DISABLED"), &Value::Null));
        assert_eq!((&seen["cardReady"], &seen["dashboard"]), (&json!(false), &json!("NONE")));
        assert_eq!(subjects(world, &community.manager.user.email).len(), 2, "a payment, and the account");
        let attempt = &world.invoice(&resident, &open).await["payments"][0];
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
        assert_eq!(manager.refused("paymentAccountDashboardOpen", OPEN, id).await, ["PAYMENTS_NOT_CONNECTED"]);

        connect(&manager, &community).await;
        let new = world.account(&community).await;
        assert_ne!(new, old);
        world.sandbox.stripe.complete_onboarding(&new).unwrap();
        world.work().await;
        let (_, session) = world.checkout(&resident, &open, "CARD").await;
        world.sandbox.stripe.pay_card(&session).unwrap();
        world.work().await;
        assert_eq!(world.invoice(&resident, &open).await["status"], "PAID");
        assert_eq!(world.invoice(&neighbour, &paid).await["status"], "PAID", "what came through the old one stays");
    }

    async fn a_page_that_stripe_still_lets_us_close_is_closed_there(world: &World) {
        let community = world.connected("Farewell", 2).await;
        let id = world.account(&community).await;
        let (open, moving) = (world.published(&community, 0, "80.00").await, world.published(&community, 1, "90.00").await);
        let (resident, neighbour) = (world.sign_in(community.resident(0)).await, world.sign_in(community.resident(1)).await);
        let (_, card) = world.checkout(&resident, &open, "CARD").await;
        let (_, bank) = world.checkout(&neighbour, &moving, "BANK").await;
        // The transfer is on its way when the word arrives, but we have not heard of it.
        world.sandbox.stripe.set_delivery(sandbox::Delivery::Hold);
        world.sandbox.stripe.pay_bank(&bank).unwrap();
        let event = json!({ "id": "evt_gone", "object": "event", "type": "account.application.deauthorized",
            "livemode": false, "account": id, "data": { "object": { "id": "ca_1", "object": "application" } } });
        assert_eq!(world.deliver(Endpoint::Connect, &event).await, StatusCode::OK);
        while worker::work_once(&world.app, worker::WorkerSettings::default())
            .await
            .unwrap()
            > 0
        {}
        assert!(world.sandbox.stripe.pay_card(&card).is_err(), "the page is closed at Stripe");
        assert_eq!(world.invoice(&resident, &open).await["payments"][0]["status"], "EXPIRED");
        assert_eq!(world.invoice(&neighbour, &moving).await["payments"][0]["status"], "PROCESSING");
        world.sandbox.stripe.set_delivery(sandbox::Delivery::Normal);
        world.sandbox.stripe.release();
        world.work().await;
        world.pass(7 * 24 * 60 * 60).await;
        let neighbour = world.sign_in(community.resident(1)).await;
        assert_eq!(world.invoice(&neighbour, &moving).await["status"], "PAID", "it was on its way already");
    }

    async fn each_kind_of_dashboard_is_opened_its_own_way(world: &World) {
        let community = Community::build(&world.app, "Boards", 0).await;
        let manager = world.sign_in(&community.manager).await;
        let id = json!({ "id": community.property_id() });
        assert_eq!(manager.refused("paymentAccountDashboardOpen", OPEN, id.clone()).await, ["PAYMENTS_NOT_CONNECTED"]);
        connect(&manager, &community).await;
        let account_id = world.account(&community).await;
        let url = async || {
            let opened = manager.mutate("paymentAccountDashboardOpen", OPEN, id.clone()).await;
            opened["url"].as_str().unwrap().to_owned()
        };
        let address = world.sandbox.stripe.api_url().to_string();
        assert_eq!(url().await, format!("{address}dashboard/{account_id}"));

        world.sandbox.stripe.give_express_dashboard(&account_id).unwrap();
        manager.mutate("paymentAccountRefresh", REFRESH, id.clone()).await;
        assert_eq!(account(&manager, &community).await["dashboard"], "EXPRESS");
        let (first, second) = (url().await, url().await);
        assert!(first.starts_with(&address) && first != second, "one for each visit");
        let token = first.rsplit('/').next().unwrap().to_owned();
        let kept = entity_text(world).await;
        assert!(!kept.contains(&token), "it is never kept");
        world.work().await;
    }
}

/// Every account and event of the trail, as text.
async fn entity_text(world: &World) -> String {
    use sea_orm::EntityTrait;
    let accounts = entity::payment_account::Entity::find().all(world.app.db.read()).await.unwrap();
    let trail = entity::audit_event::Entity::find().all(world.app.db.read()).await.unwrap();
    format!("{accounts:?} {trail:?}")
}
