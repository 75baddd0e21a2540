//! What somebody sees of what they may see, and what happens when somebody is several things at once.

use domain::community::ResidencyKind;
use domain::community::ResidentStatus;
use domain::id::{PropertyId, ResidentId, UnitId};
use entity::residency;
use reqwest::{Method, StatusCode};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use support::community::CHECKOUT;
use support::community_fixture::{self, RESIDENT, string_at};
use support::{CommunityFixture, TestApp, on_each_database};

#[on_each_database]
async fn resident_sees_only_own_data_of_the_property(test: &TestApp) {
    let fixture = CommunityFixture::build(test, "Oldtown").await;
    let client = test.sign_in(fixture.community.resident(0)).await;
    let query = "query($id: ID!) { property(id: $id) { units(first: 9) { nodes { label residencies { resident { name } }
            primaryResident { name } } }
            paymentAccount { status processorAccountId requirementsDue requirementsDeadline dashboard } } }";
    let seen =
        client.execute(query, json!({ "id": fixture.placeholders["property"] })).await["property"].clone();
    let own = json!({ "name": "Marcus Oldtown 0" });
    assert_eq!(
        seen["units"]["nodes"],
        json!([{ "label": "101", "residencies": [{ "resident": own }], "primaryResident": own }]),
        "not who else lives there"
    );
    let account = json!({ "status": "ACTIVE", "processorAccountId": null, "requirementsDue": [],
            "requirementsDeadline": null, "dashboard": "NONE" });
    assert_eq!(seen["paymentAccount"], account);
    let noted = client
        .execute(
            "query($id: ID!) { payment(id: $id) { note } }",
            json!({ "id": fixture.placeholders["cheque"] }),
        )
        .await;
    assert_eq!(noted["payment"]["note"], Value::Null, "the team's note");
    let timeline = "query($id: ID!) { invoice(id: $id) { timeline { kind } } }";
    let shown =
        client.execute(timeline, json!({ "id": fixture.placeholders["paid"] })).await["invoice"]["timeline"]
            .clone();
    for hidden in ["CREATED", "PAID_OUT"] {
        assert!(!shown.as_array().unwrap().contains(&json!({ "kind": hidden })), "{shown}");
    }
    let lists =
        "{ viewer { invoices(first: 9) { totalCount nodes { status } } payments(first: 9) { totalCount } } }";
    let own = client.execute(lists, json!({})).await["viewer"].clone();
    assert_eq!(
        (&own["invoices"]["totalCount"], &own["payments"]["totalCount"]),
        (&json!(3), &json!(2)),
        "{own:#}"
    );
    let neighbour = test.sign_in(fixture.community.resident(1)).await;
    let own = neighbour.execute(lists, json!({})).await["viewer"].clone();
    assert_eq!((&own["invoices"]["totalCount"], &own["payments"]["totalCount"]), (&json!(1), &json!(0)));
}

#[on_each_database]
async fn lists_are_limited_to_the_callers_access(test: &TestApp) {
    let fixture = CommunityFixture::build(test, "Oldtown").await;
    let next = community_fixture::second_property(test, &fixture).await;
    let pat = community_fixture::create_person(test, "Pat Nextdoor").await;
    let property = next["property"].parse::<PropertyId>().unwrap();
    community_fixture::add_member(test, fixture.community.organization, &pat, Some(property)).await;
    let query = "query($id: ID!) { organization(id: $id) { properties(first: 9) { nodes { name } totalCount }
            invoices(first: 9) { totalCount } payments(first: 9) { totalCount } units(first: 9) { totalCount }
            residents(first: 9) { totalCount } invoiceTotals { all draft { count } } } }";
    let count = async |client: &support::Client| {
        let seen = client.execute(query, json!({ "id": fixture.placeholders["organization"] })).await["organization"].clone();
        let lists = ["properties", "invoices", "payments", "units", "residents"];
        let mut counts: Vec<i64> =
            lists.iter().map(|list| seen[list]["totalCount"].as_i64().unwrap()).collect();
        counts.push(seen["invoiceTotals"]["all"].as_i64().unwrap());
        counts.push(seen["invoiceTotals"]["draft"]["count"].as_i64().unwrap());
        counts
    };
    // The fixture: three homes with their residents, one to be, one to leave; six invoices, two payments.
    assert_eq!(count(&test.sign_in(&fixture.community.manager).await).await, [2, 8, 2, 4, 6, 8, 3]);
    assert_eq!(count(&test.sign_in(&fixture.community.property_manager).await).await, [1, 6, 2, 3, 5, 6, 2]);
    assert_eq!(count(&test.sign_in(&pat).await).await, [1, 2, 0, 1, 1, 2, 1]);
    assert_eq!(count(&test.sign_in(fixture.community.resident(0)).await).await, [1, 3, 2, 1, 1, 3, 0]);
    let narrow =
        fixture.api_client(test, &community_fixture::SCOPES, Some(&[next["property"].clone()])).await;
    assert_eq!(count(&narrow).await, [1, 2, 0, 1, 1, 2, 1]);
    assert_eq!(
        count(&fixture.api_client(test, &["PROPERTIES_READ"], None).await).await,
        [2, 0, 0, 4, 6, 0, 0]
    );
}

