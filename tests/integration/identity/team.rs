//! Teams: inviting, joining, changing roles, leaving; an organization always keeps a manager.

use domain::roles::Role;
use entity::member;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use support::identity::{
    ACCEPT, INVITATION, MEMBER_INVITE, MEMBER_REMOVE, MEMBER_UPDATE, PASSWORD, VIEWER, manager,
};
use support::{Client, Community, Person, TestApp, on_each_database};

async fn member_id(test: &TestApp, person: &Person) -> String {
    let of = member::Column::UserId.eq(person.user.id);
    member::Entity::find().filter(of).one(test.app.db.write()).await.unwrap().unwrap().id.to_string()
}

async fn member_of(client: &Client) -> String {
    client.execute(VIEWER, json!({})).await["viewer"]["memberships"][0]["id"].as_str().unwrap().to_owned()
}

async fn managers(test: &TestApp, community: &Community) -> u64 {
    let query = member::Entity::find()
        .filter(member::Column::OrganizationId.eq(community.organization))
        .filter(member::Column::Role.eq(Role::OrganizationManager));
    query.count(test.app.db.write()).await.unwrap()
}

/// A second manager, who has accepted.
async fn joined(test: &TestApp, community: &Community, email: &str) -> Client {
    let inviting = test.sign_in(&community.manager).await;
    let token = test.invite(&inviting, &community.organization_id(), manager(email)).await;
    test.anonymous().start_session("invitationAccept", ACCEPT, json!({ "token": token })).await.1
}

#[on_each_database]
async fn member_invite_join_role_change_and_removal(test: &TestApp) {
    let community = Community::build(&test.app, "Team", 1).await;
    let (managing, id) = (test.sign_in(&community.manager).await, community.organization_id());
    let input = json!({ "name": "Luc Morel", "email": " Luc@Example.com ", "language": "FR",
            "role": "PROPERTY_MANAGER",
            "propertyIds": [community.property_id()] });
    managing.mutate("memberInvite", MEMBER_INVITE, json!({ "id": id, "input": input })).await;
    let token = test.emailed_token("luc@example.com").await;
    let mail = test.sandbox.inbox.messages().pop().unwrap();
    assert_eq!(mail.subject, "Dana Team vous invite dans l’équipe de Team HOA");
    let text = mail.text.unwrap();
    for words in
        ["Bonjour Luc Morel", "gestionnaire d’immeubles", "Accepter l’invitation", "pendant 14 jours"]
    {
        assert!(text.contains(words), "{text}");
    }
    assert!(text.contains(&format!("{}/admin/invitation#token={token}", test.site)), "{text}");
    let open = "query($id: ID!) { organization(id: $id) { memberInvitations { name email role isExpired
            properties { name } } } }";
    let response =
        managing.execute(open, json!({ "id": id })).await["organization"]["memberInvitations"].clone();
    assert_eq!(
        response,
        json!([{ "name": "Luc Morel", "email": "luc@example.com", "role": "PROPERTY_MANAGER",
                "isExpired": false,
            "properties": [{ "name": "Team" }] }])
    );
    let shown = test.anonymous().execute(INVITATION, json!({ "token": token })).await["invitation"].clone();
    assert_eq!((&shown["kind"], &shown["property"]), (&json!("MEMBER"), &Value::Null));

    let (_, luc) = test
        .anonymous()
        .start_session("invitationAccept", ACCEPT, json!({ "token": token, "password": PASSWORD }))
        .await;
    assert_eq!(
        managing.execute(open, json!({ "id": id })).await["organization"]["memberInvitations"],
        json!([])
    );
    let again = json!({ "id": id, "input": manager("luc@example.com") });
    assert_eq!(managing.expect_user_errors("memberInvite", MEMBER_INVITE, again).await, ["ALREADY_MEMBER"]);
    let sees = "query($id: ID!) { organization(id: $id) { properties(first: 5) { totalCount } members(first:
            5) { totalCount } } }";
    let seen = luc.execute(sees, json!({ "id": id })).await["organization"].clone();
    assert_eq!(seen, json!({ "properties": { "totalCount": 1 }, "members": { "totalCount": 0 } }));

    let member = member_of(&luc).await;
    let raised = json!({ "id": member, "input": { "role": "ORGANIZATION_MANAGER" } });
    let response = managing.mutate("memberUpdate", MEMBER_UPDATE, raised).await;
    assert_eq!(response["member"], json!({ "role": "ORGANIZATION_MANAGER", "properties": [] }));
    assert_eq!(
        luc.execute(sees, json!({ "id": id })).await["organization"]["members"]["totalCount"],
        3,
        "at once"
    );
    let lowered = |properties: Value| {
        json!({ "id": member, "input": { "role": "PROPERTY_MANAGER",
            "propertyIds": properties } })
    };
    for none in [json!([]), Value::Null] {
        assert_eq!(
            managing.expect_user_errors("memberUpdate", MEMBER_UPDATE, lowered(none)).await,
            ["REQUIRED"]
        );
    }
    managing.mutate("memberUpdate", MEMBER_UPDATE, lowered(json!([community.property_id()]))).await;
    assert_eq!(
        luc.execute(sees, json!({ "id": id })).await["organization"]["members"]["totalCount"],
        0,
        "at once"
    );

    managing.mutate("memberRemove", MEMBER_REMOVE, json!({ "id": member })).await;
    assert_eq!(luc.execute(sees, json!({ "id": id })).await["organization"], Value::Null, "at once");
    assert!(test.is_signed_in(&luc).await, "the account stays");
    assert_eq!(
        managing.expect_user_errors("memberRemove", MEMBER_REMOVE, json!({ "id": member })).await,
        ["NOT_FOUND"]
    );
    // They can come back.
    let token = test.invite(&managing, &id, manager("luc@example.com")).await;
    test.anonymous().start_session("invitationAccept", ACCEPT, json!({ "token": token })).await;
    assert_eq!(managers(test, &community).await, 2);
}

