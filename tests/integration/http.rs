//! What the site does before and after GraphQL: where a request comes from, what it may cost, how it must be
//! written, what every answer tells a browser, and what the log must not say. The database makes no difference here.

mod log_secrets;
mod protocol;
mod rate_limits;
mod request_rejection;
mod security_headers;

use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use support::{Client, TestApp, on_sqlite};

/// A document that costs nearly nothing.
const VIEWER: &str = "{ viewer { email } }";

/// A GraphQL request with whatever body and headers.
fn graphql_post(client: &Client, headers: &[(&str, &str)], body: impl Into<reqwest::Body>) -> RequestBuilder {
    let request = client.request(Method::POST, "/graphql").body(body);
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))
}

/// A well-formed one, with more headers.
fn graphql_request(client: &Client, query: &str, headers: &[(&str, &str)]) -> RequestBuilder {
    let body = json!({ "query": query }).to_string();
    graphql_post(client, headers, body).header("content-type", "application/json")
}

/// What came of it; the body is null when it is no JSON.
async fn send(request: RequestBuilder) -> (StatusCode, HeaderMap, Value) {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    (status, headers, serde_json::from_str(&response.text().await.unwrap()).unwrap_or_default())
}

/// A header's text; empty when it is not there.
fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

/// The number in a header.
fn number(headers: &HeaderMap, name: &str) -> u64 {
    header(headers, name).parse().unwrap_or_else(|_| panic!("no number in {name}: {headers:?}"))
}

/// The code of the first error.
fn code(body: &Value) -> &str {
    body["errors"][0]["extensions"]["code"].as_str().unwrap_or_else(|| panic!("no code in {body:#}"))
}
