//! What Stripe told, in the admin: the list with its states, applying one event again and all since a time.

use sandbox::Outage;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use support::{Client, Community, Town, World, on_each_database};

const LIST: &str = "query($id: ID!, $filter: WebhookEventFilter) { organization(id: $id) {
    webhookEvents(first: 100, filter: $filter) { totalCount nodes {
        id processorId kind state outcome attempts replays lastError receivedAt appliedAt property { name } } } } }";
const REPLAY: &str = "mutation($id: ID!, $key: String!) { webhookEventReplay(id: $id, idempotencyKey: $key) {
    event { id state replays } userErrors { code } } }";
const REPLAY_ALL: &str = "mutation($id: ID!, $since: DateTime!, $key: String!) {
    webhookEventsReplay(organizationId: $id, since: $since, idempotencyKey: $key) {
        count hasMore userErrors { code } } }";

async fn list(client: &Client, community: &Community, filter: Value) -> Vec<Value> {
    let variables = json!({ "id": community.organization_id(), "filter": filter });
    let data = client.ask(LIST, variables).await;
    let list = &data["organization"]["webhookEvents"];
    let nodes = list["nodes"].as_array().unwrap().clone();
    assert_eq!(list["totalCount"], nodes.len());
    nodes
}

async fn paid(world: &World, community: &Community) -> String {
    let invoice = world.published(community, 0, "100.00").await;
    let resident = world.sign_in(community.resident(0)).await;
    let (_, session) = world.checkout(&resident, &invoice, "CARD").await;
    world.sandbox.stripe.pay_card(&session).unwrap();
    world.work().await;
    invoice
}

