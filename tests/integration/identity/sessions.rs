//! Sessions as their person sees them: where, since when, and how to end them.

use serde_json::{Value, json};
use support::identity::{HOUR, PASSWORD, SIGN_IN};
use support::{Client, Community, TestApp, on_each_database};

const LIST: &str = "{ viewer { sessions { id isCurrent method device network } } }";
const END: &str =
    "mutation($id: ID!) { sessionEnd(id: $id) { viewer { sessions { id } } userErrors { code } } }";
const END_OTHERS: &str = "mutation { sessionEndOthers { viewer { sessions { id } } userErrors { code } } }";
const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0";

async fn list(client: &Client) -> Vec<Value> {
    client.execute(LIST, json!({})).await["viewer"]["sessions"].as_array().unwrap().clone()
}

#[on_each_database]
async fn sessions_are_listed_and_revoked(test: &TestApp) {
    let community = Community::build(&test.app, "Seats", 1).await;
    test.give_password(&community.manager, PASSWORD).await;
    let email = community.manager.user.email.as_str();
    let by_link = test.sign_in(&community.manager).await;
    test.clock.advance(HOUR);
    let browser = test.anonymous().with("user-agent", FIREFOX);
    let (_, here) =
        browser.start_session("signIn", SIGN_IN, json!({ "email": email, "password": PASSWORD })).await;
    let (_, third) = test.sign_in_by_password(email, PASSWORD).await;
    let sessions = list(&here).await;
    assert_eq!(sessions.len(), 3);
    let current: Vec<&Value> = sessions.iter().filter(|session| session["isCurrent"] == true).collect();
    assert_eq!(current.len(), 1);
    assert_eq!(
        (&current[0]["method"], &current[0]["device"], &current[0]["network"]),
        (&json!("PASSWORD"), &json!("Firefox · Windows"), &json!("127.0.0.1"))
    );
    assert_eq!(sessions.last().unwrap()["method"], "LINK", "the longest unused is last");

    let stranger = test.sign_in(community.resident(0)).await;
    for id in [sessions.last().unwrap()["id"].clone(), json!("ses_x")] {
        assert_eq!(stranger.expect_user_errors("sessionEnd", END, json!({ "id": id })).await, ["NOT_FOUND"]);
    }
    let left = here.mutate("sessionEnd", END, json!({ "id": sessions.last().unwrap()["id"] })).await;
    assert_eq!(left["viewer"]["sessions"].as_array().unwrap().len(), 2);
    assert!(!test.is_signed_in(&by_link).await && test.is_signed_in(&third).await);
    let again = json!({ "id": sessions.last().unwrap()["id"] });
    assert_eq!(here.expect_user_errors("sessionEnd", END, again).await, ["NOT_FOUND"]);

    let left = here.mutate("sessionEndOthers", END_OTHERS, json!({})).await;
    assert_eq!(left["viewer"]["sessions"].as_array().unwrap().len(), 1);
    assert!(
        test.is_signed_in(&here).await
            && !test.is_signed_in(&third).await
            && test.is_signed_in(&stranger).await
    );
    here.mutate("sessionEnd", END, json!({ "id": current[0]["id"] })).await;
    assert!(!test.is_signed_in(&here).await, "one's own as well");
}

#[on_each_database]
async fn pending_and_expired_sessions_are_not_listed(test: &TestApp) {
    let community = Community::build(&test.app, "Idle", 0).await;
    test.give_password(&community.manager, PASSWORD).await;
    let idle = test.sign_in(&community.manager).await;
    let here = test.sign_in(&community.manager).await;
    test.set_up_second_factor(&here).await;
    assert!(!test.is_signed_in(&idle).await, "sessions without it ended");
    let (_, waiting) = test.sign_in_by_password(&community.manager.user.email, PASSWORD).await;
    assert_eq!(list(&here).await.len(), 1);
    assert!(!test.is_signed_in(&waiting).await);
    here.mutate("sessionEndOthers", END_OTHERS, json!({})).await;
    let (_, _, body) = waiting.send(support::identity::VERIFY, json!({ "code": "000000" })).await;
    assert_eq!(body["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "it ended with the others");
}

#[on_each_database]
async fn abandoned_sign_in_is_not_audited_as_sign_out(test: &TestApp) {
    let community = Community::build(&test.app, "Half", 0).await;
    test.give_password(&community.manager, PASSWORD).await;
    let here = test.sign_in(&community.manager).await;
    test.set_up_second_factor(&here).await;
    let password = json!({ "email": community.manager.user.email, "password": PASSWORD });
    let (_, waiting) = test.anonymous().start_session("signIn", SIGN_IN, password.clone()).await;
    let (_, again) = waiting.start_session("signIn", SIGN_IN, password).await;
    again.mutate("signOut", "mutation { signOut { userErrors { code } } }", json!({})).await;
    let trail = test.audit_events(&here, &community.organization_id(), json!({ "category": "ACCESS" })).await;
    assert!(trail.iter().all(|event| event["action"] != "SIGNED_OUT"), "{trail:#?}");
}
