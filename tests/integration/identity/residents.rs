//! Residents: Pending, Invited, Active, and moved out, which ends what they see and keeps what happened.

use serde_json::{Value, json};
use support::identity::{ACCEPT, INVITATION, MOVE_OUT, PASSWORD, RESIDENT, RESIDENT_INVITE, UNITS, VIEWER};
use support::{Client, Community, TestApp, on_each_database};

/// A manager with an empty unit.
struct Home {
    community: Community,
    manager: Client,
    unit: Value,
}

impl Home {
    async fn new(test: &TestApp, name: &str) -> Home {
        let community = test.connected_community(name, 0).await;
        let manager = test.sign_in(&community.manager).await;
        let variables = json!({ "id": community.property_id(), "labels": ["12"], "key": "unit" });
        let unit = manager.mutate("unitCreate", UNITS, variables).await["units"][0]["id"].clone();
        Home { community, manager, unit }
    }

    async fn resident(&self, email: Option<&str>, language: &str) -> Value {
        let input = json!({ "name": "Amélie Roy", "email": email, "language": language, "kind": "OWNER",
            "isPrimary": true });
        let variables = json!({ "id": self.unit, "input": input, "key": format!("{email:?}") });
        let made = self.manager.mutate("residentCreate", RESIDENT, variables).await["resident"].clone();
        assert_eq!(made["status"], "PENDING");
        made["id"].clone()
    }

    async fn status(&self, resident: &Value) -> Value {
        let query = "query($id: ID!) { node(id: $id) { ... on Resident { status language invitedAt } } }";
        self.manager.execute(query, json!({ "id": resident })).await["node"].clone()
    }

    /// An invoice to the unit, published.
    async fn invoice(&self, test: &TestApp) -> Value {
        let create = "mutation($property: ID!, $unit: ID!) { invoiceCreate(idempotencyKey: \"i\", input: {
            propertyId: $property,
            unitIds: [$unit], title: \"Dues\", dueOn: \"2026-12-01\", lines: [{ description: \"Dues\",
                accountCode: \"4000\", amount: \"10.00\" }] }) {
            invoices { id } userErrors { code } } }";
        let variables = json!({ "property": self.community.property_id(), "unit": self.unit });
        let id = self.manager.mutate("invoiceCreate", create, variables).await["invoices"][0]["id"].clone();
        let publish = json!({ "id": id, "notify": true, "key": "p" });
        self.manager.mutate("invoicePublish", support::community::PUBLISH, publish).await;
        test.run_jobs().await;
        id
    }
}

#[on_each_database]
async fn resident_invitation_is_localized_and_accepted_with_a_password(test: &TestApp) {
    let home = Home::new(test, "Erables").await;
    for (email, language, subject, words) in [
        (
            "amelie@example.com",
            "FR",
            "Erables HOA vous invite à votre portail de résident",
            [
                "Bonjour Amélie Roy",
                "Erables vous invite à son portail des résidents",
                "Accepter l’invitation",
                "pendant 14 jours",
            ],
        ),
        (
            "amy@example.com",
            "EN",
            "Erables HOA invites you to your resident portal",
            [
                "Amélie Roy",
                "Erables invites you to its resident portal",
                "Accept the invitation",
                "for 14 days",
            ],
        ),
    ] {
        let resident = home.resident(Some(email), language).await;
        home.manager.mutate("residentInvite", RESIDENT_INVITE, json!({ "id": resident })).await;
        assert_eq!(home.status(&resident).await["status"], "INVITED");
        let token = test.emailed_token(email).await;
        let mail = test.sandbox.inbox.messages().pop().unwrap();
        let text = mail.text.clone().unwrap();
        assert_eq!((mail.subject.as_str(), mail.from_name.as_deref()), (subject, Some("Erables HOA")));
        assert_eq!(mail.reply_to.as_deref(), Some("office@erables.example"));
        assert!(words.iter().all(|word| text.contains(word)), "{text}");
        assert!(text.contains(&format!("{}/portal/invitation#token={token}", test.site)), "{text}");

        let shown =
            test.anonymous().execute(INVITATION, json!({ "token": token })).await["invitation"].clone();
        assert_eq!(
            shown,
            json!({ "kind": "RESIDENT", "organization": "Erables HOA", "property": "Erables",
                "name": "Amélie Roy", "email": email, "language": language, "hasAccount": false })
        );
        let variables = json!({ "token": token, "password": PASSWORD, "name": " Amélie Roy-Tremblay " });
        let (payload, resident_client) =
            test.anonymous().start_session("invitationAccept", ACCEPT, variables).await;
        assert_eq!(
            payload["viewer"],
            json!({ "email": email, "name": "Amélie Roy-Tremblay", "language": language, "hasPassword": true })
        );
        assert_eq!(home.status(&resident).await["status"], "ACTIVE");
        let viewer = resident_client.execute(VIEWER, json!({})).await["viewer"].clone();
        assert_eq!(
            (&viewer["residencies"], &viewer["memberships"]),
            (&json!([{ "unit": { "label": "12" } }]), &json!([]))
        );
        let (_, by_password) = test.sign_in_by_password(email, PASSWORD).await;
        assert!(test.is_signed_in(&by_password).await);
        let codes = home
            .manager
            .expect_user_errors("residentInvite", RESIDENT_INVITE, json!({ "id": resident }))
            .await;
        assert_eq!(codes, ["ALREADY_ACTIVE"]);
    }
}

