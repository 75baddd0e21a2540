//! Access ends at once: the next request with the old cookie or key, and with an idempotency key that was used
//! before, is answered as a stranger's.

use serde_json::{Value, json};
use support::authenticator::code;
use support::community::{CHECKOUT, PUBLISH};
use support::town::{self, PASSWORD, text};
use support::{Client, Town, World, on_each_database};

const HAND: &str = "mutation($id: ID!, $key: String!) { paymentRecordOffline(input: { invoiceId: $id, method: CASH,
    amount: \"1.00\", receivedOn: \"2026-11-02\" }, idempotencyKey: $key) { payment { id } userErrors { code } } }";

/// What somebody sees of the town: organization, property, a resident's invoice, a draft.
async fn sees(client: &Client, town: &Town) -> [bool; 4] {
    let query = "query($organization: ID!, $property: ID!, $open: ID!, $draft: ID!) {
        organization(id: $organization) { id } property(id: $property) { id }
        open: invoice(id: $open) { id } draft: invoice(id: $draft) { id } }";
    let seen = client.ask(query, json!(town.words)).await;
    ["organization", "property", "open", "draft"].map(|thing| seen[thing].is_object())
}

const EVERYTHING: [bool; 4] = [true; 4];
const NOTHING: [bool; 4] = [false; 4];

/// Turns the second factor on; gives its secret.
async fn second_factor(world: &World, client: &Client) -> String {
    let query = "mutation { secondFactorStart { enrollment { secret } userErrors { code } } }";
    let secret = text(&client.mutate("secondFactorStart", query, Value::Null).await, "/enrollment/secret");
    let query =
        "mutation($code: String!) { secondFactorEnable(input: { code: $code }) { userErrors { code } } }";
    let variables = json!({ "code": code(&secret, world.clock.millis()) });
    client.mutate("secondFactorEnable", query, variables).await;
    secret
}

