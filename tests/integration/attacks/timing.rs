//! User enumeration by time: an address that somebody has is answered no slower and no faster than one that nobody
//! has. Compared are the medians of samples that were taken in turn, so that a busy machine slows both alike.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::identity::{HOUR, LINK_REQUEST, PASSWORD, SIGN_IN};
use support::{Client, Community, TestApp, on_each_database};

/// So many pairs come before those that count.
const WARM_UP: usize = 3;

async fn takes(client: &Client, document: &str, variables: &Value) -> Duration {
    let start = Instant::now();
    let answer = client.post(document, variables.clone()).await;
    let took = start.elapsed();
    assert!(!answer.body.contains("TOO_MANY_REQUESTS"), "{}", answer.body);
    took
}

fn median(mut samples: Vec<Duration>) -> Duration {
    samples.sort();
    samples[samples.len() / 2]
}

/// The median for the first over the median for the second.
async fn ratio(test: &TestApp, document: &str, (known, unknown): (Value, Value), pairs: usize) -> f64 {
    let client = test.anonymous();
    let (mut for_known, mut for_unknown) = (Vec::new(), Vec::new());
    for pair in 0..WARM_UP + pairs {
        // Every window of every limit has ended.
        test.clock.advance(HOUR + 1);
        let (first, second) = if pair % 2 == 0 { (&known, &unknown) } else { (&unknown, &known) };
        let (first, second) = (takes(&client, document, first).await, takes(&client, document, second).await);
        let (of_known, of_unknown) = if pair % 2 == 0 { (first, second) } else { (second, first) };
        if pair >= WARM_UP {
            for_known.push(of_known);
            for_unknown.push(of_unknown);
        }
    }
    let (known, unknown) = (median(for_known), median(for_unknown));
    let ratio = known.as_secs_f64() / unknown.as_secs_f64();
    println!("known {known:?}, unknown {unknown:?}, ratio {ratio:.2}");
    ratio
}

#[on_each_database]
async fn user_enumeration_by_password_timing(test: &TestApp) {
    let community = Community::build(&test.app, "Timed", 1).await;
    test.give_password(&community.manager, PASSWORD).await;
    let about = |email: &str| json!({ "email": email, "password": "not the password" });
    for known in [&community.manager, community.resident(0)] {
        let pair = (about(&known.user.email), about("nobody@example.com"));
        let ratio = ratio(test, SIGN_IN, pair, 15).await;
        assert!(ratio > 0.5 && ratio < 2.0, "known addresses take {ratio:.2} times as long");
    }
    test.run_jobs().await;
}

#[on_each_database]
async fn user_enumeration_by_sign_in_link_timing(test: &TestApp) {
    let community = Community::build(&test.app, "Linked", 0).await;
    let about = |email: &str| json!({ "email": email });
    let pair = (about(&community.manager.user.email), about("nobody@example.com"));
    let ratio = ratio(test, LINK_REQUEST, pair, 31).await;
    assert!(ratio > 0.5 && ratio < 2.0, "known addresses take {ratio:.2} times as long");
    test.run_jobs().await;
}
