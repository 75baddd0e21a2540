//! Tokens of links used twice, too late, after they were replaced, changed, or for what they were not made for.

use entity::{member, organization};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use support::identity::{
    ACCEPT, DAY, INVITATION, LINK_CONSUME, LINK_REQUEST, RESIDENT_INVITE, SIGN_UP, SIGN_UP_CONFIRM, manager,
};
use support::{Client, Community, TestApp, on_each_database};

/// Every way to use a token: the mutation's name, its document and what refuses.
const TOKEN_MUTATIONS: [(&str, &str, &str); 3] = [
    ("signInLinkConsume", LINK_CONSUME, "LINK_INVALID"),
    ("invitationAccept", ACCEPT, "INVITATION_INVALID"),
    ("organizationSignUpConfirm", SIGN_UP_CONFIRM, "LINK_INVALID"),
];

async fn assert_token_invalid(test: &TestApp, token: &str) {
    for (field, document, code) in TOKEN_MUTATIONS {
        let (_, cookie, body) = test.anonymous().send(document, json!({ "token": token })).await;
        let payload = &body["data"][field];
        assert_eq!(payload["userErrors"][0]["code"], code, "{field} of {token:.200}: {body:#}");
        assert_eq!((cookie, &payload["viewer"]), (None, &Value::Null));
    }
    let shown = test.anonymous().execute(INVITATION, json!({ "token": token })).await;
    assert_eq!(shown["invitation"], Value::Null, "{token:.200}");
}

async fn request_sign_up(test: &TestApp, email: &str) -> String {
    let input = json!({ "organizationName": "Newly HOA", "country": "US", "name": "Ida New", "email": email,
        "language": "EN" });
    test.anonymous().mutate("organizationSignUpRequest", SIGN_UP, json!({ "input": input })).await;
    test.emailed_token(email).await
}

async fn managers(test: &TestApp, community: &Community) -> u64 {
    let of = member::Column::OrganizationId.eq(community.organization);
    member::Entity::find().filter(of).count(test.app.db.write()).await.unwrap()
}

async fn team(test: &TestApp, name: &str) -> (Community, Client, String) {
    let community = Community::build(&test.app, name, 0).await;
    let inviting = test.sign_in(&community.manager).await;
    let id = community.organization_id();
    (community, inviting, id)
}

#[on_each_database]
async fn invitation_token_is_single_use(test: &TestApp) {
    let (community, inviting, id) = team(test, "Replay").await;
    let token = test.invite(&inviting, &id, manager("noor@example.com")).await;
    let (_, joined) =
        test.anonymous().start_session("invitationAccept", ACCEPT, json!({ "token": token })).await;
    assert!(test.is_signed_in(&joined).await);
    assert_token_invalid(test, &token).await;
    assert_eq!(managers(test, &community).await, 3);
}

#[on_each_database]
async fn concurrent_invitation_accepts_join_once(test: &TestApp) {
    let (community, inviting, id) = team(test, "Twice").await;
    let token = test.invite(&inviting, &id, manager("noor@example.com")).await;
    let (one, two) = (test.anonymous(), test.anonymous());
    let variables = json!({ "token": token });
    let ((_, first, _), (_, second, _)) =
        futures::join!(one.send(ACCEPT, variables.clone()), two.send(ACCEPT, variables));
    assert_eq!([first, second].iter().flatten().count(), 1, "one of them is signed in");
    assert_eq!(managers(test, &community).await, 3);
}

#[on_each_database]
async fn concurrent_sign_up_confirms_create_one_organization(test: &TestApp) {
    let token = request_sign_up(test, "ida@example.com").await;
    let (one, two) = (test.anonymous(), test.anonymous());
    let variables = json!({ "token": token });
    let ((_, first, _), (_, second, _)) =
        futures::join!(one.send(SIGN_UP_CONFIRM, variables.clone()), two.send(SIGN_UP_CONFIRM, variables));
    assert_eq!([first, second].iter().flatten().count(), 1, "one of them is signed in");
    assert_eq!(organization::Entity::find().count(test.app.db.write()).await.unwrap(), 1);
    assert_token_invalid(test, &token).await;
}

