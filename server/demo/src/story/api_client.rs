//! A program's view of the site: GraphQL with a session cookie.

use anyhow::{Context, Result, bail};
use reqwest::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use serde_json::{Value, json};

/// Somebody at the site.
pub(super) struct ApiClient {
    client: reqwest::Client,
    /// The site's address, without a slash at its end.
    pub(super) address: String,
    cookie: Option<String>,
}

impl ApiClient {
    /// Nobody is signed in yet.
    pub(super) fn new(address: &str) -> Result<ApiClient> {
        let client = reqwest::Client::builder().no_proxy().build()?;
        Ok(ApiClient { client, address: address.to_owned(), cookie: None })
    }

    async fn send(&self, query: &str, variables: Value) -> Result<(Value, Option<String>)> {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let mut request = self.client.post(format!("{}/graphql", self.address));
        request = request.header(CONTENT_TYPE, "application/json").body(body);
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        let answer = request.send().await?;
        let cookie = answer.headers().get(SET_COOKIE).and_then(|value| value.to_str().ok());
        let cookie = cookie.and_then(|cookie| cookie.split(';').next()).map(str::to_owned);
        let status = answer.status();
        let text = answer.text().await?;
        let answer: Value =
            serde_json::from_str(&text).with_context(|| format!("answer {status}: {text}"))?;
        match answer.get("errors").and_then(Value::as_array) {
            Some(errors) if !errors.is_empty() => bail!("the site answered with errors: {}", json!(errors)),
            _ => Ok((answer.get("data").cloned().unwrap_or_default(), cookie)),
        }
    }

    /// Asks; gives `data`.
    pub(super) async fn query(&self, query: &str, variables: Value) -> Result<Value> {
        Ok(self.send(query, variables).await?.0)
    }

    /// Calls a mutation; gives its payload, in which there are no user errors.
    pub(super) async fn mutate(&self, mutation: &str, query: &str, variables: Value) -> Result<Value> {
        payload(self.send(query, variables).await?.0, mutation)
    }

    /// Calls a mutation that signs in, and keeps the session.
    pub(super) async fn sign_in(&mut self, mutation: &str, query: &str, variables: Value) -> Result<Value> {
        let (data, cookie) = self.send(query, variables).await?;
        let payload = payload(data, mutation)?;
        self.cookie = Some(cookie.context("expected a session cookie, found none")?);
        Ok(payload)
    }
}

fn payload(data: Value, mutation: &str) -> Result<Value> {
    let payload = data.get(mutation).cloned().with_context(|| format!("no {mutation} in {data}"))?;
    match payload.get("userErrors").and_then(Value::as_array) {
        Some(errors) if errors.is_empty() => Ok(payload),
        Some(errors) => bail!("{mutation}: expected no user errors, found {}", json!(errors)),
        None => bail!("{mutation}: no list of user errors in {payload}"),
    }
}

/// Text at a path such as `/invoice/status`.
pub(super) fn text<'a>(value: &'a Value, path: &str) -> Result<&'a str> {
    value.pointer(path).and_then(Value::as_str).with_context(|| format!("expected text at {path} of {value}"))
}

/// A list at a path.
pub(super) fn list<'a>(value: &'a Value, path: &str) -> Result<&'a Vec<Value>> {
    value
        .pointer(path)
        .and_then(Value::as_array)
        .with_context(|| format!("expected a list at {path} of {value}"))
}

/// An amount at a path of a `Money`, in minor units.
pub(super) fn minor(value: &Value, path: &str) -> Result<i64> {
    Ok(domain::money::parse_decimal(text(value, &format!("{path}/amount"))?)?)
}
