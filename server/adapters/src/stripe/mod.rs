//! Stripe: direct charges on one connected account per property. Each trait of `ports::processor` is implemented in the
//! file of its name, with async-stripe where it has the call and with a hand-written client where it has not. Every
//! call waits for its turn and has a timeout; every id is checked before it goes into a path or header; a call that
//! makes something carries the key the caller keeps, so repeating is harmless.

mod account_object;
mod accounts;
mod activity;
mod api_client;
mod balance;
mod charges;
mod checkout;
mod errors;
mod fields;
mod list;
mod payouts;
mod refunds;
mod request_limiter;
mod saved_methods;
#[cfg(test)]
mod tests;
mod webhooks;

use std::future::Future;
use std::time::Duration;

use async_trait::async_trait;
use domain::money::Currency;
use stripe::{ClientBuilder, IdempotencyKey, RequestStrategy, StripeRequest};
use stripe_core::balance::RetrieveForMyAccountBalance;
use url::Url;

use api_client::ApiClient;
use request_limiter::{LimitedClient, RequestLimiter};

use crate::config::{Secret, StripeConfig};
use application::ports::{ExternalError, PaymentProcessor};

/// How long and how often a call is tried.
#[derive(Debug, Clone, Copy)]
pub struct RetryPolicy {
    /// For one attempt, answer included.
    pub timeout: Duration,
    /// Attempts of a call that carries an idempotency key, at least one.
    pub attempts: u32,
    /// Pause before the second attempt; it doubles after that.
    pub pause: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        RetryPolicy { timeout: Duration::from_secs(20), attempts: 3, pause: Duration::from_millis(300) }
    }
}

/// The payment processor.
#[derive(Debug)]
pub struct Stripe {
    client: LimitedClient,
    api: ApiClient,
    api_url: Url,
    livemode: bool,
    connect_secrets: Vec<Secret>,
    account_secrets: Vec<Secret>,
    retry_policy: RetryPolicy,
}

impl Stripe {
    /// A processor as configured; nothing is sent yet.
    pub fn new(config: &StripeConfig) -> Result<Self, ExternalError> {
        Self::with_retry_policy(config, RetryPolicy::default())
    }

    /// The same with another retry policy.
    pub fn with_retry_policy(
        config: &StripeConfig,
        retry_policy: RetryPolicy,
    ) -> Result<Self, ExternalError> {
        let client = ClientBuilder::new(config.secret_key.expose())
            .url(config.api_url.as_str())
            .timeout(retry_policy.timeout)
            .build()
            .map_err(errors::from_library)?;
        let request_limiter = RequestLimiter::new(config.calls_per_second);
        Ok(Stripe {
            api: ApiClient::new(config, retry_policy, request_limiter.clone())?,
            client: LimitedClient { client, request_limiter },
            api_url: config.api_url.clone(),
            livemode: config.livemode(),
            connect_secrets: config.connect_webhook_secrets.clone(),
            account_secrets: config.account_webhook_secrets.clone(),
            retry_policy,
        })
    }
}

#[async_trait]
impl PaymentProcessor for Stripe {
    fn livemode(&self) -> bool {
        self.livemode
    }

    async fn check(&self) -> Result<(), ExternalError> {
        let balance = RetrieveForMyAccountBalance::new().customize().send(&self.client).await;
        balance.map(|_| ()).map_err(errors::from_library)
    }
}

/// Lets an id into a path or header: a prefix of lower-case letters, an underscore, and what follows.
fn checked_id(id: &str) -> Result<&str, ExternalError> {
    let right = id.split_once('_').is_some_and(|(prefix, rest)| {
        !prefix.is_empty()
            && prefix.bytes().all(|byte| byte.is_ascii_lowercase())
            && !rest.is_empty()
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    });
    if right && id.len() <= 255 {
        Ok(id)
    } else {
        Err(ExternalError::Refused("that is not an id of Stripe's".to_owned()))
    }
}

fn idempotent_strategy(key: &str) -> Result<RequestStrategy, ExternalError> {
    let key = IdempotencyKey::new(key)
        .map_err(|_| ExternalError::Refused("an idempotency key has 1 to 255 characters".to_owned()))?;
    Ok(RequestStrategy::Idempotent(key))
}

fn parse_currency(code: &str) -> Result<Currency, ExternalError> {
    Currency::from_iso_code(code).map_err(|_| {
        ExternalError::Unavailable(format!(
            "Stripe answered in a currency Propty doesn't bill in: {}",
            crate::one_line(code)
        ))
    })
}

/// An address to send a browser to must be https, or on the same machine as a loopback sandbox.
fn checked_url(api_url: &Url, address: &str) -> Result<String, ExternalError> {
    let url = Url::parse(address).map_err(|_| errors::unreadable())?;
    let beside_sandbox = api_url.scheme() == "http" && url.scheme() == "http" && url.host() == api_url.host();
    if url.scheme() == "https" || beside_sandbox { Ok(url.into()) } else { Err(errors::unreadable()) }
}

/// Tries a call with a kept key again while its outcome is unknown.
async fn retry<T, F, Fut>(retry_policy: &RetryPolicy, mut attempt: F) -> Result<T, ExternalError>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<T, ExternalError>>,
{
    let mut pause = retry_policy.pause;
    let mut made = 1;
    loop {
        match attempt().await {
            Err(ExternalError::Unavailable(_)) if made < retry_policy.attempts => {
                made += 1;
                tokio::time::sleep(pause).await;
                pause = pause.saturating_mul(2);
            }
            outcome => return outcome,
        }
    }
}
