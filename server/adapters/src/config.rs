//! What the adapters need to know: addresses, keys and limits. The program reads them from its environment.

use std::fmt;
use std::net::IpAddr;
use std::num::NonZeroU32;

use url::Url;

/// Text that prints as `***`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Hides a value.
    pub fn new(value: impl Into<String>) -> Self {
        Secret(value.into())
    }

    /// The value itself, for the one call that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpEncryption {
    /// TLS from the first byte.
    Implicit,
    /// STARTTLS, and nothing is sent without it.
    Required,
    /// None; only to this machine.
    Loopback,
}

/// The mail server.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// Name or address of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub encryption: SmtpEncryption,
    /// User name and password, if it wants them.
    pub credentials: Option<(String, Secret)>,
    /// The address every message is from.
    pub from: String,
}

/// The payment processor.
#[derive(Debug, Clone)]
pub struct StripeConfig {
    /// `sk_test_…`, `sk_live_…` or a restricted `rk_…`.
    pub secret_key: Secret,
    /// Where the API is; ends with a slash.
    pub api_url: Url,
    /// Secrets of the endpoint for connected accounts; several while one is being replaced.
    pub connect_webhook_secrets: Vec<Secret>,
    /// Secrets of the endpoint for the platform's own account.
    pub account_webhook_secrets: Vec<Secret>,
    /// How many calls go out each second at most; none sets no limit, for a Stripe on this machine.
    pub calls_per_second: Option<NonZeroU32>,
}

impl StripeConfig {
    /// Whether the key moves real money.
    pub fn livemode(&self) -> bool {
        let key = self.secret_key.expose();
        key.starts_with("sk_live_") || key.starts_with("rk_live_")
    }
}

/// The file store.
#[derive(Debug, Clone)]
pub struct StorageConfig {
    /// The store's address; buckets are addressed by path below it.
    pub endpoint: Url,
    /// The region requests are signed for.
    pub region: String,
    /// The bucket.
    pub bucket: String,
    /// The key's name.
    pub access_key: Secret,
    /// The key.
    pub secret_key: Secret,
}

impl StorageConfig {
    /// Whether the store is on this machine, where encryption at rest isn't asked for.
    pub fn is_loopback(&self) -> bool {
        self.endpoint.host_str().is_some_and(is_loopback)
    }
}

/// Whether a host name or address means this machine.
pub fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
