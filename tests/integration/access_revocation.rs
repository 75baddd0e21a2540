//! Access ends at once: the next request with the old cookie or key, and with an idempotency key that was used
//! before, is answered as a stranger's.

use serde_json::{Value, json};
use support::authenticator::code;
use support::community::{CHECKOUT, PUBLISH};
use support::community_fixture::{self, PASSWORD, string_at};
use support::{Client, CommunityFixture, TestApp, on_each_database};

const HAND: &str = "mutation($id: ID!, $key: String!) { paymentRecordOffline(input: { invoiceId: $id, method: CASH,
    amount: \"1.00\", receivedOn: \"2026-11-02\" }, idempotencyKey: $key) { payment { id } userErrors { code } } }";

/// What somebody sees of the fixture: organization, property, a resident's invoice, a draft.
async fn visible_objects(client: &Client, fixture: &CommunityFixture) -> [bool; 4] {
    let query = "query($organization: ID!, $property: ID!, $open: ID!, $draft: ID!) {
        organization(id: $organization) { id } property(id: $property) { id }
        open: invoice(id: $open) { id } draft: invoice(id: $draft) { id } }";
    let seen = client.execute(query, json!(fixture.placeholders)).await;
    ["organization", "property", "open", "draft"].map(|thing| seen[thing].is_object())
}

const EVERYTHING: [bool; 4] = [true; 4];
const NOTHING: [bool; 4] = [false; 4];

/// Turns the second factor on; gives its secret.
async fn second_factor(test: &TestApp, client: &Client) -> String {
    let query = "mutation { secondFactorEnroll { enrollment { secret } userErrors { code } } }";
    let secret =
        string_at(&client.mutate("secondFactorEnroll", query, Value::Null).await, "/enrollment/secret");
    let query =
        "mutation($code: String!) { secondFactorEnable(input: { code: $code }) { userErrors { code } } }";
    let variables = json!({ "code": code(&secret, test.clock.millis()) });
    client.mutate("secondFactorEnable", query, variables).await;
    secret
}

#[on_each_database]
async fn removed_member_loses_access(test: &TestApp) {
    let fixture = CommunityFixture::build(test, "Oldtown").await;
    let manager = test.sign_in(&fixture.community.manager).await;
    let (sam, draft) = (test.sign_in(&fixture.sam).await, fixture.placeholders["scrap"].clone());
    assert_eq!(visible_objects(&sam, &fixture).await, EVERYTHING);
    let published = json!({ "id": draft, "notify": false, "key": "sam publishes" });
    sam.mutate("invoicePublish", PUBLISH, published.clone()).await;
    let received = json!({ "id": fixture.placeholders["open"], "key": "sam receives" });
    sam.mutate("paymentRecordOffline", HAND, received.clone()).await;
    // The same keys again, as long as it is theirs.
    sam.mutate("invoicePublish", PUBLISH, published.clone()).await;
    sam.mutate("paymentRecordOffline", HAND, received.clone()).await;

    let query = "mutation($member: ID!) { memberRemove(id: $member) { userErrors { code } } }";
    manager.mutate("memberRemove", query, json!(fixture.placeholders)).await;
    assert_eq!(visible_objects(&sam, &fixture).await, NOTHING);
    assert_eq!(sam.expect_user_errors("invoicePublish", PUBLISH, published).await, ["NOT_FOUND"]);
    assert_eq!(sam.expect_user_errors("paymentRecordOffline", HAND, received).await, ["NOT_FOUND"]);
    let viewer = sam.execute("{ viewer { email memberships { id } } }", Value::Null).await["viewer"].clone();
    assert_eq!(
        viewer,
        json!({ "email": fixture.sam.user.email, "memberships": [] }),
        "the account is still theirs"
    );
    test.run_jobs().await;
}

