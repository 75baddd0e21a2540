//! A caller over HTTP: sends GraphQL with its cookie or its key.

use reqwest::StatusCode;
use serde_json::{Value, json};

/// A browser without pages.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    site: String,
    cookie: Option<String>,
    key: Option<String>,
}

impl Client {
    /// A caller; `token` signs it in.
    pub fn new(site: &str, token: Option<String>) -> Self {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Client {
            http,
            site: site.to_owned(),
            cookie: token.map(|token| format!("propty={token}")),
            key: None,
        }
    }

    /// A program with a key.
    pub fn program(site: &str, key: &str) -> Self {
        Client { key: Some(key.to_owned()), ..Client::new(site, None) }
    }

    /// The same caller at another address of the site.
    pub fn at(&self, site: &str) -> Self {
        Client { site: site.to_owned(), ..self.clone() }
    }

    /// A request to a path, with the cookie or the key.
    pub fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.site));
        let request = match &self.key {
            Some(key) => request.bearer_auth(key),
            None => request,
        };
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    /// Sends a document; gives status, cookie that was set, and body.
    pub async fn send(&self, query: &str, variables: Value) -> (StatusCode, Option<String>, Value) {
        let body = json!({ "query": query, "variables": variables });
        let response = self.request(reqwest::Method::POST, "/graphql").json(&body).send().await.unwrap();
        let status = response.status();
        let cookie = response.headers().get("set-cookie").map(|value| value.to_str().unwrap().to_owned());
        (status, cookie, response.json().await.unwrap())
    }

    /// Sends a document that must be answered without top-level errors; gives its data.
    pub async fn ask(&self, query: &str, variables: Value) -> Value {
        let (status, _, body) = self.send(query, variables).await;
        assert!(status.is_success() && body.get("errors").is_none(), "{status}: {body:#}");
        body["data"].clone()
    }

    /// Sends a mutation named `field` that must have no user errors; gives its payload.
    pub async fn mutate(&self, field: &str, query: &str, variables: Value) -> Value {
        let payload = self.ask(query, variables).await[field].clone();
        assert_eq!(payload["userErrors"], json!([]), "{field}: {payload:#}");
        payload
    }

    /// Sends a mutation that must be refused; gives the codes.
    pub async fn refused(&self, field: &str, query: &str, variables: Value) -> Vec<String> {
        let payload = self.ask(query, variables).await[field].clone();
        let errors = payload["userErrors"].as_array().unwrap_or_else(|| panic!("{payload:#}"));
        assert!(!errors.is_empty(), "{field} was not refused: {payload:#}");
        errors.iter().map(|error| error["code"].as_str().unwrap().to_owned()).collect()
    }
}
