//! Brute force: passwords, codes and tokens can only be guessed a few times, whoever is asked about, and those
//! who are guessed at can still sign in by link.

mod passwords;
mod second_factor_codes;
mod tokens;

use reqwest::StatusCode;
use serde_json::{Value, json};
use support::Client;
use support::client::HttpResponse;
use support::identity::SIGN_IN;

/// Tries a password; gives the code of the refusal, if it is refused.
async fn try_password(client: &Client, email: &str, password: &str) -> Option<String> {
    let (_, _, body) = client.send(SIGN_IN, json!({ "email": email, "password": password })).await;
    body["data"]["signIn"]["userErrors"][0]["code"].as_str().map(str::to_owned)
}

/// Makes sure that an answer tells how long to wait, in the field and in the header alike; gives the seconds.
fn assert_retry_after(answer: &HttpResponse, field: &str) -> i64 {
    assert_eq!(answer.status, StatusCode::OK);
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    let error = &body["data"][field]["userErrors"][0];
    assert_eq!(error["code"], "TOO_MANY_REQUESTS", "{body:#}");
    let seconds = error["retryAfter"].as_i64().unwrap();
    let header = answer.headers.get("retry-after").unwrap().to_str().unwrap();
    assert_eq!(header, seconds.to_string());
    seconds
}
