//! Keys for programs: shown once, kept as a hash, bounded by scopes, properties and time, and told in the trail.

use entity::api_key;
use reqwest::StatusCode;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use support::community::{CREATE, PUBLISH, draft};
use support::identity::{DAY, KEY_CREATE, MINUTE};
use support::{Client, Community, TestApp, on_each_database};

const KEYS: &str =
    "query($id: ID!) { organization(id: $id) { apiKeys { id name prefix status scopes properties
    { name } createdBy
    lastUsedAt expiresAt revokedAt } } }";
const REVOKE: &str = "mutation($id: ID!) { apiKeyRevoke(id: $id) { apiKey { status } userErrors { code } } }";
const OWN: &str = "{ currentApiKey { name } viewer { email } }";

async fn keys(client: &Client, community: &Community) -> Vec<Value> {
    let response = client.execute(KEYS, json!({ "id": community.organization_id() })).await;
    response["organization"]["apiKeys"].as_array().unwrap().clone()
}

async fn status(program: &Client) -> StatusCode {
    program.send(OWN, json!({})).await.0
}

#[on_each_database]
async fn api_key_is_shown_once_and_stored_hashed(test: &TestApp) {
    let community = Community::build(&test.app, "Shown", 0).await;
    let managing = test.sign_in(&community.manager).await;
    for (input, code) in [
        (json!({ "name": "", "scopes": ["LEDGER_READ"] }), "REQUIRED"),
        (json!({ "name": "K", "scopes": [] }), "REQUIRED"),
        (json!({ "name": "K", "scopes": ["LEDGER_READ"], "propertyIds": [] }), "REQUIRED"),
        (json!({ "name": "K", "scopes": ["LEDGER_READ"], "expiresOn": "2026-11-02" }), "INVALID_DATE"),
    ] {
        let variables = json!({ "id": community.organization_id(), "input": input });
        assert_eq!(
            managing.expect_user_errors("apiKeyCreate", KEY_CREATE, variables).await,
            [code],
            "{input}"
        );
    }
    let (_, key) = test
        .api_key(&managing, &community.organization_id(), &["INVOICES_READ", "LEDGER_READ", "LEDGER_READ"])
        .await;
    let listed = keys(&managing, &community).await[0].clone();
    let prefix = listed["prefix"].as_str().unwrap();
    assert!(
        key.starts_with(prefix) && prefix.starts_with("propty_") && prefix.len() == 15 && key.len() == 50,
        "{prefix}"
    );
    assert_eq!(
        (&listed["scopes"], &listed["createdBy"], &listed["status"], &listed["properties"]),
        (&json!(["INVOICES_READ", "LEDGER_READ"]), &json!("Dana Shown"), &json!("ACTIVE"), &Value::Null)
    );
    let row = api_key::Entity::find().one(test.app.db.write()).await.unwrap().unwrap();
    assert_eq!(row.secret_hash, hex::encode(Sha256::digest(key.as_bytes())));
    assert!(!format!("{row:?}").contains(&key[prefix.len()..]));

    assert_eq!(listed["lastUsedAt"], Value::Null);
    let program = test.anonymous().with_api_key(&key);
    assert_eq!(
        program.execute(OWN, json!({})).await,
        json!({ "currentApiKey": { "name": "Bookkeeping" }, "viewer": null })
    );
    assert_eq!(keys(&managing, &community).await[0]["lastUsedAt"], "2026-11-02T17:00:00Z");
    test.clock.advance(MINUTE + 1);
    status(&program).await;
    assert_eq!(keys(&managing, &community).await[0]["lastUsedAt"], "2026-11-02T17:01:01Z");
}

