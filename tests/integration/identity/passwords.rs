//! Passwords: who may set, change and remove one, and what ends with it.

use serde_json::{Value, json};
use support::people::{MINUTE, PASSWORD, PASSWORD_REMOVE, PASSWORD_SET, SIGN_IN};
use support::{Community, World, on_each_database};

const OTHER: &str = "another horse, another staple";

fn set(current: Option<&str>, new: &str) -> Value {
    json!({ "currentPassword": current, "newPassword": new })
}

on_each_database! {
    async fn a_password_is_set_changed_and_removed_and_other_sessions_end(world: &World) {
        let community = Community::build(&world.app, "Words", 0).await;
        let person = &community.manager;
        let email = person.user.email.as_str();
        let (here, elsewhere) = (world.sign_in(person).await, world.sign_in(person).await);
        let told = here.mutate("passwordSet", PASSWORD_SET, set(None, PASSWORD)).await;
        assert_eq!(told["viewer"]["hasPassword"], true);
        assert!(world.is_in(&here).await && !world.is_in(&elsewhere).await);

        let (_, elsewhere) = world.sign_in_by_password(email, PASSWORD).await;
        here.mutate("passwordSet", PASSWORD_SET, set(Some(PASSWORD), OTHER)).await;
        assert!(world.is_in(&here).await && !world.is_in(&elsewhere).await);
        let old = json!({ "email": email, "password": PASSWORD });
        assert_eq!(world.anonymous().refused("signIn", SIGN_IN, old).await, ["INVALID_CREDENTIALS"]);

        let (_, elsewhere) = world.sign_in_by_password(email, OTHER).await;
        for wrong in [PASSWORD, ""] {
            let codes =
                here.refused("passwordRemove", PASSWORD_REMOVE, json!({ "currentPassword": wrong })).await;
            assert_eq!(codes, ["PASSWORD_WRONG"]);
        }
        let told = here.mutate("passwordRemove", PASSWORD_REMOVE, json!({ "currentPassword": OTHER })).await;
        assert_eq!(told["viewer"]["hasPassword"], false);
        assert!(world.is_in(&here).await && !world.is_in(&elsewhere).await);
        let gone = json!({ "email": email, "password": OTHER });
        assert_eq!(world.anonymous().refused("signIn", SIGN_IN, gone).await, ["INVALID_CREDENTIALS"]);
        assert_eq!(
            here.refused("passwordRemove", PASSWORD_REMOVE, json!({ "currentPassword": "" })).await,
            ["PASSWORD_WRONG"]
        );
        let (_, by_link) = world.sign_in_by_link(email).await;
        assert!(world.is_in(&by_link).await);
        let trail = world.audit(&here, &community.organization_id(), json!({ "category": "ACCESS" })).await;
        let actions: Vec<&str> = trail.iter().rev().map(|event| event["action"].as_str().unwrap()).collect();
        let told: Vec<&str> = actions.into_iter().filter(|action| action.starts_with("PASSWORD")).collect();
        assert_eq!(told, ["PASSWORD_CHANGED", "PASSWORD_CHANGED", "PASSWORD_REMOVED"]);
    }

    async fn who_forgot_it_proves_the_mailbox_and_who_sits_at_an_old_session_proves_nothing(world: &World) {
        let community = Community::build(&world.app, "Forgot", 0).await;
        let email = community.manager.user.email.as_str();
        let old = world.sign_in(&community.manager).await;
        world.clock.advance(15 * MINUTE + 1);
        let codes = old.refused("passwordSet", PASSWORD_SET, set(None, PASSWORD)).await;
        assert_eq!(codes, ["RECENT_SIGN_IN_REQUIRED"], "there is none to ask for");
        let (_, fresh) = world.sign_in_by_link(email).await;
        fresh.mutate("passwordSet", PASSWORD_SET, set(None, PASSWORD)).await;

        let (_, by_password) = world.sign_in_by_password(email, PASSWORD).await;
        for current in [None, Some(""), Some(OTHER)] {
            let told = by_password.ask(PASSWORD_SET, set(current, OTHER)).await["passwordSet"]["userErrors"]
                [0]
            .clone();
            assert_eq!(
                (&told["code"], &told["field"]),
                (&json!("PASSWORD_WRONG"), &json!("currentPassword")),
                "{current:?}"
            );
        }
        world.clock.advance(15 * MINUTE + 1);
        let (_, fresh) = world.sign_in_by_link(email).await;
        fresh.mutate("passwordSet", PASSWORD_SET, set(None, OTHER)).await;
        assert!(!world.is_in(&by_password).await);
        world.sign_in_by_password(email, OTHER).await;
        let (_, cookie, body) = world.anonymous().send(PASSWORD_SET, set(None, OTHER)).await;
        assert_eq!(
            (body["errors"][0]["extensions"]["code"].as_str(), cookie),
            (Some("UNAUTHENTICATED"), None)
        );
    }

    async fn passwords_that_are_short_long_or_guessed_are_refused(world: &World) {
        let community = Community::build(&world.app, "Tremblay", 0).await;
        let (client, person) = (world.sign_in(&community.manager).await, &community.manager);
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
            let told = client.ask(PASSWORD_SET, set(None, new)).await["passwordSet"]["userErrors"][0].clone();
            assert_eq!((&told["code"], &told["field"]), (&json!(code), &json!("newPassword")), "{new}");
        }
        // Blanks and letters of any alphabet are part of it, to the last.
        let long: String = (0..64).map(|number| format!("{:02x}", (number * 83 + 7) % 251)).collect();
        for good in [" mon chat dort sous la pluie ", "пять медведей и рыба", &long[..128]] {
            client.mutate("passwordSet", PASSWORD_SET, set(None, good)).await;
            world.sign_in_by_password(&person.user.email, good).await;
            let cut = json!({ "email": person.user.email,
                "password": &good[..good.len() - good.chars().last().unwrap().len_utf8()] });
            assert_eq!(world.anonymous().refused("signIn", SIGN_IN, cut).await, ["INVALID_CREDENTIALS"]);
        }
        world.work().await;
    }
}
