//! By which address the site is reached, by whom, and what is logged about it.

use std::net::IpAddr;

use super::Findings;
use crate::config::Config;

const BASE_URL: &str = "PROPTY_BASE_URL";
const LISTEN: &str = "PROPTY_LISTEN";
const TRUSTED_PROXIES: &str = "PROPTY_TRUSTED_PROXIES";
const LOG: &str = "PROPTY_LOG";
/// A network larger than this holds strangers, in bits of its prefix.
const MIN_PREFIX_LENGTHS: (u8, u8) = (8, 16);

pub(super) fn review(config: &Config, findings: &mut Findings) {
    let (http, listens_here) = (&config.http, config.http.listen.ip().is_loopback());
    if !http.is_https() && !http.base_url.host_str().is_some_and(adapters::config::is_loopback) {
        findings.error(
            BASE_URL,
            "is not https: sessions would travel in the clear. Put a proxy with TLS in front",
        );
    }
    if !http.is_https() && !listens_here {
        findings.error(
            LISTEN,
            "takes connections from other machines without TLS: listen on 127.0.0.1, or put a proxy with TLS in \
             front and set PROPTY_BASE_URL to its https:// address",
        );
    }
    if http.is_https() && http.listen.ip().is_unspecified() {
        findings.warn(
            LISTEN,
            "takes connections on every interface, and these have no TLS: make sure that only your proxy reaches \
             the port, or listen on an address that only it can reach",
        );
    }
    if http.is_https() && http.trusted_proxies.is_empty() {
        if listens_here {
            findings.error(
                TRUSTED_PROXIES,
                "is not set, though only a proxy on this machine can reach the server: everybody would count as \
                 one network, and one caller's floods would lock all others out. Set it to 127.0.0.1",
            );
        } else {
            findings.warn(
                TRUSTED_PROXIES,
                "is not set: TLS ends at a proxy, so everybody may count as one network. Set it to your proxy's \
                 address",
            );
        }
    }
    let too_wide = http.trusted_proxies.iter().find(|network| match network.addr() {
        IpAddr::V4(_) => network.prefix_len() < MIN_PREFIX_LENGTHS.0,
        IpAddr::V6(_) => network.prefix_len() < MIN_PREFIX_LENGTHS.1,
    });
    if let Some(network) = too_wide {
        findings.error(
            TRUSTED_PROXIES,
            format!("trusts {network}, which holds strangers: they could claim any address. Name your proxies alone"),
        );
    }
    if let Some(level) = verbose(&config.log.filter) {
        findings.warn_in_production(
            LOG,
            format!("logs at {level}: that is for finding a fault, names what people do, and fills the disk. Use info"),
        );
    }
}

/// The first level of a filter that is more than info.
fn verbose(filter: &str) -> Option<&'static str> {
    let levels = filter.split(',').map(|directive| directive.rsplit('=').next().unwrap_or_default().trim());
    levels.into_iter().find_map(|level| match level.to_ascii_lowercase().as_str() {
        "debug" | "4" => Some("debug"),
        "trace" | "5" => Some("trace"),
        _ => None,
    })
}
