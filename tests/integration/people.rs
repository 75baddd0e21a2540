//! Signing in by link and by password, sessions and their end, and the language of mail.

use application::identity::password;
use entity::user;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::{Value, json};
use support::{Client, Person, World, on_each_database};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

const REQUEST: &str = "mutation($email: String!, $audience: SignInAudience!) {
    signInLinkRequest(input: { email: $email, audience: $audience }) { userErrors { code field } } }";
const CONSUME: &str = "mutation($token: String!) { signInLinkConsume(input: { token: $token }) {
    viewer { name email language } userErrors { code } } }";
const SIGN_IN: &str = "mutation($email: String!, $password: String!) {
    signIn(input: { email: $email, password: $password }) { viewer { email } userErrors { code } } }";
const VIEWER: &str = "{ viewer { email } }";

/// Asks for a link; the answer must be the same whoever asks.
async fn ask_for_link(world: &World, email: &str) {
    let variables = json!({ "email": email, "audience": "PORTAL" });
    let payload = world.anonymous().mutate("signInLinkRequest", REQUEST, variables).await;
    assert_eq!(payload, json!({ "userErrors": [] }));
    world.work().await;
}

/// The token in the newest mail.
fn token(world: &World) -> String {
    let mail = world.sandbox.inbox.messages().pop().unwrap();
    let text = mail.text.unwrap();
    let (_, behind) = text.split_once("#token=").unwrap_or_else(|| panic!("no link in {text}"));
    behind.split_whitespace().next().unwrap().to_owned()
}

/// The caller with the session of a `Set-Cookie`.
fn with_cookie(world: &World, cookie: &str) -> Client {
    let value = cookie.strip_prefix("propty=").unwrap().split(';').next().unwrap();
    Client::new(&world.site, Some(value.to_owned()))
}

async fn viewer(client: &Client) -> Value {
    client.ask(VIEWER, json!({})).await["viewer"].clone()
}

async fn set_password(world: &World, person: &Person, password: &str) {
    let mut row: user::ActiveModel = person.user.clone().into_active_model();
    row.password_hash = Set(Some(password::hash(&world.app, password).await.unwrap()));
    row.update(world.app.db.write()).await.unwrap();
}

