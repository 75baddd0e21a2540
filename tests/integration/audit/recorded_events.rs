//! What the trail tells: who did what to whom, from where; read by organization managers alone.

use entity::member;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use support::identity::{AUDIT, DAY, MEMBER_UPDATE, ORGANIZATION_UPDATE, PASSWORD, SIGN_IN, VERIFY};
use support::{Community, TestApp, on_each_database};

/// One fact of an event: what it was and what it is.
fn change(event: &Value, name: &str) -> (Value, Value) {
    let changes = event["changes"].as_array().unwrap();
    let found = changes
        .iter()
        .find(|change| change["name"] == name)
        .unwrap_or_else(|| panic!("no {name} in {event:#}"));
    (found["before"].clone(), found["after"].clone())
}

/// The newest event of an action.
fn newest<'a>(trail: &'a [Value], action: &str) -> &'a Value {
    trail
        .iter()
        .find(|event| event["action"] == action)
        .unwrap_or_else(|| panic!("no {action} in {trail:#?}"))
}

#[on_each_database]
async fn sign_ins_and_failures_are_audited(test: &TestApp) {
    let community = Community::build(&test.app, "Doors", 1).await;
    let (managing, id) = (test.sign_in(&community.manager).await, community.organization_id());
    let person = &community.property_manager;
    let email = person.user.email.as_str();
    test.give_password(person, PASSWORD).await;
    let site = test.also_serve(|site| site.trusted_proxies = vec!["127.0.0.1/32".parse().unwrap()]).await;
    let far = test.anonymous().at(&site).with("x-forwarded-for", "203.0.113.7");
    far.expect_user_errors("signIn", SIGN_IN, json!({ "email": email, "password": "guess" })).await;
    far.expect_user_errors("signIn", SIGN_IN, json!({ "email": "nobody@example.com", "password": "guess" }))
        .await;
    test.run_jobs().await;
    let (_, signed_in) =
        far.start_session("signIn", SIGN_IN, json!({ "email": email, "password": PASSWORD })).await;
    let trail =
        test.audit_events(&managing, &id, json!({ "category": "ACCESS", "search": "203.0.113.7" })).await;
    assert_eq!(trail.len(), 2, "what nobody has is told nobody: {trail:#?}");
    let (failed, entered) = (newest(&trail, "SIGN_IN_FAILED"), newest(&trail, "SIGNED_IN"));
    assert_eq!(
        (&failed["actorKind"], &failed["actor"], &failed["subject"]),
        (&json!("PROPTY"), &Value::Null, &json!(person.user.name))
    );
    assert_eq!(
        (&entered["actorKind"], &entered["actor"], &entered["subject"]),
        (&json!("PERSON"), &json!(person.user.name), &json!(person.user.name))
    );
    for event in [failed, entered] {
        assert_eq!(
            (&event["network"], change(event, "method").1),
            (&json!("203.0.113.7"), json!("password"))
        );
    }

    let factor = test.set_up_second_factor(&signed_in).await;
    let (_, waiting) =
        far.start_session("signIn", SIGN_IN, json!({ "email": email, "password": PASSWORD })).await;
    waiting.expect_user_errors("secondFactorVerify", VERIFY, json!({ "code": factor.wrong(test) })).await;
    test.run_jobs().await;
    let trail = test.audit_events(&managing, &id, json!({ "category": "ACCESS" })).await;
    assert_eq!(change(newest(&trail, "SIGN_IN_FAILED"), "method").1, "second_factor");
    let steps = trail
        .iter()
        .filter(|event| event["action"] == "SIGNED_IN" && event["network"] == "203.0.113.7")
        .count();
    assert_eq!(steps, 1, "one step of two is no sign-in");
    let (_, whole) =
        waiting.start_session("secondFactorVerify", VERIFY, json!({ "code": factor.code(test, 0) })).await;
    whole.mutate("signOut", "mutation { signOut { userErrors { code } } }", json!({})).await;
    let trail = test.audit_events(&managing, &id, json!({ "category": "ACCESS" })).await;
    let actions: Vec<&str> = trail.iter().map(|event| event["action"].as_str().unwrap()).take(3).collect();
    assert_eq!(actions, ["SIGNED_OUT", "SIGNED_IN", "SIGN_IN_FAILED"]);
    assert_eq!(change(newest(&trail, "SIGNED_IN"), "secondFactor").1, "true");
    newest(&trail, "SECOND_FACTOR_ENABLED");
}

