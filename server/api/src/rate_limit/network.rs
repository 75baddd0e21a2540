//! How many requests a network may make, whatever is in them.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use super::token_bucket::{RateLimit, RateLimitStatus, RateLimited, TokenBuckets};
use application::ports::Clock;

/// 600 at once and 10 a second for ever: an office behind one address, each page of which asks a few times.
const REQUESTS: RateLimit = RateLimit::new(600, 10);

/// The requests of every network.
pub struct NetworkRateLimit(TokenBuckets<IpAddr>);

impl NetworkRateLimit {
    /// Full buckets over a clock.
    pub fn new(clock: &Arc<dyn Clock>) -> NetworkRateLimit {
        NetworkRateLimit(TokenBuckets::new(Arc::clone(clock), REQUESTS))
    }

    /// Counts one request of a network.
    pub fn charge_request(&self, network: IpAddr) -> Result<RateLimitStatus, RateLimited> {
        self.0.take(&network, NonZeroU32::MIN)
    }
}
