//! One person in several organizations and roles: each ends where it does, and none lends its rights to another.

use serde_json::json;
use support::identity::{ACCEPT, MEMBER_INVITE, RESIDENT, RESIDENT_INVITE, VIEWER, manager};
use support::{Community, TestApp, on_each_database};

#[on_each_database]
async fn roles_in_several_organizations_stay_separate(test: &TestApp) {
    let runs = Community::build(&test.app, "Runs", 1).await;
    let helps = Community::build(&test.app, "Helps", 1).await;
    let lives = Community::build(&test.app, "Lives", 1).await;
    let email = runs.manager.user.email.as_str();
    let (of_helps, of_lives) = (test.sign_in(&helps.manager).await, test.sign_in(&lives.manager).await);
    let mut input = manager(email);
    input["role"] = json!("PROPERTY_MANAGER");
    input["propertyIds"] = json!([helps.property_id()]);
    let token = test.invite(&of_helps, &helps.organization_id(), input).await;
    test.anonymous().start_session("invitationAccept", ACCEPT, json!({ "token": token })).await;
    let input =
        json!({ "name": "Dana", "email": email, "language": "FR", "kind": "TENANT", "isPrimary": true });
    let added = json!({ "id": lives.unit_id(0), "input": input, "key": "r" });
    let resident = of_lives.mutate("residentCreate", RESIDENT, added).await["resident"]["id"].clone();
    of_lives.mutate("residentInvite", RESIDENT_INVITE, json!({ "id": resident })).await;
    let token = test.emailed_token(email).await;
    let (_, dana) =
        test.anonymous().start_session("invitationAccept", ACCEPT, json!({ "token": token })).await;

    let viewer = dana.execute(VIEWER, json!({})).await["viewer"].clone();
    let roles: Vec<_> = viewer["memberships"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| (&m["organization"]["name"], &m["role"]))
        .collect();
    assert_eq!(
        roles,
        [
            (&json!("Helps HOA"), &json!("PROPERTY_MANAGER")),
            (&json!("Runs HOA"), &json!("ORGANIZATION_MANAGER"))
        ]
    );
    assert_eq!(viewer["residencies"], json!([{ "unit": { "label": "101" } }]));

    let sees = "query($id: ID!) { organization(id: $id) { units(first: 5) { totalCount } members(first: 5) {
            totalCount }
            residents(first: 5) { totalCount } auditEvents(first: 1) { totalCount } } }";
    let reach = async |community: &Community| {
        let response =
            dana.execute(sees, json!({ "id": community.organization_id() })).await["organization"].clone();
        ["units", "members", "auditEvents"]
            .map(|list| response[list]["totalCount"].as_i64().unwrap_or(-1).min(2))
    };
    assert_eq!(reach(&runs).await, [1, 2, 2]);
    assert_eq!(reach(&helps).await, [1, 0, 0], "a property manager there");
    assert_eq!(reach(&lives).await, [1, 0, 0], "their own unit");
    let invite = |community: &Community| {
        json!({ "id": community.organization_id(),
            "input": manager("noor@example.com") })
    };
    dana.mutate("memberInvite", MEMBER_INVITE, invite(&runs)).await;
    for community in [&helps, &lives] {
        assert_eq!(
            dana.expect_user_errors("memberInvite", MEMBER_INVITE, invite(community)).await,
            ["NOT_FOUND"]
        );
    }
    test.run_jobs().await;
    // A sign-in is told to each of them.
    test.sign_in_by_link(email).await;
    for (client, community) in [(&of_helps, &helps), (&of_lives, &lives), (&dana, &runs)] {
        let trail = test
            .audit_events(
                client,
                &community.organization_id(),
                json!({ "search": "Dana Runs", "category": "ACCESS" }),
            )
            .await;
        assert_eq!(
            (&trail[0]["action"], &trail[0]["changes"][0]["after"]),
            (&json!("SIGNED_IN"), &json!("link"))
        );
    }
}
