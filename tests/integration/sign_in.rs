//! Signing in by link and by password, sessions and their end, and the language of mail.

use application::identity::password;
use entity::user;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::{Value, json};
use support::{Client, Person, TestApp, on_each_database};

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
async fn ask_for_link(test: &TestApp, email: &str) {
    let variables = json!({ "email": email, "audience": "PORTAL" });
    let payload = test.anonymous().mutate("signInLinkRequest", REQUEST, variables).await;
    assert_eq!(payload, json!({ "userErrors": [] }));
    test.run_jobs().await;
}

/// The token in the newest mail.
fn token(test: &TestApp) -> String {
    let mail = test.sandbox.inbox.messages().pop().unwrap();
    let text = mail.text.unwrap();
    let (_, behind) = text.split_once("#token=").unwrap_or_else(|| panic!("no link in {text}"));
    behind.split_whitespace().next().unwrap().to_owned()
}

/// The caller with the session of a `Set-Cookie`.
fn with_cookie(test: &TestApp, cookie: &str) -> Client {
    let value = cookie.strip_prefix("propty=").unwrap().split(';').next().unwrap();
    Client::new(&test.site, Some(value.to_owned()))
}

async fn viewer(client: &Client) -> Value {
    client.execute(VIEWER, json!({})).await["viewer"].clone()
}

async fn set_password(test: &TestApp, person: &Person, password: &str) {
    let mut row: user::ActiveModel = person.user.clone().into_active_model();
    row.password_hash = Set(Some(password::hash(&test.app, password).await.unwrap()));
    row.update(test.app.db.write()).await.unwrap();
}

#[on_each_database]
async fn sign_in_link_is_localized_and_single_use(test: &TestApp) {
    let community = test.connected_community("Links", 2).await;
    for (index, language, word) in [(0, "EN", "sign in"), (1, "FR", "connexion")] {
        let person = community.resident(index);
        // Addresses are compared without their case and the blanks around them.
        ask_for_link(test, &format!(" {} ", person.user.email.to_uppercase())).await;
        let mail = test.sandbox.inbox.messages().pop().unwrap();
        assert_eq!(mail.to, vec![person.user.email.clone()]);
        assert!(mail.subject.to_lowercase().contains(word), "{}", mail.subject);

        let token = token(test);
        let (_, cookie, body) = test.anonymous().send(CONSUME, json!({ "token": token })).await;
        let payload = &body["data"]["signInLinkConsume"];
        assert_eq!(payload["viewer"]["language"], language, "{body:#}");
        let client = with_cookie(test, &cookie.unwrap());
        assert_eq!(viewer(&client).await["email"], json!(person.user.email));

        let again = test
            .anonymous()
            .expect_user_errors("signInLinkConsume", CONSUME, json!({ "token": token }))
            .await;
        assert_eq!(again, ["LINK_INVALID"]);
    }
}

#[on_each_database]
async fn concurrent_link_uses_sign_in_once(test: &TestApp) {
    let community = test.connected_community("Race", 1).await;
    ask_for_link(test, &community.resident(0).user.email).await;
    let variables = json!({ "token": token(test) });
    let (one, two) = (test.anonymous(), test.anonymous());
    let ((_, first, _), (_, second, _)) =
        futures::join!(one.send(CONSUME, variables.clone()), two.send(CONSUME, variables));
    assert_eq!([first, second].iter().flatten().count(), 1, "one of them is signed in");
}

