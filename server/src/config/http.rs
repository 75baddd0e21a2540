//! Where the server listens and by which address the world knows it.

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;
use url::Url;

use super::reader::Reader;
use super::{Lookup, Problem};

const BASE_URL: &str = "PROPTY_BASE_URL";
const LISTEN: &str = "PROPTY_LISTEN";
const TRUSTED_PROXIES: &str = "PROPTY_TRUSTED_PROXIES";

/// The web server.
#[derive(Debug, Clone)]
pub struct HttpConfig {
    /// The public address: scheme, host and port only. Links in mail and return addresses start with it.
    pub base_url: Url,
    /// Where to accept connections.
    pub listen: SocketAddr,
    /// Our own proxies: the addresses in their `X-Forwarded-For` are believed.
    pub trusted_proxies: Vec<IpNet>,
}

impl HttpConfig {
    /// Reads `PROPTY_BASE_URL`, `PROPTY_LISTEN` and `PROPTY_TRUSTED_PROXIES`.
    pub fn load(lookup: &Lookup<'_>) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(lookup);
        let base_url = reader
            .required(BASE_URL, "the site's public address, such as https://pay.example.com")
            .and_then(|value| reader.web_address(BASE_URL, &value));
        let base_url = match base_url {
            Some(url) if url.path() != "/" || url.query().is_some() || url.fragment().is_some() => {
                reader.problem(BASE_URL, "must end after the host: no path, question mark or #")
            }
            url => url,
        };
        let listen = reader.optional(LISTEN).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let listen = match listen.parse() {
            Ok(listen) => Some(listen),
            Err(_) => reader.problem(LISTEN, "must be an IP address and a port, such as 127.0.0.1:8080"),
        };
        let trusted_proxies = trusted_proxies(&mut reader);
        let part = match (base_url, listen, trusted_proxies) {
            (Some(base_url), Some(listen), Some(trusted_proxies)) => {
                Some(HttpConfig { base_url, listen, trusted_proxies })
            }
            _ => None,
        };
        reader.finish(part)
    }

    /// The public address without a trailing slash.
    pub fn origin(&self) -> &str {
        self.base_url.as_str().trim_end_matches('/')
    }

    /// Whether the public address is https: cookies are then `Secure`, and browsers are told to stay on it.
    pub fn is_https(&self) -> bool {
        self.base_url.scheme() == "https"
    }
}

fn trusted_proxies(reader: &mut Reader<'_>) -> Option<Vec<IpNet>> {
    let value = reader.optional(TRUSTED_PROXIES).unwrap_or_default();
    let entries = value.split(',').map(str::trim).filter(|entry| !entry.is_empty());
    let network = |entry: &str| {
        let address = || entry.parse::<IpAddr>().ok().map(IpNet::from);
        entry.parse::<IpNet>().ok().or_else(address)
    };
    match entries.map(network).collect::<Option<Vec<_>>>() {
        Some(networks) => Some(networks),
        None => reader.problem(
            TRUSTED_PROXIES,
            "must hold IP addresses or networks of your proxies, separated by commas, such as 127.0.0.1 or 10.0.0.0/8",
        ),
    }
}
