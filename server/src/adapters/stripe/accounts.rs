//! The three calls of Accounts v2, which the client library doesn't speak: create, link, retrieve.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::money::Currency;
use domain::payment_account::{Capability, Report};
use reqwest::{Client, Method, RequestBuilder};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use super::{Limits, checked, errors, page_address, repeat};
use crate::config::{Secret, StripeConfig};
use crate::ports::{NewAccount, OutsideError, RemoteAccount};

/// The version the shapes below were written for; the same as the client library's.
const API_VERSION: &str = "2026-09-30.endive";
const INCLUDE: [&str; 4] = ["configuration.merchant", "defaults", "identity", "requirements"];
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// A client for accounts.
#[derive(Debug)]
pub(super) struct Accounts {
    http: Client,
    api_url: Url,
    key: Secret,
    limits: Limits,
}

#[derive(Deserialize)]
struct Account {
    id: String,
    livemode: bool,
    #[serde(default)]
    closed: Option<bool>,
    dashboard: Option<String>,
    configuration: Option<Configuration>,
    identity: Option<Identity>,
    requirements: Option<Requirements>,
}

#[derive(Deserialize)]
struct Configuration {
    merchant: Option<Merchant>,
}

#[derive(Deserialize)]
struct Merchant {
    #[serde(default)]
    capabilities: Option<BTreeMap<String, Option<CapabilityState>>>,
}

#[derive(Deserialize)]
struct CapabilityState {
    status: Option<String>,
}

#[derive(Deserialize)]
struct Identity {
    country: Option<String>,
    attestations: Option<Attestations>,
}

#[derive(Deserialize)]
struct Attestations {
    terms_of_service: Option<TermsOfService>,
}

#[derive(Deserialize)]
struct TermsOfService {
    account: Option<Acceptance>,
}

#[derive(Deserialize)]
struct Acceptance {
    date: Option<String>,
}

#[derive(Deserialize)]
struct Requirements {
    entries: Option<Vec<Entry>>,
}

#[derive(Deserialize)]
struct Entry {
    awaiting_action_from: Option<String>,
    description: Option<String>,
    minimum_deadline: Option<Deadline>,
}