#[on_each_database]
async fn role_change_applies_at_once(test: &TestApp) {
    let fixture = CommunityFixture::build(test, "Oldtown").await;
    let next = community_fixture::second_property(test, &fixture).await;
    let manager = test.sign_in(&fixture.community.manager).await;
    let person = community_fixture::create_person(test, "Olga Organizer").await;
    let member = community_fixture::add_member(test, fixture.community.organization, &person, None).await;
    let client = test.sign_in(&person).await;
    let query = "query($id: ID!) { organization(id: $id) { members(first: 1) { totalCount } } }";
    let team = json!({ "id": fixture.placeholders["organization"] });
    assert_eq!(client.execute(query, team.clone()).await["organization"]["members"]["totalCount"], 4);
    let update = "mutation($id: ID!, $property: ID!) { memberUpdate(id: $id, input: { role: PROPERTY_MANAGER,
            propertyIds: [$property] }) { userErrors { code } } }";
    let to = |property: &str| json!({ "id": member, "property": property });
    manager.mutate("memberUpdate", update, to(&fixture.placeholders["property"])).await;
    assert_eq!(visible_objects(&client, &fixture).await, EVERYTHING, "as property manager");
    assert_eq!(client.execute(query, team).await["organization"]["members"]["totalCount"], 0);
    manager.mutate("memberUpdate", update, to(&next["property"])).await;
    assert_eq!(
        visible_objects(&client, &fixture).await,
        [true, false, false, false],
        "as property manager next door"
    );
    let publish = json!({ "id": fixture.placeholders["draft"], "notify": false, "key": "from next door" });
    assert_eq!(client.expect_user_errors("invoicePublish", PUBLISH, publish).await, ["NOT_FOUND"]);
}

#[on_each_database]
async fn moved_out_resident_loses_access(test: &TestApp) {
    let fixture = CommunityFixture::build(test, "Oldtown").await;
    let manager = test.sign_in(&fixture.community.manager).await;
    let resident = test.sign_in(fixture.community.resident(0)).await;
    assert_eq!(visible_objects(&resident, &fixture).await, [true, true, true, false]);
    let pay =
        json!({ "ids": [fixture.placeholders["open"]], "method": "CARD", "amount": "2.00", "key": "pay" });
    let started = resident.mutate("checkoutStart", CHECKOUT, pay.clone()).await;
    let again = resident.mutate("checkoutStart", CHECKOUT, pay.clone()).await;
    assert_eq!(started["redirectUrl"], again["redirectUrl"]);

    let query =
        "mutation($resident: ID!) { residentMoveOut(id: $resident, input: {}) { userErrors { code } } }";
    manager.mutate("residentMoveOut", query, json!(fixture.placeholders)).await;
    assert_eq!(visible_objects(&resident, &fixture).await, NOTHING);
    assert_eq!(
        resident.expect_user_errors("checkoutStart", CHECKOUT, pay).await,
        ["NOT_FOUND"],
        "nor the page they had opened"
    );
    let query =
        "{ viewer { residencies { id } invoices(first: 1) { totalCount } payments(first: 1) { totalCount }
            balance { amount } } }";
    let left = resident.execute(query, Value::Null).await["viewer"].clone();
    let none = json!({ "residencies": [], "invoices": { "totalCount": 0 }, "payments": { "totalCount": 0 },
            "balance": null });
    assert_eq!(left, none);
    test.advance_time(24 * 60 * 60).await;
}

#[on_each_database]
async fn revoked_or_expired_api_key_loses_access(test: &TestApp) {
    let fixture = CommunityFixture::build(test, "Oldtown").await;
    let manager = test.sign_in(&fixture.community.manager).await;
    let key = Client::for_api_key(&test.site, &fixture.placeholders["secret"]);
    assert_eq!(visible_objects(&key, &fixture).await, EVERYTHING);
    let query = "mutation($key: ID!) { apiKeyRevoke(id: $key) { apiKey { status } userErrors { code } } }";
    let revoked = manager.mutate("apiKeyRevoke", query, json!(fixture.placeholders)).await;
    assert_eq!(revoked["apiKey"]["status"], "REVOKED");
    let create = "mutation($id: ID!) { apiKeyCreate(organizationId: $id, input: { name: \"Short\",
            scopes: [PROPERTIES_READ], expiresOn: \"2026-11-03\" }) { secret userErrors { code } } }";
    let made =
        manager.mutate("apiKeyCreate", create, json!({ "id": fixture.placeholders["organization"] })).await;
    let short = Client::for_api_key(&test.site, &string_at(&made, "/secret"));
    assert_eq!(visible_objects(&short, &fixture).await, [true, true, false, false]);
    test.clock.advance(2 * 24 * 60 * 60);
    for client in [&key, &short] {
        let (status, _, body) = client.send("{ currentApiKey { id } }", Value::Null).await;
        assert_eq!(
            (status.as_u16(), &body["errors"][0]["extensions"]["code"]),
            (401, &json!("UNAUTHENTICATED"))
        );
    }
}

