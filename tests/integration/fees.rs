//! Who bears the fees: what can be chosen and by whom, what it needs, and what it does to the price.

use std::sync::Arc;

use api::http::HttpState;
use application::app::App;
use domain::fee::FeeSchedule;
use serde_json::{Value, json};
use support::{Client, Community, TestApp, on_each_database};

use crate::invoices::ledger;

const SET: &str = "mutation($id: ID!, $input: PropertyFeesSetInput!, $version: Int) {
    propertyFeesSet(propertyId: $id, input: $input, expectedVersion: $version) {
        property { version fees { bank card cardCapBasisPoints cardPassAllowed cardAcknowledgement { by at } } }
        userErrors { code field message } } }";
const PREVIEW: &str = "query($id: ID!, $amount: Decimal!, $settings: FeeSettingsInput) { property(id: $id) {
    feePreview(amount: $amount, settings: $settings) {
        method fee { amount } total { amount } received { amount } } } }";
const CREATE: &str = "mutation($id: ID!, $input: PropertyCreateInput!, $key: String!) {
    propertyCreate(organizationId: $id, input: $input, idempotencyKey: $key) {
        property { id region } userErrors { code field message } } }";

async fn set(client: &Client, property: &str, input: Value) -> Value {
    client.mutate("propertyFeesSet", SET, json!({ "id": property, "input": input })).await["property"].clone()
}

/// The code and field of the first error.
async fn refused(client: &Client, variables: Value) -> (Value, Value) {
    let payload = client.execute(SET, variables).await["propertyFeesSet"].clone();
    assert_eq!(payload["property"], Value::Null, "{payload:#}");
    let error = &payload["userErrors"][0];
    assert!(error["message"].as_str().unwrap().len() > 20, "an error says what to do: {error}");
    (error["code"].clone(), error["field"].clone())
}

/// A property of the community in Canada.
async fn canadian(manager: &Client, community: &Community, region: &str) -> String {
    let input = json!({ "name": region, "address": "1 rue Rachel", "city": "Ville", "country": "CA",
        "region": region, "timeZone": "America/Toronto" });
    let variables = json!({ "id": community.organization_id(), "input": input, "key": region });
    let made = manager.mutate("propertyCreate", CREATE, variables).await["property"].clone();
    made["id"].as_str().unwrap().to_owned()
}

#[on_each_database]
async fn passing_on_card_fees_requires_acknowledgement(test: &TestApp) {
    let community = Community::build(&test.app, "Checked", 0).await;
    let manager = test.sign_in(&community.manager).await;
    let id = community.property_id();
    let absorbed =
        set(&manager, &id, json!({ "bank": "PASS", "card": "ABSORB", "cardCapBasisPoints": 250 })).await;
    let fees = |bank: &str, card: &str, cap: i64, acknowledged: Value| {
        json!({ "bank": bank, "card": card, "cardCapBasisPoints": cap, "cardPassAllowed": true,
                "cardAcknowledgement": acknowledged })
    };
    assert_eq!(absorbed, json!({ "version": 2, "fees": fees("PASS", "ABSORB", 250, Value::Null) }));

    let before = test.snapshot().await;
    let passing = json!({ "id": id, "input": { "bank": "PASS", "card": "PASS" } });
    let error = refused(&manager, passing).await;
    assert_eq!(error, (json!("ACKNOWLEDGEMENT_REQUIRED"), json!("cardAcknowledged")));
    before.assert_unchanged(&test.snapshot().await);

    let passed =
        set(&manager, &id, json!({ "bank": "ABSORB", "card": "PASS", "cardAcknowledged": true })).await;
    let kept = json!({ "by": community.manager.user.name, "at": "2026-11-02T17:00:00Z" });
    assert_eq!(passed, json!({ "version": 3, "fees": fees("ABSORB", "PASS", 250, kept.clone()) }));

    let trail = test.audit_events(&manager, &community.organization_id(), Value::Null).await;
    assert_eq!(trail[0]["action"], "FEES_CHANGED");
    let changes = trail[0]["changes"].as_array().unwrap();
    for change in [
        json!({ "name": "bankFees", "before": "pass", "after": "absorb" }),
        json!({ "name": "cardFees", "before": "absorb", "after": "pass" }),
        json!({ "name": "cardAcknowledged", "before": null, "after": "true" }),
    ] {
        assert!(changes.contains(&change), "{changes:#?}");
    }
    // The cap is changed: who checked the rules stays.
    let capped =
        set(&manager, &id, json!({ "bank": "ABSORB", "card": "PASS", "cardCapBasisPoints": 300 })).await;
    assert_eq!(capped["fees"]["cardAcknowledgement"], kept);
    // Saying the same again is no change.
    let same =
        set(&manager, &id, json!({ "bank": "ABSORB", "card": "PASS", "cardCapBasisPoints": 300 })).await;
    assert_eq!(same["version"], 4);

    // It has to be said again after it was switched off.
    let off = set(&manager, &id, json!({ "bank": "ABSORB", "card": "ABSORB" })).await;
    assert_eq!(off["fees"]["cardAcknowledgement"], Value::Null);
    let again = json!({ "id": id, "input": { "bank": "PASS", "card": "PASS" } });
    assert_eq!(refused(&manager, again).await.0, "ACKNOWLEDGEMENT_REQUIRED");
}

