//! The three calls of Accounts v2, which the client library doesn't speak: create, link, retrieve. And the way
//! to an account's dashboard. `saved` sends through the same client.

use std::time::Duration;

use domain::money::Currency;
use domain::payment_account::Dashboard;
use reqwest::{Client, Method, RequestBuilder};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use super::account::{ACH, Account, CARD, PAD};
use super::pace::Pace;
use super::{Limits, checked, errors, page_address, repeat};
use crate::config::{Secret, StripeConfig};
use application::ports::{NewAccount, OutsideError, RemoteAccount};

/// The version the shapes below were written for; the same as the client library's.
const API_VERSION: &str = "2026-09-30.endive";
const INCLUDE: [&str; 4] = ["configuration.merchant", "defaults", "identity", "requirements"];
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// A client for accounts.
#[derive(Debug)]
pub(super) struct Accounts {
    http: Client,
    pub(super) api_url: Url,
    key: Secret,
    pub(super) limits: Limits,
    pace: Pace,
}

#[derive(Deserialize)]
struct Link {
    url: String,
}

#[derive(Deserialize)]
struct Failure {
    error: Reason,
}

#[derive(Deserialize)]
struct Reason {
    code: Option<String>,
    message: Option<String>,
}

/// What an answer that isn't a success means.
pub(super) fn failed(status: u16, bytes: &[u8]) -> OutsideError {
    let reason = serde_json::from_slice::<Failure>(bytes).ok().map(|failure| failure.error);
    let code = reason.as_ref().and_then(|reason| reason.code.as_deref());
    let message = reason.as_ref().and_then(|reason| reason.message.as_deref());
    errors::from_answer(status, code, message)
}

impl Accounts {
    pub(super) fn new(config: &StripeConfig, limits: Limits, pace: Pace) -> Result<Self, OutsideError> {
        let http = Client::builder()
            .timeout(limits.timeout)
            .connect_timeout(CONNECT_TIMEOUT.min(limits.timeout))
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("Propty/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|_| OutsideError::Refused("the connection to Stripe can't be set up".to_owned()))?;
        let (api_url, key) = (config.api_url.clone(), config.secret_key.clone());
        Ok(Accounts { http, api_url, key, limits, pace })
    }

    /// Opens a merchant's account: its owner has the full dashboard, and Stripe takes its own fees and
    /// carries the losses.
    pub(super) async fn create(&self, account: &NewAccount) -> Result<RemoteAccount, OutsideError> {
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
        let created: Account = repeat(&self.limits, || {
            let request = self.request(Method::POST, "v2/core/accounts");
            self.send(
                request.map(|request| request.header("Idempotency-Key", &account.idempotency_key)),
                Some(&body),
            )
        })
        .await?;
        Ok(remote(created))
    }

    pub(super) async fn retrieve(&self, id: &str) -> Result<RemoteAccount, OutsideError> {
        let query: Vec<(String, &str)> =
            INCLUDE.iter().enumerate().map(|(index, part)| (format!("include[{index}]"), *part)).collect();
        let request = self.request(Method::GET, &format!("v2/core/accounts/{}", checked(id)?));
        let account = self.send(request.map(|request| request.query(&query)), None::<&()>).await?;
        Ok(remote(account))
    }

    /// A link to the hosted forms. It works once and for minutes: open it, never keep it.
    pub(super) async fn link(
        &self,
        id: &str,
        return_url: &str,
        refresh_url: &str,
    ) -> Result<String, OutsideError> {
        let body = json!({
            "account": checked(id)?,
            "use_case": {
                "type": "account_onboarding",
                "account_onboarding": { "return_url": return_url, "refresh_url": refresh_url },
            },
        });
        let link: Link = self.send(self.request(Method::POST, "v2/core/account_links"), Some(&body)).await?;
        page_address(&self.api_url, &link.url)
    }

    /// Where an owner sees the account: an address for those with the full dashboard, who sign in there; a link
    /// that works once for those with the small one.
    pub(super) async fn dashboard(
        &self,
        id: &str,
        dashboard: Dashboard,
        livemode: bool,
    ) -> Result<String, OutsideError> {
        let id = checked(id)?;
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
                page_address(&self.api_url, &link.url)
            }
            Dashboard::None => {
                Err(OutsideError::Refused("this account has no dashboard at Stripe".to_owned()))
            }
        }
    }

    pub(super) fn request(&self, method: Method, path: &str) -> Result<RequestBuilder, OutsideError> {
        let url = self.api_url.join(path).map_err(|_| errors::unreadable())?;
        let request = self.http.request(method, url).bearer_auth(self.key.expose());
        Ok(request.header("Stripe-Version", API_VERSION))
    }

    async fn send<T: DeserializeOwned>(
        &self,
        request: Result<RequestBuilder, OutsideError>,
        body: Option<&(impl Serialize + Sync)>,
    ) -> Result<T, OutsideError> {
        let mut request = request?;
        if let Some(body) = body {
            request = request.json(body);
        }
        let (status, bytes) = self.exchange(request).await?;
        if (200..300).contains(&status) {
            return serde_json::from_slice(&bytes).map_err(|_| errors::unreadable());
        }
        Err(failed(status, &bytes))
    }

    /// Sends a request in its turn; gives the status and the body.
    pub(super) async fn exchange(&self, request: RequestBuilder) -> Result<(u16, Vec<u8>), OutsideError> {
        self.pace.wait().await;
        let answer = request.send().await.map_err(|error| errors::from_http(&error))?;
        let status = answer.status().as_u16();
        let bytes = answer.bytes().await.map_err(|error| errors::from_http(&error))?;
        Ok((status, bytes.to_vec()))
    }
}

fn remote(account: Account) -> RemoteAccount {
    RemoteAccount {
        report: account.report(),
        dashboard: account.dashboard_kind(),
        requirements_due: account.fields_due(),
        requirements_deadline: account.deadline(),
        id: account.id,
    }
}
