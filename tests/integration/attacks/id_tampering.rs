//! Tampering with ids: one of another kind, cut, in capitals, far too long or with SQL in it answers exactly as one
//! that does not exist. Ids of other organizations are tried by `tenant_isolation`.

use domain::id::{self, IdKind};
use serde_json::{Value, json};
use support::{Community, TestApp, on_each_database};

/// The id of something that does not exist.
fn new_id<K: IdKind>(test: &TestApp) -> String {
    test.app.new_id::<K>().to_string()
}

/// Queries by id, with the id of something that does not exist.
fn queries(test: &TestApp) -> Vec<(&'static str, String)> {
    vec![
        ("organization", new_id::<id::Organization>(test)),
        ("property", new_id::<id::Property>(test)),
        ("invoice", new_id::<id::Invoice>(test)),
        ("payment", new_id::<id::Payment>(test)),
        ("billingRun", new_id::<id::BillingRun>(test)),
        ("node", new_id::<id::ApiKey>(test)),
    ]
}

/// Mutations by id: their name, document and the id of something that does not exist.
fn mutations(test: &TestApp) -> Vec<(&'static str, String, String)> {
    let key = "idempotencyKey: \"k\"";
    let made = |name: &'static str, arguments: &str, id: String| {
        let document =
            format!("mutation($id: ID!) {{ {name}({arguments}) {{ userErrors {{ code field message }} }} }}");
        (name, document, id)
    };
    vec![
        made("invoicePublish", &format!("id: $id, input: {{}}, {key}"), new_id::<id::Invoice>(test)),
        made(
            "invoiceVoid",
            &format!("id: $id, input: {{ reason: \"x\" }}, {key}"),
            new_id::<id::Invoice>(test),
        ),
        made(
            "invoiceWriteOff",
            &format!("input: {{ invoiceId: $id, reason: \"x\" }}, {key}"),
            new_id::<id::Invoice>(test),
        ),
        made("invoiceDiscard", "id: $id", new_id::<id::Invoice>(test)),
        made("memberRemove", "id: $id", new_id::<id::Member>(test)),
        made("memberUpdate", "id: $id, input: { role: ORGANIZATION_MANAGER }", new_id::<id::Member>(test)),
        made("residentInvite", "id: $id", new_id::<id::Resident>(test)),
        made("residentMoveOut", "id: $id, input: {}", new_id::<id::Resident>(test)),
        made("apiKeyRevoke", "id: $id", new_id::<id::ApiKey>(test)),
        made("sessionEnd", "id: $id", new_id::<id::Session>(test)),
        made("organizationUpdate", "id: $id, input: { name: \"x\" }", new_id::<id::Organization>(test)),
        made(
            "unitCreate",
            &format!("propertyId: $id, input: {{ labels: [\"1\"] }}, {key}"),
            new_id::<id::Property>(test),
        ),
        made(
            "propertyFeesSet",
            "propertyId: $id, input: { bank: ABSORB, card: ABSORB }",
            new_id::<id::Property>(test),
        ),
    ]
}

/// What can be made of an id that is right for something of the same organization.
fn tampered(right: &str, other_kind: &str) -> Vec<String> {
    let (kind, rest) = right.rsplit_once('_').unwrap();
    vec![
        other_kind.to_owned(),
        format!("{}_{rest}", other_kind.split('_').next().unwrap()),
        right[..right.len() - 1].to_owned(),
        right.to_uppercase(),
        format!("{}_{rest}", kind.to_uppercase()),
        format!("{right}0"),
        format!(" {right}"),
        format!("{right}\n"),
        format!("{right}\u{200b}"),
        rest.to_owned(),
        format!("{kind}_"),
        format!("{kind}_zzzzzzzzzzzzzzzzzzzzzzzzzz"),
        format!("{right}' OR '1'='1"),
        format!("{right}; DROP TABLE users; --"),
        "x' UNION SELECT * FROM users --".to_owned(),
        right.replace('_', "__"),
        "../../etc/passwd".to_owned(),
        format!("{kind}_{}", "0".repeat(30_000)),
        "🏠".repeat(100),
        String::new(),
    ]
}

#[on_each_database]
async fn id_tampering_in_queries_is_not_found(test: &TestApp) {
    let community = Community::build(&test.app, "Asked", 1).await;
    let manager = test.sign_in(&community.manager).await;
    for (field, nobody) in queries(test) {
        let document = format!("query($id: ID!) {{ {field}(id: $id) {{ __typename }} }}");
        let absent = manager.send(&document, json!({ "id": nobody })).await;
        assert_eq!(absent.2, json!({ "data": { field: null } }));
        for id in tampered(&community.organization_id(), &community.unit_id(0)) {
            // The organization's and the unit's own are whole where any object is asked for.
            let whole = [community.organization_id(), community.unit_id(0)];
            if field == "node" && whole.contains(&id) {
                continue;
            }
            let response = manager.send(&document, json!({ "id": id })).await;
            assert_eq!((response.0, response.2), (absent.0, absent.2.clone()), "{field} {id:.100}");
        }
    }
}

#[on_each_database]
async fn id_tampering_in_mutations_is_not_found(test: &TestApp) {
    let community = Community::build(&test.app, "Changed", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let before = test.snapshot().await;
    for (field, document, nobody) in mutations(test) {
        let absent = manager.execute(&document, json!({ "id": nobody })).await;
        assert_eq!(absent[field]["userErrors"][0]["code"], "NOT_FOUND", "{field}: {absent:#}");
        for id in tampered(&community.unit_id(0), &new_id::<id::Unit>(test)) {
            let response = manager.execute(&document, json!({ "id": id })).await;
            assert_eq!(response, absent, "{field} {id:.100}");
        }
    }
    before.assert_unchanged(&test.snapshot().await);
}

#[on_each_database]
async fn forged_cursors_are_rejected_or_ignored(test: &TestApp) {
    let community = Community::build(&test.app, "Cursors", 2).await;
    let manager = test.sign_in(&community.manager).await;
    let document = "query($id: ID!, $after: String) { organization(id: $id) {
            units(first: 5, after: $after) { nodes { label } } members(first: 5, after: $after) { nodes { name } }
            auditEvents(first: 5, after: $after) { nodes { id } } } }";
    for after in [
        "",
        "x",
        "' OR 1=1 --",
        "MTsgRFJPUCBUQUJMRSB1c2Vycw==",
        &"A".repeat(20_000),
        "\u{202e}",
        "AAAA",
        "e30",
        "W10",
        "bnVsbA",
    ] {
        let (status, _, body) =
            manager.send(document, json!({ "id": community.organization_id(), "after": after })).await;
        assert!(status.is_success(), "{after:.50}: {body:#}");
        let refused = body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT";
        let listed =
            body["data"]["organization"]["units"]["nodes"].as_array().is_some_and(|units| units.len() <= 2);
        assert!(refused || listed, "{after:.50}: {body:#}");
    }
    let last: Value = manager.execute("{ viewer { email } }", json!({})).await;
    assert!(!last["viewer"].is_null());
}
