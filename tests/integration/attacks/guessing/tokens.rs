//! Guessing tokens of links, and asking for ever more mail: bounded for a network.

use serde_json::json;
use support::people::{
    ACCEPT, HOUR, INVITATION, LINK_CONSUME, LINK_REQUEST, MEMBER_INVITE, MINUTE, SIGN_UP, SIGN_UP_CONFIRM,
    manager,
};
use support::{Community, World, on_each_database};

use super::super::code;
use super::told_to_wait;

on_each_database! {
    async fn brute_force_of_tokens(world: &World) {
        let community = Community::build(&world.app, "Tokens", 0).await;
        let inviting = world.sign_in(&community.manager).await;
        let right = json!({ "token": world.invite(&inviting, &community.organization_id(),
            manager("noor@example.com")).await });
        let caller = world.anonymous();
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
                        .refused(field, document, guess.clone())
                        .await
                        .contains(&"TOO_MANY_REQUESTS".into())
                );
            }
            assert!(caller.ask(INVITATION, guess).await["invitation"].is_null());
        }
        for (field, document) in ways {
            let document = document
                .replace("userErrors { code }", "userErrors { code retryAfter }")
                .replace("userErrors { code field }", "userErrors { code retryAfter }");
            let seconds = told_to_wait(&caller.post(&document, right.clone()).await, field);
            assert!((1..=15 * MINUTE + 1).contains(&seconds), "{seconds}");
        }
        let answer = caller.post(INVITATION, right.clone()).await;
        let body = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(code(&body), "RATE_LIMITED", "{body:#}");
        assert!(answer.headers.get("retry-after").is_some());
        world.clock.advance(15 * MINUTE);
        caller.enter("invitationAccept", ACCEPT, right).await;
    }

    async fn floods_of_mail_end_at_the_limit_of_a_network(world: &World) {
        let caller = world.anonymous();
        for number in 0..60 {
            caller
                .mutate(
                    "signInLinkRequest",
                    LINK_REQUEST,
                    json!({ "email": format!("p{number}@example.com") }),
                )
                .await;
        }
        let answer = caller.post(LINK_REQUEST, json!({ "email": "one-more@example.com" })).await;
        let seconds = told_to_wait(&answer, "signInLinkRequest");
        let sign_up = |number: usize| {
            json!({ "input": { "organizationName": "Newly HOA", "country": "US",
            "name": "Ida New", "email": format!("o{number}@example.com"), "language": "EN" } })
        };
        for number in 0..20 {
            caller.mutate("organizationSignUpRequest", SIGN_UP, sign_up(number)).await;
        }
        told_to_wait(&caller.post(SIGN_UP, sign_up(20)).await, "organizationSignUpRequest");
        world.work().await;
        assert_eq!(world.sandbox.inbox.messages().len(), 20, "nobody has the other addresses");
        world.clock.advance(seconds);
        caller.mutate("signInLinkRequest", LINK_REQUEST, json!({ "email": "one-more@example.com" })).await;
        world.work().await;
    }

    async fn floods_of_invitations_to_one_address_end_at_its_limit(world: &World) {
        let community = Community::build(&world.app, "Pestered", 0).await;
        let inviting = world.sign_in(&community.manager).await;
        let variables = json!({ "id": community.organization_id(), "input": manager("noor@example.com") });
        for _ in 0..10 {
            inviting.mutate("memberInvite", MEMBER_INVITE, variables.clone()).await;
        }
        let answer = inviting.post(MEMBER_INVITE, variables.clone()).await;
        assert!(told_to_wait(&answer, "memberInvite") <= HOUR + 1);
        world.work().await;
        assert!(world.sandbox.inbox.messages().len() <= 10);
        world.clock.advance(HOUR);
        inviting.mutate("memberInvite", MEMBER_INVITE, variables).await;
        world.work().await;
    }
}
