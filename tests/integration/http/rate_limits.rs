//! What callers may spend, and how many requests a network may make.

use support::Community;

use super::*;

/// Costs 12,400 points: two hundred units, for each of which thirty are shown.
fn costly(community: &Community) -> String {
    format!(
        "{{ organization(id: \"{}\") {{ units(first: 200) {{ nodes {{ property {{ units(first: 30) {{ nodes {{
            label }} }} }} }} }} }} }}",
        community.organization_id()
    )
}

/// Makes requests until one is refused for its number; gives how many were not.
async fn requests_until_rejected(client: &Client, headers: &[(&str, &str)]) -> usize {
    let mut answers = Vec::new();
    for _ in 0..650 {
        let request = client.request(Method::GET, "/");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        answers.push(request.send().await.unwrap().status());
    }
    let let_in = answers.iter().take_while(|status| status.is_redirection()).count();
    assert!(answers[let_in..].iter().all(|status| *status == StatusCode::TOO_MANY_REQUESTS), "{answers:?}");
    let_in
}

#[on_sqlite]
async fn query_cost_is_charged_and_budget_refills(test: &TestApp) {
    let community = test.connected_community("Costs", 1).await;
    let manager = test.sign_in(&community.property_manager).await;
    let document = costly(&community);
    let (status, headers, _) = send(graphql_request(&manager, VIEWER, &[])).await;
    assert_eq!((status, number(&headers, "ratelimit-limit")), (StatusCode::OK, 60_000));
    let before = number(&headers, "ratelimit-remaining");
    assert!((59_900..60_000).contains(&before), "{before}");
    assert_eq!(number(&headers, "ratelimit-reset"), 1);

    let (status, headers, _) = send(graphql_request(&manager, &document, &[])).await;
    let cost = before - number(&headers, "ratelimit-remaining");
    assert!(status.is_success() && (12_000..13_000).contains(&cost), "{cost}");
    for _ in 0..3 {
        assert_eq!(send(graphql_request(&manager, &document, &[])).await.0, StatusCode::OK);
    }
    let statements = test.app.db.statements();
    let (status, headers, body) = send(graphql_request(&manager, &document, &[])).await;
    assert_eq!((status, code(&body)), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"), "{body:#}");
    assert!(body.get("data").is_none() && test.app.db.statements() - statements <= 8, "it was not run");
    let wait = number(&headers, "retry-after");
    assert!((1..14).contains(&wait), "{wait}");
    assert!(number(&headers, "ratelimit-remaining") < cost);
    assert!((40..=60).contains(&number(&headers, "ratelimit-reset")), "{headers:?}");

    let other = test.sign_in(&community.manager).await;
    assert_eq!(
        send(graphql_request(&other, &document, &[])).await.0,
        StatusCode::OK,
        "others have their own points"
    );
    let second_session = test.sign_in(&community.property_manager).await;
    let (status, ..) = send(graphql_request(&second_session, &document, &[])).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "the points are the person's, not the session's");
    assert_eq!(send(graphql_request(&manager, VIEWER, &[])).await.0, StatusCode::OK, "small things still go");
    test.clock.advance(i64::try_from(wait).unwrap() + 1);
    assert_eq!(
        send(graphql_request(&manager, &document, &[])).await.0,
        StatusCode::OK,
        "after the wait that was told"
    );
}

#[on_sqlite]
async fn anonymous_budget_is_shared_per_network(test: &TestApp) {
    let community = test.connected_community("Strangers", 1).await;
    let (status, headers, body) = send(graphql_request(&test.anonymous(), &costly(&community), &[])).await;
    assert_eq!((status, code(&body)), (StatusCode::OK, "BAD_USER_INPUT"), "{body:#}");
    assert!(body["errors"][0]["message"].as_str().unwrap().contains("sign in"), "{body:#}");
    assert_eq!(number(&headers, "ratelimit-limit"), 10_000);
    let small = costly(&community).replace("first: 200", "first: 70");
    assert_eq!(send(graphql_request(&test.anonymous(), &small, &[])).await.0, StatusCode::OK);
    assert_eq!(send(graphql_request(&test.anonymous(), &small, &[])).await.0, StatusCode::OK);
    let (status, headers, _) = send(graphql_request(&test.anonymous(), &small, &[])).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    test.clock.advance(i64::try_from(number(&headers, "retry-after")).unwrap());
    assert_eq!(send(graphql_request(&test.anonymous(), &small, &[])).await.0, StatusCode::OK);
}

#[on_sqlite]
async fn rejected_requests_are_charged(test: &TestApp) {
    let client = test.anonymous();
    let left = |headers: &HeaderMap| number(headers, "ratelimit-remaining");
    let first = left(&send(graphql_request(&client, VIEWER, &[])).await.1);
    let second = left(&send(graphql_request(&client, "{ nothing", &[])).await.1);
    let third =
        left(&send(graphql_post(&client, &[("content-type", "application/json")], "nonsense")).await.1);
    assert_eq!((first - second, second - third), (10, 10));
}

#[on_sqlite]
async fn request_rate_limit_per_network(test: &TestApp) {
    let client = test.anonymous();
    assert_eq!(requests_until_rejected(&client, &[]).await, 600);
    let (status, headers, body) = send(graphql_request(&client, VIEWER, &[])).await;
    assert_eq!((status, code(&body)), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"));
    assert_eq!((number(&headers, "retry-after"), number(&headers, "ratelimit-limit")), (1, 600));
    for path in ["/healthz", "/readyz", "/portal", "/assets/portal/x.js"] {
        let status = client.request(Method::GET, path).send().await.unwrap().status();
        assert_ne!(status, StatusCode::TOO_MANY_REQUESTS, "{path} looks up nobody");
    }
    test.clock.advance(2);
    assert_eq!(requests_until_rejected(&client, &[]).await, 20);
}

#[on_sqlite]
async fn client_address_is_taken_from_trusted_proxies_only(test: &TestApp) {
    let behind = test.also_serve(|site| site.trusted_proxies = vec!["127.0.0.1/32".parse().unwrap()]).await;
    let proxied = test.anonymous().at(&behind);
    let refused = async |forwarded: &str| {
        let request = graphql_request(&proxied, VIEWER, &[("x-forwarded-for", forwarded)]);
        send(request).await.0 == StatusCode::TOO_MANY_REQUESTS
    };
    assert_eq!(requests_until_rejected(&proxied, &[("x-forwarded-for", "203.0.113.7")]).await, 600);
    assert!(refused("203.0.113.7").await);
    assert!(refused("198.51.100.1, 203.0.113.7").await, "what stands to the left is the caller's own word");
    assert!(refused("203.0.113.7, 127.0.0.1").await);
    assert!(!refused("203.0.113.8").await && !refused("203.0.113.7, 203.0.113.8").await);
    assert_eq!(requests_until_rejected(&proxied, &[("x-forwarded-for", "2001:db8:1:2::3")]).await, 600);
    assert!(refused("2001:db8:1:2:ffff::1").await, "the same network");
    assert!(!refused("2001:db8:1:3::1").await);

    // A peer that is no proxy of ours says what it likes.
    let direct = test.anonymous();
    assert_eq!(requests_until_rejected(&direct, &[("x-forwarded-for", "203.0.113.9")]).await, 600);
    let (status, ..) = send(graphql_request(&direct, VIEWER, &[("x-forwarded-for", "203.0.113.10")])).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
}