#[derive(Deserialize)]
struct Deadline {
    status: Option<String>,
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

impl Accounts {
    pub(super) fn new(config: &StripeConfig, limits: Limits) -> Result<Self, OutsideError> {
        let http = Client::builder()
            .timeout(limits.timeout)
            .connect_timeout(CONNECT_TIMEOUT.min(limits.timeout))
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("Propty/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|_| OutsideError::Refused("the connection to Stripe can't be set up".to_owned()))?;
        Ok(Accounts { http, api_url: config.api_url.clone(), key: config.secret_key.clone(), limits })
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
        Ok(self.remote(created))
    }

    pub(super) async fn retrieve(&self, id: &str) -> Result<RemoteAccount, OutsideError> {
        let query: Vec<(String, &str)> =
            INCLUDE.iter().enumerate().map(|(index, part)| (format!("include[{index}]"), *part)).collect();
        let request = self.request(Method::GET, &format!("v2/core/accounts/{}", checked(id)?));
        let account = self.send(request.map(|request| request.query(&query)), None::<&()>).await?;
        Ok(self.remote(account))
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

    fn request(&self, method: Method, path: &str) -> Result<RequestBuilder, OutsideError> {
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
        let answer = request.send().await.map_err(|error| errors::from_http(&error))?;
        let status = answer.status();
        let bytes = answer.bytes().await.map_err(|error| errors::from_http(&error))?;
        if status.is_success() {
            return serde_json::from_slice(&bytes).map_err(|_| errors::unreadable());
        }
        let reason = serde_json::from_slice::<Failure>(&bytes).ok().map(|failure| failure.error);
        let code = reason.as_ref().and_then(|reason| reason.code.as_deref());
        let message = reason.as_ref().and_then(|reason| reason.message.as_deref());
        Err(errors::from_answer(status.as_u16(), code, message))
    }

    fn remote(&self, account: Account) -> RemoteAccount {
        let report = account.report();
        let loopback = self.api_url.scheme() == "http";
        // Whoever has the full dashboard reaches it by an address; others need a link made for one visit.
        let full = account.dashboard.as_deref() == Some("full") && !loopback;
        let mode = if account.livemode { "" } else { "/test" };
        RemoteAccount {
            dashboard_url: full
                .then(|| format!("https://dashboard.stripe.com/{}{mode}/dashboard", account.id)),
            requirements_due: account.due().filter_map(|entry| entry.description.clone()).collect(),
            id: account.id,
            report,
        }
    }
}

const CARD: &str = "card_payments";
const ACH: &str = "ach_debit_payments";
const PAD: &str = "acss_debit_payments";

impl Account {
    /// What its owner must hand in now.
    fn due(&self) -> impl Iterator<Item = &Entry> {
        let entries =
            self.requirements.iter().filter_map(|requirements| requirements.entries.as_ref()).flatten();
        entries.filter(|entry| {
            let deadline = entry.minimum_deadline.as_ref().and_then(|deadline| deadline.status.as_deref());
            entry.awaiting_action_from.as_deref() != Some("stripe")
                && matches!(deadline, Some("currently_due" | "past_due"))
        })
    }

    fn capability_status(&self, name: &str) -> Option<&str> {
        let merchant = self.configuration.as_ref()?.merchant.as_ref()?;
        merchant.capabilities.as_ref()?.get(name)?.as_ref()?.status.as_deref()
    }

    fn capability(&self, name: &str) -> Capability {
        match self.capability_status(name) {
            Some("active") => Capability::Active,
            Some("pending") => Capability::Pending,
            Some("restricted") => Capability::Restricted,
            _ => Capability::Unsupported,
        }
    }

    fn report(&self) -> Report {
        let country = self.identity.as_ref().and_then(|identity| identity.country.as_deref());
        let bank = if country.is_some_and(|country| country.eq_ignore_ascii_case("ca")) { PAD } else { ACH };
        let rejected = [CARD, bank].iter().any(|name| self.capability_status(name) == Some("rejected"));
        let (card, bank) = (self.capability(CARD), self.capability(bank));
        let requirements_due = self.due().next().is_some();
        let accepted = self
            .identity
            .as_ref()
            .and_then(|identity| identity.attestations.as_ref())
            .and_then(|attestations| attestations.terms_of_service.as_ref())
            .and_then(|terms| terms.account.as_ref())
            .is_some_and(|acceptance| acceptance.date.is_some());
        // v2 has no flag for "the forms were handed in". The terms are accepted on their last page; an
        // account that can charge, or of which nothing is asked, has been through them too.
        let active = card == Capability::Active || bank == Capability::Active;
        let submitted = accepted || active || !requirements_due;
        Report {
            card,
            bank,
            submitted,
            requirements_due,
            closed: self.closed.unwrap_or(false) || (rejected && !active),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::payment_account::Status;

    use super::*;

    fn account(value: serde_json::Value) -> Account {
        serde_json::from_value(value).unwrap()
    }

    fn with(capability: &str, entries: serde_json::Value, accepted: bool) -> Account {
        let date = accepted.then_some("2026-11-01T00:00:00Z");
        account(json!({
            "id": "acct_1", "livemode": false, "dashboard": "full", "closed": false,
            "configuration": { "merchant": { "capabilities": {
                "card_payments": { "status": capability }, "ach_debit_payments": { "status": capability },
                "acss_debit_payments": null,
            } } },
            "identity": { "country": "us", "attestations": { "terms_of_service": { "account": { "date": date } } } },
            "requirements": { "entries": entries },
        }))
    }

    #[test]
    fn each_stage_of_an_account_is_told_apart() {
        let due = json!([{ "awaiting_action_from": "user", "description": "identity.tax_id",
            "minimum_deadline": { "status": "currently_due" } }]);
        let checking = json!([{ "awaiting_action_from": "stripe", "description": "identity.tax_id",
            "minimum_deadline": { "status": "currently_due" } }]);
        let later = json!([{ "awaiting_action_from": "user", "description": "identity.phone",
            "minimum_deadline": { "status": "eventually_due" } }]);
        let status = |capability, entries: &serde_json::Value, accepted| {
            with(capability, entries.clone(), accepted).report().status()
        };
        assert_eq!(status("restricted", &due, false), Status::OnboardingStarted);
        assert_eq!(status("pending", &checking, true), Status::PendingVerification);
        assert_eq!(status("active", &later, true), Status::Active);
        assert_eq!(status("restricted", &due, true), Status::Restricted);
        assert_eq!(status("active", &due, true), Status::Restricted);
        assert_eq!(status("rejected", &json!([]), true), Status::Disabled);
        let due_fields: Vec<_> =
            with("pending", due, true).due().filter_map(|e| e.description.clone()).collect();
        assert_eq!(due_fields, ["identity.tax_id"]);
    }

    #[test]
    fn a_canadian_account_debits_by_pad() {
        let canadian = account(json!({
            "id": "acct_1", "livemode": true, "identity": { "country": "CA" },
            "configuration": { "merchant": { "capabilities": { "acss_debit_payments": { "status": "active" } } } },
        }));
        assert_eq!(canadian.report().bank, Capability::Active);
        assert_eq!(canadian.report().card, Capability::Unsupported);
    }
}
