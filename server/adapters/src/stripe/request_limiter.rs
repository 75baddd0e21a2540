//! Keeps our calls below what Stripe takes of one caller: every call waits for its turn, and nothing fails for
//! having been made too fast. One bucket for all calls, so that it is also below the limit of each address.
//!
//! Each process counts for itself: behind N processes, configure an Nth.

use std::num::NonZeroU32;
use std::sync::Arc;

use bytes::Bytes;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use stripe::{Client, CustomizedStripeRequest, StripeError};
use stripe_client_core::StripeClient;

/// Calls that may go out at once after a pause.
const BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(4);

/// How fast calls go out.
#[derive(Debug, Clone)]
pub(super) struct RequestLimiter(Option<Arc<DefaultDirectRateLimiter>>);

impl RequestLimiter {
    /// So many calls a second; none sets no limit.
    pub(super) fn new(calls_per_second: Option<NonZeroU32>) -> RequestLimiter {
        RequestLimiter(calls_per_second.map(|rate| Arc::new(RateLimiter::direct(quota(rate)))))
    }

    /// Waits until the next call may go out.
    pub(super) async fn wait(&self) {
        if let Some(bucket) = &self.0 {
            bucket.until_ready().await;
        }
    }
}

fn quota(rate: NonZeroU32) -> Quota {
    Quota::per_second(rate).allow_burst(BURST.min(rate))
}

/// The library's client, each of whose calls waits for its turn first.
#[derive(Debug)]
pub(super) struct LimitedClient {
    pub(super) client: Client,
    pub(super) request_limiter: RequestLimiter,
}

impl StripeClient for LimitedClient {
    type Err = StripeError;

    async fn execute(&self, request: CustomizedStripeRequest) -> Result<Bytes, StripeError> {
        self.request_limiter.wait().await;
        self.client.execute(request).await
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use governor::clock::FakeRelativeClock;

    use super::*;

    #[test]
    fn calls_beyond_the_burst_have_to_wait_for_their_turn() {
        let clock = FakeRelativeClock::default();
        let bucket = RateLimiter::direct_with_clock(quota(NonZeroU32::new(20).unwrap()), clock.clone());
        let at_once = (0..10).filter(|_| bucket.check().is_ok()).count();
        assert_eq!(at_once, 5);
        let mut in_a_second = at_once;
        for _ in 0..1000 {
            clock.advance(Duration::from_millis(1));
            in_a_second += usize::from(bucket.check().is_ok());
        }
        assert_eq!(in_a_second, 25);
    }

    #[tokio::test]
    async fn without_a_limit_nothing_waits() {
        let request_limiter = RequestLimiter::new(None);
        for _ in 0..10_000 {
            request_limiter.wait().await;
        }
    }
}
