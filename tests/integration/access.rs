//! What somebody may not see answers exactly as what does not exist, and what they may not do is refused the
//! same way: null in queries, NOT_FOUND in mutations, for strangers and for those next door.

use entity::{member, member_property, property};
use reqwest::{Method, StatusCode};
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use server::store::ledger::open_books;
use support::community::{CHECKOUT, CREATE, PUBLISH, draft};
use support::{Client, Community, World, on_each_database};

/// A community with one of everything that has an id.
struct Town {
    community: Community,
    open: String,
    draft: String,
    payment: String,
    cheque: String,
    payout: String,
    run: String,
    resident: String,
}

async fn first(client: &Client, query: &str, id: &str, path: &str) -> String {
    let data = client.ask(query, json!({ "id": id })).await;
    data.pointer(path).and_then(Value::as_str).unwrap_or_else(|| panic!("{path} in {data:#}")).to_owned()
}

async fn town(world: &World) -> Town {
    let community = world.connected("Town", 2).await;
    let manager = world.sign_in(&community.manager).await;
    let made = manager.mutate("invoiceCreate", CREATE, draft(&community, 1, "10.00", "for the run")).await;
    assert_eq!(made["invoices"].as_array().unwrap().len(), 1);
    let query = "mutation($id: ID!) { invoicePublishAll(input: { organizationId: $id, notify: false },
        idempotencyKey: \"run\") { billingRun { id } userErrors { code } } }";
    let started =
        manager.mutate("invoicePublishAll", query, json!({ "id": community.organization_id() })).await;
    world.work().await;

    let paid = world.published(&community, 0, "80.00").await;
    let resident = world.sign_in(community.resident(0)).await;
    let (payment, session) = world.checkout(&resident, &paid, "CARD").await;
    world.sandbox.stripe.pay_card(&session).unwrap();
    world.sandbox.stripe.payouts_now(&world.account(&community).await).unwrap();
    world.work().await;
    let open = world.published(&community, 0, "90.00").await;
    world.work().await;
    let cheque =
        manager.mutate("paymentRecordOffline", OFFLINE, json!({ "id": open, "key": "cheque" })).await;
    let made = manager.mutate("invoiceCreate", CREATE, draft(&community, 0, "30.00", "draft")).await;
    let payouts = "query($id: ID!) { property(id: $id) { payouts(first: 1) { nodes { id } } } }";
    let payout = first(&manager, payouts, &community.property_id(), "/property/payouts/nodes/0/id").await;
    let lives = "query($id: ID!) { invoice(id: $id) { resident { id } } }";
    let resident = first(&manager, lives, &open, "/invoice/resident/id").await;
    world.work().await;
    Town {
        open,
        draft: made["invoices"][0]["id"].as_str().unwrap().to_owned(),
        payment,
        cheque: cheque["payment"]["id"].as_str().unwrap().to_owned(),
        payout,
        run: started["billingRun"]["id"].as_str().unwrap().to_owned(),
        resident,
        community,
    }
}

/// A manager of another property of the same organization.
async fn next_door(world: &World, community: &Community) -> Client {
    let txn = world.app.db.begin().await.unwrap();
    let town = property::Entity::find_by_id(community.property).one(&txn).await.unwrap().unwrap();
    let other = property::Model { id: world.app.new_id(), name: "Next door".into(), ..town };
    property::Entity::insert(other.clone().into_active_model()).exec(&txn).await.unwrap();
    open_books(&txn, community.organization, other.id, || world.app.new_id()).await.unwrap();
    txn.commit().await.unwrap();
    let elsewhere = Community::build(&world.app, "Agency", 1).await;
    let row = member::Model {
        id: world.app.new_id(),
        organization_id: community.organization,
        user_id: elsewhere.property_manager.user.id,
        role: "property_manager".into(),
        created_at: world.app.now_ms(),
    };
    let assigned = member_property::Model {
        member_id: row.id,
        property_id: other.id,
        organization_id: community.organization,
    };
    member::Entity::insert(row.into_active_model()).exec(world.app.db.write()).await.unwrap();
    member_property::Entity::insert(assigned.into_active_model()).exec(world.app.db.write()).await.unwrap();
    world.sign_in(&elsewhere.property_manager).await
}

const OFFLINE: &str = "mutation($id: ID!, $key: String!) { paymentRecordOffline(input: { invoiceId: $id,
    method: CASH, amount: \"1.00\", receivedOn: \"2026-11-02\", note: \"counted twice\" }, idempotencyKey: $key) {
    payment { id } userErrors { code } } }";