#[on_each_database]
async fn replaced_revoked_or_expired_invitation_is_invalid(test: &TestApp) {
    let (community, inviting, id) = team(test, "Ended").await;
    let replaced = test.invite(&inviting, &id, manager("noor@example.com")).await;
    let withdrawn = test.invite(&inviting, &id, manager("noor@example.com")).await;
    assert_token_invalid(test, &replaced).await;
    let listed = "query($id: ID!) { organization(id: $id) { memberInvitations { id } } }";
    let open =
        inviting.execute(listed, json!({ "id": id })).await["organization"]["memberInvitations"].clone();
    assert_eq!(open.as_array().unwrap().len(), 1, "{open:#}");
    let revoke = "mutation($id: ID!) { memberInvitationRevoke(id: $id) { revokedId userErrors { code } } }";
    inviting.mutate("memberInvitationRevoke", revoke, json!({ "id": open[0]["id"] })).await;
    assert_token_invalid(test, &withdrawn).await;
    let again =
        inviting.expect_user_errors("memberInvitationRevoke", revoke, json!({ "id": open[0]["id"] })).await;
    assert_eq!(again, ["NOT_FOUND"]);

    let late = test.invite(&inviting, &id, manager("noor@example.com")).await;
    test.clock.advance(14 * DAY);
    assert_token_invalid(test, &late).await;
    assert_eq!(managers(test, &community).await, 2);
    let sign_up = request_sign_up(test, "ida@example.com").await;
    test.clock.advance(DAY);
    assert_token_invalid(test, &sign_up).await;
}

#[on_each_database]
async fn invitation_is_invalid_after_move_out(test: &TestApp) {
    let community = Community::build(&test.app, "Moved", 0).await;
    let (manager, property) = (test.sign_in(&community.manager).await, community.property_id());
    let units = "mutation($id: ID!) { unitCreate(propertyId: $id, input: { labels: [\"1\"] },
            idempotencyKey: \"u\") {
            units { id } userErrors { code } } }";
    let unit = manager.mutate("unitCreate", units, json!({ "id": property })).await["units"][0]["id"].clone();
    let add = "mutation($id: ID!) { residentCreate(unitId: $id, idempotencyKey: \"r\", input: { name:
            \"Ana Roy\",
            email: \"ana@example.com\", language: EN, kind: OWNER, isPrimary: true }) { resident { id }
            userErrors { code } } }";
    let resident =
        manager.mutate("residentCreate", add, json!({ "id": unit })).await["resident"]["id"].clone();
    manager.mutate("residentInvite", RESIDENT_INVITE, json!({ "id": resident })).await;
    let token = test.emailed_token("ana@example.com").await;
    let out = "mutation($id: ID!) { residentMoveOut(id: $id, input: {}) { resident { status } userErrors {
            code } } }";
    manager.mutate("residentMoveOut", out, json!({ "id": resident })).await;
    assert_token_invalid(test, &token).await;
}

#[on_each_database]
async fn token_purposes_are_not_interchangeable(test: &TestApp) {
    let (community, inviting, id) = team(test, "Kinds").await;
    let email = community.manager.user.email.as_str();
    let invitation = test.invite(&inviting, &id, manager("noor@example.com")).await;
    let sign_up = request_sign_up(test, "ida@example.com").await;
    test.anonymous().mutate("signInLinkRequest", LINK_REQUEST, json!({ "email": email })).await;
    let link = test.emailed_token(email).await;
    let own = [
        ("signInLinkConsume", &link),
        ("invitationAccept", &invitation),
        ("organizationSignUpConfirm", &sign_up),
    ];
    for (kind, token) in own {
        for (field, document, code) in TOKEN_MUTATIONS.iter().filter(|(field, ..)| *field != kind) {
            let codes = test.anonymous().expect_user_errors(field, document, json!({ "token": token })).await;
            assert_eq!(codes, [*code], "a token of {kind} for {field}");
        }
    }
    // None of it used a token up.
    for (kind, token) in own {
        let (field, document, _) = TOKEN_MUTATIONS.iter().find(|(field, ..)| *field == kind).unwrap();
        test.anonymous().start_session(field, document, json!({ "token": token })).await;
    }
}

#[on_each_database]
async fn tampered_tokens_are_invalid(test: &TestApp) {
    let (_, inviting, id) = team(test, "Changed").await;
    let right = test.invite(&inviting, &id, manager("noor@example.com")).await;
    let other = test.invite(&inviting, &id, manager("lou@example.com")).await;
    let flip = |at: usize| {
        let mut letters: Vec<char> = right.chars().collect();
        letters[at] = if letters[at] == 'A' { 'B' } else { 'A' };
        letters.into_iter().collect::<String>()
    };
    let changed = [
        flip(0),
        flip(20),
        flip(21),
        flip(right.len() - 2),
        right[..right.len() - 1].to_owned(),
        format!("{right}A"),
        format!("{right}=="),
        format!("{right} "),
        right.to_lowercase(),
        right[..22].to_owned(),
        // The id of one with the proof of another.
        format!("{}{}", &right[..21], &other[21..]),
        format!("{right}{other}"),
        "A".repeat(64),
        "A".repeat(100_000),
        "' OR 1=1 --".to_owned(),
        "é".repeat(32),
        String::new(),
    ];
    for token in changed {
        assert_token_invalid(test, &token).await;
    }
    test.anonymous().start_session("invitationAccept", ACCEPT, json!({ "token": right })).await;
}