#[on_each_database]
async fn sign_in_link_expires_and_forgeries_are_rejected(test: &TestApp) {
    let community = test.connected_community("Late", 1).await;
    ask_for_link(test, &community.resident(0).user.email).await;
    let right = token(test);
    let mut forged = right.clone();
    let last = if forged.pop() == Some('A') { 'B' } else { 'A' };
    forged.insert(0, last);
    for token in [forged.as_str(), "", "rubbish"] {
        let variables = json!({ "token": token });
        let codes = test.anonymous().expect_user_errors("signInLinkConsume", CONSUME, variables).await;
        assert_eq!(codes, ["LINK_INVALID"]);
    }
    test.clock.advance(10 * MINUTE);
    let codes =
        test.anonymous().expect_user_errors("signInLinkConsume", CONSUME, json!({ "token": right })).await;
    assert_eq!(codes, ["LINK_INVALID"]);
}

#[on_each_database]
async fn unknown_address_gets_the_same_response_and_no_email(test: &TestApp) {
    test.connected_community("Quiet", 1).await;
    ask_for_link(test, "nobody@example.com").await;
    assert!(test.sandbox.inbox.messages().is_empty());
    for wrong in ["", "no-at-sign", "two words@example.com", "line\nbreak@example.com"] {
        let variables = json!({ "email": wrong, "audience": "ADMIN" });
        let codes = test.anonymous().expect_user_errors("signInLinkRequest", REQUEST, variables).await;
        assert_eq!(codes, ["INVALID_EMAIL"], "{wrong:?}");
    }
}

#[on_each_database]
async fn sign_in_links_are_limited_per_address(test: &TestApp) {
    let community = test.connected_community("Flood", 1).await;
    for email in [community.resident(0).user.email.as_str(), "nobody@example.com"] {
        for _ in 0..6 {
            ask_for_link(test, email).await;
        }
        let variables = json!({ "email": email, "audience": "PORTAL" });
        let codes = test.anonymous().expect_user_errors("signInLinkRequest", REQUEST, variables).await;
        assert_eq!(codes, ["TOO_MANY_REQUESTS"]);
    }
    assert_eq!(test.sandbox.inbox.messages().len(), 6);
    test.clock.advance(HOUR + 1);
    ask_for_link(test, &community.resident(0).user.email).await;
    assert_eq!(test.sandbox.inbox.messages().len(), 7);
}

#[on_each_database]
async fn wrong_password_reveals_nothing(test: &TestApp) {
    let community = test.connected_community("Words", 1).await;
    let email = community.manager.user.email.clone();
    set_password(test, &community.manager, "correct horse battery staple").await;
    let wrong = [
        (email.as_str(), "correct horse battery stapl"),
        (email.as_str(), ""),
        ("nobody@example.com", "correct horse battery staple"),
        // An account without a password.
        (community.property_manager.user.email.as_str(), ""),
    ];
    for (email, password) in wrong {
        let variables = json!({ "email": email, "password": password });
        let (_, cookie, body) = test.anonymous().send(SIGN_IN, variables).await;
        assert_eq!(body["data"]["signIn"]["userErrors"], json!([{ "code": "INVALID_CREDENTIALS" }]));
        assert_eq!(cookie, None, "no session for {email}");
    }
    test.run_jobs().await;
    let long = "x".repeat(10_000);
    let variables = json!({ "email": email, "password": long });
    assert_eq!(
        test.anonymous().expect_user_errors("signIn", SIGN_IN, variables).await,
        ["INVALID_CREDENTIALS"]
    );
    test.run_jobs().await;

    let variables = json!({ "email": email, "password": "correct horse battery staple" });
    let (_, cookie, _) = test.anonymous().send(SIGN_IN, variables.clone()).await;
    let cookie = cookie.unwrap();
    for flag in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age=1209600"] {
        assert!(cookie.contains(flag), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "the test's site is not https: {cookie}");

    let client = with_cookie(test, &cookie);
    assert_eq!(viewer(&client).await["email"], json!(email));
    let (_, second, _) = client.send(SIGN_IN, variables).await;
    assert_eq!(viewer(&client).await, Value::Null, "signing in again ends this browser's older session");
    assert_eq!(viewer(&with_cookie(test, &second.unwrap())).await["email"], json!(email));
}