#[on_each_database]
async fn one_person_with_roles_in_several_organizations(test: &TestApp) {
    let (fixture, other) =
        (CommunityFixture::build(test, "Oldtown").await, CommunityFixture::build(test, "Elsewhere").await);
    let next = community_fixture::second_property(test, &fixture).await;
    // Lives in the first property, manages the second, and runs an organization elsewhere, where they live as well.
    let person = fixture.community.resident(1);
    let property = next["property"].parse::<PropertyId>().unwrap();
    community_fixture::add_member(test, fixture.community.organization, person, Some(property)).await;
    community_fixture::add_member(test, other.community.organization, person, None).await;
    let manager = test.sign_in(&fixture.community.manager).await;
    let runs = test.sign_in(&other.community.manager).await;
    let home = json!({ "unit": other.community.unit_id(0), "name": "Home", "primary": true, "key": "home" });
    let lives = string_at(&runs.mutate("residentCreate", RESIDENT, home).await, "/resident/id");
    let lives = lives.parse::<ResidentId>().unwrap();
    let row = entity::resident::Entity::find_by_id(lives).one(test.app.db.read()).await.unwrap().unwrap();
    let mut row = row.into_active_model();
    (row.user_id, row.status) = (Set(Some(person.user.id)), Set(ResidentStatus::Active));
    row.update(test.app.db.write()).await.unwrap();

    let client = test.sign_in(person).await;
    let all =
        client.execute("{ viewer { memberships { role } residencies { id } } }", json!({})).await["viewer"]
            .clone();
    assert_eq!(all["memberships"].as_array().unwrap().len(), 2, "{all:#}");
    assert_eq!(all["residencies"].as_array().unwrap().len(), 2, "{all:#}");
    // Each role where it is one: bills next door and elsewhere, and is a resident in the first property.
    let bill = async |property: &str, unit: &str| {
        let query = "mutation($property: ID!, $unit: ID!, $key: String!) { invoiceCreate(idempotencyKey: $key, input: {
                propertyId: $property, unitIds: [$unit], title: \"New\", dueOn: \"2026-12-01\",
                lines: [{ description: \"New\", accountCode: \"4000\", amount: \"1.00\" }] }) { userErrors { code } } }";
        let variables = json!({ "property": property, "unit": unit, "key": unit });
        client.execute(query, variables).await["invoiceCreate"]["userErrors"].clone()
    };
    assert_eq!(bill(&next["property"], &next["unit"]).await, json!([]));
    assert_eq!(bill(&other.placeholders["property"], &other.placeholders["unit"]).await, json!([]));
    let refused = bill(&fixture.placeholders["property"], &fixture.community.unit_id(1)).await;
    assert_eq!(refused, json!([{ "code": "NOT_FOUND" }]), "at home they bill nobody");
    let (own, draft) = (
        fixture.publish(test, &manager, 1, "30.00").await,
        fixture.create_draft(test, &manager, 1, "40.00").await,
    );
    for (id, seen) in [
        (&own, true),
        (&draft, false),
        (&next["draft"], true),
        (&other.placeholders["draft"], true),
        (&fixture.placeholders["open"], false),
    ] {
        let found = client.execute("query($id: ID!) { invoice(id: $id) { id } }", json!({ "id": id })).await;
        assert_eq!(found["invoice"].is_object(), seen, "{id}");
    }
    let elsewhere = other.publish(test, &runs, 0, "50.00").await;
    for invoice in [&own, &elsewhere] {
        let variables = json!({ "ids": [invoice], "method": "CARD", "key": invoice });
        let started = client.mutate("checkoutStart", CHECKOUT, variables).await;
        assert!(started["redirectUrl"].is_string(), "they pay in both: {started:#}");
    }
    test.run_jobs().await;
}

#[on_each_database]
async fn property_manager_does_not_see_residencies_of_other_properties(test: &TestApp) {
    let fixture = CommunityFixture::build(test, "Oldtown").await;
    let next = community_fixture::second_property(test, &fixture).await;
    // A resident of the first property also rents a unit of the second.
    let unit: UnitId = next["unit"].parse().unwrap();
    let property: PropertyId = next["property"].parse().unwrap();
    let resident: ResidentId = fixture.placeholders["resident"].parse().unwrap();
    let row = residency::Model {
        id: test.app.new_id(),
        organization_id: fixture.community.organization,
        property_id: property,
        unit_id: unit,
        resident_id: resident,
        kind: ResidencyKind::Tenant,
        is_primary: false,
        starts_on: domain::day::Day(jiff::civil::date(2024, 1, 1)),
        ends_on: None,
    };
    residency::Entity::insert(row.into_active_model()).exec(test.app.db.write()).await.unwrap();
    let person = fixture.community.resident(1);
    community_fixture::add_member(test, fixture.community.organization, person, Some(property)).await;
    let query = "query($id: ID!) { node(id: $id) { ... on Resident { residencies { unit { label } } } } }";
    let homes = async |person| {
        let client = test.sign_in(person).await;
        client.execute(query, json!({ "id": fixture.placeholders["resident"] })).await["node"]["residencies"]
            .clone()
    };
    assert_eq!(
        homes(person).await,
        json!([{ "unit": { "label": "N1" } }]),
        "their neighbour's home is not theirs to see"
    );
    assert_eq!(homes(&fixture.community.manager).await.as_array().unwrap().len(), 2);
}

#[on_each_database]
async fn logo_is_visible_to_members_and_residents_only(test: &TestApp) {
    let fixture = CommunityFixture::build(test, "Oldtown").await;
    let other = CommunityFixture::build(test, "Elsewhere").await;
    let logo = format!("/files/organizations/{}/logo", fixture.placeholders["organization"]);
    for client in [test.anonymous(), test.sign_in(&other.community.manager).await] {
        let answer = client.request(Method::GET, &logo).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    }
    let (_, _, body) = test.anonymous().send("{ __schema { queryType { name } } }", json!({})).await;
    assert!(body.pointer("/data/__schema").is_none_or(Value::is_null), "no introspection: {body:#}");
}