#[on_each_database]
async fn changes_are_audited_with_before_and_after(test: &TestApp) {
    let community = Community::build(&test.app, "Facts", 1).await;
    let (managing, id) = (test.sign_in(&community.manager).await, community.organization_id());
    let of = member::Column::UserId.eq(community.property_manager.user.id);
    let member = member::Entity::find().filter(of).one(test.app.db.write()).await.unwrap().unwrap().id;
    let member = member.to_string();
    managing
        .mutate(
            "memberUpdate",
            MEMBER_UPDATE,
            json!({ "id": member, "input": { "role": "ORGANIZATION_MANAGER" } }),
        )
        .await;
    managing
        .mutate(
            "organizationUpdate",
            ORGANIZATION_UPDATE,
            json!({ "id": id, "input": { "name": "New Facts" } }),
        )
        .await;
    managing
        .mutate(
            "organizationUpdate",
            ORGANIZATION_UPDATE,
            json!({ "id": id, "input": { "name": "New Facts" } }),
        )
        .await;
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    let record = "mutation($id: ID!, $amount: Decimal!) { paymentRecordOffline(idempotencyKey: \"o\", input:
            { invoiceId: $id,
            method: CASH, amount: $amount, receivedOn: \"2026-11-02\" }) { payment { id } userErrors { code } } }";
    let paid =
        managing.mutate("paymentRecordOffline", record, json!({ "id": invoice, "amount": "30.00" })).await;
    let reverse = "mutation($id: ID!) { paymentReverseOffline(id: $id, input: { reason: \"Counted twice\" },
            idempotencyKey: \"r\") {
            payment { id } userErrors { code } } }";
    managing.mutate("paymentReverseOffline", reverse, json!({ "id": paid["payment"]["id"] })).await;
    test.run_jobs().await;

    let trail = test.audit_events(&managing, &id, Value::Null).await;
    let updated = newest(&trail, "MEMBER_UPDATED");
    assert_eq!((&updated["subject"], &updated["objectId"]), (&json!("Pat Facts"), &json!(member)));
    assert_eq!(change(updated, "role"), (json!("property_manager"), json!("organization_manager")));
    assert_eq!(change(updated, "properties"), (json!("Facts"), json!("")));
    let renamed: Vec<&Value> =
        trail.iter().filter(|event| event["action"] == "ORGANIZATION_UPDATED").collect();
    assert_eq!(renamed.len(), 1, "what changes nothing is not told");
    assert_eq!(change(renamed[0], "name"), (json!("Facts HOA"), json!("New Facts")));
    let published = newest(&trail, "INVOICE_PUBLISHED");
    assert_eq!(
        (&published["subject"], &published["objectId"], &published["category"]),
        (&json!("Monthly dues"), &json!(invoice), &json!("MONEY"))
    );
    assert_eq!(change(published, "number").1, "1001");
    assert_eq!(change(newest(&trail, "PAYMENT_RECORDED"), "amount").1, "30.00");
    newest(&trail, "PAYMENT_REVERSED");
    for event in &trail {
        let own = event["network"] == "127.0.0.1"
            && event["actorKind"] == "PERSON"
            && event["actor"] == "Dana Facts";
        assert!(own, "{event:#}");
    }
}