#[on_each_database]
async fn fields_after_sign_in_are_resolved_as_the_new_session(test: &TestApp) {
    let community = test.connected_community("Front", 1).await;
    set_password(test, &community.manager, "correct horse battery staple").await;
    let query = "mutation($email: String!, $password: String!) {
            signIn(input: { email: $email, password: $password }) {
                viewer { memberships { properties { name } organization { invoices(first: 1) { totalCount } } } } } }";
    let variables =
        json!({ "email": community.manager.user.email, "password": "correct horse battery staple" });
    let signed_in = test.anonymous().execute(query, variables.clone()).await;
    let membership = &signed_in["signIn"]["viewer"]["memberships"][0];
    assert_eq!(membership["properties"], json!([{ "name": "Front" }]));
    let input = "input: { email: $email, password: $password }";
    let twice = format!(
        "mutation($email: String!, $password: String!) {{
                a: signIn({input}) {{ viewer {{ email }} }} b: signIn({input}) {{ viewer {{ email }} }} }}"
    );
    let (_, _, body) = test.anonymous().send(&twice, variables).await;
    assert_eq!(body["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{body:#}");
}

#[on_each_database]
async fn sign_out_invalidates_the_session(test: &TestApp) {
    let community = test.connected_community("Out", 1).await;
    let client = test.sign_in(community.resident(0)).await;
    let other = test.sign_in(community.resident(0)).await;
    let (_, cookie, _) = client.send("mutation { signOut { userErrors { code } } }", json!({})).await;
    assert!(cookie.unwrap().starts_with("propty=; "), "the cookie is taken away");
    assert_eq!(viewer(&client).await, Value::Null, "a copy of the cookie opens nothing");
    assert_ne!(viewer(&other).await, Value::Null, "other sessions go on");
    let invented = Client::new(&test.site, Some("invented".into()));
    assert_eq!(viewer(&invented).await, Value::Null);
}

#[on_each_database]
async fn session_idle_and_absolute_timeout(test: &TestApp) {
    let community = test.connected_community("Idle", 1).await;
    let idle = test.sign_in(community.resident(0)).await;
    let busy = test.sign_in(community.resident(0)).await;
    test.clock.advance(11 * HOUR);
    assert_ne!(viewer(&busy).await, Value::Null);
    test.clock.advance(HOUR + 1);
    assert_eq!(viewer(&idle).await, Value::Null, "twelve hours without a request");
    assert_ne!(viewer(&busy).await, Value::Null, "a request an hour ago");

    let mut passed = 12;
    while passed + 11 < 14 * 24 {
        test.clock.advance(11 * HOUR);
        passed += 11;
        assert_ne!(viewer(&busy).await, Value::Null, "after {passed} hours of use");
    }
    test.clock.advance((14 * 24 - passed) * HOUR);
    assert_eq!(viewer(&busy).await, Value::Null, "two weeks, however busy");
}

#[on_each_database]
async fn chosen_language_applies_to_email(test: &TestApp) {
    let community = test.connected_community("Mots", 1).await;
    let resident = test.sign_in(community.resident(0)).await;
    test.published_invoice(&community, 0, "350.00").await;
    test.run_jobs().await;
    let text = test.sandbox.inbox.messages().pop().unwrap().text.unwrap();
    assert!(text.contains("$350.00"), "{text}");

    let query = "mutation { viewerLanguageSet(language: FR) { viewer { language } userErrors { code } } }";
    let payload = resident.mutate("viewerLanguageSet", query, json!({})).await;
    assert_eq!(payload["viewer"]["language"], "FR");
    test.published_invoice(&community, 0, "350.00").await;
    test.run_jobs().await;
    let text = test.sandbox.inbox.messages().pop().unwrap().text.unwrap();
    assert!(text.contains("350,00"), "{text}");
    let anonymous = test.anonymous().send(query, json!({})).await.2;
    assert_eq!(anonymous["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
}
