//! Guessing tokens of links, and asking for ever more mail: bounded for a network.

use serde_json::json;
use support::identity::{
    ACCEPT, HOUR, INVITATION, LINK_CONSUME, LINK_REQUEST, MEMBER_INVITE, MINUTE, SIGN_UP, SIGN_UP_CONFIRM,
    manager,
};
use support::{Community, TestApp, on_each_database};

use super::super::code;
use super::assert_retry_after;

#[on_each_database]
async fn brute_force_of_tokens(test: &TestApp) {
    let community = Community::build(&test.app, "Tokens", 0).await;
    let inviting = test.sign_in(&community.manager).await;
    let right = json!({ "token": test.invite(&inviting, &community.organization_id(),
            manager("noor@example.com")).await });
    let caller = test.anonymous();
    let ways = [
        ("signInLinkConsume", LINK_CONSUME),
        ("invitationAccept", ACCEPT),
        ("organizationSignUpConfirm", SIGN_UP_CONFIRM),
    ];
    // All ways to try one are counted together.
    for number in 0..40 {
        let guess = json!({ "token": format!("{number:064}") });
        for (field, document) in &ways[..2] {
            assert!(
                !caller
                    .expect_user_errors(field, document, guess.clone())
                    .await
                    .contains(&"TOO_MANY_REQUESTS".into())
            );
        }
        assert!(caller.execute(INVITATION, guess).await["invitation"].is_null());
    }
    for (field, document) in ways {
        let document = document
            .replace("userErrors { code }", "userErrors { code retryAfter }")
            .replace("userErrors { code field }", "userErrors { code retryAfter }");
        let seconds = assert_retry_after(&caller.post(&document, right.clone()).await, field);
        assert!((1..=15 * MINUTE + 1).contains(&seconds), "{seconds}");
    }
    let answer = caller.post(INVITATION, right.clone()).await;
    let body = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(code(&body), "RATE_LIMITED", "{body:#}");
    assert!(answer.headers.get("retry-after").is_some());
    test.clock.advance(15 * MINUTE);
    caller.start_session("invitationAccept", ACCEPT, right).await;
}

#[on_each_database]
async fn email_requests_are_limited_per_network(test: &TestApp) {
    let caller = test.anonymous();
    for number in 0..60 {
        caller
            .mutate("signInLinkRequest", LINK_REQUEST, json!({ "email": format!("p{number}@example.com") }))
            .await;
    }
    let answer = caller.post(LINK_REQUEST, json!({ "email": "one-more@example.com" })).await;
    let seconds = assert_retry_after(&answer, "signInLinkRequest");
    let sign_up = |number: usize| {
        json!({ "input": { "organizationName": "Newly HOA", "country": "US",
            "name": "Ida New", "email": format!("o{number}@example.com"), "language": "EN" } })
    };
    for number in 0..20 {
        caller.mutate("organizationSignUpRequest", SIGN_UP, sign_up(number)).await;
    }
    assert_retry_after(&caller.post(SIGN_UP, sign_up(20)).await, "organizationSignUpRequest");
    test.run_jobs().await;
    assert_eq!(test.sandbox.inbox.messages().len(), 20, "nobody has the other addresses");
    test.clock.advance(seconds);
    caller.mutate("signInLinkRequest", LINK_REQUEST, json!({ "email": "one-more@example.com" })).await;
    test.run_jobs().await;
}

#[on_each_database]
async fn invitations_are_limited_per_address(test: &TestApp) {
    let community = Community::build(&test.app, "Pestered", 0).await;
    let inviting = test.sign_in(&community.manager).await;
    let variables = json!({ "id": community.organization_id(), "input": manager("noor@example.com") });
    for _ in 0..10 {
        inviting.mutate("memberInvite", MEMBER_INVITE, variables.clone()).await;
    }
    let answer = inviting.post(MEMBER_INVITE, variables.clone()).await;
    assert!(assert_retry_after(&answer, "memberInvite") <= HOUR + 1);
    test.run_jobs().await;
    assert!(test.sandbox.inbox.messages().len() <= 10);
    test.clock.advance(HOUR);
    inviting.mutate("memberInvite", MEMBER_INVITE, variables).await;
    test.run_jobs().await;
}