#[on_each_database]
async fn only_organization_managers_read_audit_events(test: &TestApp) {
    let community = Community::build(&test.app, "Readers", 1).await;
    let other = Community::build(&test.app, "Curious", 0).await;
    let (managing, id) = (test.sign_in(&community.manager).await, community.organization_id());
    let (_, key) = test
        .api_key(
            &managing,
            &id,
            &["PROPERTIES_READ", "COMMUNITY_WRITE", "INVOICES_READ", "INVOICES_WRITE", "LEDGER_READ"],
        )
        .await;
    let everything = test.audit_events(&managing, &id, Value::Null).await;
    assert!(everything.len() >= 2);
    for (who, caller) in [
        ("property manager", test.sign_in(&community.property_manager).await),
        ("resident", test.sign_in(community.resident(0)).await),
        ("key", test.anonymous().with_api_key(&key)),
        ("stranger", test.sign_in(&other.manager).await),
    ] {
        let response = caller.execute(AUDIT, json!({ "id": id })).await["organization"].clone();
        let empty = json!({ "auditEvents": { "totalCount": 0, "nodes": [] } });
        assert!(response == empty || response.is_null(), "{who}: {response:#}");
    }
    let (_, _, body) = test.anonymous().send(AUDIT, json!({ "id": id })).await;
    assert_eq!(body["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
}

#[on_each_database]
async fn audit_events_are_filtered_and_paginated(test: &TestApp) {
    let community = Community::build(&test.app, "Filters", 1).await;
    let id = community.organization_id();
    test.published_invoice(&community, 0, "10.00").await;
    test.run_jobs().await;
    test.clock.advance(DAY);
    let managing = test.sign_in(&community.manager).await;
    test.api_key(&managing, &id, &["LEDGER_READ"]).await;
    let count = async |filter: Value| test.audit_events(&managing, &id, filter).await.len();
    let all = count(Value::Null).await;
    let categories = ["ACCESS", "TEAM", "MONEY", "KEYS", "SETTINGS"];
    let mut sum = 0;
    for category in categories {
        let trail = test.audit_events(&managing, &id, json!({ "category": category })).await;
        assert!(trail.iter().all(|event| event["category"] == category));
        sum += trail.len();
    }
    assert_eq!(sum, all, "each has one");
    assert_eq!(
        (count(json!({ "category": "KEYS" })).await, count(json!({ "category": "MONEY" })).await),
        (1, 2)
    );
    assert_eq!(
        (count(json!({ "search": "monthly" })).await, count(json!({ "search": "bookKEEP" })).await),
        (2, 1)
    );
    assert_eq!(
        (count(json!({ "search": "dana" })).await, count(json!({ "search": "127.0.0" })).await),
        (all, all)
    );
    assert_eq!(count(json!({ "search": "nothing of the kind" })).await, 0);
    let first_day = count(json!({ "to": "2026-11-02" })).await;
    assert_eq!((first_day + count(json!({ "from": "2026-11-03" })).await, first_day > 2), (all, true));
    assert_eq!(
        (
            count(json!({ "from": "2026-11-02", "to": "2026-11-03" })).await,
            count(json!({ "from": "2026-11-04" })).await
        ),
        (all, 0)
    );

    let page =
        "query($id: ID!, $after: String) { organization(id: $id) { auditEvents(first: 2, after: $after) {
            totalCount nodes { sequence } pageInfo { hasNextPage endCursor } } } }";
    let (mut after, mut seen) = (Value::Null, Vec::new());
    loop {
        let response =
            managing.execute(page, json!({ "id": id, "after": after })).await["organization"]["auditEvents"]
                .clone();
        assert_eq!(response["totalCount"], all);
        seen.extend(
            response["nodes"].as_array().unwrap().iter().map(|event| event["sequence"].as_u64().unwrap()),
        );
        if response["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = response["pageInfo"]["endCursor"].clone();
    }
    let downwards: Vec<u64> = (1..=u64::try_from(all).unwrap()).rev().collect();
    assert_eq!(seen, downwards, "newest first, without gaps");
}
