//! Sessions as their person sees them: where, since when, and how to end them.

use serde_json::{Value, json};
use support::people::{HOUR, PASSWORD, SIGN_IN};
use support::{Client, Community, World, on_each_database};

const LIST: &str = "{ viewer { sessions { id isCurrent method device network } } }";
const END: &str =
    "mutation($id: ID!) { sessionEnd(id: $id) { viewer { sessions { id } } userErrors { code } } }";
const END_OTHERS: &str = "mutation { sessionEndOthers { viewer { sessions { id } } userErrors { code } } }";
const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0";

async fn list(client: &Client) -> Vec<Value> {
    client.ask(LIST, json!({})).await["viewer"]["sessions"].as_array().unwrap().clone()
}

on_each_database! {
    async fn sessions_are_listed_and_ended_one_by_one_or_together(world: &World) {
        let community = Community::build(&world.app, "Seats", 1).await;
        world.give_password(&community.manager, PASSWORD).await;
        let email = community.manager.user.email.as_str();
        let by_link = world.sign_in(&community.manager).await;
        world.clock.advance(HOUR);
        let browser = world.anonymous().with("user-agent", FIREFOX);
        let (_, here) =
            browser.enter("signIn", SIGN_IN, json!({ "email": email, "password": PASSWORD })).await;
        let (_, third) = world.sign_in_by_password(email, PASSWORD).await;
        let sessions = list(&here).await;
        assert_eq!(sessions.len(), 3);
        let current: Vec<&Value> = sessions.iter().filter(|session| session["isCurrent"] == true).collect();
        assert_eq!(current.len(), 1);
        assert_eq!(
            (&current[0]["method"], &current[0]["device"], &current[0]["network"]),
            (&json!("PASSWORD"), &json!("Firefox · Windows"), &json!("127.0.0.1"))
        );
        assert_eq!(sessions.last().unwrap()["method"], "LINK", "the longest unused is last");

        let stranger = world.sign_in(community.resident(0)).await;
        for id in [sessions.last().unwrap()["id"].clone(), json!("ses_x")] {
            assert_eq!(stranger.refused("sessionEnd", END, json!({ "id": id })).await, ["NOT_FOUND"]);
        }
        let left = here.mutate("sessionEnd", END, json!({ "id": sessions.last().unwrap()["id"] })).await;
        assert_eq!(left["viewer"]["sessions"].as_array().unwrap().len(), 2);
        assert!(!world.is_in(&by_link).await && world.is_in(&third).await);
        let again = json!({ "id": sessions.last().unwrap()["id"] });
        assert_eq!(here.refused("sessionEnd", END, again).await, ["NOT_FOUND"]);

        let left = here.mutate("sessionEndOthers", END_OTHERS, json!({})).await;
        assert_eq!(left["viewer"]["sessions"].as_array().unwrap().len(), 1);
        assert!(world.is_in(&here).await && !world.is_in(&third).await && world.is_in(&stranger).await);
        here.mutate("sessionEnd", END, json!({ "id": current[0]["id"] })).await;
        assert!(!world.is_in(&here).await, "one's own as well");
    }

    async fn a_session_that_waits_or_is_idle_is_not_listed(world: &World) {
        let community = Community::build(&world.app, "Idle", 0).await;
        world.give_password(&community.manager, PASSWORD).await;
        let idle = world.sign_in(&community.manager).await;
        let here = world.sign_in(&community.manager).await;
        world.set_up_second_factor(&here).await;
        assert!(!world.is_in(&idle).await, "sessions without it ended");
        let (_, waiting) = world.sign_in_by_password(&community.manager.user.email, PASSWORD).await;
        assert_eq!(list(&here).await.len(), 1);
        assert!(!world.is_in(&waiting).await);
        here.mutate("sessionEndOthers", END_OTHERS, json!({})).await;
        let (_, _, body) = waiting.send(support::people::VERIFY, json!({ "code": "000000" })).await;
        assert_eq!(body["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "it ended with the others");
    }

    async fn a_sign_in_that_was_given_up_half_way_is_no_sign_out(world: &World) {
        let community = Community::build(&world.app, "Half", 0).await;
        world.give_password(&community.manager, PASSWORD).await;
        let here = world.sign_in(&community.manager).await;
        world.set_up_second_factor(&here).await;
        let password = json!({ "email": community.manager.user.email, "password": PASSWORD });
        let (_, waiting) = world.anonymous().enter("signIn", SIGN_IN, password.clone()).await;
        let (_, again) = waiting.enter("signIn", SIGN_IN, password).await;
        again.mutate("signOut", "mutation { signOut { userErrors { code } } }", json!({})).await;
        let trail = world.audit(&here, &community.organization_id(), json!({ "category": "ACCESS" })).await;
        assert!(trail.iter().all(|event| event["action"] != "SIGNED_OUT"), "{trail:#?}");
    }
}
