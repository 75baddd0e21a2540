//! Where a request comes from, as far as the transport can tell.

use std::net::{IpAddr, Ipv4Addr};

/// The other end of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// Its address; that of the client where a configured proxy stands between.
    pub network: IpAddr,
    /// What its program calls itself, at most 512 characters.
    pub user_agent: String,
}

impl Default for Visitor {
    fn default() -> Self {
        Visitor { network: IpAddr::V4(Ipv4Addr::LOCALHOST), user_agent: String::new() }
    }
}
