//! The three calls of Accounts v2, which the client library doesn't speak: create, link, retrieve. And the way
//! to an account's dashboard. `saved_methods` sends through the same client.

use std::time::Duration;

use domain::money::Currency;
use domain::payment_account::Dashboard;
use reqwest::{Client, Method, RequestBuilder};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use super::account_object::{ACH, Account, CARD, PAD};
use super::request_limiter::RequestLimiter;
use super::{RetryPolicy, checked_id, checked_url, errors, retry};
use crate::config::{Secret, StripeConfig};
use application::ports::{ExternalError, NewAccount, RemoteAccount};

/// The version the shapes below were written for; the same as the client library's.
const API_VERSION: &str = "2026-09-30.endive";
const INCLUDE: [&str; 4] = ["configuration.merchant", "defaults", "identity", "requirements"];
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// A client for accounts.
#[derive(Debug)]
pub(super) struct ApiClient {
    http: Client,
    pub(super) api_url: Url,
    key: Secret,
    pub(super) retry_policy: RetryPolicy,
    request_limiter: RequestLimiter,
}

#[derive(Deserialize)]
struct Link {
    url: String,
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

    /// Opens a merchant's account: its owner has the full dashboard, and Stripe takes its own fees and
    /// carries the losses.
    pub(super) async fn create_account(&self, account: &NewAccount) -> Result<RemoteAccount, ExternalError> {
        let bank = match account.currency {
            Currency::Usd => ACH,
            Currency::Cad => PAD,
        };
        let body = json!({
            "display_name": account.display_name,
            "contact_email": account.contact_email,
            "dashboard": "full",
            "identity": { "country": account.country },
            "defaults": {
                "currency": account.currency.code().to_ascii_lowercase(),
                "responsibilities": { "fees_collector": "stripe", "losses_collector": "stripe" },
            },
            "configuration": { "merchant": { "capabilities": {
                CARD: { "requested": true },
                bank: { "requested": true },
            } } },
            "metadata": { "property": account.property },
            "include": INCLUDE,
        });
        let created: Account = retry(&self.retry_policy, || {
            let request = self.request(Method::POST, "v2/core/accounts");
            self.send(
                request.map(|request| request.header("Idempotency-Key", &account.idempotency_key)),
                Some(&body),
            )
        })
        .await?;
        Ok(remote_account(created))
    }

    pub(super) async fn retrieve_account(&self, id: &str) -> Result<RemoteAccount, ExternalError> {
        let query: Vec<(String, &str)> =
            INCLUDE.iter().enumerate().map(|(index, part)| (format!("include[{index}]"), *part)).collect();
        let request = self.request(Method::GET, &format!("v2/core/accounts/{}", checked_id(id)?));
        let account = self.send(request.map(|request| request.query(&query)), None::<&()>).await?;
        Ok(remote_account(account))
    }

    /// A link to the hosted forms. It works once and for minutes: open it, never keep it.
    pub(super) async fn create_onboarding_link(
        &self,
        id: &str,
        return_url: &str,
        refresh_url: &str,
    ) -> Result<String, ExternalError> {
        let body = json!({
            "account": checked_id(id)?,
            "use_case": {
                "type": "account_onboarding",
                "account_onboarding": { "return_url": return_url, "refresh_url": refresh_url },
            },
        });
        let link: Link = self.send(self.request(Method::POST, "v2/core/account_links"), Some(&body)).await?;
        checked_url(&self.api_url, &link.url)
    }

    /// Where an owner sees the account: an address for those with the full dashboard, who sign in there; a link
    /// that works once for those with the small one.
    pub(super) async fn create_dashboard_link(
        &self,
        id: &str,
        dashboard: Dashboard,
        livemode: bool,
    ) -> Result<String, ExternalError> {
        let id = checked_id(id)?;
        match dashboard {
            Dashboard::Full if self.api_url.scheme() == "http" => {
                // A loopback sandbox has its own.
                Ok(self.api_url.join(&format!("dashboard/{id}")).map_err(|_| errors::unreadable())?.into())
            }
            Dashboard::Full => {
                let mode = if livemode { "" } else { "/test" };
                Ok(format!("https://dashboard.stripe.com/{id}{mode}/dashboard"))
            }
            Dashboard::Express => {
                let request = self.request(Method::POST, &format!("v1/accounts/{id}/login_links"));
                let link: Link = self.send(request, None::<&()>).await?;
                checked_url(&self.api_url, &link.url)
            }
            Dashboard::None => {
                Err(ExternalError::Refused("this account has no dashboard at Stripe".to_owned()))
            }
        }
    }

    pub(super) fn request(&self, method: Method, path: &str) -> Result<RequestBuilder, ExternalError> {
        let url = self.api_url.join(path).map_err(|_| errors::unreadable())?;
        let request = self.http.request(method, url).bearer_auth(self.key.expose());
        Ok(request.header("Stripe-Version", API_VERSION))
    }

    async fn send<T: DeserializeOwned>(
        &self,
        request: Result<RequestBuilder, ExternalError>,
        body: Option<&(impl Serialize + Sync)>,
    ) -> Result<T, ExternalError> {
        let mut request = request?;
        if let Some(body) = body {
            request = request.json(body);
        }
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
}

fn remote_account(account: Account) -> RemoteAccount {
    RemoteAccount {
        report: account.report(),
        dashboard: account.dashboard_kind(),
        requirements_due: account.fields_due(),
        requirements_deadline: account.deadline(),
        id: account.id,
    }
}
