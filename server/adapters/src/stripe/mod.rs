//! Stripe: direct charges on one connected account per property. Accounts v2 is spoken by a small client of
//! our own, the rest by async-stripe. Every call waits for its turn and has a timeout; every id is checked before it goes into a
//! path or header; a call that makes something carries the key the caller keeps, so repeating is harmless.

mod account;
mod accounts;
mod checkout;
mod errors;
mod pace;
mod payouts;
mod returns;
mod saved;
#[cfg(test)]
mod tests;
mod webhook;

use std::collections::BTreeMap;
use std::future::Future;
use std::time::Duration;

use async_trait::async_trait;
use domain::money::Currency;
use domain::payment_account::Dashboard;
use jiff::Timestamp;
use stripe::{ClientBuilder, IdempotencyKey, RequestStrategy, StripeRequest};
use stripe_core::balance::RetrieveForMyAccountBalance;
use url::Url;

use accounts::Accounts;
use pace::{Pace, Paced};

use crate::config::{Secret, StripeConfig};
use application::ports::{
    NewAccount, NewCharge, NewCheckout, NewRefund, NewSetup, OutsideError, PaymentProcessor, RemoteAccount,
    RemoteBalance, RemotePayment, RemotePayout, RemoteRecent, RemoteRefund, RemoteReturns, RemoteSetup,
    VerifiedEvent, WebhookError,
};
use domain::webhook::WebhookEndpoint;

/// How long and how often a call is tried.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// For one attempt, answer included.
    pub timeout: Duration,
    /// Attempts of a call that carries an idempotency key, at least one.
    pub attempts: u32,
    /// Pause before the second attempt; it doubles after that.
    pub pause: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { timeout: Duration::from_secs(20), attempts: 3, pause: Duration::from_millis(300) }
    }
}

/// The payment processor.
#[derive(Debug)]
pub struct Stripe {
    client: Paced,
    accounts: Accounts,
    api_url: Url,
    livemode: bool,
    connect_secrets: Vec<Secret>,
    account_secrets: Vec<Secret>,
    limits: Limits,
}

impl Stripe {
    /// A processor as configured; nothing is sent yet.
    pub fn new(config: &StripeConfig) -> Result<Self, OutsideError> {
        Self::with_limits(config, Limits::default())
    }

    /// The same with other limits.
    pub fn with_limits(config: &StripeConfig, limits: Limits) -> Result<Self, OutsideError> {
        let client = ClientBuilder::new(config.secret_key.expose())
            .url(config.api_url.as_str())
            .timeout(limits.timeout)
            .build()
            .map_err(errors::from_library)?;
        let pace = Pace::new(config.calls_per_second);
        Ok(Stripe {
            accounts: Accounts::new(config, limits, pace.clone())?,
            client: Paced { client, pace },
            api_url: config.api_url.clone(),
            livemode: config.livemode(),
            connect_secrets: config.connect_webhook_secrets.clone(),
            account_secrets: config.account_webhook_secrets.clone(),
            limits,
        })
    }
}

#[async_trait]
impl PaymentProcessor for Stripe {
    fn livemode(&self) -> bool {
        self.livemode
    }

    async fn create_account(&self, account: NewAccount) -> Result<RemoteAccount, OutsideError> {
        self.accounts.create(&account).await
    }

    async fn account(&self, id: &str) -> Result<RemoteAccount, OutsideError> {
        self.accounts.retrieve(id).await
    }

    async fn onboarding_link(
        &self,
        id: &str,
        return_url: &str,
        refresh_url: &str,
    ) -> Result<String, OutsideError> {
        self.accounts.link(id, return_url, refresh_url).await
    }

    async fn dashboard_link(&self, id: &str, dashboard: Dashboard) -> Result<String, OutsideError> {
        self.accounts.dashboard(id, dashboard, self.livemode).await
    }

    async fn create_checkout(&self, checkout: NewCheckout) -> Result<RemotePayment, OutsideError> {
        self.open_page(checkout).await
    }

    async fn checkout(&self, account: &str, session_id: &str) -> Result<RemotePayment, OutsideError> {
        self.read_page(account, session_id).await
    }

    async fn expire_checkout(&self, account: &str, session_id: &str) -> Result<RemotePayment, OutsideError> {
        self.close_page(account, session_id).await
    }

    async fn balance(&self, account: &str, currency: Currency) -> Result<RemoteBalance, OutsideError> {
        self.read_balance(account, currency).await
    }

    async fn find_checkout(
        &self,
        account: &str,
        mark: (&str, &str),
        since: Timestamp,
    ) -> Result<Option<RemotePayment>, OutsideError> {
        self.find_page(account, mark, since).await
    }

    async fn intent_marks(
        &self,
        account: &str,
        intent_id: &str,
    ) -> Result<BTreeMap<String, String>, OutsideError> {
        Ok(self.intent(account, intent_id).await?.metadata.into_iter().collect())
    }

