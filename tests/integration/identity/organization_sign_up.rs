//! Opening an organization: from a mail to an empty house, and its first property.

use serde_json::{Value, json};
use support::identity::{DAY, SIGN_UP, SIGN_UP_CONFIRM, UNITS, VIEWER};
use support::{Community, TestApp, on_each_database};

fn input(email: &str, language: &str) -> Value {
    json!({ "input": { "organizationName": "Les Érables", "country": "CA", "name": "Zoé O’Neil", "email": email,
        "language": language } })
}

const CREATE: &str = "mutation($id: ID!, $input: PropertyCreateInput!, $key: String!) {
    propertyCreate(organizationId: $id, input: $input, idempotencyKey: $key) {
        property { id name currency timeZone region fees { bank card cardCapBasisPoints } version units(first: 10) { totalCount } ledgerAccounts { code } }
        userErrors { code field } } }";

#[on_each_database]
async fn sign_up_by_email_creates_an_empty_organization(test: &TestApp) {
    for (email, language, subject, words) in [
        (
            "zoe@example.com",
            "FR",
            "Ouvrez Les Érables sur Propty",
            ["Bonjour Zoé O’Neil", "Confirmez que cette adresse est la vôtre", "Ouvrir le compte"],
        ),
        (
            "ana@example.com",
            "EN",
            "Open Les Érables on Propty",
            ["Zoé O’Neil", "Confirm that this address is yours", "Open the account"],
        ),
    ] {
        test.anonymous().mutate("organizationSignUpRequest", SIGN_UP, input(email, language)).await;
        let token = test.emailed_token(email).await;
        let mail = test.sandbox.inbox.messages().pop().unwrap();
        let text = mail.text.unwrap();
        assert_eq!(
            (mail.subject.as_str(), mail.from_name.as_deref(), mail.to),
            (subject, Some("Propty"), vec![email.to_owned()])
        );
        assert!(words.iter().all(|word| text.contains(word)), "{text}");
        assert!(text.contains(&format!("{}/admin/sign-up/confirm#token={token}", test.site)), "{text}");

        let (payload, manager) = test
            .anonymous()
            .start_session("organizationSignUpConfirm", SIGN_UP_CONFIRM, json!({ "token": token }))
            .await;
        let membership = &payload["viewer"]["memberships"][0];
        assert_eq!(
            (&membership["role"], &membership["organization"]["name"]),
            (&json!("ORGANIZATION_MANAGER"), &json!("Les Érables"))
        );
        let viewer = manager.execute(VIEWER, json!({})).await["viewer"].clone();
        assert_eq!((&viewer["language"], &viewer["hasPassword"]), (&json!(language), &json!(false)));
        let empty = "query($id: ID!) { organization(id: $id) { name country properties(first: 5) { totalCount }
                members(first: 5) { totalCount nodes { name email role isViewer } } units(first: 5) { totalCount }
                residents(first: 5) { totalCount } invoices(first: 5) { totalCount } payments(first: 5) {
                    totalCount }
                apiKeys { id } memberInvitations { id } } }";
        let id = membership["organization"]["id"].clone();
        let response = manager.execute(empty, json!({ "id": id })).await["organization"].clone();
        for list in ["properties", "units", "residents", "invoices", "payments"] {
            assert_eq!(response[list]["totalCount"], 0, "{list}");
        }
        assert_eq!(
            response["members"]["nodes"],
            json!([{ "name": "Zoé O’Neil", "email": email,
                "role": "ORGANIZATION_MANAGER", "isViewer": true }])
        );
        let trail = test.audit_events(&manager, id.as_str().unwrap(), Value::Null).await;
        let actions: Vec<&Value> = trail.iter().map(|event| &event["action"]).collect();
        assert_eq!(actions, ["SIGNED_IN", "ORGANIZATION_CREATED"]);
    }
}