#[on_each_database]
async fn members_without_required_second_factor_lose_access(test: &TestApp) {
    let fixture = CommunityFixture::build(test, "Oldtown").await;
    let manager = test.sign_in(&fixture.community.manager).await;
    let sam = test.sign_in(&fixture.sam).await;
    let require = "mutation($organization: ID!) { organizationUpdate(id: $organization,
            input: { secondFactorRequired: true }) { userErrors { code } } }";
    let first = manager.expect_user_errors("organizationUpdate", require, json!(fixture.placeholders)).await;
    assert_eq!(first, ["SECOND_FACTOR_REQUIRED"], "nobody locks themselves out");
    second_factor(test, &manager).await;
    manager.mutate("organizationUpdate", require, json!(fixture.placeholders)).await;

    assert_eq!(visible_objects(&manager, &fixture).await, EVERYTHING);
    assert_eq!(visible_objects(&sam, &fixture).await, NOTHING);
    let publish = json!({ "id": fixture.placeholders["draft"], "notify": false, "key": "without" });
    assert_eq!(sam.expect_user_errors("invoicePublish", PUBLISH, publish.clone()).await, ["NOT_FOUND"]);
    // They are told what is missing, and whose wish it is; nothing else.
    let query = "{ viewer { memberships { secondFactorMissing properties { name } organization { name
            properties(first: 9) { totalCount } invoices(first: 9) { totalCount } payments(first: 9) { totalCount }
            units(first: 9) { totalCount } residents(first: 9) { totalCount } members(first: 9) { totalCount }
            invoiceTotals { all } apiKeys { id } memberInvitations { id } auditEvents(first: 9) { totalCount } } } } }";
    let response = sam.execute(query, Value::Null).await["viewer"]["memberships"][0].clone();
    let empty = json!({ "totalCount": 0 });
    assert_eq!(
        response,
        json!({ "secondFactorMissing": true, "properties": [], "organization": { "name": "Oldtown HOA",
            "properties": empty, "invoices": empty, "payments": empty, "units": empty, "residents": empty,
            "members": empty, "invoiceTotals": { "all": 0 }, "apiKeys": [], "memberInvitations": [],
            "auditEvents": empty } })
    );
    let resident = test.sign_in(fixture.community.resident(0)).await;
    assert_eq!(
        visible_objects(&resident, &fixture).await,
        [true, true, true, false],
        "residents are not asked"
    );

    second_factor(test, &sam).await;
    assert_eq!(visible_objects(&sam, &fixture).await, EVERYTHING, "the same session, once they have it");
    sam.mutate("invoicePublish", PUBLISH, publish).await;
    test.run_jobs().await;
}

#[on_each_database]
async fn revoked_session_loses_access(test: &TestApp) {
    let fixture = CommunityFixture::build(test, "Oldtown").await;
    let (here, there) = (test.sign_in(&fixture.sam).await, test.sign_in(&fixture.sam).await);
    let query = "{ viewer { sessions { id isCurrent } } }";
    let current = there.execute(query, Value::Null).await;
    let sessions = current["viewer"]["sessions"].as_array().unwrap();
    let id = sessions.iter().find(|session| session["isCurrent"] == true).unwrap()["id"].clone();
    let end = "mutation($id: ID!) { sessionEnd(id: $id) { userErrors { code } } }";
    here.mutate("sessionEnd", end, json!({ "id": id })).await;
    let viewer = "{ viewer { email } }";
    assert_eq!(there.execute(viewer, Value::Null).await["viewer"], Value::Null);
    for change in [
        "mutation { sessionEndOthers { userErrors { code } } }".to_owned(),
        format!(
            "mutation {{ passwordSet(input: {{ currentPassword: \"{PASSWORD}\",
                newPassword: \"nine herons hum softly\" }}) {{ userErrors {{ code }} }} }}"
        ),
    ] {
        let other = test.sign_in(&fixture.sam).await;
        assert_ne!(other.execute(viewer, Value::Null).await["viewer"], Value::Null);
        here.execute(&change, Value::Null).await;
        assert_eq!(other.execute(viewer, Value::Null).await["viewer"], Value::Null, "{change}");
        assert_ne!(here.execute(viewer, Value::Null).await["viewer"], Value::Null, "{change}");
    }
}