#[on_each_database]
async fn last_manager_cannot_be_removed(test: &TestApp) {
    let community = Community::build(&test.app, "Last", 0).await;
    let managing = test.sign_in(&community.manager).await;
    let own = member_id(test, &community.manager).await;
    let lowered = json!({ "id": own, "input": { "role": "PROPERTY_MANAGER",
            "propertyIds": [community.property_id()] } });
    assert_eq!(
        managing.expect_user_errors("memberUpdate", MEMBER_UPDATE, lowered.clone()).await,
        ["LAST_MANAGER"]
    );
    assert_eq!(
        managing.expect_user_errors("memberRemove", MEMBER_REMOVE, json!({ "id": own })).await,
        ["LAST_MANAGER"]
    );
    joined(test, &community, "second@example.com").await;
    managing.mutate("memberUpdate", MEMBER_UPDATE, lowered).await;
    assert_eq!(managers(test, &community).await, 1);
}

#[on_each_database]
async fn concurrent_removal_keeps_one_manager(test: &TestApp) {
    for round in 0..4 {
        let community = Community::build(&test.app, &format!("Duel{round}"), 0).await;
        let one = test.sign_in(&community.manager).await;
        let two = joined(test, &community, &format!("second-{round}@example.com")).await;
        let (first, second) = (member_id(test, &community.manager).await, member_of(&two).await);
        let remove = json!({ "id": second });
        let lower = json!({ "id": first, "input": { "role": "PROPERTY_MANAGER",
                "propertyIds": [community.property_id()] } });
        let (removed, other) = if round % 2 == 0 {
            futures::join!(one.send(MEMBER_REMOVE, remove), two.send(MEMBER_REMOVE, json!({ "id": first })))
        } else {
            futures::join!(one.send(MEMBER_REMOVE, remove), two.send(MEMBER_UPDATE, lower))
        };
        assert!(
            removed.2.get("errors").is_none() && other.2.get("errors").is_none(),
            "{:#} {:#}",
            removed.2,
            other.2
        );
        assert_eq!(managers(test, &community).await, 1, "{:#} {:#}", removed.2, other.2);
    }
}