on_each_database! {
    async fn of_a_member_who_is_removed(world: &World) {
        let town = Town::build(world, "Oldtown").await;
        let manager = world.sign_in(&town.community.manager).await;
        let (sam, draft) = (world.sign_in(&town.sam).await, town.words["scrap"].clone());
        assert_eq!(sees(&sam, &town).await, EVERYTHING);
        let published = json!({ "id": draft, "notify": false, "key": "sam publishes" });
        sam.mutate("invoicePublish", PUBLISH, published.clone()).await;
        let received = json!({ "id": town.words["open"], "key": "sam receives" });
        sam.mutate("paymentRecordOffline", HAND, received.clone()).await;
        // The same keys again, as long as it is theirs.
        sam.mutate("invoicePublish", PUBLISH, published.clone()).await;
        sam.mutate("paymentRecordOffline", HAND, received.clone()).await;

        let query = "mutation($member: ID!) { memberRemove(id: $member) { userErrors { code } } }";
        manager.mutate("memberRemove", query, json!(town.words)).await;
        assert_eq!(sees(&sam, &town).await, NOTHING);
        assert_eq!(sam.refused("invoicePublish", PUBLISH, published).await, ["NOT_FOUND"]);
        assert_eq!(sam.refused("paymentRecordOffline", HAND, received).await, ["NOT_FOUND"]);
        let viewer = sam.ask("{ viewer { email memberships { id } } }", Value::Null).await["viewer"].clone();
        assert_eq!(viewer, json!({ "email": town.sam.user.email, "memberships": [] }), "the account is still theirs");
        world.work().await;
    }

    async fn of_a_member_whose_role_changes(world: &World) {
        let town = Town::build(world, "Oldtown").await;
        let next = town::next_door(world, &town).await;
        let manager = world.sign_in(&town.community.manager).await;
        let person = town::newcomer(world, "Olga Organizer").await;
        let member = town::join(world, town.community.organization, &person, None).await;
        let client = world.sign_in(&person).await;
        let query = "query($id: ID!) { organization(id: $id) { members(first: 1) { totalCount } } }";
        let team = json!({ "id": town.words["organization"] });
        assert_eq!(client.ask(query, team.clone()).await["organization"]["members"]["totalCount"], 4);
        let update = "mutation($id: ID!, $property: ID!) { memberUpdate(id: $id, input: { role: PROPERTY_MANAGER,
            propertyIds: [$property] }) { userErrors { code } } }";
        let to = |property: &str| json!({ "id": member, "property": property });
        manager.mutate("memberUpdate", update, to(&town.words["property"])).await;
        assert_eq!(sees(&client, &town).await, EVERYTHING, "as property manager");
        assert_eq!(client.ask(query, team).await["organization"]["members"]["totalCount"], 0);
        manager.mutate("memberUpdate", update, to(&next["property"])).await;
        assert_eq!(sees(&client, &town).await, [true, false, false, false], "as property manager next door");
        let publish = json!({ "id": town.words["draft"], "notify": false, "key": "from next door" });
        assert_eq!(client.refused("invoicePublish", PUBLISH, publish).await, ["NOT_FOUND"]);
    }

    async fn of_a_resident_who_moves_out(world: &World) {
        let town = Town::build(world, "Oldtown").await;
        let manager = world.sign_in(&town.community.manager).await;
        let resident = world.sign_in(town.community.resident(0)).await;
        assert_eq!(sees(&resident, &town).await, [true, true, true, false]);
        let pay = json!({ "ids": [town.words["open"]], "method": "CARD", "amount": "2.00", "key": "pay" });
        let started = resident.mutate("checkoutStart", CHECKOUT, pay.clone()).await;
        let again = resident.mutate("checkoutStart", CHECKOUT, pay.clone()).await;
        assert_eq!(started["redirectUrl"], again["redirectUrl"]);

        let query = "mutation($resident: ID!) { residentMoveOut(id: $resident, input: {}) { userErrors { code } } }";
        manager.mutate("residentMoveOut", query, json!(town.words)).await;
        assert_eq!(sees(&resident, &town).await, NOTHING);
        assert_eq!(resident.refused("checkoutStart", CHECKOUT, pay).await, ["NOT_FOUND"], "nor the page they had opened");
        let query = "{ viewer { residencies { id } invoices(first: 1) { totalCount } payments(first: 1) { totalCount }
            balance { amount } } }";
        let left = resident.ask(query, Value::Null).await["viewer"].clone();
        let none = json!({ "residencies": [], "invoices": { "totalCount": 0 }, "payments": { "totalCount": 0 },
            "balance": null });
        assert_eq!(left, none);
        world.pass(24 * 60 * 60).await;
    }

    async fn of_a_key_that_is_revoked_or_has_ended(world: &World) {
        let town = Town::build(world, "Oldtown").await;
        let manager = world.sign_in(&town.community.manager).await;
        let key = Client::program(&world.site, &town.words["secret"]);
        assert_eq!(sees(&key, &town).await, EVERYTHING);
        let query = "mutation($key: ID!) { apiKeyRevoke(id: $key) { apiKey { status } userErrors { code } } }";
        let revoked = manager.mutate("apiKeyRevoke", query, json!(town.words)).await;
        assert_eq!(revoked["apiKey"]["status"], "REVOKED");
        let create = "mutation($id: ID!) { apiKeyCreate(organizationId: $id, input: { name: \"Short\",
            scopes: [PROPERTIES_READ], expiresOn: \"2026-11-03\" }) { secret userErrors { code } } }";
        let made = manager.mutate("apiKeyCreate", create, json!({ "id": town.words["organization"] })).await;
        let short = Client::program(&world.site, &text(&made, "/secret"));
        assert_eq!(sees(&short, &town).await, [true, true, false, false]);
        world.clock.advance(2 * 24 * 60 * 60);
        for client in [&key, &short] {
            let (status, _, body) = client.send("{ apiKey { id } }", Value::Null).await;
            assert_eq!((status.as_u16(), &body["errors"][0]["extensions"]["code"]), (401, &json!("UNAUTHENTICATED")));
        }
    }

    async fn of_members_without_the_second_factor_an_organization_asks_for(world: &World) {
        let town = Town::build(world, "Oldtown").await;
        let manager = world.sign_in(&town.community.manager).await;
        let sam = world.sign_in(&town.sam).await;
        let require = "mutation($organization: ID!) { organizationUpdate(id: $organization,
            input: { secondFactorRequired: true }) { userErrors { code } } }";
        let first = manager.refused("organizationUpdate", require, json!(town.words)).await;
        assert_eq!(first, ["SECOND_FACTOR_NEEDED"], "nobody locks themselves out");
        second_factor(world, &manager).await;
        manager.mutate("organizationUpdate", require, json!(town.words)).await;

        assert_eq!(sees(&manager, &town).await, EVERYTHING);
        assert_eq!(sees(&sam, &town).await, NOTHING);
        let publish = json!({ "id": town.words["draft"], "notify": false, "key": "without" });
        assert_eq!(sam.refused("invoicePublish", PUBLISH, publish.clone()).await, ["NOT_FOUND"]);
        // They are told what is missing, and whose wish it is; nothing else.
        let query = "{ viewer { memberships { secondFactorMissing properties { name } organization { name
            properties(first: 9) { totalCount } invoices(first: 9) { totalCount } payments(first: 9) { totalCount }
            units(first: 9) { totalCount } residents(first: 9) { totalCount } members(first: 9) { totalCount }
            invoiceTotals { all } apiKeys { id } memberInvitations { id } auditEvents(first: 9) { totalCount } } } } }";
        let told = sam.ask(query, Value::Null).await["viewer"]["memberships"][0].clone();
        let empty = json!({ "totalCount": 0 });
        assert_eq!(told, json!({ "secondFactorMissing": true, "properties": [], "organization": { "name": "Oldtown HOA",
            "properties": empty, "invoices": empty, "payments": empty, "units": empty, "residents": empty,
            "members": empty, "invoiceTotals": { "all": 0 }, "apiKeys": [], "memberInvitations": [],
            "auditEvents": empty } }));
        let resident = world.sign_in(town.community.resident(0)).await;
        assert_eq!(sees(&resident, &town).await, [true, true, true, false], "residents are not asked");

        second_factor(world, &sam).await;
        assert_eq!(sees(&sam, &town).await, EVERYTHING, "the same session, once they have it");
        sam.mutate("invoicePublish", PUBLISH, publish).await;
        world.work().await;
    }

    async fn of_sessions_that_are_ended_elsewhere(world: &World) {
        let town = Town::build(world, "Oldtown").await;
        let (here, there) = (world.sign_in(&town.sam).await, world.sign_in(&town.sam).await);
        let query = "{ viewer { sessions { id isCurrent } } }";
        let current = there.ask(query, Value::Null).await;
        let sessions = current["viewer"]["sessions"].as_array().unwrap();
        let id = sessions.iter().find(|session| session["isCurrent"] == true).unwrap()["id"].clone();
        let end = "mutation($id: ID!) { sessionEnd(id: $id) { userErrors { code } } }";
        here.mutate("sessionEnd", end, json!({ "id": id })).await;
        let viewer = "{ viewer { email } }";
        assert_eq!(there.ask(viewer, Value::Null).await["viewer"], Value::Null);
        for change in [
            "mutation { sessionEndOthers { userErrors { code } } }".to_owned(),
            format!("mutation {{ passwordSet(input: {{ currentPassword: \"{PASSWORD}\",
                newPassword: \"nine herons hum softly\" }}) {{ userErrors {{ code }} }} }}"),
        ] {
            let other = world.sign_in(&town.sam).await;
            assert_ne!(other.ask(viewer, Value::Null).await["viewer"], Value::Null);
            here.ask(&change, Value::Null).await;
            assert_eq!(other.ask(viewer, Value::Null).await["viewer"], Value::Null, "{change}");
            assert_ne!(here.ask(viewer, Value::Null).await["viewer"], Value::Null, "{change}");
        }
    }
}
