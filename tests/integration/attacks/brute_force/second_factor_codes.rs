//! Guessing codes of the second factor: ten for an account within fifteen minutes, in however many sessions. Each
//! code works once, and only around the time it is shown.

use futures::future::join_all;
use serde_json::json;
use support::identity::{FACTOR_DISABLE, PASSWORD, SecondFactor, VERIFY};
use support::{Client, Community, TestApp, on_each_database};

use super::assert_retry_after;

struct Account {
    email: String,
    factor: SecondFactor,
    signed_in: Client,
}

impl Account {
    async fn new(test: &TestApp, name: &str) -> Account {
        let community = Community::build(&test.app, name, 0).await;
        test.give_password(&community.manager, PASSWORD).await;
        let signed_in = test.sign_in(&community.manager).await;
        let factor = test.set_up_second_factor(&signed_in).await;
        Account { email: community.manager.user.email.clone(), factor, signed_in }
    }

    /// The first step, by who knows the password.
    async fn waiting(&self, test: &TestApp) -> Client {
        test.sign_in_by_password(&self.email, PASSWORD).await.1
    }
}

/// Gives a code; tells how it was refused, if it was.
async fn submit_code(waiting: &Client, code: &str) -> Option<String> {
    let (_, _, body) = waiting.send(VERIFY, json!({ "code": code })).await;
    body["data"]["secondFactorVerify"]["userErrors"][0]["code"].as_str().map(str::to_owned)
}

#[on_each_database]
async fn brute_force_of_codes(test: &TestApp) {
    let account = Account::new(test, "Codes").await;
    let waiting = account.waiting(test).await;
    let wrong = account.factor.wrong(test);
    for _ in 0..5 {
        assert_eq!(submit_code(&waiting, &wrong).await.as_deref(), Some("CODE_INVALID"));
    }
    // Neither a fresh session nor another place to give a code begins the count anew.
    let fresh = account.waiting(test).await;
    for _ in 0..3 {
        assert_eq!(submit_code(&fresh, &wrong).await.as_deref(), Some("CODE_INVALID"));
    }
    for _ in 0..2 {
        let codes = account
            .signed_in
            .expect_user_errors("secondFactorDisable", FACTOR_DISABLE, json!({ "code": wrong }))
            .await;
        assert_eq!(codes, ["CODE_INVALID"]);
    }
    let right = account.factor.code(test, 0);
    for client in [&waiting, &fresh, &account.waiting(test).await] {
        assert_eq!(submit_code(client, &right).await.as_deref(), Some("TOO_MANY_REQUESTS"));
        assert_eq!(
            submit_code(client, &account.factor.recovery[0]).await.as_deref(),
            Some("TOO_MANY_REQUESTS")
        );
    }
    let seconds =
        assert_retry_after(&fresh.post(VERIFY, json!({ "code": right })).await, "secondFactorVerify");
    test.clock.advance(seconds);
    assert_eq!(submit_code(&account.waiting(test).await, &account.factor.code(test, 0)).await, None);
    // Having succeeded, they may mistype again.
    let next = account.waiting(test).await;
    assert_eq!(submit_code(&next, &account.factor.wrong(test)).await.as_deref(), Some("CODE_INVALID"));
    test.run_jobs().await;
}

#[on_each_database]
async fn concurrent_code_guesses_are_limited(test: &TestApp) {
    let account = Account::new(test, "Codes").await;
    let (one, two) = (account.waiting(test).await, account.waiting(test).await);
    let wrong = account.factor.wrong(test);
    let codes = join_all((0..24).map(|n| submit_code(if n % 2 == 0 { &one } else { &two }, &wrong))).await;
    let invalid = codes.iter().filter(|code| code.as_deref() == Some("CODE_INVALID")).count();
    assert_eq!(invalid, 10, "{codes:?}");
    assert_eq!(submit_code(&one, &account.factor.code(test, 0)).await.as_deref(), Some("TOO_MANY_REQUESTS"));
    test.run_jobs().await;
}

#[on_each_database]
async fn totp_code_is_single_use_under_concurrency(test: &TestApp) {
    let account = Account::new(test, "Once").await;
    let (one, two) = (account.waiting(test).await, account.waiting(test).await);
    let code = account.factor.code(test, 0);
    let (first, second) = futures::join!(submit_code(&one, &code), submit_code(&two, &code));
    let refused: Vec<String> = [first, second].into_iter().flatten().collect();
    assert_eq!(refused, ["CODE_INVALID"], "one of them is let in");
    assert_eq!(submit_code(&account.waiting(test).await, &code).await.as_deref(), Some("CODE_INVALID"));
    test.run_jobs().await;
}

#[on_each_database]
async fn totp_code_is_valid_within_one_step_of_skew(test: &TestApp) {
    let account = Account::new(test, "Clocks").await;
    test.clock.advance(120);
    let refused = async |steps: i64| {
        submit_code(&account.waiting(test).await, &account.factor.code(test, steps)).await.is_some()
    };
    for steps in [-3, -2, 2, 3] {
        assert!(refused(steps).await, "{steps} steps away");
    }
    assert!(!refused(-1).await && !refused(0).await && !refused(1).await, "each in its turn");
    for steps in [-1, 0, 1] {
        assert!(refused(steps).await, "a later one was used: {steps}");
    }
    test.clock.advance(30);
    assert!(!refused(1).await);
    test.run_jobs().await;
}

#[on_each_database]
async fn recovery_code_is_single_use_and_normalized(test: &TestApp) {
    let account = Account::new(test, "Paper").await;
    let [first, second, third] = [0, 1, 2].map(|index| account.factor.recovery[index].clone());
    let typed = [first.clone(), second.to_uppercase().replace('-', " "), third.replace('-', "")];
    for code in &typed {
        assert_eq!(submit_code(&account.waiting(test).await, code).await, None, "{code}");
        assert_eq!(
            submit_code(&account.waiting(test).await, code).await.as_deref(),
            Some("CODE_INVALID"),
            "{code}"
        );
    }
    let (one, two) = (account.waiting(test).await, account.waiting(test).await);
    let fourth = &account.factor.recovery[3];
    let (left, right) = futures::join!(submit_code(&one, fourth), submit_code(&two, fourth));
    assert_eq!([left, right].into_iter().flatten().count(), 1, "one of two at the same time");
    let left = "{ viewer { secondFactor { recoveryCodesLeft } } }";
    let viewer = account.signed_in.execute(left, json!({})).await["viewer"].clone();
    assert_eq!(viewer["secondFactor"]["recoveryCodesLeft"], 6);
    for wrong in ["", " ", "-", "aaaaa-aaaaa", "12345", "1234567", "１２３４５６", "000000 or 1=1"] {
        assert_eq!(
            submit_code(&account.waiting(test).await, wrong).await.as_deref(),
            Some("CODE_INVALID"),
            "{wrong:?}"
        );
    }
    test.run_jobs().await;
}

#[on_each_database]
async fn codes_of_another_account_are_rejected(test: &TestApp) {
    let account = Account::new(test, "Mine").await;
    let other = Account::new(test, "Theirs").await;
    test.clock.advance(60);
    let waiting = account.waiting(test).await;
    let theirs = [other.factor.code(test, 0), other.factor.recovery[0].clone()];
    for code in theirs {
        assert_eq!(submit_code(&waiting, &code).await.as_deref(), Some("CODE_INVALID"));
    }
    assert_eq!(
        submit_code(&other.waiting(test).await, &other.factor.recovery[0]).await,
        None,
        "and was not used up"
    );
    test.run_jobs().await;
}
