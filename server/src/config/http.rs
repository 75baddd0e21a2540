//! Where the server listens and by which address the world knows it.

use std::net::SocketAddr;

use url::Url;

use super::reader::Reader;
use super::{Lookup, Problem};

const BASE_URL: &str = "PROPTY_BASE_URL";
const LISTEN: &str = "PROPTY_LISTEN";

/// The web server.
#[derive(Debug, Clone)]
pub struct HttpConfig {
    /// The public address: scheme, host and port only. Links in mail and return addresses start with it.
    pub base_url: Url,
    /// Where to accept connections.
    pub listen: SocketAddr,
}

impl HttpConfig {
    /// Reads `PROPTY_BASE_URL` and `PROPTY_LISTEN`.
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
        let part = base_url.zip(listen).map(|(base_url, listen)| HttpConfig { base_url, listen });
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