#[on_each_database]
async fn resident_without_password_signs_in_by_link_in_chosen_language(test: &TestApp) {
    let home = Home::new(test, "Linked").await;
    let resident = home.resident(Some("ana@example.com"), "EN").await;
    home.manager.mutate("residentInvite", RESIDENT_INVITE, json!({ "id": resident })).await;
    let token = test.emailed_token("ana@example.com").await;
    for (password, code) in [
        ("short", "PASSWORD_TOO_SHORT"),
        ("password1", "PASSWORD_COMMON"),
        ("ana@example.com", "PASSWORD_COMMON"),
    ] {
        let variables = json!({ "token": token, "password": password });
        assert_eq!(test.anonymous().expect_user_errors("invitationAccept", ACCEPT, variables).await, [code]);
    }
    let variables = json!({ "token": token, "password": "", "language": "FR" });
    let (payload, _) = test.anonymous().start_session("invitationAccept", ACCEPT, variables).await;
    assert_eq!(
        payload["viewer"],
        json!({ "email": "ana@example.com", "name": "Amélie Roy", "language": "FR", "hasPassword": false })
    );
    assert_eq!(home.status(&resident).await["language"], "FR", "so is their mail");
    let (_, by_link) = test.sign_in_by_link("ana@example.com").await;
    assert!(test.is_signed_in(&by_link).await);
    assert!(test.sandbox.inbox.messages().pop().unwrap().subject.contains("connexion"));
}

#[on_each_database]
async fn existing_account_accepting_an_invitation_gains_a_residency(test: &TestApp) {
    let (home, other) = (Home::new(test, "Second").await, Community::build(&test.app, "First", 0).await);
    test.give_password(&other.manager, PASSWORD).await;
    let email = other.manager.user.email.as_str();
    let resident = home.resident(Some(email), "FR").await;
    home.manager.mutate("residentInvite", RESIDENT_INVITE, json!({ "id": resident })).await;
    let token = test.emailed_token(email).await;
    let shown = test.anonymous().execute(INVITATION, json!({ "token": token })).await["invitation"].clone();
    assert_eq!(shown["hasAccount"], true);
    // Whoever got hold of the link can't take the account over by it.
    let variables = json!({ "token": token, "password": "another horse, another staple", "name": "Eve",
            "language": "FR" });
    let (payload, client) = test.anonymous().start_session("invitationAccept", ACCEPT, variables).await;
    assert_eq!(
        (&payload["viewer"]["name"], &payload["viewer"]["language"]),
        (&json!(other.manager.user.name), &json!("EN"))
    );
    let viewer = client.execute(VIEWER, json!({})).await["viewer"].clone();
    assert_eq!(viewer["residencies"].as_array().unwrap().len(), 1);
    assert_eq!(viewer["memberships"].as_array().unwrap().len(), 1);
    test.sign_in_by_password(email, PASSWORD).await;
}

