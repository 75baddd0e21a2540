//! Mass assignment: fields that an input does not have are refused before anything is run, and what somebody is
//! can't be changed through the mutations that change something else.

use entity::member;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use support::identity::{ACCEPT, KEY_CREATE, MEMBER_INVITE, MEMBER_REMOVE, MEMBER_UPDATE, VIEWER, manager};
use support::{Community, Person, TestApp, on_each_database};

async fn membership(test: &TestApp, person: &Person) -> member::Model {
    let of = member::Column::UserId.eq(person.user.id);
    member::Entity::find().filter(of).one(test.app.db.write()).await.unwrap().unwrap()
}

/// Inputs with one field too many: what carries it, the arguments, the variables' types and the variables.
fn inputs_with_unknown_field(
    community: &Community,
    member: &str,
) -> Vec<(&'static str, &'static str, &'static str, Value)> {
    let (organization, property, unit) =
        (community.organization_id(), community.property_id(), community.unit_id(0));
    vec![
        (
            "organizationUpdate",
            "id: $id, input: $input",
            "OrganizationUpdateInput",
            json!({ "id": organization, "input": { "name": "X", "invoicePrefix": "EVIL" } }),
        ),
        (
            "organizationUpdate",
            "id: $id, input: $input",
            "OrganizationUpdateInput",
            json!({ "id": organization, "input": { "name": "X", "id": "org_1" } }),
        ),
        (
            "memberUpdate",
            "id: $id, input: $input",
            "MemberUpdateInput",
            json!({ "id": member, "input": { "role": "ORGANIZATION_MANAGER", "organizationId": organization } }),
        ),
        (
            "memberInvite",
            "organizationId: $id, input: $input",
            "MemberInviteInput",
            json!({ "id": organization, "input": { "name": "N", "email": "n@example.com", "language": "EN",
                "role": "ORGANIZATION_MANAGER", "accepted": true } }),
        ),
        (
            "residentCreate",
            "unitId: $id, input: $input, idempotencyKey: \"k\"",
            "ResidentCreateInput",
            json!({ "id": unit, "input": { "name": "N", "language": "EN", "kind": "OWNER", "isPrimary": true,
                "status": "ACTIVE" } }),
        ),
        (
            "residentCreate",
            "unitId: $id, input: $input, idempotencyKey: \"k\"",
            "ResidentCreateInput",
            json!({ "id": unit, "input": { "name": "N", "language": "EN", "kind": "OWNER", "isPrimary": true,
                "userId": "user_1" } }),
        ),
        (
            "propertyCreate",
            "organizationId: $id, input: $input, idempotencyKey: \"k\"",
            "PropertyCreateInput",
            json!({ "id": organization, "input": { "name": "P", "address": "1", "city": "C", "country": "US",
                "timeZone": "America/New_York", "cardCapBp": 10_000 } }),
        ),
        (
            "unitCreate",
            "propertyId: $id, input: $input, idempotencyKey: \"k\"",
            "UnitCreateInput",
            json!({ "id": property, "input": { "labels": ["1"], "organizationId": "org_1" } }),
        ),
        (
            "apiKeyCreate",
            "organizationId: $id, input: $input",
            "ApiKeyCreateInput",
            json!({ "id": organization, "input": { "name": "K", "scopes": ["LEDGER_READ"],
                "secret": "chosen-by-the-caller" } }),
        ),
        (
            "residentMoveOut",
            "id: $id, input: $input",
            "ResidentMoveOutInput",
            json!({ "id": unit, "input": { "keepAccess": true } }),
        ),
    ]
}

#[on_each_database]
async fn mass_assignment_unknown_fields_are_refused(test: &TestApp) {
    let community = Community::build(&test.app, "Assigned", 1).await;
    let managing = test.sign_in(&community.manager).await;
    let member = membership(test, &community.property_manager).await.id.to_string();
    let before = test.snapshot().await;
    for (field, arguments, input, variables) in inputs_with_unknown_field(&community, &member) {
        let document = format!(
            "mutation($id: ID!, $input: {input}!) {{ {field}({arguments}) {{ userErrors {{ code }} }} }}"
        );
        let (_, _, body) = managing.send(&document, variables.clone()).await;
        assert!(
            body.get("data").is_none() && body["errors"][0]["message"].is_string(),
            "{variables}: {body:#}"
        );
        // Written into the document it is the same.
        let written = graphql(&variables["input"]);
        let document = format!(
            "mutation($id: ID!) {{ {field}({}) {{ userErrors {{ code }} }} }}",
            arguments.replace("$input", &written)
        );
        let (_, _, body) = managing.send(&document, json!({ "id": variables["id"] })).await;
        assert!(
            body.get("data").is_none() && body["errors"][0]["message"].is_string(),
            "{document}: {body:#}"
        );
    }
    before.assert_unchanged(&test.snapshot().await);
}