/// Every mutation that takes an id, as `(field, document, variables)`.
fn mutations(town: &Town) -> Vec<(&'static str, String, Value)> {
    let (open, draft_id) = (town.open.clone(), town.draft.clone());
    let property = town.community.property_id();
    let simple = |field: &'static str, arguments: &str, id: &str| {
        let document = format!("mutation($id: ID!) {{ {field}({arguments}) {{ userErrors {{ code }} }} }}");
        (field, document, json!({ "id": id }))
    };
    vec![
        ("invoiceCreate", CREATE.to_owned(), draft(&town.community, 0, "10.00", "stranger")),
        (
            "invoicePublish",
            PUBLISH.to_owned(),
            json!({ "id": draft_id, "notify": true, "key": "stranger p" }),
        ),
        simple("invoiceDiscard", "id: $id", &town.draft),
        simple("invoiceVoid", "id: $id, input: { reason: \"Mine\" }, idempotencyKey: \"v\"", &town.open),
        simple("invoiceEmailResend", "id: $id, idempotencyKey: \"r\"", &town.open),
        ("paymentRecordOffline", OFFLINE.to_owned(), json!({ "id": open, "key": "stranger o" })),
        simple(
            "paymentReverseOffline",
            "id: $id, input: { reason: \"Mine\" }, idempotencyKey: \"x\"",
            &town.cheque,
        ),
        simple("paymentAccountConnect", "propertyId: $id, idempotencyKey: \"c\"", &property),
        simple("paymentAccountRefresh", "propertyId: $id", &property),
        simple("propertyFeeModeSet", "propertyId: $id, feeMode: ABSORB", &property),
        (
            "checkoutStart",
            CHECKOUT.to_owned(),
            json!({ "ids": [town.open], "method": "CARD", "key": "stranger c" }),
        ),
    ]
}

/// Each of these fields must be refused as if the object did not exist, and change nothing.
async fn refuses(world: &World, client: &Client, town: &Town, left_out: &[&str]) {
    let before = world.rows().await;
    let mut tried = 0;
    for (field, document, variables) in mutations(town) {
        if !left_out.contains(&field) {
            assert_eq!(client.refused(field, &document, variables).await, ["NOT_FOUND"], "{field}");
            tried += 1;
        }
    }
    assert_eq!(tried, mutations(town).len() - left_out.len());
    assert_eq!(world.rows().await, before);
}

/// Every object by its own query and by `node`: these are null, and the others are not.
async fn sees_only(client: &Client, town: &Town, visible: &[&str]) {
    let objects = [
        ("organization", town.community.organization_id()),
        ("property", town.community.property_id()),
        ("unit", town.community.unit_id(0)),
        ("resident", town.resident.clone()),
        ("invoice", town.open.clone()),
        ("draft", town.draft.clone()),
        ("payment", town.payment.clone()),
        ("payout", town.payout.clone()),
        ("billingRun", town.run.clone()),
    ];
    for (kind, id) in objects {
        let expected = visible.contains(&kind);
        let node = client.ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await;
        assert_eq!(node["node"].is_object(), expected, "node of {kind}");
        let field = if kind == "draft" { "invoice" } else { kind };
        if ["organization", "property", "invoice", "payment", "billingRun"].contains(&field) {
            let document = format!("query($id: ID!) {{ {field}(id: $id) {{ id }} }}");
            let found = client.ask(&document, json!({ "id": id })).await;
            assert_eq!(found[field].is_object(), expected, "query of {kind}");
        }
    }
}

