//! What is logged, at any level, holds nothing that opens a door.

use application::identity::password;
use entity::{organization, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use support::server_process::ServerProcess;
use support::wait_until;

use super::*;

const PASSWORD: &str = "correct horse battery staple";

#[on_sqlite]
async fn no_secret_is_logged_at_any_level(test: &TestApp) {
    let community = test.connected_community("Logged", 1).await;
    let mut row: user::ActiveModel = community.manager.user.clone().into_active_model();
    row.password_hash = Set(Some(password::hash(&test.app, PASSWORD).await.unwrap()));
    row.update(test.app.db.write()).await.unwrap();
    let found =
        organization::Entity::find_by_id(community.organization).one(test.app.db.read()).await.unwrap();
    let mut with_logo = found.unwrap().into_active_model();
    with_logo.logo_key = Set(Some("logos/secret-key-of-a-logo".to_owned()));
    with_logo.update(test.app.db.write()).await.unwrap();

    let mut environment = test.environment.clone();
    environment.insert("PROPTY_LOG".to_owned(), "trace".to_owned());
    let server = ServerProcess::start(&environment).await;
    let site = format!("http://{}", server.address());
    let anonymous = Client::new(&site, None);
    let sign_in = "mutation($email: String!, $password: String!) {
        signIn(input: { email: $email, password: $password }) { viewer { email } userErrors { code } } }";
    let variables = json!({ "email": community.manager.user.email, "password": PASSWORD });
    // The public address is the test app's, so the origin is not said here.
    let (_, cookie, body) = anonymous.send(sign_in, variables).await;
    let cookie = cookie.unwrap_or_else(|| panic!("not signed in: {body:#}"));
    let token = cookie.trim_start_matches("propty=").split(';').next().unwrap().to_owned();
    let manager = Client::new(&site, Some(token.clone()));
    assert_ne!(manager.execute(VIEWER, json!({})).await["viewer"], Value::Null);
    let logo = format!("/files/organizations/{}/logo?signature=in-the-query", community.organization_id());
    assert!(!manager.request(Method::GET, &logo).send().await.unwrap().status().is_success());
    let bearer = graphql_request(&anonymous, VIEWER, &[("authorization", "Bearer a-key-in-a-header")]);
    assert_eq!(send(bearer).await.0, StatusCode::UNAUTHORIZED);
    let hook = anonymous
        .request(Method::POST, "/webhooks/stripe/connect")
        .header("stripe-signature", "t=1,v1=signed");
    assert_eq!(hook.body("{\"id\": \"evt_body\"}").send().await.unwrap().status(), StatusCode::BAD_REQUEST);

    let request =
        "mutation($email: String!) { signInLinkRequest(input: { email: $email, audience: PORTAL }) {
        userErrors { code } } }";
    let email = community.resident(0).user.email.clone();
    anonymous.mutate("signInLinkRequest", request, json!({ "email": email })).await;
    wait_until("the link is mailed", async || !test.sandbox.inbox.messages().is_empty()).await;
    let text = test.sandbox.inbox.messages().pop().unwrap().text.unwrap();
    let link = text.split_once("#token=").unwrap().1.split_whitespace().next().unwrap().to_owned();
    let consume = "mutation($token: String!) { signInLinkConsume(input: { token: $token }) {
        viewer { email } userErrors { code } } }";
    anonymous.mutate("signInLinkConsume", consume, json!({ "token": link })).await;

    let log = server.end().await;
    assert!(log.iter().any(|line| line.contains("TRACE")), "the finest level is on: {} lines", log.len());
    assert!(log.iter().any(|line| line.contains("/graphql")), "requests are in the log");
    let mut secrets = vec![PASSWORD, &token, &link, "a-key-in-a-header", "v1=signed", "in-the-query"];
    let secret_variables =
        test.environment.iter().filter(|(name, _)| name.contains("SECRET") || name.contains("KEY"));
    secrets.extend(secret_variables.map(|(_, value)| value.as_str()));
    assert!(secrets.len() >= 11, "{}", secrets.len());
    for secret in secrets {
        let leaks: Vec<&String> = log.iter().filter(|line| line.contains(secret)).collect();
        assert!(leaks.is_empty(), "{secret:?} is in the log: {leaks:#?}");
    }
}
