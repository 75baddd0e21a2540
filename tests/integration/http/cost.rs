//! What callers may spend, and how many requests a network may make.

use futures::stream::{self, StreamExt};
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
async fn until_refused(client: &Client, headers: &[(&str, &str)]) -> usize {
    let answers: Vec<StatusCode> = stream::iter(0..650)
        .map(|_| async {
            let request = client.request(Method::GET, "/");
            let request =
                headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
            request.send().await.unwrap().status()
        })
        .buffered(16)
        .collect()
        .await;
    let let_in = answers.iter().take_while(|status| status.is_redirection()).count();
    assert!(answers[let_in..].iter().all(|status| *status == StatusCode::TOO_MANY_REQUESTS), "{answers:?}");
    let_in
}

#[tokio::test]
async fn every_document_costs_its_complexity_and_points_come_back_with_time() {
    let world = world().await;
    let community = world.connected("Costs", 1).await;
    let manager = world.sign_in(&community.property_manager).await;
    let document = costly(&community);
    let (status, headers, _) = answer(ask(&manager, VIEWER, &[])).await;
    assert_eq!((status, number(&headers, "ratelimit-limit")), (StatusCode::OK, 60_000));
    let before = number(&headers, "ratelimit-remaining");
    assert!((59_900..60_000).contains(&before), "{before}");
    assert_eq!(number(&headers, "ratelimit-reset"), 1);

    let (status, headers, _) = answer(ask(&manager, &document, &[])).await;
    let cost = before - number(&headers, "ratelimit-remaining");
    assert!(status.is_success() && (12_000..13_000).contains(&cost), "{cost}");
    for _ in 0..3 {
        assert_eq!(answer(ask(&manager, &document, &[])).await.0, StatusCode::OK);
    }
    let statements = world.app.db.statements();
    let (status, headers, body) = answer(ask(&manager, &document, &[])).await;
    assert_eq!((status, code(&body)), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"), "{body:#}");
    assert!(body.get("data").is_none() && world.app.db.statements() - statements <= 8, "it was not run");
    let wait = number(&headers, "retry-after");
    assert!((1..14).contains(&wait), "{wait}");
    assert!(number(&headers, "ratelimit-remaining") < cost);
    assert!((40..=60).contains(&number(&headers, "ratelimit-reset")), "{headers:?}");

    let other = world.sign_in(&community.manager).await;
    assert_eq!(answer(ask(&other, &document, &[])).await.0, StatusCode::OK, "others have their own points");
    let second_session = world.sign_in(&community.property_manager).await;
    let (status, ..) = answer(ask(&second_session, &document, &[])).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "the points are the person's, not the session's");
    assert_eq!(answer(ask(&manager, VIEWER, &[])).await.0, StatusCode::OK, "small things still go");
    world.clock.advance(i64::try_from(wait).unwrap() + 1);
    assert_eq!(answer(ask(&manager, &document, &[])).await.0, StatusCode::OK, "after the wait that was told");
}

#[tokio::test]
async fn who_is_not_signed_in_has_little_and_shares_it_with_the_network() {
    let world = world().await;
    let community = world.connected("Strangers", 1).await;
    let (status, headers, body) = answer(ask(&world.anonymous(), &costly(&community), &[])).await;
    assert_eq!((status, code(&body)), (StatusCode::OK, "BAD_USER_INPUT"), "{body:#}");
    assert!(body["errors"][0]["message"].as_str().unwrap().contains("sign in"), "{body:#}");
    assert_eq!(number(&headers, "ratelimit-limit"), 10_000);
    let small = costly(&community).replace("first: 200", "first: 70");
    assert_eq!(answer(ask(&world.anonymous(), &small, &[])).await.0, StatusCode::OK);
    assert_eq!(answer(ask(&world.anonymous(), &small, &[])).await.0, StatusCode::OK);
    let (status, headers, _) = answer(ask(&world.anonymous(), &small, &[])).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    world.clock.advance(i64::try_from(number(&headers, "retry-after")).unwrap());
    assert_eq!(answer(ask(&world.anonymous(), &small, &[])).await.0, StatusCode::OK);
}

#[tokio::test]
async fn what_is_refused_costs_as_well() {
    let world = world().await;
    let client = world.anonymous();
    let left = |headers: &HeaderMap| number(headers, "ratelimit-remaining");
    let first = left(&answer(ask(&client, VIEWER, &[])).await.1);
    let second = left(&answer(ask(&client, "{ nothing", &[])).await.1);
    let third = left(&answer(post(&client, &[("content-type", "application/json")], "nonsense")).await.1);
    assert_eq!((first - second, second - third), (10, 10));
}

#[tokio::test]
async fn a_network_makes_six_hundred_requests_at_once_and_ten_a_second() {
    let world = world().await;
    let client = world.anonymous();
    assert_eq!(until_refused(&client, &[]).await, 600);
    let (status, headers, body) = answer(ask(&client, VIEWER, &[])).await;
    assert_eq!((status, code(&body)), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"));
    assert_eq!((number(&headers, "retry-after"), number(&headers, "ratelimit-limit")), (1, 600));
    for path in ["/healthz", "/readyz", "/portal", "/assets/portal/x.js"] {
        let status = client.request(Method::GET, path).send().await.unwrap().status();
        assert_ne!(status, StatusCode::TOO_MANY_REQUESTS, "{path} looks up nobody");
    }
    world.clock.advance(2);
    assert_eq!(until_refused(&client, &[]).await, 20);
}

#[tokio::test]
async fn a_network_is_the_peers_unless_the_peer_is_our_proxy() {
    let world = world().await;
    let behind = world.also_serve(|site| site.trusted_proxies = vec!["127.0.0.1/32".parse().unwrap()]).await;
    let proxied = world.anonymous().at(&behind);
    let refused = async |forwarded: &str| {
        let request = ask(&proxied, VIEWER, &[("x-forwarded-for", forwarded)]);
        answer(request).await.0 == StatusCode::TOO_MANY_REQUESTS
    };
    assert_eq!(until_refused(&proxied, &[("x-forwarded-for", "203.0.113.7")]).await, 600);
    assert!(refused("203.0.113.7").await);
    assert!(refused("198.51.100.1, 203.0.113.7").await, "what stands to the left is the caller's own word");
    assert!(refused("203.0.113.7, 127.0.0.1").await);
    assert!(!refused("203.0.113.8").await && !refused("203.0.113.7, 203.0.113.8").await);
    assert_eq!(until_refused(&proxied, &[("x-forwarded-for", "2001:db8:1:2::3")]).await, 600);
    assert!(refused("2001:db8:1:2:ffff::1").await, "the same network");
    assert!(!refused("2001:db8:1:3::1").await);

    // A peer that is no proxy of ours says what it likes.
    let direct = world.anonymous();
    assert_eq!(until_refused(&direct, &[("x-forwarded-for", "203.0.113.9")]).await, 600);
    let (status, ..) = answer(ask(&direct, VIEWER, &[("x-forwarded-for", "203.0.113.10")])).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
}