on_each_database! {
    async fn each_event_says_what_became_of_it(world: &World) {
        let community = world.connected("Told", 1).await;
        let other = world.connected("Other", 1).await;
        paid(world, &community).await;
        let manager = world.sign_in(&community.manager).await;
        let all = list(&manager, &community, json!({})).await;
        assert!(all.len() >= 4, "{all:#?}");
        assert!(all.iter().all(|event| event["property"]["name"] == "Told"), "only their own: {all:#?}");
        assert!(all.iter().all(|event| event["state"] == "APPLIED" && event["attempts"] == json!(1)));
        let about = |kind: &str| all.iter().find(|event| event["kind"] == kind).unwrap()["outcome"].clone();
        assert_eq!(about("checkout.session.completed"), "PAYMENT_READ");
        assert!(all.iter().any(|event| event["outcome"] == "ACCOUNT_READ"), "{all:#?}");
        assert_eq!(list(&manager, &community, json!({ "state": "WAITING" })).await, Vec::<Value>::new());
        let foreign = json!({ "propertyId": other.property_id() });
        assert_eq!(list(&manager, &community, foreign).await, Vec::<Value>::new());
        let pat = world.sign_in(&community.property_manager).await;
        assert_eq!(list(&pat, &community, json!({})).await, Vec::<Value>::new(), "for organization managers");
    }

    async fn what_was_given_up_is_applied_by_a_replay(world: &World) {
        let community = world.connected("Lost", 1).await;
        let invoice = world.published(&community, 0, "100.00").await;
        let resident = world.sign_in(community.resident(0)).await;
        let (_, session) = world.checkout(&resident, &invoice, "CARD").await;
        world.work().await;
        world.sandbox.stripe.set_outage_for("/v1/", Outage::ServerError, 1_000);
        world.sandbox.stripe.pay_card(&session).unwrap();
        for _ in 0..20 {
            world.pass(60 * 60).await;
        }
        let manager = world.sign_in(&community.manager).await;
        let lost = list(&manager, &community, json!({ "state": "GIVEN_UP" })).await;
        assert!(!lost.is_empty(), "{lost:#?}");
        assert_eq!(lost[0]["attempts"], 16);
        assert!(lost[0]["lastError"].as_str().unwrap().contains("did not answer"), "{}", lost[0]["lastError"]);
        assert_eq!(world.invoice(&manager, &invoice).await["status"], "OPEN");

        world.sandbox.stripe.set_outage_for("/v1/", Outage::None, 0);
        let variables = json!({ "id": lost[0]["id"], "key": "again" });
        let replayed = manager.mutate("webhookEventReplay", REPLAY, variables.clone()).await;
        assert_eq!((&replayed["event"]["state"], &replayed["event"]["replays"]), (&json!("WAITING"), &json!(1)));
        let same = manager.mutate("webhookEventReplay", REPLAY, variables).await;
        assert_eq!(same["event"]["replays"], 1, "the same key replays once");
        world.work().await;
        assert_eq!(world.invoice(&manager, &invoice).await["status"], "PAID");
        let audit = world.audit(&manager, &community.organization_id(), json!({ "category": "MONEY" })).await;
        assert!(audit.iter().any(|event| event["action"] == "EVENT_REPLAYED"), "{audit:#?}");
        let since = json!({ "id": community.organization_id(), "since": "2026-11-01T00:00:00Z", "key": "rest" });
        manager.mutate("webhookEventsReplay", REPLAY_ALL, since).await;
        world.work().await;
        assert_eq!(list(&manager, &community, json!({ "state": "GIVEN_UP" })).await, Vec::<Value>::new());
    }

    async fn replaying_all_since_a_time_changes_nothing_that_was_right(world: &World) {
        let community = world.connected("Again", 1).await;
        paid(world, &community).await;
        world.sandbox.stripe.payouts_now(&world.account(&community).await).unwrap();
        world.work().await;
        let manager = world.sign_in(&community.manager).await;
        let all = list(&manager, &community, json!({})).await.len();
        let before = world.rows().await;
        let replay = |since: &str, key: &str| {
            json!({ "id": community.organization_id(), "since": since, "key": key })
        };
        let payload = manager.mutate("webhookEventsReplay", REPLAY_ALL, replay("2026-11-01T00:00:00Z", "all")).await;
        assert_eq!((&payload["count"], &payload["hasMore"]), (&json!(all), &json!(false)));
        let again = manager.mutate("webhookEventsReplay", REPLAY_ALL, replay("2026-11-01T00:00:00Z", "all")).await;
        assert_eq!(again["count"], all, "the same key tells the same");
        let waiting = list(&manager, &community, json!({ "state": "WAITING" })).await;
        assert_eq!(waiting.len(), all);
        world.work().await;
        let replayed = list(&manager, &community, json!({ "state": "APPLIED" })).await;
        assert!(replayed.iter().all(|event| event["replays"] == json!(1)) && replayed.len() == all, "{replayed:#?}");
        let own = ["webhook_event", "job", "audit_event", "audit_chain", "idempotency_key", "integration",
            "payment", "payment_account", "payout", "session"];
        assert_eq!(before.changes_outside(&own, &world.rows().await), Vec::new());
        let later = manager.mutate("webhookEventsReplay", REPLAY_ALL, replay("2027-01-01T00:00:00Z", "later")).await;
        assert_eq!(later["count"], 0);
    }

    async fn nobody_else_replays(world: &World) {
        let town = Town::build(world, "Oldtown").await;
        let other = Town::build(world, "Elsewhere").await;
        let manager = world.sign_in(&town.community.manager).await;
        let event = list(&manager, &town.community, json!({})).await[0]["id"].clone();
        let organization = town.community.organization_id();
        for person in [&town.community.property_manager, town.community.resident(0), &other.community.manager] {
            let client = world.sign_in(person).await;
            let one = client.refused("webhookEventReplay", REPLAY, json!({ "id": event, "key": "x" })).await;
            assert_eq!(one, ["NOT_FOUND"]);
            let since = json!({ "id": organization, "since": "2026-11-01T00:00:00Z", "key": "y" });
            assert_eq!(client.refused("webhookEventsReplay", REPLAY_ALL, since).await, ["NOT_FOUND"]);
        }
        for id in ["whe_01jd4w8h2qf3v9n6c0r5t7x8yz", "inv_01jd4w8h2qf3v9n6c0r5t7x8yz", "", "x"] {
            let codes = manager.refused("webhookEventReplay", REPLAY, json!({ "id": id, "key": "z" })).await;
            assert_eq!(codes, ["NOT_FOUND"], "{id}");
        }
        let codes = manager.refused("webhookEventReplay", REPLAY, json!({ "id": event, "key": "" })).await;
        assert_eq!(codes, ["IDEMPOTENCY_KEY_INVALID"]);
    }

    async fn the_platforms_own_events_are_nobodys(world: &World) {
        let community = world.connected("Own", 1).await;
        entity::webhook_event::Entity::update_many()
            .col_expr(entity::webhook_event::Column::Account, Expr::val(None::<String>))
            .filter(entity::webhook_event::Column::Account.is_not_null())
            .exec(world.app.db.write())
            .await
            .unwrap();
        let manager = world.sign_in(&community.manager).await;
        assert_eq!(list(&manager, &community, json!({})).await, Vec::<Value>::new());
    }
}