#[on_each_database]
async fn move_out_revokes_access_and_keeps_history(test: &TestApp) {
    let home = Home::new(test, "Leaving").await;
    let resident = home.resident(Some("ana@example.com"), "EN").await;
    home.manager.mutate("residentInvite", RESIDENT_INVITE, json!({ "id": resident })).await;
    let token = test.emailed_token("ana@example.com").await;
    let (_, client) =
        test.anonymous().start_session("invitationAccept", ACCEPT, json!({ "token": token })).await;
    let invoice = home.invoice(test).await;
    let query = "query($id: ID!) { invoice(id: $id) { status resident { name } } viewer { invoices(first: 5)
            { totalCount } balance { amount } residencies { unit { label } } } }";
    let seen = client.execute(query, json!({ "id": invoice })).await;
    assert_eq!(
        (&seen["invoice"]["status"], &seen["viewer"]["invoices"]["totalCount"]),
        (&json!("OPEN"), &json!(1))
    );
    let mails = test.sandbox.inbox.messages().len();

    for day in ["2026-11-03", "2019-01-01"] {
        let codes = home
            .manager
            .expect_user_errors(
                "residentMoveOut",
                MOVE_OUT,
                json!({ "id": resident, "input": { "endsOn": day } }),
            )
            .await;
        assert_eq!(codes, ["INVALID_DATE"], "{day}");
    }
    home.manager.mutate("residentMoveOut", MOVE_OUT, json!({ "id": resident, "input": {} })).await;
    let seen = client.execute(query, json!({ "id": invoice })).await;
    assert_eq!(
        seen,
        json!({ "invoice": null, "viewer": { "invoices": { "totalCount": 0 }, "balance": null,
                "residencies": [] } })
    );
    let checkout = json!({ "ids": [invoice], "method": "CARD", "key": "k" });
    assert_eq!(
        client.expect_user_errors("checkoutStart", support::community::CHECKOUT, checkout).await,
        ["NOT_FOUND"]
    );
    assert!(test.is_signed_in(&client).await, "the account is theirs");
    let kept = home
        .manager
        .execute(
            "query($id: ID!) { invoice(id: $id) { resident { name status } timeline { kind } } }",
            json!({ "id": invoice }),
        )
        .await;
    assert_eq!(kept["invoice"]["resident"], json!({ "name": "Amélie Roy", "status": "INACTIVE" }));
    let again = json!({ "id": resident, "input": {} });
    assert_eq!(home.manager.expect_user_errors("residentMoveOut", MOVE_OUT, again).await, ["MOVED_OUT"]);
    assert_eq!(
        home.manager.expect_user_errors("residentInvite", RESIDENT_INVITE, json!({ "id": resident })).await,
        ["MOVED_OUT"]
    );
    test.run_jobs().await;
    assert_eq!(test.sandbox.inbox.messages().len(), mails, "nobody writes to them any more");
}

#[on_each_database]
async fn invitation_requires_email_and_replaces_the_previous_one(test: &TestApp) {
    let home = Home::new(test, "Replaced").await;
    let silent = home.resident(None, "EN").await;
    assert_eq!(
        home.manager.expect_user_errors("residentInvite", RESIDENT_INVITE, json!({ "id": silent })).await,
        ["EMAIL_MISSING"]
    );
    let resident = home.resident(Some("ana@example.com"), "EN").await;
    home.manager.mutate("residentInvite", RESIDENT_INVITE, json!({ "id": resident })).await;
    let first = test.emailed_token("ana@example.com").await;
    test.clock.advance(60);
    home.manager.mutate("residentInvite", RESIDENT_INVITE, json!({ "id": resident })).await;
    let second = test.emailed_token("ana@example.com").await;
    assert_ne!(first, second);
    let codes =
        test.anonymous().expect_user_errors("invitationAccept", ACCEPT, json!({ "token": first })).await;
    assert_eq!(codes, ["INVITATION_INVALID"]);
    test.anonymous().start_session("invitationAccept", ACCEPT, json!({ "token": second })).await;
}
