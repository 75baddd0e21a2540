//! Guessing codes of the second factor: ten for an account within fifteen minutes, in however many sessions. Each
//! code works once, and only around the time it is shown.

use futures::future::join_all;
use serde_json::json;
use support::people::{FACTOR_DISABLE, PASSWORD, SecondFactor, VERIFY};
use support::{Client, Community, World, on_each_database};

use super::told_to_wait;

struct Account {
    email: String,
    factor: SecondFactor,
    signed_in: Client,
}

impl Account {
    async fn new(world: &World, name: &str) -> Account {
        let community = Community::build(&world.app, name, 0).await;
        world.give_password(&community.manager, PASSWORD).await;
        let signed_in = world.sign_in(&community.manager).await;
        let factor = world.set_up_second_factor(&signed_in).await;
        Account { email: community.manager.user.email.clone(), factor, signed_in }
    }

    /// The first step, by who knows the password.
    async fn waiting(&self, world: &World) -> Client {
        world.sign_in_by_password(&self.email, PASSWORD).await.1
    }
}

/// Gives a code; tells how it was refused, if it was.
async fn given(waiting: &Client, code: &str) -> Option<String> {
    let (_, _, body) = waiting.send(VERIFY, json!({ "code": code })).await;
    body["data"]["secondFactorVerify"]["userErrors"][0]["code"].as_str().map(str::to_owned)
}

on_each_database! {
    async fn brute_force_of_codes(world: &World) {
        let account = Account::new(world, "Codes").await;
        let waiting = account.waiting(world).await;
        let wrong = account.factor.wrong(world);
        for _ in 0..5 {
            assert_eq!(given(&waiting, &wrong).await.as_deref(), Some("CODE_INVALID"));
        }
        // Neither a fresh session nor another place to give a code begins the count anew.
        let fresh = account.waiting(world).await;
        for _ in 0..3 {
            assert_eq!(given(&fresh, &wrong).await.as_deref(), Some("CODE_INVALID"));
        }
        for _ in 0..2 {
            let codes = account
                .signed_in
                .refused("secondFactorDisable", FACTOR_DISABLE, json!({ "code": wrong }))
                .await;
            assert_eq!(codes, ["CODE_INVALID"]);
        }
        let right = account.factor.code(world, 0);
        for client in [&waiting, &fresh, &account.waiting(world).await] {
            assert_eq!(given(client, &right).await.as_deref(), Some("TOO_MANY_REQUESTS"));
            assert_eq!(
                given(client, &account.factor.recovery[0]).await.as_deref(),
                Some("TOO_MANY_REQUESTS")
            );
        }
        let seconds = told_to_wait(&fresh.post(VERIFY, json!({ "code": right })).await, "secondFactorVerify");
        world.clock.advance(seconds);
        assert_eq!(given(&account.waiting(world).await, &account.factor.code(world, 0)).await, None);
        // Having succeeded, they may mistype again.
        let next = account.waiting(world).await;
        assert_eq!(given(&next, &account.factor.wrong(world)).await.as_deref(), Some("CODE_INVALID"));
        world.work().await;
    }

    async fn parallel_codes_do_not_slip_past_the_limit(world: &World) {
        let account = Account::new(world, "Codes").await;
        let (one, two) = (account.waiting(world).await, account.waiting(world).await);
        let wrong = account.factor.wrong(world);
        let codes = join_all((0..24).map(|n| given(if n % 2 == 0 { &one } else { &two }, &wrong))).await;
        let invalid = codes.iter().filter(|code| code.as_deref() == Some("CODE_INVALID")).count();
        assert_eq!(invalid, 10, "{codes:?}");
        assert_eq!(given(&one, &account.factor.code(world, 0)).await.as_deref(), Some("TOO_MANY_REQUESTS"));
        world.work().await;
    }

    async fn a_code_works_once_also_at_the_same_time(world: &World) {
        let account = Account::new(world, "Once").await;
        let (one, two) = (account.waiting(world).await, account.waiting(world).await);
        let code = account.factor.code(world, 0);
        let (first, second) = futures::join!(given(&one, &code), given(&two, &code));
        let refused: Vec<String> = [first, second].into_iter().flatten().collect();
        assert_eq!(refused, ["CODE_INVALID"], "one of them is let in");
        assert_eq!(given(&account.waiting(world).await, &code).await.as_deref(), Some("CODE_INVALID"));
        world.work().await;
    }

    async fn a_code_lives_one_step_before_and_after_its_own(world: &World) {
        let account = Account::new(world, "Clocks").await;
        world.clock.advance(120);
        let refused = async |steps: i64| {
            given(&account.waiting(world).await, &account.factor.code(world, steps)).await.is_some()
        };
        for steps in [-3, -2, 2, 3] {
            assert!(refused(steps).await, "{steps} steps away");
        }
        assert!(!refused(-1).await && !refused(0).await && !refused(1).await, "each in its turn");
        for steps in [-1, 0, 1] {
            assert!(refused(steps).await, "a later one was used: {steps}");
        }
        world.clock.advance(30);
        assert!(!refused(1).await);
        world.work().await;
    }

    async fn a_recovery_code_works_once_however_it_is_typed(world: &World) {
        let account = Account::new(world, "Paper").await;
        let [first, second, third] = [0, 1, 2].map(|index| account.factor.recovery[index].clone());
        let typed = [first.clone(), second.to_uppercase().replace('-', " "), third.replace('-', "")];
        for code in &typed {
            assert_eq!(given(&account.waiting(world).await, code).await, None, "{code}");
            assert_eq!(
                given(&account.waiting(world).await, code).await.as_deref(),
                Some("CODE_INVALID"),
                "{code}"
            );
        }
        let (one, two) = (account.waiting(world).await, account.waiting(world).await);
        let fourth = &account.factor.recovery[3];
        let (left, right) = futures::join!(given(&one, fourth), given(&two, fourth));
        assert_eq!([left, right].into_iter().flatten().count(), 1, "one of two at the same time");
        let left = "{ viewer { secondFactor { recoveryCodesLeft } } }";
        let viewer = account.signed_in.ask(left, json!({})).await["viewer"].clone();
        assert_eq!(viewer["secondFactor"]["recoveryCodesLeft"], 6);
        for wrong in ["", " ", "-", "aaaaa-aaaaa", "12345", "1234567", "１２３４５６", "000000 or 1=1"]
        {
            assert_eq!(
                given(&account.waiting(world).await, wrong).await.as_deref(),
                Some("CODE_INVALID"),
                "{wrong:?}"
            );
        }
        world.work().await;
    }

    async fn a_code_of_somebody_else_is_wrong(world: &World) {
        let account = Account::new(world, "Mine").await;
        let other = Account::new(world, "Theirs").await;
        world.clock.advance(60);
        let waiting = account.waiting(world).await;
        let theirs = [other.factor.code(world, 0), other.factor.recovery[0].clone()];
        for code in theirs {
            assert_eq!(given(&waiting, &code).await.as_deref(), Some("CODE_INVALID"));
        }
        assert_eq!(
            given(&other.waiting(world).await, &other.factor.recovery[0]).await,
            None,
            "and was not used up"
        );
        world.work().await;
    }
}