#[on_each_database]
async fn property_and_unit_creation_is_idempotent_and_validated(test: &TestApp) {
    test.anonymous().mutate("organizationSignUpRequest", SIGN_UP, input("zoe@example.com", "FR")).await;
    let token = json!({ "token": test.emailed_token("zoe@example.com").await });
    let (payload, manager) =
        test.anonymous().start_session("organizationSignUpConfirm", SIGN_UP_CONFIRM, token).await;
    let id = payload["viewer"]["memberships"][0]["organization"]["id"].clone();
    let property = |change: &dyn Fn(&mut Value)| {
        let mut input = json!({ "name": "Le Plateau", "address": "1 rue Rachel", "city": "Montréal QC",
                "country": "CA", "region": "qc",
                "timeZone": "America/Toronto", "replyTo": "bureau@example.com" });
        change(&mut input);
        json!({ "id": id, "input": input, "key": "first" })
    };
    let made = manager.mutate("propertyCreate", CREATE, property(&|_| {})).await["property"].clone();
    assert_eq!(
        (&made["currency"], &made["region"], &made["fees"], &made["version"], &made["units"]["totalCount"]),
        (
            &json!("CAD"),
            &json!("CA-QC"),
            &json!({ "bank": "ABSORB", "card": "ABSORB", "cardCapBasisPoints": 300 }),
            &json!(1),
            &json!(0)
        )
    );
    assert!(made["ledgerAccounts"].as_array().unwrap().len() > 5, "its books are open");
    assert_eq!(
        manager.mutate("propertyCreate", CREATE, property(&|_| {})).await["property"],
        made,
        "asked again"
    );
    for (change, code) in [
        (json!({ "name": " " }), "REQUIRED"),
        (json!({ "name": "x".repeat(101) }), "TOO_LONG"),
        (json!({ "timeZone": "Mars/Olympus" }), "INVALID_VALUE"),
        (json!({ "timeZone": "" }), "INVALID_VALUE"),
        (json!({ "replyTo": "nobody" }), "INVALID_EMAIL"),
        (json!({ "region": null }), "REQUIRED"),
        (json!({ "region": " " }), "REQUIRED"),
        (json!({ "region": "QB" }), "INVALID_VALUE"),
        (json!({ "region": "US-NY" }), "INVALID_VALUE"),
        (json!({ "region": "CA-QC", "country": "US" }), "INVALID_VALUE"),
    ] {
        let mut variables = property(&|input| {
            for (name, value) in change.as_object().unwrap() {
                input[name] = value.clone();
            }
        });
        variables["key"] = json!(change.to_string());
        assert_eq!(manager.expect_user_errors("propertyCreate", CREATE, variables).await, [code], "{change}");
    }

    let units = |labels: Value, key: &str| json!({ "id": made["id"], "labels": labels, "key": key });
    let added =
        manager.mutate("unitCreate", UNITS, units(json!(["101", " 102 ", "Penthouse Ouest"]), "u")).await;
    let labels: Vec<&Value> = added["units"].as_array().unwrap().iter().map(|unit| &unit["label"]).collect();
    assert_eq!(labels, ["101", "102", "Penthouse Ouest"]);
    assert_eq!(
        manager.mutate("unitCreate", UNITS, units(json!(["101", " 102 ", "Penthouse Ouest"]), "u")).await,
        added
    );
    for (labels, code) in [
        (json!(["103", "101"]), "NAME_TAKEN"),
        (json!(["104", "104"]), "NAME_TAKEN"),
        (json!([]), "REQUIRED"),
        (json!(["x".repeat(41)]), "TOO_LONG"),
        (json!(vec!["1"; 501]), "TOO_LONG"),
    ] {
        let codes = manager.expect_user_errors("unitCreate", UNITS, units(labels, code)).await;
        assert!(codes.iter().all(|response| response == code), "{codes:?}");
    }
    let count = "query($id: ID!) { property(id: $id) { units(first: 10) { totalCount } } }";
    let response = manager.execute(count, json!({ "id": made["id"] })).await;
    assert_eq!(response["property"]["units"]["totalCount"], 3, "all of them or none");
}

#[on_each_database]
async fn sign_up_with_an_existing_account_adds_an_organization(test: &TestApp) {
    let community = Community::build(&test.app, "Older", 0).await;
    let person = &community.manager;
    test.anonymous().mutate("organizationSignUpRequest", SIGN_UP, input(&person.user.email, "FR")).await;
    let token = json!({ "token": test.emailed_token(&person.user.email).await });
    test.clock.advance(DAY - 1);
    let (_, client) =
        test.anonymous().start_session("organizationSignUpConfirm", SIGN_UP_CONFIRM, token).await;
    let viewer = client.execute(VIEWER, json!({})).await["viewer"].clone();
    assert_eq!((&viewer["name"], &viewer["language"]), (&json!(person.user.name), &json!("EN")));
    assert_eq!(viewer["memberships"].as_array().unwrap().len(), 2);
}
