//! What Stripe told, in the admin: the list with its states, applying one event again and all since a time.

use sandbox::Outage;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use support::{Client, Community, CommunityFixture, TestApp, on_each_database};

const LIST: &str = "query($id: ID!, $filter: WebhookEventFilter) { organization(id: $id) {
    webhookEvents(first: 100, filter: $filter) { totalCount nodes {
        id processorId kind status outcome attempts replays lastError receivedAt appliedAt property { name } } } } }";
const REPLAY: &str = "mutation($id: ID!, $key: String!) { webhookEventReplay(id: $id, idempotencyKey: $key) {
    webhookEvent { id status replays } userErrors { code } } }";
const REPLAY_ALL: &str = "mutation($id: ID!, $since: DateTime!, $key: String!) {
    webhookEventsReplay(organizationId: $id, since: $since, idempotencyKey: $key) {
        count hasMore userErrors { code } } }";

async fn list(client: &Client, community: &Community, filter: Value) -> Vec<Value> {
    let variables = json!({ "id": community.organization_id(), "filter": filter });
    let data = client.execute(LIST, variables).await;
    let list = &data["organization"]["webhookEvents"];
    let nodes = list["nodes"].as_array().unwrap().clone();
    assert_eq!(list["totalCount"], nodes.len());
    nodes
}

async fn paid(test: &TestApp, community: &Community) -> String {
    let invoice = test.published_invoice(community, 0, "100.00").await;
    let resident = test.sign_in(community.resident(0)).await;
    let (_, session) = test.checkout(&resident, &invoice, "CARD").await;
    test.sandbox.stripe.pay_card(&session).unwrap();
    test.run_jobs().await;
    invoice
}

#[on_each_database]
async fn webhook_events_show_their_outcome(test: &TestApp) {
    let community = test.connected_community("Told", 1).await;
    let other = test.connected_community("Other", 1).await;
    paid(test, &community).await;
    let manager = test.sign_in(&community.manager).await;
    let all = list(&manager, &community, json!({})).await;
    assert!(all.len() >= 4, "{all:#?}");
    assert!(all.iter().all(|event| event["property"]["name"] == "Told"), "only their own: {all:#?}");
    assert!(all.iter().all(|event| event["status"] == "APPLIED" && event["attempts"] == json!(1)));
    let about = |kind: &str| all.iter().find(|event| event["kind"] == kind).unwrap()["outcome"].clone();
    assert_eq!(about("checkout.session.completed"), "PAYMENT_SYNCED");
    assert!(all.iter().any(|event| event["outcome"] == "ACCOUNT_SYNCED"), "{all:#?}");
    assert_eq!(list(&manager, &community, json!({ "status": "PENDING" })).await, Vec::<Value>::new());
    let foreign = json!({ "propertyId": other.property_id() });
    assert_eq!(list(&manager, &community, foreign).await, Vec::<Value>::new());
    let pat = test.sign_in(&community.property_manager).await;
    assert_eq!(list(&pat, &community, json!({})).await, Vec::<Value>::new(), "for organization managers");
}

#[on_each_database]
async fn replay_applies_failed_events(test: &TestApp) {
    let community = test.connected_community("Lost", 1).await;
    let invoice = test.published_invoice(&community, 0, "100.00").await;
    let resident = test.sign_in(community.resident(0)).await;
    let (_, session) = test.checkout(&resident, &invoice, "CARD").await;
    test.run_jobs().await;
    test.sandbox.stripe.set_outage_for("/v1/", Outage::ServerError, 1_000);
    test.sandbox.stripe.pay_card(&session).unwrap();
    for _ in 0..20 {
        test.advance_time(60 * 60).await;
    }
    let manager = test.sign_in(&community.manager).await;
    let lost = list(&manager, &community, json!({ "status": "FAILED" })).await;
    assert!(!lost.is_empty(), "{lost:#?}");
    test.expect_failed_jobs(lost.len());
    assert_eq!(lost[0]["attempts"], 16);
    assert!(lost[0]["lastError"].as_str().unwrap().contains("did not answer"), "{}", lost[0]["lastError"]);
    assert_eq!(test.invoice(&manager, &invoice).await["status"], "OPEN");

    test.sandbox.stripe.set_outage_for("/v1/", Outage::None, 0);
    let variables = json!({ "id": lost[0]["id"], "key": "again" });
    let replayed = manager.mutate("webhookEventReplay", REPLAY, variables.clone()).await;
    assert_eq!(
        (&replayed["webhookEvent"]["status"], &replayed["webhookEvent"]["replays"]),
        (&json!("PENDING"), &json!(1))
    );
    let same = manager.mutate("webhookEventReplay", REPLAY, variables).await;
    assert_eq!(same["webhookEvent"]["replays"], 1, "the same key replays once");
    test.run_jobs().await;
    assert_eq!(test.invoice(&manager, &invoice).await["status"], "PAID");
    let audit =
        test.audit_events(&manager, &community.organization_id(), json!({ "category": "MONEY" })).await;
    assert!(audit.iter().any(|event| event["action"] == "WEBHOOK_EVENT_REPLAYED"), "{audit:#?}");
    let since = json!({ "id": community.organization_id(), "since": "2026-11-01T00:00:00Z", "key": "rest" });
    manager.mutate("webhookEventsReplay", REPLAY_ALL, since).await;
    test.run_jobs().await;
    assert_eq!(list(&manager, &community, json!({ "status": "FAILED" })).await, Vec::<Value>::new());
}

