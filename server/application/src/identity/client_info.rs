//! Where a request comes from: the network it was sent from and the program that sent it. Neither proves who
//! somebody is; both help to slow down an attacker and to tell a person which of their sessions is which.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Longest text kept of a program's description of itself, in characters.
const MAX_USER_AGENT_LENGTH: usize = 512;

/// Where a request comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientInfo {
    /// What limits count by: an IPv4 address, or the first 64 bits of an IPv6 address with zeros behind them,
    /// because whoever has one such address has all of its network.
    pub network: IpAddr,
    /// What the program says it is, at most 512 characters, nothing unprintable; may be empty or a lie.
    pub user_agent: String,
}

impl ClientInfo {
    /// From an address and a `User-Agent`.
    pub fn new(address: IpAddr, user_agent: &str) -> ClientInfo {
        let printable = user_agent.chars().filter(|c| !c.is_control());
        ClientInfo {
            network: network_of(address),
            user_agent: printable.take(MAX_USER_AGENT_LENGTH).collect(),
        }
    }
}

impl Default for ClientInfo {
    /// This machine, by a program that doesn't say what it is.
    fn default() -> Self {
        ClientInfo { network: IpAddr::V4(Ipv4Addr::LOCALHOST), user_agent: String::new() }
    }
}

/// Browser and operating system behind a `User-Agent`, such as `Firefox · Windows`; empty when unknown. Names are
/// looked for in the order in which browsers that pretend to be others come first.
pub fn device_name(user_agent: &str) -> String {
    const BROWSERS: [(&str, &str); 8] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("CrOS", "ChromeOS"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("Linux", "Linux"),
    ];
    let find = |known: &[(&str, &'static str)]| {
        known.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
    };
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => String::new(),
    }
}

fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        // The loopback network is one address, and is shown as it is.
        IpAddr::V6(address) if address.is_loopback() => IpAddr::V6(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(address: &str) -> String {
        ClientInfo::new(address.parse().unwrap(), "").network.to_string()
    }

    #[test]
    fn ipv6_address_is_masked_to_its_network() {
        assert_eq!(network("203.0.113.7"), "203.0.113.7");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(network("2001:db8:1:2:ffff::1"), network("2001:db8:1:2::9"));
        assert_ne!(network("2001:db8:1:3::1"), network("2001:db8:1:2::1"));
        assert_eq!(network("::ffff:203.0.113.7"), "203.0.113.7", "an IPv4 address in disguise");
        assert_eq!(network("::1"), "::1");
    }

    #[test]
    fn browsers_are_named_as_people_know_them() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36";
        assert_eq!(device_name(chrome), "Chrome · Linux");
        assert_eq!(device_name(&format!("{chrome} Edg/131.0")), "Edge · Linux");
        let iphone =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1";
        assert_eq!(device_name(iphone), "Safari · iPhone");
        assert_eq!(device_name("curl/8.0"), "");
    }

    #[test]
    fn user_agent_is_truncated_and_cleaned() {
        let client_info =
            ClientInfo::new(IpAddr::V4(Ipv4Addr::LOCALHOST), &format!("a\u{1b}[31m\r\nb{}", "x".repeat(600)));
        assert!(client_info.user_agent.starts_with("a[31mbxxx"));
        assert_eq!(client_info.user_agent.chars().count(), 512);
        assert_eq!(ClientInfo::default().network.to_string(), "127.0.0.1");
    }
}
