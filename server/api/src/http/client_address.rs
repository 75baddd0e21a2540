//! Which network a request comes from. The peer of the connection counts, unless it is one of our own proxies:
//! then the rightmost address of `X-Forwarded-For` that is none of our proxies does. Whatever stands to the left
//! of it was written by the caller and is not believed. `Forwarded` and other headers are not read: a proxy sets
//! one and passes on what a caller wrote into the rest.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use ipnet::IpNet;

use super::state::HttpState;
use application::identity::ClientInfo;

/// Longest chain of proxies that is followed.
const MAX_PROXY_HOPS: usize = 16;

/// Middleware that adds the client's network and program to the request.
pub(super) async fn add_client_info(
    State(state): State<Arc<HttpState>>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let client_info = match peer {
        Some(peer) => client_info(peer, request.headers(), &state.trusted_proxies),
        // Only where no connection is, as in a test of the router alone.
        None => ClientInfo::default(),
    };
    request.extensions_mut().insert(client_info);
    next.run(request).await
}

fn client_info(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> ClientInfo {
    let user_agent = headers.get(header::USER_AGENT).map(|value| String::from_utf8_lossy(value.as_bytes()));
    ClientInfo::new(address(peer, headers, trusted), &user_agent.unwrap_or_default())
}

fn address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_ours = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut nearest = peer.to_canonical();
    // Several headers are one list, in their order.
    let lines: Vec<_> = headers.get_all("x-forwarded-for").into_iter().collect();
    let entries = lines.iter().rev().flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
    for entry in entries.take(MAX_PROXY_HOPS) {
        if !is_ours(&nearest) {
            break;
        }
        // What can't be read was not written by a proxy of ours: the last that is known counts.
        let Some(before) = parse(entry) else { break };
        nearest = before;
    }
    nearest
}

/// An address as proxies write it: alone, or with a port, IPv6 then in brackets.
fn parse(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    let alone = entry.parse::<IpAddr>().ok();
    let with_port = || entry.parse::<SocketAddr>().ok().map(|address| address.ip());
    let in_brackets = || entry.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    alone.or_else(with_port).or_else(in_brackets).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn from(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_str(line).unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        address(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn forwarded_headers_of_untrusted_peers_are_ignored() {
        assert_eq!(from("203.0.113.7", &["198.51.100.1"], &[]), "203.0.113.7");
        assert_eq!(from("203.0.113.7", &["198.51.100.1"], &["10.0.0.0/8"]), "203.0.113.7");
        assert_eq!(from("127.0.0.1", &["198.51.100.1"], &[]), "127.0.0.1");
    }

    #[test]
    fn client_is_the_rightmost_untrusted_address() {
        let ours = &["127.0.0.1/32", "10.0.0.0/8", "2001:db8::/32"];
        assert_eq!(from("127.0.0.1", &["203.0.113.7"], ours), "203.0.113.7");
        assert_eq!(from("127.0.0.1", &["1.1.1.1, 203.0.113.7"], ours), "203.0.113.7", "forged on the left");
        assert_eq!(from("127.0.0.1", &["1.1.1.1, 203.0.113.7, 10.1.2.3"], ours), "203.0.113.7");
        assert_eq!(
            from("127.0.0.1", &["1.1.1.1, 203.0.113.7", "10.1.2.3"], ours),
            "203.0.113.7",
            "two headers"
        );
        assert_eq!(from("127.0.0.1", &["203.0.113.7", "127.0.0.1,10.0.0.1"], ours), "203.0.113.7");
        assert_eq!(from("2001:db8::1", &["[2001:db9::7]:443"], ours), "2001:db9::7");
        assert_eq!(from("127.0.0.1", &["203.0.113.7:5123"], ours), "203.0.113.7");
        assert_eq!(from("127.0.0.1", &["[2001:db9::7]"], ours), "2001:db9::7");
        assert_eq!(from("::ffff:127.0.0.1", &["::ffff:203.0.113.7"], ours), "203.0.113.7");
    }

    #[test]
    fn malformed_forwarded_entry_ends_the_search() {
        let ours = &["127.0.0.1/32", "10.0.0.0/8"];
        assert_eq!(from("127.0.0.1", &[], ours), "127.0.0.1");
        assert_eq!(from("127.0.0.1", &[""], ours), "127.0.0.1");
        assert_eq!(from("127.0.0.1", &["unknown"], ours), "127.0.0.1");
        assert_eq!(from("127.0.0.1", &["203.0.113.7, nonsense, 10.0.0.1"], ours), "10.0.0.1");
        assert_eq!(from("127.0.0.1", &["10.0.0.3, 10.0.0.2"], ours), "10.0.0.3", "all are ours");
        let long = vec!["10.0.0.1"; 100].join(",");
        assert_eq!(from("127.0.0.1", &[&format!("203.0.113.7,{long}")], ours), "10.0.0.1");
    }
}
