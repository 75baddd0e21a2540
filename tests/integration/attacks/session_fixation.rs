//! Session fixation: an attacker who knows what is in a victim's cookie before the sign-in knows nothing after it.

use serde_json::json;
use support::identity::{ACCEPT, LINK_CONSUME, LINK_REQUEST, PASSWORD, SIGN_IN, VERIFY, manager};
use support::{Community, TestApp, on_each_database};

use super::code;

#[on_each_database]
async fn session_fixation_with_a_planted_cookie(test: &TestApp) {
    let community = Community::build(&test.app, "Fixed", 1).await;
    let email = community.manager.user.email.as_str();
    test.give_password(&community.manager, PASSWORD).await;
    // Made up, and one that lives: the attacker's own.
    let own = test.sign_in(community.resident(0)).await.token().unwrap();
    for planted in ["a-token-that-the-attacker-made-up", own.as_str()] {
        let victim = test.anonymous().with("cookie", &format!("propty={planted}"));
        let password = json!({ "email": email, "password": PASSWORD });
        let (_, by_password) = victim.start_session("signIn", SIGN_IN, password).await;
        test.anonymous().mutate("signInLinkRequest", LINK_REQUEST, json!({ "email": email })).await;
        let link = json!({ "token": test.emailed_token(email).await });
        let (_, by_link) = victim.start_session("signInLinkConsume", LINK_CONSUME, link).await;
        let inviting = test.sign_in(&community.manager).await;
        let guest = format!("guest-of-{}@example.com", planted.len());
        let token = test.invite(&inviting, &community.organization_id(), manager(&guest)).await;
        let (_, invited) = victim.start_session("invitationAccept", ACCEPT, json!({ "token": token })).await;
        for entered in [by_password, by_link, invited] {
            assert_ne!(entered.token().unwrap(), planted);
            assert!(test.is_signed_in(&entered).await);
        }
        assert!(
            !test.is_signed_in(&victim).await,
            "what was planted opens nothing, not even what it opened before"
        );
    }
}

#[on_each_database]
async fn session_token_is_rotated_at_every_step(test: &TestApp) {
    let community = Community::build(&test.app, "Steps", 0).await;
    let email = community.manager.user.email.as_str();
    test.give_password(&community.manager, PASSWORD).await;
    let first = test.sign_in(&community.manager).await;
    let factor = test.set_up_second_factor(&first).await;

    let variables = json!({ "email": email, "password": PASSWORD });
    let (payload, waiting) = first.start_session("signIn", SIGN_IN, variables).await;
    assert_eq!((&payload["secondFactorRequired"], &payload["viewer"]), (&json!(true), &json!(null)));
    assert_ne!(waiting.token(), first.token());
    assert!(!test.is_signed_in(&first).await, "the session before it in this browser has ended");
    assert!(!test.is_signed_in(&waiting).await, "one step of two opens nothing");

    let right = json!({ "code": factor.code(test, 0) });
    let (_, whole) = waiting.start_session("secondFactorVerify", VERIFY, right).await;
    assert_ne!(whole.token(), waiting.token());
    assert!(test.is_signed_in(&whole).await);
    assert!(!test.is_signed_in(&waiting).await);
    test.clock.advance(30);
    for dead in [&waiting, &whole, &test.anonymous()] {
        let next = json!({ "code": factor.code(test, 0) });
        let (_, cookie, body) = dead.send(VERIFY, next).await;
        assert_eq!((code(&body), cookie), ("UNAUTHENTICATED", None), "only who waits can take the step");
    }
}

#[on_each_database]
async fn pending_second_factor_session_expires_after_ten_minutes(test: &TestApp) {
    let community = Community::build(&test.app, "Waiting", 0).await;
    test.give_password(&community.manager, PASSWORD).await;
    let factor = test.set_up_second_factor(&test.sign_in(&community.manager).await).await;
    let (_, waiting) = test.sign_in_by_password(&community.manager.user.email, PASSWORD).await;
    test.clock.advance(10 * 60);
    let (_, _, body) = waiting.send(VERIFY, json!({ "code": factor.code(test, 0) })).await;
    assert_eq!(code(&body), "UNAUTHENTICATED");
}
