//! Session fixation: an attacker who knows what is in a victim's cookie before the sign-in knows nothing after it.

use serde_json::json;
use support::people::{ACCEPT, LINK_CONSUME, LINK_REQUEST, PASSWORD, SIGN_IN, VERIFY, manager};
use support::{Community, World, on_each_database};

use super::code;

on_each_database! {
    async fn session_fixation_a_planted_cookie_is_never_adopted(world: &World) {
        let community = Community::build(&world.app, "Fixed", 1).await;
        let email = community.manager.user.email.as_str();
        world.give_password(&community.manager, PASSWORD).await;
        // Made up, and one that lives: the attacker's own.
        let own = world.sign_in(community.resident(0)).await.token().unwrap();
        for planted in ["a-token-that-the-attacker-made-up", own.as_str()] {
            let victim = world.anonymous().with("cookie", &format!("propty={planted}"));
            let password = json!({ "email": email, "password": PASSWORD });
            let (_, by_password) = victim.enter("signIn", SIGN_IN, password).await;
            world.anonymous().mutate("signInLinkRequest", LINK_REQUEST, json!({ "email": email })).await;
            let link = json!({ "token": world.mailed(email).await });
            let (_, by_link) = victim.enter("signInLinkConsume", LINK_CONSUME, link).await;
            let inviting = world.sign_in(&community.manager).await;
            let guest = format!("guest-of-{}@example.com", planted.len());
            let token = world.invite(&inviting, &community.organization_id(), manager(&guest)).await;
            let (_, invited) = victim.enter("invitationAccept", ACCEPT, json!({ "token": token })).await;
            for entered in [by_password, by_link, invited] {
                assert_ne!(entered.token().unwrap(), planted);
                assert!(world.is_in(&entered).await);
            }
            assert!(
                !world.is_in(&victim).await,
                "what was planted opens nothing, not even what it opened before"
            );
        }
    }

    async fn session_fixation_the_token_changes_with_every_step(world: &World) {
        let community = Community::build(&world.app, "Steps", 0).await;
        let email = community.manager.user.email.as_str();
        world.give_password(&community.manager, PASSWORD).await;
        let first = world.sign_in(&community.manager).await;
        let factor = world.set_up_second_factor(&first).await;

        let variables = json!({ "email": email, "password": PASSWORD });
        let (payload, waiting) = first.enter("signIn", SIGN_IN, variables).await;
        assert_eq!((&payload["secondFactorRequired"], &payload["viewer"]), (&json!(true), &json!(null)));
        assert_ne!(waiting.token(), first.token());
        assert!(!world.is_in(&first).await, "the session before it in this browser has ended");
        assert!(!world.is_in(&waiting).await, "one step of two opens nothing");

        let right = json!({ "code": factor.code(world, 0) });
        let (_, whole) = waiting.enter("secondFactorVerify", VERIFY, right).await;
        assert_ne!(whole.token(), waiting.token());
        assert!(world.is_in(&whole).await);
        assert!(!world.is_in(&waiting).await);
        world.clock.advance(30);
        for dead in [&waiting, &whole, &world.anonymous()] {
            let next = json!({ "code": factor.code(world, 0) });
            let (_, cookie, body) = dead.send(VERIFY, next).await;
            assert_eq!((code(&body), cookie), ("UNAUTHENTICATED", None), "only who waits can take the step");
        }
    }

    async fn a_session_that_waits_for_its_second_step_ends_after_ten_minutes(world: &World) {
        let community = Community::build(&world.app, "Waiting", 0).await;
        world.give_password(&community.manager, PASSWORD).await;
        let factor = world.set_up_second_factor(&world.sign_in(&community.manager).await).await;
        let (_, waiting) = world.sign_in_by_password(&community.manager.user.email, PASSWORD).await;
        world.clock.advance(10 * 60);
        let (_, _, body) = waiting.send(VERIFY, json!({ "code": factor.code(world, 0) })).await;
        assert_eq!(code(&body), "UNAUTHENTICATED");
    }
}