on_each_database! {
    async fn nobody_is_asked_to_sign_in(world: &World) {
        let town = town(world).await;
        let before = world.rows().await;
        let anonymous = world.anonymous();
        let mut documents: Vec<(String, Value)> =
            mutations(&town).into_iter().map(|(_, document, variables)| (document, variables)).collect();
        for field in ["node", "organization", "property", "invoice", "payment", "billingRun"] {
            let document = format!("query($id: ID!) {{ {field}(id: $id) {{ id }} }}");
            documents.push((document, json!({ "id": town.open })));
        }
        for (document, variables) in documents {
            let (status, cookie, body) = anonymous.send(&document, variables).await;
            assert_eq!((status, cookie), (StatusCode::OK, None));
            assert_eq!(body["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{document}: {body:#}");
        }
        assert_eq!(anonymous.ask("{ viewer { id } }", json!({})).await["viewer"], Value::Null);
        let (_, _, body) = anonymous.send("{ __schema { queryType { name } } }", json!({})).await;
        assert!(body.pointer("/data/__schema").is_none_or(Value::is_null), "no introspection: {body:#}");
        assert_eq!(world.rows().await, before);
    }

    async fn another_organization_sees_and_does_nothing(world: &World) {
        let town = town(world).await;
        let other = world.connected("Others", 1).await;
        for person in [&other.manager, &other.property_manager, other.resident(0)] {
            let client = world.sign_in(person).await;
            sees_only(&client, &town, &[]).await;
            refuses(world, &client, &town, &[]).await;
            let query = "mutation($id: ID!) { invoicePublishAll(input: { organizationId: $id, notify: false },
                idempotencyKey: \"run\") { billingRun { id } userErrors { code } } }";
            let variables = json!({ "id": town.community.organization_id() });
            assert_eq!(client.refused("invoicePublishAll", query, variables).await, ["NOT_FOUND"]);
            // Their own lists, narrowed to what is not theirs, are empty.
            let query = "query($id: ID!, $property: ID!, $unit: ID!) { organization(id: $id) {
                invoices(first: 9, filter: { propertyId: $property }) { totalCount }
                byUnit: invoices(first: 9, filter: { unitId: $unit }) { totalCount }
                payments(first: 9, filter: { propertyId: $property }) { totalCount }
                units(first: 9, propertyId: $property) { totalCount }
                residents(first: 9, propertyId: $property) { totalCount } } }";
            let variables = json!({ "id": other.organization_id(), "property": town.community.property_id(),
                "unit": town.community.unit_id(0) });
            let lists = client.ask(query, variables).await["organization"].clone();
            for (list, found) in lists.as_object().unwrap() {
                assert_eq!(found["totalCount"], 0, "{list}");
            }
            let logo = format!("/files/organizations/{}/logo", town.community.organization_id());
            let answer = client.request(Method::GET, &logo).send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        }
    }

    async fn the_manager_of_another_property_sees_and_does_nothing_here(world: &World) {
        let town = town(world).await;
        let client = next_door(world, &town.community).await;
        sees_only(&client, &town, &["organization"]).await;
        refuses(world, &client, &town, &[]).await;
        let query = "query($id: ID!) { organization(id: $id) { properties(first: 9) { nodes { name } }
            invoices(first: 9) { totalCount } payments(first: 9) { totalCount } units(first: 9) { totalCount }
            residents(first: 9) { totalCount } invoiceTotals { all draft { count } } } }";
        let seen = client.ask(query, json!({ "id": town.community.organization_id() })).await["organization"].clone();
        assert_eq!(seen["properties"]["nodes"], json!([{ "name": "Next door" }]));
        for list in ["invoices", "payments", "units", "residents"] {
            assert_eq!(seen[list]["totalCount"], 0, "{list}");
        }
        assert_eq!(seen["invoiceTotals"], json!({ "all": 0, "draft": { "count": 0 } }));
        let all = "mutation($id: ID!) { invoicePublishAll(input: { organizationId: $id, notify: false },
            idempotencyKey: \"all\") { billingRun { id } userErrors { code } } }";
        let variables = json!({ "id": town.community.organization_id() });
        assert_eq!(client.refused("invoicePublishAll", all, variables).await, ["NOTHING_TO_PUBLISH"]);
    }

    async fn a_neighbour_sees_the_community_and_not_the_invoices(world: &World) {
        let town = town(world).await;
        let client = world.sign_in(town.community.resident(1)).await;
        sees_only(&client, &town, &["organization", "property"]).await;
        refuses(world, &client, &town, &[]).await;
        let query = "{ viewer { invoices(first: 9) { nodes { total { amount } } } payments(first: 9) { totalCount } } }";
        let own = client.ask(query, json!({})).await["viewer"].clone();
        assert_eq!(own["invoices"]["nodes"], json!([{ "total": { "amount": "10.00" } }]), "their own alone");
        assert_eq!(own["payments"]["totalCount"], 0);
    }

    async fn a_resident_sees_no_drafts_no_books_and_no_deposits(world: &World) {
        let town = town(world).await;
        let client = world.sign_in(town.community.resident(0)).await;
        sees_only(&client, &town, &["organization", "property", "unit", "resident", "invoice", "payment"]).await;
        refuses(world, &client, &town, &["checkoutStart"]).await;
        let query = "query($id: ID!) { property(id: $id) {
            ledgerAccounts { code } incomeAccounts { code } ledgerTransactions(first: 9) { totalCount }
            payouts(first: 9) { totalCount } units(first: 9) { nodes { label } }
            paymentAccount { status processorAccountId requirementsDue dashboardUrl } } }";
        let seen = client.ask(query, json!({ "id": town.community.property_id() })).await["property"].clone();
        assert_eq!((&seen["ledgerAccounts"], &seen["incomeAccounts"]), (&json!([]), &json!([])));
        assert_eq!((&seen["ledgerTransactions"]["totalCount"], &seen["payouts"]["totalCount"]), (&json!(0), &json!(0)));
        assert_eq!(seen["units"]["nodes"], json!([{ "label": "101" }]));
        let account = json!({ "status": "ACTIVE", "processorAccountId": null, "requirementsDue": [], "dashboardUrl": null });
        assert_eq!(seen["paymentAccount"], account);
        let query = "query($id: ID!) { organization(id: $id) { invoices(first: 9, filter: { status: DRAFT }) {
            totalCount } invoiceTotals { draft { count } } } }";
        let lists = client.ask(query, json!({ "id": town.community.organization_id() })).await["organization"].clone();
        assert_eq!((&lists["invoices"]["totalCount"], &lists["invoiceTotals"]["draft"]["count"]), (&json!(0), &json!(0)));
        let query = "query($id: ID!) { payment(id: $id) { note } }";
        let noted = client.ask(query, json!({ "id": town.cheque })).await;
        assert_eq!(noted["payment"]["note"], Value::Null, "the team's note");
        let timeline = "query($id: ID!) { invoice(id: $id) { timeline { kind } } }";
        let shown = client.ask(timeline, json!({ "id": town.open })).await["invoice"]["timeline"].clone();
        assert!(!shown.as_array().unwrap().contains(&json!({ "kind": "CREATED" })), "{shown}");
    }

    async fn managers_do_not_pay_and_only_those_of_the_organization_connect(world: &World) {
        let town = town(world).await;
        let everything = ["organization", "property", "unit", "resident", "invoice", "draft", "payment", "payout", "billingRun"];
        let manager = world.sign_in(&town.community.manager).await;
        sees_only(&manager, &town, &everything).await;
        let property_manager = world.sign_in(&town.community.property_manager).await;
        // A run that somebody else started may span properties.
        sees_only(&property_manager, &town, &everything[..8]).await;
        for (field, document, variables) in mutations(&town) {
            let connecting = ["paymentAccountConnect", "paymentAccountRefresh", "propertyFeeModeSet"].contains(&field);
            if connecting || field == "checkoutStart" {
                let codes = property_manager.refused(field, &document, variables.clone()).await;
                assert_eq!(codes, ["NOT_FOUND"], "{field}");
            }
            if field == "checkoutStart" {
                assert_eq!(manager.refused(field, &document, variables).await, ["NOT_FOUND"]);
            }
        }
        let query = "query($id: ID!) { property(id: $id) { paymentAccount { status processorAccountId } } }";
        let variables = json!({ "id": town.community.property_id() });
        let shown = property_manager.ask(query, variables.clone()).await;
        assert_eq!(shown["property"]["paymentAccount"]["processorAccountId"], Value::Null);
        let shown = manager.ask(query, variables).await;
        assert!(shown["property"]["paymentAccount"]["processorAccountId"].as_str().unwrap().starts_with("acct_"));
    }

    async fn ids_of_another_kind_or_of_nothing_do_not_exist(world: &World) {
        let town = town(world).await;
        let manager = world.sign_in(&town.community.manager).await;
        let wrong = ["", "inv_", "nonsense", "pay_00000000000000000000000000", "'; DROP TABLE invoices; --"];
        for id in wrong.iter().copied().chain([town.payment.as_str()]) {
            let found = manager.ask("query($id: ID!) { invoice(id: $id) { id } }", json!({ "id": id })).await;
            assert_eq!(found["invoice"], Value::Null, "{id}");
            let variables = json!({ "id": id, "notify": false, "key": "wrong" });
            assert_eq!(manager.refused("invoicePublish", PUBLISH, variables).await, ["NOT_FOUND"], "{id}");
        }
    }
}
