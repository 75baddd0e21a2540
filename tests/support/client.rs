//! A caller over HTTP: sends GraphQL, keeps its cookie or key. What opens a door, on its way out or in, is kept
//! among the secrets that no log may tell.

use reqwest::header::HeaderMap;
use reqwest::{RequestBuilder, StatusCode};
use serde_json::{Value, json};

use crate::{log, secrets};

/// A browser without pages, or a program with a key.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    site: String,
    /// Headers of every request: the cookie or the key, and whatever a test adds.
    headers: Vec<(&'static str, String)>,
}

/// An answer as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body, to the byte.
    pub body: String,
}

impl Client {
    /// A caller; `token` signs it in.
    pub fn new(site: &str, token: Option<String>) -> Self {
        log::start();
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let nobody = Client { http, site: site.to_owned(), headers: Vec::new() };
        match token {
            Some(token) => nobody.with("cookie", &format!("propty={token}")),
            None => nobody,
        }
    }

    /// The same caller at another address of the site.
    pub fn at(&self, site: &str) -> Self {
        Client { site: site.to_owned(), ..self.clone() }
    }

    /// The same caller with one more header in every request.
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        match name {
            "cookie" => secrets::record_cookie(value),
            "authorization" => secrets::record("key", value.trim_start_matches("Bearer ")),
            _ => {}
        }
        let mut caller = self.clone();
        caller.headers.push((name, value.to_owned()));
        caller
    }

    /// A program with a key.
    pub fn for_api_key(site: &str, key: &str) -> Self {
        Client::new(site, None).with_api_key(key)
    }

    /// A program with a key, at the same site.
    pub fn with_api_key(&self, key: &str) -> Self {
        Client { headers: Vec::new(), ..self.clone() }.with("authorization", &format!("Bearer {key}"))
    }

    /// The session's token; none for who is not signed in.
    pub fn token(&self) -> Option<String> {
        let cookie = self.headers.iter().find(|(name, _)| *name == "cookie");
        cookie.and_then(|(_, value)| value.strip_prefix("propty=")).map(str::to_owned)
    }

    /// A request to a path, with the cookie.
    pub fn request(&self, method: reqwest::Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.site));
        self.headers.iter().fold(request, |request, (name, value)| request.header(*name, value))
    }

    /// Sends a document; gives the answer as it came.
    pub async fn post(&self, query: &str, variables: Value) -> HttpResponse {
        secrets::record_sent(&variables);
        let body = json!({ "query": query, "variables": variables });
        let response = self.request(reqwest::Method::POST, "/graphql").json(&body).send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        if let Some(cookie) = headers.get("set-cookie") {
            secrets::record_cookie(cookie.to_str().unwrap());
        }
        let body = response.text().await.unwrap();
        secrets::record_received(&serde_json::from_str(&body).unwrap_or_default());
        HttpResponse { status, headers, body }
    }

    /// Sends a document; gives status, cookie that was set, and body.
    pub async fn send(&self, query: &str, variables: Value) -> (StatusCode, Option<String>, Value) {
        let answer = self.post(query, variables).await;
        let cookie = answer.headers.get("set-cookie").map(|value| value.to_str().unwrap().to_owned());
        (answer.status, cookie, serde_json::from_str(&answer.body).unwrap())
    }

    /// Sends a mutation named `field` that begins a session; gives its payload and the caller who has it.
    pub async fn start_session(&self, field: &str, query: &str, variables: Value) -> (Value, Client) {
        let (_, cookie, body) = self.send(query, variables).await;
        let payload = body["data"][field].clone();
        let cookie = cookie.unwrap_or_else(|| panic!("{field} begins no session: {body:#}"));
        let token = cookie.strip_prefix("propty=").unwrap().split(';').next().unwrap();
        let mut caller = self.clone();
        caller.headers.retain(|(name, _)| *name != "cookie");
        (payload, caller.with("cookie", &format!("propty={token}")))
    }

    /// Sends a document that must be answered without top-level errors; gives its data.
    pub async fn execute(&self, query: &str, variables: Value) -> Value {
        let (status, _, body) = self.send(query, variables).await;
        assert!(status.is_success() && body.get("errors").is_none(), "{status}: {body:#}");
        body["data"].clone()
    }

    /// Sends a mutation named `field` that must have no user errors; gives its payload.
    pub async fn mutate(&self, field: &str, query: &str, variables: Value) -> Value {
        let payload = self.execute(query, variables).await[field].clone();
        assert_eq!(payload["userErrors"], json!([]), "{field}: {payload:#}");
        payload
    }

    /// Sends a mutation that must be refused; gives the codes.
    pub async fn expect_user_errors(&self, field: &str, query: &str, variables: Value) -> Vec<String> {
        let payload = self.execute(query, variables).await[field].clone();
        let errors = payload["userErrors"].as_array().unwrap_or_else(|| panic!("{payload:#}"));
        assert!(!errors.is_empty(), "{field} was not refused: {payload:#}");
        errors.iter().map(|error| error["code"].as_str().unwrap().to_owned()).collect()
    }
}
