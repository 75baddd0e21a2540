//! Floods in one request that `http` and `input_validation` don't try: the same field or fragment over and over, and
//! variables that nest or repeat without end. Each is refused, or costs what it asks for, before it costs us.

use serde_json::{Value, json};
use support::identity::MEMBER_INVITE;
use support::{Community, TestApp, on_each_database};

#[on_each_database]
async fn repeated_fields_and_fragments_are_limited(test: &TestApp) {
    let community = Community::build(&test.app, "Repeated", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let id = community.organization_id();
    let spreads = "...F ".repeat(2_000);
    let nested: Vec<String> =
        (0..40).map(|n| format!("fragment F{n} on Viewer {{ ...F{m} ...F{m} }}", m = n + 1)).collect();
    let documents = [
        ("one field", format!("{{ viewer {{ {} }} }}", "email ".repeat(4_000))),
        (
            "one list",
            format!(
                "{{ organization(id: \"{id}\") {{ {} }} }}",
                "units(first: 200) { nodes { label } } ".repeat(400)
            ),
        ),
        ("one fragment", format!("{{ viewer {{ {spreads} }} }} fragment F on Viewer {{ email name }}")),
        (
            "doubling fragments",
            format!("{{ viewer {{ ...F0 }} }} {} fragment F40 on Viewer {{ email }}", nested.join(" ")),
        ),
        ("arguments", format!("{{ organization({}) {{ name }} }}", "id: \"x\" ".repeat(2_000))),
        ("operations", "query A { viewer { email } } ".repeat(500)),
        (
            "variables",
            format!(
                "query({}) {{ viewer {{ email }} }}",
                (0..2_000).map(|n| format!("$v{n}: Int ")).collect::<String>()
            ),
        ),
    ];
    for (what, document) in documents {
        let before = test.app.db.statements();
        let (status, _, body) = manager.send(&document, json!({})).await;
        assert!(
            !status.is_server_error() && body["errors"][0]["message"].is_string(),
            "{what}: {status} {body:.300}"
        );
        let ran = test.app.db.statements() - before;
        assert!(ran <= 8, "{what}: {ran} statements were run, more than reading the session");
    }
}

#[on_each_database]
async fn nested_and_repeated_variables_are_limited(test: &TestApp) {
    let community = Community::build(&test.app, "Nested", 0).await;
    let manager = test.sign_in(&community.manager).await;
    let mut deep = json!("x");
    for _ in 0..100 {
        deep = json!([deep]);
    }
    let properties: Vec<Value> = (0..3_000).map(|_| json!(community.property_id())).collect();
    let input = |name: Value, properties: Value| {
        json!({ "id": community.organization_id(), "input": { "name": name,
            "email": "noor@example.com", "language": "EN", "role": "PROPERTY_MANAGER", "propertyIds": properties } })
    };
    let (status, _, body) = manager.send(MEMBER_INVITE, input(deep, json!([]))).await;
    assert!(status.is_success() && body["errors"][0]["message"].is_string(), "{status} {body:.300}");
    let (status, _, body) = manager.send(MEMBER_INVITE, input(json!("N"), json!(properties))).await;
    assert!(
        status.is_success() && body.get("errors").is_none(),
        "the same one over and over is one: {body:.300}"
    );
    let long = manager
        .expect_user_errors("memberInvite", MEMBER_INVITE, input(json!("N".repeat(100_000)), json!([])))
        .await;
    assert_eq!(long, ["TOO_LONG"]);
    test.run_jobs().await;
}
