//! Accounts v2: opened, linked to, read. And the way to an account's dashboard.

use application::ports::ExternalError;
use application::ports::processor::{AccountApi, NewAccount, RemoteAccount};
use async_trait::async_trait;
use domain::money::Currency;
use domain::payment_account::Dashboard;
use reqwest::Method;
use serde::Deserialize;
use serde_json::json;

use super::account_object::{ACH, Account, CARD, PAD};
use super::{Stripe, checked_id, checked_url, errors, retry};

/// The parts of an account that are asked for.
const INCLUDE: [&str; 4] = ["configuration.merchant", "defaults", "identity", "requirements"];

#[derive(Deserialize)]
struct Link {
    url: String,
}

#[async_trait]
impl AccountApi for Stripe {
    /// Opens a merchant's account: its owner has the full dashboard, and Stripe takes its own fees and
    /// carries the losses.
    async fn create_account(&self, account: NewAccount) -> Result<RemoteAccount, ExternalError> {
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
        let created: Account = retry(&self.retry_policy, || async {
            let request = self.api.request(Method::POST, "v2/core/accounts")?;
            let request = request.header("Idempotency-Key", &account.idempotency_key);
            self.api.send(request.json(&body)).await
        })
        .await?;
        Ok(remote_account(created))
    }

    async fn retrieve_account(&self, id: &str) -> Result<RemoteAccount, ExternalError> {
        let query: Vec<(String, &str)> =
            INCLUDE.iter().enumerate().map(|(index, part)| (format!("include[{index}]"), *part)).collect();
        let request = self.api.request(Method::GET, &format!("v2/core/accounts/{}", checked_id(id)?))?;
        let account = self.api.send(request.query(&query)).await?;
        Ok(remote_account(account))
    }

    async fn create_onboarding_link(
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
        let request = self.api.request(Method::POST, "v2/core/account_links")?;
        let link: Link = self.api.send(request.json(&body)).await?;
        checked_url(&self.api_url, &link.url)
    }

    /// Where an owner sees the account: an address for those with the full dashboard, who sign in there; a link
    /// that works once for those with the small one.
    async fn create_dashboard_link(&self, id: &str, dashboard: Dashboard) -> Result<String, ExternalError> {
        let id = checked_id(id)?;
        match dashboard {
            Dashboard::Full if self.api_url.scheme() == "http" => {
                // A loopback sandbox has its own.
                Ok(self.api_url.join(&format!("dashboard/{id}")).map_err(|_| errors::unreadable())?.into())
            }
            Dashboard::Full => {
                let mode = if self.livemode { "" } else { "/test" };
                Ok(format!("https://dashboard.stripe.com/{id}{mode}/dashboard"))
            }
            Dashboard::Express => {
                let request = self.api.request(Method::POST, &format!("v1/accounts/{id}/login_links"))?;
                let link: Link = self.api.send(request).await?;
                checked_url(&self.api_url, &link.url)
            }
            Dashboard::None => {
                Err(ExternalError::Refused("this account has no dashboard at Stripe".to_owned()))
            }
        }
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