#[on_each_database]
async fn api_key_expires_or_is_revoked(test: &TestApp) {
    let community = Community::build(&test.app, "Ending", 0).await;
    let managing = test.sign_in(&community.manager).await;
    let id = community.organization_id();
    let input = json!({ "name": "Short", "scopes": ["LEDGER_READ"], "expiresOn": "2026-11-03" });
    let made = managing.mutate("apiKeyCreate", KEY_CREATE, json!({ "id": id, "input": input })).await;
    let short = test.anonymous().with_api_key(made["secret"].as_str().unwrap());
    let (revoked_id, revoked) = test.api_key(&managing, &id, &["LEDGER_READ"]).await;
    let revoked = test.anonymous().with_api_key(&revoked);
    assert_eq!((status(&short).await, status(&revoked).await), (StatusCode::OK, StatusCode::OK));
    let response = managing.mutate("apiKeyRevoke", REVOKE, json!({ "id": revoked_id })).await;
    assert_eq!(response["apiKey"]["status"], "REVOKED");
    assert_eq!(status(&revoked).await, StatusCode::UNAUTHORIZED, "at once");
    managing.mutate("apiKeyRevoke", REVOKE, json!({ "id": revoked_id })).await;
    let trail = test.audit_events(&managing, &id, json!({ "category": "KEYS" })).await;
    assert_eq!(trail.iter().filter(|event| event["action"] == "API_KEY_REVOKED").count(), 1);

    // The day ends at midnight, UTC: it is 17:00 on the day before.
    test.clock.advance(DAY + 7 * 3600 - 1);
    assert_eq!(status(&short).await, StatusCode::OK);
    test.clock.advance(1);
    assert_eq!(status(&short).await, StatusCode::UNAUTHORIZED);
    let (_, cookie, body) = short.send(OWN, json!({})).await;
    assert_eq!((body["errors"][0]["extensions"]["code"].as_str(), cookie), (Some("UNAUTHENTICATED"), None));
    let manager = test.sign_in(&community.manager).await;
    // Both were made at the same instant of the test's clock, so neither is the newer.
    let mut states: Vec<String> = keys(&manager, &community)
        .await
        .iter()
        .map(|key| key["status"].as_str().unwrap().to_owned())
        .collect();
    states.sort();
    assert_eq!(states, ["EXPIRED", "REVOKED"]);
}

#[on_each_database]
async fn api_key_is_limited_to_its_scopes_and_properties(test: &TestApp) {
    let community = Community::build(&test.app, "Scoped", 1).await;
    let managing = test.sign_in(&community.manager).await;
    let id = community.organization_id();
    let add = "mutation($id: ID!) { propertyCreate(organizationId: $id, idempotencyKey: \"p\", input: {
            name: \"Annex\",
            address: \"2 Main\", city: \"New York\", country: US, timeZone: \"America/New_York\" }) { property {
            id } userErrors { code } } }";
    managing.mutate("propertyCreate", add, json!({ "id": id })).await;
    test.published_invoice(&community, 0, "10.00").await;
    test.run_jobs().await;
    let sees = "query($id: ID!) { organization(id: $id) { properties(first: 5) { nodes { name } }
            units(first: 5) { totalCount }
            invoices(first: 5) { totalCount } payments(first: 5) { totalCount } members(first: 5) { totalCount }
                apiKeys { id }
            auditEvents(first: 5) { totalCount } residents(first: 5) { totalCount } } }";
    let everything = ["PROPERTIES_READ", "COMMUNITY_WRITE", "INVOICES_READ", "INVOICES_WRITE", "LEDGER_READ"];
    let program = async |scopes: &[&str], properties: Value| {
        let input = json!({ "name": "K", "scopes": scopes, "propertyIds": properties });
        let made = managing.mutate("apiKeyCreate", KEY_CREATE, json!({ "id": id, "input": input })).await;
        test.anonymous().with_api_key(made["secret"].as_str().unwrap())
    };
    let counts = async |program: &Client| {
        let response = program.execute(sees, json!({ "id": id })).await["organization"].clone();
        let count = |list: &str| response[list]["totalCount"].as_i64().unwrap_or(-1);
        (["units", "invoices", "members", "auditEvents"].map(count), response["properties"]["nodes"].clone())
    };
    let all = program(&everything, Value::Null).await;
    let (numbers, properties) = counts(&all).await;
    assert_eq!(
        (numbers, properties.as_array().unwrap().len()),
        ([1, 1, 0, 0], 2),
        "never the team nor the trail"
    );
    let annexed = program(&everything, json!([community.property_id()])).await;
    assert_eq!(counts(&annexed).await.1, json!([{ "name": "Scoped" }]));
    let reader = program(&["PROPERTIES_READ"], Value::Null).await;
    assert_eq!(counts(&reader).await.0, [1, 0, 0, 0]);
    for (program, codes) in [(&reader, Some("NOT_FOUND")), (&annexed, None)] {
        let answer =
            program.execute(CREATE, draft(&community, 0, "10.00", "k")).await["invoiceCreate"].clone();
        assert_eq!(answer["userErrors"][0]["code"].as_str(), codes, "{answer:#}");
    }
    // What is a person's is no program's.
    for (field, document) in [
        (
            "passwordSet",
            "mutation { passwordSet(input: { newPassword: \"correct horse battery\" }) { userErrors { code }
                    } }",
        ),
        ("secondFactorEnroll", "mutation { secondFactorEnroll { userErrors { code } } }"),
        ("sessionEndOthers", "mutation { sessionEndOthers { userErrors { code } } }"),
        ("viewerLanguageSet", "mutation { viewerLanguageSet(language: FR) { userErrors { code } } }"),
    ] {
        assert_eq!(all.expect_user_errors(field, document, json!({})).await, ["NOT_ALLOWED"]);
    }
}

