//! User enumeration: whoever asks about an address learns nothing from the answer, whether somebody has it, has a
//! password or a second factor. Answers are compared to the byte, with their headers.

use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use support::client::HttpResponse;
use support::identity::{LINK_REQUEST, PASSWORD, RESIDENT_INVITE, SIGN_IN, SIGN_UP, manager};
use support::{Client, Community, TestApp, on_each_database};

/// What differs between any two answers: their time, their id and what is left to spend.
const VARYING_HEADERS: [&str; 4] = ["date", "x-request-id", "ratelimit-remaining", "ratelimit-reset"];

/// Status, headers and body.
type ComparableResponse = (u16, Vec<(String, String)>, String);

fn comparable(answer: HttpResponse) -> ComparableResponse {
    let mut headers: Vec<(String, String)> = without_varying_headers(&answer.headers);
    headers.sort();
    (answer.status.as_u16(), headers, answer.body)
}

fn without_varying_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let pairs = headers.iter().filter(|(name, _)| !VARYING_HEADERS.contains(&name.as_str()));
    pairs.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect()
}

/// Asks the same about several addresses; the answers must be alike. Gives one.
async fn assert_same_response(client: &Client, document: &str, about: &[Value]) -> String {
    let mut first: Option<ComparableResponse> = None;
    for variables in about {
        let response = comparable(client.post(document, variables.clone()).await);
        match &first {
            None => first = Some(response),
            Some(first) => assert_eq!(&response, first, "{variables}"),
        }
    }
    first.unwrap().2
}

#[on_each_database]
async fn user_enumeration_by_password(test: &TestApp) {
    let community = Community::build(&test.app, "Names", 2).await;
    for person in [&community.manager, community.resident(0)] {
        test.give_password(person, PASSWORD).await;
    }
    test.set_up_second_factor(&test.sign_in(community.resident(0)).await).await;
    let addresses = [
        community.manager.user.email.as_str(),     // has a password
        community.resident(0).user.email.as_str(), // and a second factor
        community.resident(1).user.email.as_str(), // has none
        "nobody@example.com",
        "no address at all",
    ];
    let about: Vec<Value> =
        addresses.iter().map(|email| json!({ "email": email, "password": "not the password" })).collect();
    let response = assert_same_response(&test.anonymous(), SIGN_IN, &about).await;
    assert!(response.contains("INVALID_CREDENTIALS"), "{response}");
    // Neither does the limit tell: it comes after as many attempts.
    for _ in 0..9 {
        assert_same_response(&test.anonymous(), SIGN_IN, &about).await;
    }
    let response = assert_same_response(&test.anonymous(), SIGN_IN, &about).await;
    assert!(response.contains("TOO_MANY_REQUESTS"), "{response}");
    test.run_jobs().await;
}

#[on_each_database]
async fn user_enumeration_by_sign_in_link(test: &TestApp) {
    let community = Community::build(&test.app, "Links", 1).await;
    let about: Vec<Value> = [community.manager.user.email.as_str(), "nobody@example.com"]
        .iter()
        .map(|email| json!({ "email": email }))
        .collect();
    for attempt in 0..7 {
        let response = assert_same_response(&test.anonymous(), LINK_REQUEST, &about).await;
        assert_eq!(response.contains("TOO_MANY_REQUESTS"), attempt == 6, "{response}");
    }
    test.run_jobs().await;
    let mails = test.sandbox.inbox.messages();
    assert!(mails.len() == 6 && mails.iter().all(|mail| mail.is_to(&community.manager.user.email)));
}

#[on_each_database]
async fn user_enumeration_by_sign_up(test: &TestApp) {
    let community = Community::build(&test.app, "Openings", 1).await;
    let about: Vec<Value> = [community.manager.user.email.as_str(), "nobody@example.com"]
        .iter()
        .map(|email| {
            json!({ "input": { "organizationName": "Newly HOA", "country": "US", "name": "Ida New",
                "email": email, "language": "EN" } })
        })
        .collect();
    let response = assert_same_response(&test.anonymous(), SIGN_UP, &about).await;
    assert!(response.contains("\"userErrors\":[]"), "{response}");
    test.run_jobs().await;
    let mails = test.sandbox.inbox.messages();
    let texts: Vec<&str> = mails.iter().map(|mail| mail.text.as_deref().unwrap()).collect();
    let said: Vec<&str> = texts.iter().map(|text| text.split_once("#token=").unwrap().0).collect();
    assert_eq!(said[0], said[1], "the mailbox is told the same too");
}

#[on_each_database]
async fn user_enumeration_by_invitation(test: &TestApp) {
    let community = Community::build(&test.app, "Guests", 0).await;
    let elsewhere = Community::build(&test.app, "Elsewhere", 0).await;
    let inviting = test.sign_in(&community.manager).await;
    let document = "mutation($id: ID!, $input: MemberInviteInput!) { memberInvite(organizationId: $id,
            input: $input) {
            invitation { name role isExpired properties { name } sentAt expiresAt } userErrors { code field
            message } } }";
    let id = community.organization_id();
    let about: Vec<Value> = [elsewhere.manager.user.email.as_str(), "nobody@example.com"]
        .iter()
        .map(|email| json!({ "id": id, "input": manager(email) }))
        .collect();
    let response = assert_same_response(&inviting, document, &about).await;
    assert!(response.contains("Noor Ivers"), "{response}");

    let units = "mutation($id: ID!) { unitCreate(propertyId: $id, idempotencyKey: \"u\",
            input: { labels: [\"1\", \"2\"] }) { units { id } userErrors { code } } }";
    let units =
        inviting.mutate("unitCreate", units, json!({ "id": community.property_id() })).await["units"].clone();
    let add = "mutation($unit: ID!, $email: String!) { residentCreate(unitId: $unit, idempotencyKey: $email,
            input: { name: \"Ana Roy\", email: $email, language: EN, kind: OWNER, isPrimary: true }) {
            resident { id } userErrors { code } } }"
        .replace("$email: String!", "$email: String!, $key: String!")
        .replace("idempotencyKey: $email", "idempotencyKey: $key");
    let mut residents = Vec::new();
    for (index, email) in [elsewhere.manager.user.email.as_str(), "unknown@example.com"].iter().enumerate() {
        let variables = json!({ "unit": units[index]["id"], "email": email, "key": email });
        let made = inviting.mutate("residentCreate", &add, variables).await;
        residents.push(json!({ "id": made["resident"]["id"] }));
    }
    let response = assert_same_response(&inviting, RESIDENT_INVITE, &residents).await;
    assert!(response.contains("INVITED"), "{response}");
    test.run_jobs().await;
}
