//! What somebody sees of what they may see, and what happens when somebody is several things at once.

use domain::id::{PropertyId, ResidentId, UnitId};
use entity::residency;
use reqwest::{Method, StatusCode};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use support::community::CHECKOUT;
use support::town::{self, RESIDENT, text};
use support::{Town, World, on_each_database};

on_each_database! {
    async fn a_resident_sees_what_is_theirs_of_the_property(world: &World) {
        let town = Town::build(world, "Oldtown").await;
        let client = world.sign_in(town.community.resident(0)).await;
        let query = "query($id: ID!) { property(id: $id) { units(first: 9) { nodes { label residencies { resident { name } }
            primaryResident { name } } }
            paymentAccount { status processorAccountId requirementsDue requirementsDeadline dashboard } } }";
        let seen = client.ask(query, json!({ "id": town.words["property"] })).await["property"].clone();
        let own = json!({ "name": "Marcus Oldtown 0" });
        assert_eq!(
            seen["units"]["nodes"],
            json!([{ "label": "101", "residencies": [{ "resident": own }], "primaryResident": own }]),
            "not who else lives there"
        );
        let account = json!({ "status": "ACTIVE", "processorAccountId": null, "requirementsDue": [],
            "requirementsDeadline": null, "dashboard": "NONE" });
        assert_eq!(seen["paymentAccount"], account);
        let noted = client.ask("query($id: ID!) { payment(id: $id) { note } }", json!({ "id": town.words["cheque"] })).await;
        assert_eq!(noted["payment"]["note"], Value::Null, "the team's note");
        let timeline = "query($id: ID!) { invoice(id: $id) { timeline { kind } } }";
        let shown = client.ask(timeline, json!({ "id": town.words["paid"] })).await["invoice"]["timeline"].clone();
        for hidden in ["CREATED", "DEPOSITED"] {
            assert!(!shown.as_array().unwrap().contains(&json!({ "kind": hidden })), "{shown}");
        }
        let lists = "{ viewer { invoices(first: 9) { totalCount nodes { status } } payments(first: 9) { totalCount } } }";
        let own = client.ask(lists, json!({})).await["viewer"].clone();
        assert_eq!((&own["invoices"]["totalCount"], &own["payments"]["totalCount"]), (&json!(3), &json!(2)), "{own:#}");
        let neighbour = world.sign_in(town.community.resident(1)).await;
        let own = neighbour.ask(lists, json!({})).await["viewer"].clone();
        assert_eq!((&own["invoices"]["totalCount"], &own["payments"]["totalCount"]), (&json!(1), &json!(0)));
    }

    async fn lists_hold_what_the_caller_reaches(world: &World) {
        let town = Town::build(world, "Oldtown").await;
        let next = town::next_door(world, &town).await;
        let pat = town::newcomer(world, "Pat Nextdoor").await;
        let property = next["property"].parse::<PropertyId>().unwrap().uuid();
        town::join(world, town.community.organization, &pat, Some(property)).await;
        let query = "query($id: ID!) { organization(id: $id) { properties(first: 9) { nodes { name } totalCount }
            invoices(first: 9) { totalCount } payments(first: 9) { totalCount } units(first: 9) { totalCount }
            residents(first: 9) { totalCount } invoiceTotals { all draft { count } } } }";
        let count = async |client: &support::Client| {
            let seen = client.ask(query, json!({ "id": town.words["organization"] })).await["organization"].clone();
            let lists = ["properties", "invoices", "payments", "units", "residents"];
            let mut counts: Vec<i64> = lists.iter().map(|list| seen[list]["totalCount"].as_i64().unwrap()).collect();
            counts.push(seen["invoiceTotals"]["all"].as_i64().unwrap());
            counts.push(seen["invoiceTotals"]["draft"]["count"].as_i64().unwrap());
            counts
        };
        // The town: three homes with their residents, one to be, one to leave; six invoices, two payments.
        assert_eq!(count(&world.sign_in(&town.community.manager).await).await, [2, 8, 2, 4, 6, 8, 3]);
        assert_eq!(count(&world.sign_in(&town.community.property_manager).await).await, [1, 6, 2, 3, 5, 6, 2]);
        assert_eq!(count(&world.sign_in(&pat).await).await, [1, 2, 0, 1, 1, 2, 1]);
        assert_eq!(count(&world.sign_in(town.community.resident(0)).await).await, [1, 3, 2, 1, 1, 3, 0]);
        let narrow = town.program(world, &town::SCOPES, Some(&[next["property"].clone()])).await;
        assert_eq!(count(&narrow).await, [1, 2, 0, 1, 1, 2, 1]);
        assert_eq!(count(&town.program(world, &["PROPERTIES_READ"], None).await).await, [2, 0, 0, 4, 6, 0, 0]);
    }

    async fn one_person_can_be_several_things_in_several_organizations(world: &World) {
        let (town, other) = (Town::build(world, "Oldtown").await, Town::build(world, "Elsewhere").await);
        let next = town::next_door(world, &town).await;
        // Lives in the town, works next door, and runs an organization elsewhere, where they live as well.
        let person = town.community.resident(1);
        let property = next["property"].parse::<PropertyId>().unwrap().uuid();
        town::join(world, town.community.organization, person, Some(property)).await;
        town::join(world, other.community.organization, person, None).await;
        let manager = world.sign_in(&town.community.manager).await;
        let runs = world.sign_in(&other.community.manager).await;
        let home = json!({ "unit": other.community.unit_id(0), "name": "Home", "primary": true, "key": "home" });
        let lives = text(&runs.mutate("residentCreate", RESIDENT, home).await, "/resident/id");
        let lives = lives.parse::<ResidentId>().unwrap().uuid();
        let row = entity::resident::Entity::find_by_id(lives).one(world.app.db.read()).await.unwrap().unwrap();
        let mut row = row.into_active_model();
        (row.user_id, row.status) = (Set(Some(person.user.id)), Set("active".to_owned()));
        row.update(world.app.db.write()).await.unwrap();

        let client = world.sign_in(person).await;
        let all = client.ask("{ viewer { memberships { role } residencies { id } } }", json!({})).await["viewer"].clone();
        assert_eq!(all["memberships"].as_array().unwrap().len(), 2, "{all:#}");
        assert_eq!(all["residencies"].as_array().unwrap().len(), 2, "{all:#}");
        // Each role where it is one: bills next door and elsewhere, and is a resident in the town.
        let bill = async |property: &str, unit: &str| {
            let query = "mutation($property: ID!, $unit: ID!, $key: String!) { invoiceCreate(idempotencyKey: $key, input: {
                propertyId: $property, unitIds: [$unit], title: \"New\", dueOn: \"2026-12-01\",
                lines: [{ description: \"New\", accountCode: \"4000\", amount: \"1.00\" }] }) { userErrors { code } } }";
            let variables = json!({ "property": property, "unit": unit, "key": unit });
            client.ask(query, variables).await["invoiceCreate"]["userErrors"].clone()
        };
        assert_eq!(bill(&next["property"], &next["unit"]).await, json!([]));
        assert_eq!(bill(&other.words["property"], &other.words["unit"]).await, json!([]));
        let refused = bill(&town.words["property"], &town.community.unit_id(1)).await;
        assert_eq!(refused, json!([{ "code": "NOT_FOUND" }]), "at home they bill nobody");
        let (own, draft) = (
            town.publish(world, &manager, 1, "30.00").await,
            town.bill(world, &manager, 1, "40.00").await,
        );
        for (id, seen) in [(&own, true), (&draft, false), (&next["draft"], true), (&other.words["draft"], true),
            (&town.words["open"], false)] {
            let found = client.ask("query($id: ID!) { invoice(id: $id) { id } }", json!({ "id": id })).await;
            assert_eq!(found["invoice"].is_object(), seen, "{id}");
        }
        let elsewhere = other.publish(world, &runs, 0, "50.00").await;
        for invoice in [&own, &elsewhere] {
            let variables = json!({ "ids": [invoice], "method": "CARD", "key": invoice });
            let started = client.mutate("checkoutStart", CHECKOUT, variables).await;
            assert!(started["redirectUrl"].is_string(), "they pay in both: {started:#}");
        }
        world.work().await;
    }

    async fn who_manages_next_door_learns_no_neighbours_home(world: &World) {
        let town = Town::build(world, "Oldtown").await;
        let next = town::next_door(world, &town).await;
        // Somebody who lives in the town's first home rents next door as well.
        let unit: UnitId = next["unit"].parse().unwrap();
        let property: PropertyId = next["property"].parse().unwrap();
        let resident: ResidentId = town.words["resident"].parse().unwrap();
        let row = residency::Model {
            id: world.app.new_id(),
            organization_id: town.community.organization,
            property_id: property.uuid(),
            unit_id: unit.uuid(),
            resident_id: resident.uuid(),
            kind: "tenant".to_owned(),
            is_primary: false,
            starts_on: "2024-01-01".to_owned(),
            ends_on: None,
        };
        residency::Entity::insert(row.into_active_model()).exec(world.app.db.write()).await.unwrap();
        let person = town.community.resident(1);
        town::join(world, town.community.organization, person, Some(property.uuid())).await;
        let query = "query($id: ID!) { node(id: $id) { ... on Resident { residencies { unit { label } } } } }";
        let homes = async |person| {
            let client = world.sign_in(person).await;
            client.ask(query, json!({ "id": town.words["resident"] })).await["node"]["residencies"].clone()
        };
        assert_eq!(homes(person).await, json!([{ "unit": { "label": "N1" } }]), "their neighbour's home is not theirs to see");
        assert_eq!(homes(&town.community.manager).await.as_array().unwrap().len(), 2);
    }

    async fn a_logo_is_for_those_who_belong(world: &World) {
        let town = Town::build(world, "Oldtown").await;
        let other = Town::build(world, "Elsewhere").await;
        let logo = format!("/files/organizations/{}/logo", town.words["organization"]);
        for client in [world.anonymous(), world.sign_in(&other.community.manager).await] {
            let answer = client.request(Method::GET, &logo).send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        }
        let (_, _, body) = world.anonymous().send("{ __schema { queryType { name } } }", json!({})).await;
        assert!(body.pointer("/data/__schema").is_none_or(Value::is_null), "no introspection: {body:#}");
    }
}