on_each_database! {
    async fn a_link_signs_in_once_in_the_residents_language(world: &World) {
        let community = world.connected("Links", 2).await;
        for (index, language, word) in [(0, "EN", "sign in"), (1, "FR", "connexion")] {
            let person = community.resident(index);
            // Addresses are compared without their case and the blanks around them.
            ask_for_link(world, &format!(" {} ", person.user.email.to_uppercase())).await;
            let mail = world.sandbox.inbox.messages().pop().unwrap();
            assert_eq!(mail.to, vec![person.user.email.clone()]);
            assert!(mail.subject.to_lowercase().contains(word), "{}", mail.subject);

            let token = token(world);
            let (_, cookie, body) = world.anonymous().send(CONSUME, json!({ "token": token })).await;
            let payload = &body["data"]["signInLinkConsume"];
            assert_eq!(payload["viewer"]["language"], language, "{body:#}");
            let client = with_cookie(world, &cookie.unwrap());
            assert_eq!(viewer(&client).await["email"], json!(person.user.email));

            let again = world.anonymous().refused("signInLinkConsume", CONSUME, json!({ "token": token })).await;
            assert_eq!(again, ["LINK_INVALID"]);
        }
    }

    async fn two_uses_of_a_link_at_the_same_time_sign_in_once(world: &World) {
        let community = world.connected("Race", 1).await;
        ask_for_link(world, &community.resident(0).user.email).await;
        let variables = json!({ "token": token(world) });
        let (one, two) = (world.anonymous(), world.anonymous());
        let ((_, first, _), (_, second, _)) =
            futures::join!(one.send(CONSUME, variables.clone()), two.send(CONSUME, variables));
        assert_eq!([first, second].iter().flatten().count(), 1, "one of them is signed in");
    }

    async fn a_link_is_dead_after_ten_minutes_and_a_forged_one_never_lived(world: &World) {
        let community = world.connected("Late", 1).await;
        ask_for_link(world, &community.resident(0).user.email).await;
        let right = token(world);
        let mut forged = right.clone();
        let last = if forged.pop() == Some('A') { 'B' } else { 'A' };
        forged.insert(0, last);
        for token in [forged.as_str(), "", "rubbish"] {
            let variables = json!({ "token": token });
            let codes = world.anonymous().refused("signInLinkConsume", CONSUME, variables).await;
            assert_eq!(codes, ["LINK_INVALID"]);
        }
        world.clock.advance(10 * MINUTE);
        let codes = world.anonymous().refused("signInLinkConsume", CONSUME, json!({ "token": right })).await;
        assert_eq!(codes, ["LINK_INVALID"]);
    }

    async fn an_unknown_address_is_answered_alike_and_gets_no_mail(world: &World) {
        world.connected("Quiet", 1).await;
        ask_for_link(world, "nobody@example.com").await;
        assert!(world.sandbox.inbox.messages().is_empty());
        for wrong in ["", "no-at-sign", "two words@example.com", "line\nbreak@example.com"] {
            let variables = json!({ "email": wrong, "audience": "ADMIN" });
            let codes = world.anonymous().refused("signInLinkRequest", REQUEST, variables).await;
            assert_eq!(codes, ["INVALID_EMAIL"], "{wrong:?}");
        }
    }

    async fn a_seventh_link_within_an_hour_is_refused_for_any_address(world: &World) {
        let community = world.connected("Flood", 1).await;
        for email in [community.resident(0).user.email.as_str(), "nobody@example.com"] {
            for _ in 0..6 {
                ask_for_link(world, email).await;
            }
            let variables = json!({ "email": email, "audience": "PORTAL" });
            let codes = world.anonymous().refused("signInLinkRequest", REQUEST, variables).await;
            assert_eq!(codes, ["TOO_MANY_REQUESTS"]);
        }
        assert_eq!(world.sandbox.inbox.messages().len(), 6);
        world.clock.advance(HOUR + 1);
        ask_for_link(world, &community.resident(0).user.email).await;
        assert_eq!(world.sandbox.inbox.messages().len(), 7);
    }

    async fn a_password_signs_in_and_a_wrong_one_tells_nothing(world: &World) {
        let community = world.connected("Words", 1).await;
        let email = community.manager.user.email.clone();
        set_password(world, &community.manager, "correct horse battery staple").await;
        let wrong = [
            (email.as_str(), "correct horse battery stapl"),
            (email.as_str(), ""),
            ("nobody@example.com", "correct horse battery staple"),
            // An account without a password.
            (community.property_manager.user.email.as_str(), ""),
        ];
        for (email, password) in wrong {
            let variables = json!({ "email": email, "password": password });
            let (_, cookie, body) = world.anonymous().send(SIGN_IN, variables).await;
            assert_eq!(body["data"]["signIn"]["userErrors"], json!([{ "code": "INVALID_CREDENTIALS" }]));
            assert_eq!(cookie, None, "no session for {email}");
        }
        world.work().await;
        let long = "x".repeat(10_000);
        let variables = json!({ "email": email, "password": long });
        assert_eq!(world.anonymous().refused("signIn", SIGN_IN, variables).await, ["INVALID_CREDENTIALS"]);
        world.work().await;

        let variables = json!({ "email": email, "password": "correct horse battery staple" });
        let (_, cookie, _) = world.anonymous().send(SIGN_IN, variables.clone()).await;
        let cookie = cookie.unwrap();
        for flag in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age=1209600"] {
            assert!(cookie.contains(flag), "{cookie}");
        }
        assert!(!cookie.contains("Secure"), "the test's site is not https: {cookie}");

        let client = with_cookie(world, &cookie);
        assert_eq!(viewer(&client).await["email"], json!(email));
        let (_, second, _) = client.send(SIGN_IN, variables).await;
        assert_eq!(viewer(&client).await, Value::Null, "signing in again ends this browser's older session");
        assert_eq!(viewer(&with_cookie(world, &second.unwrap())).await["email"], json!(email));
    }

    async fn the_rest_of_the_document_is_answered_to_who_just_signed_in(world: &World) {
        let community = world.connected("Front", 1).await;
        set_password(world, &community.manager, "correct horse battery staple").await;
        let query = "mutation($email: String!, $password: String!) {
            signIn(input: { email: $email, password: $password }) {
                viewer { memberships { properties { name } organization { invoices(first: 1) { totalCount } } } } } }";
        let variables =
            json!({ "email": community.manager.user.email, "password": "correct horse battery staple" });
        let signed_in = world.anonymous().ask(query, variables.clone()).await;
        let membership = &signed_in["signIn"]["viewer"]["memberships"][0];
        assert_eq!(membership["properties"], json!([{ "name": "Front" }]));
        let input = "input: { email: $email, password: $password }";
        let twice = format!(
            "mutation($email: String!, $password: String!) {{
                a: signIn({input}) {{ viewer {{ email }} }} b: signIn({input}) {{ viewer {{ email }} }} }}"
        );
        let (_, _, body) = world.anonymous().send(&twice, variables).await;
        assert_eq!(body["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{body:#}");
    }

    async fn signing_out_ends_the_session_for_good(world: &World) {
        let community = world.connected("Out", 1).await;
        let client = world.sign_in(community.resident(0)).await;
        let other = world.sign_in(community.resident(0)).await;
        let (_, cookie, _) = client.send("mutation { signOut { userErrors { code } } }", json!({})).await;
        assert!(cookie.unwrap().starts_with("propty=; ") , "the cookie is taken away");
        assert_eq!(viewer(&client).await, Value::Null, "a copy of the cookie opens nothing");
        assert_ne!(viewer(&other).await, Value::Null, "other sessions go on");
        let invented = Client::new(&world.site, Some("invented".into()));
        assert_eq!(viewer(&invented).await, Value::Null);
    }

    async fn a_session_ends_when_idle_and_at_the_latest_after_two_weeks(world: &World) {
        let community = world.connected("Idle", 1).await;
        let idle = world.sign_in(community.resident(0)).await;
        let busy = world.sign_in(community.resident(0)).await;
        world.clock.advance(11 * HOUR);
        assert_ne!(viewer(&busy).await, Value::Null);
        world.clock.advance(HOUR + 1);
        assert_eq!(viewer(&idle).await, Value::Null, "twelve hours without a request");
        assert_ne!(viewer(&busy).await, Value::Null, "a request an hour ago");

        let mut passed = 12;
        while passed + 11 < 14 * 24 {
            world.clock.advance(11 * HOUR);
            passed += 11;
            assert_ne!(viewer(&busy).await, Value::Null, "after {passed} hours of use");
        }
        world.clock.advance((14 * 24 - passed) * HOUR);
        assert_eq!(viewer(&busy).await, Value::Null, "two weeks, however busy");
    }

    async fn the_language_a_resident_chooses_is_the_language_of_their_mail(world: &World) {
        let community = world.connected("Mots", 1).await;
        let resident = world.sign_in(community.resident(0)).await;
        world.published(&community, 0, "350.00").await;
        world.work().await;
        let text = world.sandbox.inbox.messages().pop().unwrap().text.unwrap();
        assert!(text.contains("$350.00"), "{text}");

        let query = "mutation { viewerLanguageSet(language: FR) { viewer { language } userErrors { code } } }";
        let payload = resident.mutate("viewerLanguageSet", query, json!({})).await;
        assert_eq!(payload["viewer"]["language"], "FR");
        world.published(&community, 0, "350.00").await;
        world.work().await;
        let text = world.sandbox.inbox.messages().pop().unwrap().text.unwrap();
        assert!(text.contains("350,00"), "{text}");
        let anonymous = world.anonymous().send(query, json!({})).await.2;
        assert_eq!(anonymous["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    }
}