#[on_each_database]
async fn mass_assignment_in_invitation_accept_is_rejected(test: &TestApp) {
    let community = Community::build(&test.app, "Accepted", 0).await;
    let other = Community::build(&test.app, "Other", 0).await;
    let inviting = test.sign_in(&community.manager).await;
    let mut input = manager("noor@example.com");
    input["role"] = json!("PROPERTY_MANAGER");
    input["propertyIds"] = json!([community.property_id()]);
    let token = test.invite(&inviting, &community.organization_id(), input).await;
    let extra = [
        json!({ "role": "ORGANIZATION_MANAGER" }),
        json!({ "organizationId": other.organization_id() }),
        json!({ "email": "evil@example.com" }),
        json!({ "propertyIds": [other.property_id()] }),
    ];
    for extra in extra {
        let mut input = extra.clone();
        input["token"] = json!(token);
        let document = "mutation($input: InvitationAcceptInput!) { invitationAccept(input: $input) { viewer
                { email } } }";
        let (_, cookie, body) = test.anonymous().send(document, json!({ "input": input })).await;
        assert!(cookie.is_none() && body.get("data").is_none(), "{extra}: {body:#}");
    }
    let (_, noor) =
        test.anonymous().start_session("invitationAccept", ACCEPT, json!({ "token": token })).await;
    let viewer = noor.execute(VIEWER, json!({})).await["viewer"].clone();
    assert_eq!(viewer["email"], "noor@example.com");
    let membership = &viewer["memberships"];
    assert_eq!(membership.as_array().unwrap().len(), 1);
    assert_eq!(
        (&membership[0]["role"], &membership[0]["organization"]["id"], &membership[0]["properties"]),
        (&json!("PROPERTY_MANAGER"), &json!(community.organization_id()), &json!([{ "name": "Accepted" }]))
    );
}

#[on_each_database]
async fn privilege_escalation_through_member_and_key_mutations(test: &TestApp) {
    let community = Community::build(&test.app, "Raised", 1).await;
    let other = Community::build(&test.app, "Foreign", 0).await;
    let organization = community.organization_id();
    let own = membership(test, &community.property_manager).await;
    let boss = membership(test, &community.manager).await;
    let managing = test.sign_in(&community.manager).await;
    let (_, key) = test
        .api_key(
            &managing,
            &organization,
            &["PROPERTIES_READ", "COMMUNITY_WRITE", "INVOICES_READ", "INVOICES_WRITE", "LEDGER_READ"],
        )
        .await;
    let callers = [
        ("property manager", test.sign_in(&community.property_manager).await),
        ("resident", test.sign_in(community.resident(0)).await),
        ("key with every scope", test.anonymous().with_api_key(&key)),
        ("manager of another organization", test.sign_in(&other.manager).await),
    ];
    for (who, caller) in callers {
        let raise = json!({ "role": "ORGANIZATION_MANAGER" });
        for member in [own.id, boss.id] {
            let id = member.to_string();
            let codes = caller
                .expect_user_errors("memberUpdate", MEMBER_UPDATE, json!({ "id": id, "input": raise }))
                .await;
            assert_eq!(codes, ["NOT_FOUND"], "{who}");
            assert_eq!(
                caller.expect_user_errors("memberRemove", MEMBER_REMOVE, json!({ "id": id })).await,
                ["NOT_FOUND"],
                "{who}"
            );
        }
        let invite = json!({ "id": organization, "input": manager("evil@example.com") });
        assert_eq!(
            caller.expect_user_errors("memberInvite", MEMBER_INVITE, invite).await,
            ["NOT_FOUND"],
            "{who}"
        );
        let make = json!({ "id": organization, "input": { "name": "K", "scopes": ["INVOICES_WRITE"] } });
        assert_eq!(caller.expect_user_errors("apiKeyCreate", KEY_CREATE, make).await, ["NOT_FOUND"], "{who}");
        let update = "mutation($id: ID!) { organizationUpdate(id: $id, input: { secondFactorRequired: true
                }) { userErrors { code } } }";
        assert_eq!(
            caller.expect_user_errors("organizationUpdate", update, json!({ "id": organization })).await,
            ["NOT_FOUND"],
            "{who}"
        );
    }
    assert_eq!(membership(test, &community.property_manager).await, own);
    assert_eq!(membership(test, &community.manager).await, boss);
    test.run_jobs().await;
    assert!(test.sandbox.inbox.messages().is_empty());
}

#[on_each_database]
async fn privilege_escalation_through_a_foreign_property(test: &TestApp) {
    let community = Community::build(&test.app, "Near", 0).await;
    let other = Community::build(&test.app, "Far", 0).await;
    let (managing, organization) = (test.sign_in(&community.manager).await, community.organization_id());
    let mut input = manager("noor@example.com");
    input["role"] = json!("PROPERTY_MANAGER");
    input["propertyIds"] = json!([community.property_id(), other.property_id()]);
    let invited = json!({ "id": organization, "input": input });
    assert_eq!(managing.expect_user_errors("memberInvite", MEMBER_INVITE, invited).await, ["NOT_FOUND"]);
    let member = membership(test, &community.property_manager).await.id.to_string();
    let assigned = json!({ "id": member, "input": { "role": "PROPERTY_MANAGER",
            "propertyIds": [other.property_id()] } });
    assert_eq!(managing.expect_user_errors("memberUpdate", MEMBER_UPDATE, assigned).await, ["NOT_FOUND"]);
    let key = json!({ "id": organization, "input": { "name": "K", "scopes": ["INVOICES_READ"],
            "propertyIds": [other.property_id()] } });
    assert_eq!(managing.expect_user_errors("apiKeyCreate", KEY_CREATE, key).await, ["NOT_FOUND"]);
}

/// JSON as it is written in a document.
fn graphql(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(name, value)| format!("{name}: {}", graphql(value))).collect();
            format!("{{ {} }}", fields.join(", "))
        }
        Value::Array(values) => format!("[{}]", values.iter().map(graphql).collect::<Vec<_>>().join(", ")),
        // Enum values stand without quotes.
        Value::String(text) if text.len() > 1 && text.chars().all(|c| c.is_ascii_uppercase() || c == '_') => {
            text.clone()
        }
        other => other.to_string(),
    }
}
