//! Passwords: who may set, change and remove one, and what ends with it.

use serde_json::{Value, json};
use support::identity::{MINUTE, PASSWORD, PASSWORD_REMOVE, PASSWORD_SET, SIGN_IN};
use support::{Community, TestApp, on_each_database};

const OTHER: &str = "another horse, another staple";

fn set(current: Option<&str>, new: &str) -> Value {
    json!({ "currentPassword": current, "newPassword": new })
}

#[on_each_database]
async fn password_changes_end_other_sessions(test: &TestApp) {
    let community = Community::build(&test.app, "Words", 0).await;
    let person = &community.manager;
    let email = person.user.email.as_str();
    let (here, elsewhere) = (test.sign_in(person).await, test.sign_in(person).await);
    let response = here.mutate("passwordSet", PASSWORD_SET, set(None, PASSWORD)).await;
    assert_eq!(response["viewer"]["hasPassword"], true);
    assert!(test.is_signed_in(&here).await && !test.is_signed_in(&elsewhere).await);

    let (_, elsewhere) = test.sign_in_by_password(email, PASSWORD).await;
    here.mutate("passwordSet", PASSWORD_SET, set(Some(PASSWORD), OTHER)).await;
    assert!(test.is_signed_in(&here).await && !test.is_signed_in(&elsewhere).await);
    let old = json!({ "email": email, "password": PASSWORD });
    assert_eq!(test.anonymous().expect_user_errors("signIn", SIGN_IN, old).await, ["INVALID_CREDENTIALS"]);

    let (_, elsewhere) = test.sign_in_by_password(email, OTHER).await;
    for wrong in [PASSWORD, ""] {
        let codes = here
            .expect_user_errors("passwordRemove", PASSWORD_REMOVE, json!({ "currentPassword": wrong }))
            .await;
        assert_eq!(codes, ["PASSWORD_WRONG"]);
    }
    let response = here.mutate("passwordRemove", PASSWORD_REMOVE, json!({ "currentPassword": OTHER })).await;
    assert_eq!(response["viewer"]["hasPassword"], false);
    assert!(test.is_signed_in(&here).await && !test.is_signed_in(&elsewhere).await);
    let gone = json!({ "email": email, "password": OTHER });
    assert_eq!(test.anonymous().expect_user_errors("signIn", SIGN_IN, gone).await, ["INVALID_CREDENTIALS"]);
    assert_eq!(
        here.expect_user_errors("passwordRemove", PASSWORD_REMOVE, json!({ "currentPassword": "" })).await,
        ["PASSWORD_WRONG"]
    );
    let (_, by_link) = test.sign_in_by_link(email).await;
    assert!(test.is_signed_in(&by_link).await);
    let trail = test.audit_events(&here, &community.organization_id(), json!({ "category": "ACCESS" })).await;
    let actions: Vec<&str> = trail.iter().rev().map(|event| event["action"].as_str().unwrap()).collect();
    let response: Vec<&str> = actions.into_iter().filter(|action| action.starts_with("PASSWORD")).collect();
    assert_eq!(response, ["PASSWORD_CHANGED", "PASSWORD_CHANGED", "PASSWORD_REMOVED"]);
}

#[on_each_database]
async fn password_reset_requires_a_recent_email_sign_in(test: &TestApp) {
    let community = Community::build(&test.app, "Forgot", 0).await;
    let email = community.manager.user.email.as_str();
    let old = test.sign_in(&community.manager).await;
    test.clock.advance(15 * MINUTE + 1);
    let codes = old.expect_user_errors("passwordSet", PASSWORD_SET, set(None, PASSWORD)).await;
    assert_eq!(codes, ["RECENT_SIGN_IN_REQUIRED"], "there is none to ask for");
    let (_, fresh) = test.sign_in_by_link(email).await;
    fresh.mutate("passwordSet", PASSWORD_SET, set(None, PASSWORD)).await;

    let (_, by_password) = test.sign_in_by_password(email, PASSWORD).await;
    for current in [None, Some(""), Some(OTHER)] {
        let response =
            by_password.execute(PASSWORD_SET, set(current, OTHER)).await["passwordSet"]["userErrors"][0]
                .clone();
        assert_eq!(
            (&response["code"], &response["field"]),
            (&json!("PASSWORD_WRONG"), &json!("currentPassword")),
            "{current:?}"
        );
    }
    test.clock.advance(15 * MINUTE + 1);
    let (_, fresh) = test.sign_in_by_link(email).await;
    fresh.mutate("passwordSet", PASSWORD_SET, set(None, OTHER)).await;
    assert!(!test.is_signed_in(&by_password).await);
    test.sign_in_by_password(email, OTHER).await;
    let (_, cookie, body) = test.anonymous().send(PASSWORD_SET, set(None, OTHER)).await;
    assert_eq!((body["errors"][0]["extensions"]["code"].as_str(), cookie), (Some("UNAUTHENTICATED"), None));
}

#[on_each_database]
async fn weak_short_and_long_passwords_are_rejected(test: &TestApp) {
    let community = Community::build(&test.app, "Tremblay", 0).await;
    let (client, person) = (test.sign_in(&community.manager).await, &community.manager);
    let long = "é1 ".repeat(43);
    for (new, code) in [
        ("", "PASSWORD_TOO_SHORT"),
        ("h7 Q!x2", "PASSWORD_TOO_SHORT"),
        (long.as_str(), "PASSWORD_TOO_LONG"),
        ("password", "PASSWORD_COMMON"),
        ("P@ssw0rd1", "PASSWORD_COMMON"),
        ("11111111", "PASSWORD_COMMON"),
        ("letmein123", "PASSWORD_COMMON"),
        (person.user.email.as_str(), "PASSWORD_COMMON"),
        (person.user.name.as_str(), "PASSWORD_COMMON"),
        ("propty123", "PASSWORD_COMMON"),
    ] {
        let response =
            client.execute(PASSWORD_SET, set(None, new)).await["passwordSet"]["userErrors"][0].clone();
        assert_eq!((&response["code"], &response["field"]), (&json!(code), &json!("newPassword")), "{new}");
    }
    // Blanks and letters of any alphabet are part of it, to the last.
    let long: String = (0..64).map(|number| format!("{:02x}", (number * 83 + 7) % 251)).collect();
    for good in [" mon chat dort sous la pluie ", "пять медведей и рыба", &long[..128]] {
        client.mutate("passwordSet", PASSWORD_SET, set(None, good)).await;
        test.sign_in_by_password(&person.user.email, good).await;
        let cut = json!({ "email": person.user.email,
                "password": &good[..good.len() - good.chars().last().unwrap().len_utf8()] });
        assert_eq!(
            test.anonymous().expect_user_errors("signIn", SIGN_IN, cut).await,
            ["INVALID_CREDENTIALS"]
        );
    }
    test.run_jobs().await;
}