#[on_each_database]
async fn idempotency_keys_are_scoped_per_caller(test: &TestApp) {
    let community = Community::build(&test.app, "Collide", 1).await;
    let managing = test.sign_in(&community.manager).await;
    let (_, key) = test
        .api_key(
            &managing,
            &community.organization_id(),
            &["INVOICES_WRITE", "INVOICES_READ", "PROPERTIES_READ"],
        )
        .await;
    let (_, second) = test
        .api_key(
            &managing,
            &community.organization_id(),
            &["INVOICES_WRITE", "INVOICES_READ", "PROPERTIES_READ"],
        )
        .await;
    let callers =
        [managing.clone(), test.anonymous().with_api_key(&key), test.anonymous().with_api_key(&second)];
    let mut made = Vec::new();
    for (caller, amount) in callers.iter().zip(["1.00", "2.00", "3.00"]) {
        made.push(caller.mutate("invoiceCreate", CREATE, draft(&community, 0, amount, "same")).await);
    }
    for (index, (caller, amount)) in callers.iter().zip(["1.00", "2.00", "3.00"]).enumerate() {
        let again = caller.mutate("invoiceCreate", CREATE, draft(&community, 0, amount, "same")).await;
        assert_eq!(again, made[index], "each gets its own first answer");
        let other =
            caller.expect_user_errors("invoiceCreate", CREATE, draft(&community, 0, "4.00", "same")).await;
        assert_eq!(other, ["IDEMPOTENCY_KEY_REUSED"]);
    }
}

#[on_each_database]
async fn api_key_actions_are_audited_as_the_key_including_jobs(test: &TestApp) {
    let community = Community::build(&test.app, "Told", 2).await;
    let managing = test.sign_in(&community.manager).await;
    let id = community.organization_id();
    let (_, key) =
        test.api_key(&managing, &id, &["INVOICES_WRITE", "INVOICES_READ", "PROPERTIES_READ"]).await;
    let program = test.anonymous().with_api_key(&key);
    for unit in 0..2 {
        program
            .mutate("invoiceCreate", CREATE, draft(&community, unit, "10.00", &format!("draft-{unit}")))
            .await;
    }
    let one = program.mutate("invoiceCreate", CREATE, draft(&community, 0, "20.00", "one")).await["invoices"]
        [0]["id"]
        .clone();
    program.mutate("invoicePublish", PUBLISH, json!({ "id": one, "notify": false, "key": "publish" })).await;
    let run = "mutation($id: ID!) { invoicePublishAll(input: { organizationId: $id, notify: false },
            idempotencyKey: \"run\") {
            billingRun { id status total } userErrors { code } } }";
    let started = program.mutate("invoicePublishAll", run, json!({ "id": id })).await["billingRun"].clone();
    test.run_jobs().await;
    let follow = "query($id: ID!) { billingRun(id: $id) { status published failed } }";
    let done = program.execute(follow, json!({ "id": started["id"] })).await["billingRun"].clone();
    assert_eq!(done, json!({ "status": "DONE", "published": 2, "failed": 0 }));
    let trail = test.audit_events(&managing, &id, json!({ "category": "MONEY" })).await;
    assert_eq!(trail.len(), 6);
    assert!(
        trail.iter().all(|event| event["actorKind"] == "API_KEY" && event["actor"] == "Bookkeeping"),
        "{trail:#?}"
    );
    let asked: Vec<&Value> = trail.iter().filter(|event| event["network"] == "127.0.0.1").collect();
    assert_eq!(asked.len(), 4, "the run's events came from nowhere");

    // Its use is told once a day and network.
    let uses = async || {
        let manager = test.sign_in(&community.manager).await;
        let trail = test.audit_events(&manager, &id, json!({ "category": "KEYS" })).await;
        trail.iter().filter(|event| event["action"] == "API_KEY_USED").count()
    };
    assert_eq!(uses().await, 1);
    test.clock.advance(DAY - 1);
    status(&program).await;
    assert_eq!(uses().await, 1);
    test.clock.advance(MINUTE + 1);
    status(&program).await;
    assert_eq!(uses().await, 2);
}