#[on_each_database]
async fn invalid_cap_and_stale_version_are_rejected(test: &TestApp) {
    let community = Community::build(&test.app, "Capped", 0).await;
    let manager = test.sign_in(&community.manager).await;
    let id = community.property_id();
    let before = test.snapshot().await;
    for cap in [-1, 401, 10_000, i64::from(i32::MAX), i64::from(i32::MIN)] {
        let input = json!({ "bank": "PASS", "card": "ABSORB", "cardCapBasisPoints": cap });
        let error = refused(&manager, json!({ "id": id, "input": input })).await;
        assert_eq!(error, (json!("INVALID_VALUE"), json!("cardCapBasisPoints")), "{cap}");
    }
    for version in [0, 2, -1] {
        let input = json!({ "bank": "ABSORB", "card": "ABSORB" });
        let error = refused(&manager, json!({ "id": id, "input": input, "version": version })).await;
        assert_eq!(error, (json!("VERSION_CONFLICT"), Value::Null), "{version}");
    }
    before.assert_unchanged(&test.snapshot().await);
    let input = json!({ "bank": "ABSORB", "card": "ABSORB", "cardCapBasisPoints": 0 });
    manager.mutate("propertyFeesSet", SET, json!({ "id": id, "input": input, "version": 1 })).await;
}

#[on_each_database]
async fn quebec_forbids_passing_on_card_fees(test: &TestApp) {
    let community = Community::build(&test.app, "Provinces", 0).await;
    let manager = test.sign_in(&community.manager).await;
    let passing = json!({ "bank": "PASS", "card": "PASS", "cardAcknowledged": true });
    let quebec = canadian(&manager, &community, "QC").await;
    let error = refused(&manager, json!({ "id": quebec, "input": passing })).await;
    assert_eq!(error, (json!("CARD_FEES_FORBIDDEN"), json!("card")));
    let half = set(&manager, &quebec, json!({ "bank": "PASS", "card": "ABSORB" })).await;
    assert_eq!((&half["fees"]["bank"], &half["fees"]["cardPassAllowed"]), (&json!("PASS"), &json!(false)));
    let choices = json!({ "bank": "PASS", "card": "PASS", "cardCapBasisPoints": 300 });
    let (_, _, body) =
        manager.send(PREVIEW, json!({ "id": quebec, "amount": "1200.00", "settings": choices })).await;
    assert_eq!(body["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    assert!(body["errors"][0]["message"].as_str().unwrap().contains("Quebec"), "{body:#}");

    let ontario = canadian(&manager, &community, "ca-on").await;
    assert_eq!(set(&manager, &ontario, passing).await["fees"]["card"], "PASS");
    let data = manager.execute(PREVIEW, json!({ "id": ontario, "amount": "1200.00" })).await;
    // PAD is 1 % and 40¢.
    assert_eq!(
        data["property"]["feePreview"],
        json!([
            { "method": "BANK", "fee": { "amount": "12.53" }, "total": { "amount": "1212.53" }, "received": { "amount": "1200.00" } },
            { "method": "CARD", "fee": { "amount": "36.15" }, "total": { "amount": "1236.15" }, "received": { "amount": "1200.00" } },
        ])
    );
}

#[on_each_database]
async fn fee_preview_is_exact_for_saved_and_unsaved_settings(test: &TestApp) {
    let community = Community::build(&test.app, "Preview", 0).await;
    let manager = test.sign_in(&community.manager).await;
    let id = community.property_id();
    let preview = async |amount: &str, choices: Value| {
        let data = manager.execute(PREVIEW, json!({ "id": id, "amount": amount, "settings": choices })).await;
        let one = |quote: &Value| {
            ["fee", "total", "received"].map(|name| quote[name]["amount"].as_str().unwrap().to_owned())
        };
        let quotes = data["property"]["feePreview"].as_array().unwrap().clone();
        (one(&quotes[0]), one(&quotes[1]))
    };
    let is = |fee: &str, total: &str, received: &str| [fee, total, received].map(str::to_owned);
    let passed = (is("5.00", "1205.00", "1200.00"), is("36.15", "1236.15", "1200.00"));
    assert_eq!(preview("1200.00", Value::Null).await, passed);
    let choices =
        |bank: &str, card: &str, cap: i64| json!({ "bank": bank, "card": card, "cardCapBasisPoints": cap });
    let absorbed = (is("0.00", "1200.00", "1195.00"), is("0.00", "1200.00", "1164.90"));
    assert_eq!(preview("1200", choices("ABSORB", "ABSORB", 300)).await, absorbed);
    // At 2 % the resident pays 24.48 of the 35.81 it costs.
    let capped = (is("5.00", "1205.00", "1200.00"), is("24.48", "1224.48", "1188.67"));
    assert_eq!(preview("1200.00", choices("PASS", "PASS", 200)).await, capped);
    for (amount, choices) in [
        ("0.00", Value::Null),
        ("-1", Value::Null),
        ("1000000.00", Value::Null),
        ("10.00", choices("PASS", "PASS", 401)),
        ("10.00", choices("PASS", "PASS", -1)),
    ] {
        let (_, _, body) =
            manager.send(PREVIEW, json!({ "id": id, "amount": amount, "settings": choices })).await;
        assert_eq!(body["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{amount}: {body:#}");
    }
}

#[on_each_database]
async fn platform_fee_is_charged_on_top_of_the_invoice(test: &TestApp) {
    let app = App { fees: Arc::new(FeeSchedule::new(&[], 50)), ..test.app.clone() };
    let site = test.also_serve(|site| *site = HttpState::new(app)).await;
    let community = test.connected_community("Platform", 1).await;
    let invoice = test.published_invoice(&community, 0, "1200.00").await;
    let resident = test.sign_in(community.resident(0)).await.at(&site);
    let (_, session) = test.checkout(&resident, &invoice, "CARD").await;
    test.sandbox.stripe.pay_card(&session).unwrap();
    test.run_jobs().await;
    // 1,200.00 and 6.00 for the platform: 1,242.33 less 36.33 for Stripe.
    assert_eq!(ledger(test, &community, "4900").await, "42.33");
    assert_eq!(ledger(test, &community, "5100").await, "42.33");
}
