//! Guessing passwords: ten for an address and sixty from a network within fifteen minutes.

use futures::future::join_all;
use serde_json::json;
use support::identity::{MINUTE, PASSWORD, SIGN_IN};
use support::{Community, TestApp, on_each_database};

use super::{assert_retry_after, try_password};

const WRONG: Option<&str> = Some("INVALID_CREDENTIALS");
const TOO_MANY: Option<&str> = Some("TOO_MANY_REQUESTS");

#[on_each_database]
async fn brute_force_of_one_address(test: &TestApp) {
    let community = Community::build(&test.app, "Guessed", 0).await;
    test.give_password(&community.manager, PASSWORD).await;
    let (email, caller) = (community.manager.user.email.as_str(), test.anonymous());
    for address in [email, "nobody@example.com"] {
        for _ in 0..10 {
            // An address is the same however it is written.
            let written = format!(" {} ", address.to_uppercase());
            assert_eq!(try_password(&caller, &written, "guess").await.as_deref(), WRONG, "{address}");
        }
        assert_eq!(
            try_password(&caller, address, PASSWORD).await.as_deref(),
            TOO_MANY,
            "even the right one: {address}"
        );
    }
    let seconds = assert_retry_after(
        &caller.post(SIGN_IN, json!({ "email": email, "password": PASSWORD })).await,
        "signIn",
    );
    assert!((1..=15 * MINUTE + 1).contains(&seconds), "{seconds}");
    // Whose address it is can still come in, and that doesn't let the guesser go on.
    let (_, by_link) = test.sign_in_by_link(email).await;
    assert!(test.is_signed_in(&by_link).await);
    assert_eq!(try_password(&caller, email, PASSWORD).await.as_deref(), TOO_MANY);
    test.clock.advance(seconds - 2);
    assert_eq!(
        try_password(&caller, email, PASSWORD).await.as_deref(),
        TOO_MANY,
        "attempts don't lengthen the wait"
    );
    test.clock.advance(2);
    assert_eq!(try_password(&caller, email, PASSWORD).await, None);
    test.run_jobs().await;
}

#[on_each_database]
async fn successful_sign_in_resets_the_failure_count(test: &TestApp) {
    let community = Community::build(&test.app, "Typist", 0).await;
    test.give_password(&community.manager, PASSWORD).await;
    let (email, caller) = (community.manager.user.email.as_str(), test.anonymous());
    for _ in 0..3 {
        for _ in 0..9 {
            assert_eq!(try_password(&caller, email, "guess").await.as_deref(), WRONG);
        }
        assert_eq!(try_password(&caller, email, PASSWORD).await, None);
    }
    test.run_jobs().await;
}

#[on_each_database]
async fn brute_force_of_many_addresses_from_one_network(test: &TestApp) {
    let community = Community::build(&test.app, "Sprayed", 0).await;
    test.give_password(&community.manager, PASSWORD).await;
    let email = community.manager.user.email.as_str();
    let site = test.also_serve(|site| site.trusted_proxies = vec!["127.0.0.1/32".parse().unwrap()]).await;
    let from = |network: &str| test.anonymous().at(&site).with("x-forwarded-for", network);
    let sprayer = from("203.0.113.7");
    for number in 0..60 {
        let code = try_password(&sprayer, &format!("person-{number}@example.com"), "Spring2026!").await;
        assert_eq!(code.as_deref(), WRONG, "{number}");
    }
    assert_eq!(try_password(&sprayer, email, PASSWORD).await.as_deref(), TOO_MANY);
    // What stands to the left of the proxy's own word changes nothing.
    assert_eq!(try_password(&from("198.51.100.9, 203.0.113.7"), email, PASSWORD).await.as_deref(), TOO_MANY);
    assert_eq!(try_password(&from("203.0.113.8"), email, PASSWORD).await, None, "others are not held up");
    test.clock.advance(15 * MINUTE);
    assert_eq!(try_password(&sprayer, email, PASSWORD).await, None);
    test.run_jobs().await;
}

#[on_each_database]
async fn concurrent_password_guesses_are_limited(test: &TestApp) {
    let community = Community::build(&test.app, "Parallel", 0).await;
    test.give_password(&community.manager, PASSWORD).await;
    let (email, caller) = (community.manager.user.email.as_str(), test.anonymous());
    let codes = join_all((0..25).map(|_| try_password(&caller, email, "guess"))).await;
    let wrong = codes.iter().filter(|code| code.as_deref() == WRONG).count();
    let refused = codes.iter().filter(|code| code.as_deref() == TOO_MANY).count();
    assert!(wrong <= 10 && wrong + refused == 25, "{codes:?}");
    assert_eq!(try_password(&caller, email, PASSWORD).await.as_deref(), TOO_MANY);
    test.run_jobs().await;
}

#[on_each_database]
async fn brute_force_of_the_current_password_in_an_open_session(test: &TestApp) {
    let community = Community::build(&test.app, "Screen", 0).await;
    test.give_password(&community.manager, PASSWORD).await;
    let (_, signed_in) = test.sign_in_by_password(&community.manager.user.email, PASSWORD).await;
    let remove = "mutation($password: String!) { passwordRemove(input: { currentPassword: $password }) {
            userErrors { code field retryAfter } } }";
    for _ in 0..10 {
        let codes =
            signed_in.expect_user_errors("passwordRemove", remove, json!({ "password": "guess" })).await;
        assert_eq!(codes, ["PASSWORD_WRONG"]);
    }
    let answer = signed_in.post(remove, json!({ "password": PASSWORD })).await;
    test.clock.advance(assert_retry_after(&answer, "passwordRemove"));
    signed_in.mutate("passwordRemove", remove, json!({ "password": PASSWORD })).await;
}