#[on_each_database]
async fn replaying_all_since_a_time_is_idempotent(test: &TestApp) {
    let community = test.connected_community("Again", 1).await;
    paid(test, &community).await;
    test.sandbox.stripe.payouts_now(&test.stripe_account(&community).await).unwrap();
    test.run_jobs().await;
    let manager = test.sign_in(&community.manager).await;
    let all = list(&manager, &community, json!({})).await.len();
    let before = test.snapshot().await;
    let replay =
        |since: &str, key: &str| json!({ "id": community.organization_id(), "since": since, "key": key });
    let payload =
        manager.mutate("webhookEventsReplay", REPLAY_ALL, replay("2026-11-01T00:00:00Z", "all")).await;
    assert_eq!((&payload["count"], &payload["hasMore"]), (&json!(all), &json!(false)));
    let again =
        manager.mutate("webhookEventsReplay", REPLAY_ALL, replay("2026-11-01T00:00:00Z", "all")).await;
    assert_eq!(again["count"], all, "the same key tells the same");
    let waiting = list(&manager, &community, json!({ "status": "PENDING" })).await;
    assert_eq!(waiting.len(), all);
    test.run_jobs().await;
    let replayed = list(&manager, &community, json!({ "status": "APPLIED" })).await;
    assert!(
        replayed.iter().all(|event| event["replays"] == json!(1)) && replayed.len() == all,
        "{replayed:#?}"
    );
    let own = [
        "webhook_event",
        "job",
        "audit_event",
        "audit_chain",
        "idempotency_key",
        "integration",
        "payment",
        "payment_account",
        "payout",
        "session",
    ];
    before.assert_unchanged_except(&own, &test.snapshot().await);
    let later =
        manager.mutate("webhookEventsReplay", REPLAY_ALL, replay("2027-01-01T00:00:00Z", "later")).await;
    assert_eq!(later["count"], 0);
}

#[on_each_database]
async fn only_organization_managers_replay_events(test: &TestApp) {
    let fixture = CommunityFixture::build(test, "Oldtown").await;
    let other = CommunityFixture::build(test, "Elsewhere").await;
    let manager = test.sign_in(&fixture.community.manager).await;
    let event = list(&manager, &fixture.community, json!({})).await[0]["id"].clone();
    let organization = fixture.community.organization_id();
    for person in
        [&fixture.community.property_manager, fixture.community.resident(0), &other.community.manager]
    {
        let client = test.sign_in(person).await;
        let one =
            client.expect_user_errors("webhookEventReplay", REPLAY, json!({ "id": event, "key": "x" })).await;
        assert_eq!(one, ["NOT_FOUND"]);
        let since = json!({ "id": organization, "since": "2026-11-01T00:00:00Z", "key": "y" });
        assert_eq!(client.expect_user_errors("webhookEventsReplay", REPLAY_ALL, since).await, ["NOT_FOUND"]);
    }
    for id in ["whe_01jd4w8h2qf3v9n6c0r5t7x8yz", "inv_01jd4w8h2qf3v9n6c0r5t7x8yz", "", "x"] {
        let codes =
            manager.expect_user_errors("webhookEventReplay", REPLAY, json!({ "id": id, "key": "z" })).await;
        assert_eq!(codes, ["NOT_FOUND"], "{id}");
    }
    let codes =
        manager.expect_user_errors("webhookEventReplay", REPLAY, json!({ "id": event, "key": "" })).await;
    assert_eq!(codes, ["IDEMPOTENCY_KEY_INVALID"]);
}

#[on_each_database]
async fn platform_events_are_not_listed(test: &TestApp) {
    let community = test.connected_community("Own", 1).await;
    entity::webhook_event::Entity::update_many()
        .col_expr(entity::webhook_event::Column::Account, Expr::val(None::<String>))
        .filter(entity::webhook_event::Column::Account.is_not_null())
        .exec(test.app.db.write())
        .await
        .unwrap();
    let manager = test.sign_in(&community.manager).await;
    assert_eq!(list(&manager, &community, json!({})).await, Vec::<Value>::new());
}
