//! HTTP to Stripe by hand, for what the client library doesn't speak: Accounts v2, which takes JSON, and calls about
//! customers and payment methods, which take forms.

use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::{Url, form_urlencoded};

use super::fields::Fields;
use super::request_limiter::RequestLimiter;
use super::{RetryPolicy, checked_id, errors, retry};
use crate::config::{Secret, StripeConfig};
use application::ports::ExternalError;

/// The version that requests and answers here are written for; the same as the client library's.
const API_VERSION: &str = "2026-09-30.endive";
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Sends requests in their turn, with our key and version.
#[derive(Debug)]
pub(super) struct ApiClient {
    http: Client,
    api_url: Url,
    key: Secret,
    retry_policy: RetryPolicy,
    request_limiter: RequestLimiter,
}

#[derive(Deserialize)]
struct ErrorBody {
    error: ErrorDetail,
}

#[derive(Deserialize)]
struct ErrorDetail {
    code: Option<String>,
    message: Option<String>,
}

/// What an answer that isn't a success means.
pub(super) fn error_response(status: u16, bytes: &[u8]) -> ExternalError {
    let detail = serde_json::from_slice::<ErrorBody>(bytes).ok().map(|body| body.error);
    let code = detail.as_ref().and_then(|detail| detail.code.as_deref());
    let message = detail.as_ref().and_then(|detail| detail.message.as_deref());
    errors::from_response(status, code, message)
}

impl ApiClient {
    pub(super) fn new(
        config: &StripeConfig,
        retry_policy: RetryPolicy,
        request_limiter: RequestLimiter,
    ) -> Result<Self, ExternalError> {
        let http = Client::builder()
            .timeout(retry_policy.timeout)
            .connect_timeout(CONNECT_TIMEOUT.min(retry_policy.timeout))
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("Propty/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|_| ExternalError::Refused("the connection to Stripe can't be set up".to_owned()))?;
        let (api_url, key) = (config.api_url.clone(), config.secret_key.clone());
        Ok(ApiClient { http, api_url, key, retry_policy, request_limiter })
    }

    /// A request below the API's address, with our key.
    pub(super) fn request(&self, method: Method, path: &str) -> Result<RequestBuilder, ExternalError> {
        let url = self.api_url.join(path).map_err(|_| errors::unreadable())?;
        let request = self.http.request(method, url).bearer_auth(self.key.expose());
        Ok(request.header("Stripe-Version", API_VERSION))
    }

    /// Sends a request and reads the answer.
    pub(super) async fn send<T: DeserializeOwned>(
        &self,
        request: RequestBuilder,
    ) -> Result<T, ExternalError> {
        let (status, bytes) = self.exchange(request).await?;
        if (200..300).contains(&status) {
            return serde_json::from_slice(&bytes).map_err(|_| errors::unreadable());
        }
        Err(error_response(status, &bytes))
    }

    /// Sends a request in its turn; gives the status and the body.
    pub(super) async fn exchange(&self, request: RequestBuilder) -> Result<(u16, Vec<u8>), ExternalError> {
        self.request_limiter.wait().await;
        let answer = request.send().await.map_err(|error| errors::from_http(&error))?;
        let status = answer.status().as_u16();
        let bytes = answer.bytes().await.map_err(|error| errors::from_http(&error))?;
        Ok((status, bytes.to_vec()))
    }

    /// Sends form fields to an account, again with the same key while the outcome is unknown.
    pub(super) async fn post(
        &self,
        account: &str,
        path: &str,
        fields: &Fields,
        key: &str,
    ) -> Result<Value, ExternalError> {
        retry(&self.retry_policy, || async {
            self.send(self.form_request(account, path, fields, key)?).await
        })
        .await
    }

    /// Reads an object of an account.
    pub(super) async fn get(&self, account: &str, path: &str) -> Result<Value, ExternalError> {
        let request = self.request(Method::GET, path)?;
        self.send(request.header("Stripe-Account", checked_id(account)?)).await
    }

    /// A request that sends form fields to an account.
    pub(super) fn form_request(
        &self,
        account: &str,
        path: &str,
        fields: &Fields,
        key: &str,
    ) -> Result<RequestBuilder, ExternalError> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.request(Method::POST, path)?;
        Ok(request
            .header("Stripe-Account", checked_id(account)?)
            .header("Idempotency-Key", key)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(body))
    }
}