    async fn create_customer(
        &self,
        account: &str,
        who: (&str, Option<&str>),
        idempotency_key: &str,
    ) -> Result<String, OutsideError> {
        self.accounts.make_customer(account, who, idempotency_key).await
    }

    async fn create_setup(&self, setup: NewSetup) -> Result<RemoteSetup, OutsideError> {
        self.accounts.open_setup(&setup).await
    }

    async fn setup(&self, account: &str, session_id: &str) -> Result<RemoteSetup, OutsideError> {
        self.accounts.read_setup(account, session_id).await
    }

    async fn charge_saved(&self, charge: NewCharge) -> Result<RemotePayment, OutsideError> {
        self.accounts.charge_saved(&charge).await
    }

    async fn charge(&self, account: &str, intent_id: &str) -> Result<RemotePayment, OutsideError> {
        self.accounts.read_charge(account, intent_id).await
    }

    async fn find_charge(
        &self,
        account: &str,
        customer: &str,
        mark: (&str, &str),
    ) -> Result<Option<RemotePayment>, OutsideError> {
        self.accounts.find_charge(account, customer, mark).await
    }

    async fn detach(&self, account: &str, payment_method: &str) -> Result<(), OutsideError> {
        self.accounts.forget(account, payment_method).await
    }

    async fn create_refund(&self, refund: NewRefund) -> Result<RemoteRefund, OutsideError> {
        self.give_back(refund).await
    }

    async fn returns(&self, account: &str, charge_id: &str) -> Result<RemoteReturns, OutsideError> {
        self.read_returns(account, charge_id).await
    }

    async fn recent(&self, account: &str, since: Timestamp) -> Result<RemoteRecent, OutsideError> {
        self.read_recent(account, since).await
    }

    async fn payout(&self, account: &str, payout_id: &str) -> Result<RemotePayout, OutsideError> {
        self.read_payout(account, payout_id).await
    }

    fn verify_event(
        &self,
        endpoint: WebhookEndpoint,
        signature: Option<&str>,
        body: &[u8],
        now: Timestamp,
    ) -> Result<VerifiedEvent, WebhookError> {
        let secrets = match endpoint {
            WebhookEndpoint::Connect => &self.connect_secrets,
            WebhookEndpoint::Account => &self.account_secrets,
        };
        webhook::verify(secrets, signature, body, now)
    }

    async fn check(&self) -> Result<(), OutsideError> {
        let balance = RetrieveForMyAccountBalance::new().customize().send(&self.client).await;
        balance.map(|_| ()).map_err(errors::from_library)
    }
}

/// Lets an id into a path or header: a prefix of lower-case letters, an underscore, and what follows.
fn checked(id: &str) -> Result<&str, OutsideError> {
    let right = id.split_once('_').is_some_and(|(prefix, rest)| {
        !prefix.is_empty()
            && prefix.bytes().all(|byte| byte.is_ascii_lowercase())
            && !rest.is_empty()
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    });
    if right && id.len() <= 255 {
        Ok(id)
    } else {
        Err(OutsideError::Refused("that is not an id of Stripe's".to_owned()))
    }
}

fn idempotent(key: &str) -> Result<RequestStrategy, OutsideError> {
    let key = IdempotencyKey::new(key)
        .map_err(|_| OutsideError::Refused("an idempotency key has 1 to 255 characters".to_owned()))?;
    Ok(RequestStrategy::Idempotent(key))
}

fn currency_of(code: &str) -> Result<Currency, OutsideError> {
    code.parse().map_err(|_| {
        OutsideError::Unavailable(format!(
            "Stripe answered in a currency Propty doesn't bill in: {}",
            super::one_line(code)
        ))
    })
}

/// An address to send a browser to must be https, or on the same machine as a loopback sandbox.
fn page_address(api_url: &Url, address: &str) -> Result<String, OutsideError> {
    let url = Url::parse(address).map_err(|_| errors::unreadable())?;
    let beside_sandbox = api_url.scheme() == "http" && url.scheme() == "http" && url.host() == api_url.host();
    if url.scheme() == "https" || beside_sandbox { Ok(url.into()) } else { Err(errors::unreadable()) }
}

/// Tries a call with a kept key again while its outcome is unknown.
async fn repeat<T, F, Fut>(limits: &Limits, mut attempt: F) -> Result<T, OutsideError>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<T, OutsideError>>,
{
    let mut pause = limits.pause;
    let mut made = 1;
    loop {
        match attempt().await {
            Err(OutsideError::Unavailable(_)) if made < limits.attempts => {
                made += 1;
                tokio::time::sleep(pause).await;
                pause = pause.saturating_mul(2);
            }
            outcome => return outcome,
        }
    }
}
