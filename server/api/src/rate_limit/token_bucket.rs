//! Token buckets in memory, one for each key: a request spends tokens, which are refilled over time. Time is the
//! application's clock, so that a test can move it; a clock that is set back stops nothing.
//!
//! Each process counts for itself: behind N processes a caller has up to N times the tokens.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::middleware::StateInformationMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use application::ports::Clock;

/// Full buckets are forgotten after this many requests, so that memory holds only those who asked lately.
const PRUNE_INTERVAL: u32 = 1024;

/// How large a bucket is and how fast it fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// Tokens in a full bucket.
    pub burst: NonZeroU32,
    /// Tokens that come back each second.
    pub per_second: NonZeroU32,
}

impl RateLimit {
    /// A rate limit; zero counts as one.
    pub const fn new(burst: u32, per_second: u32) -> RateLimit {
        const fn at_least_one(number: u32) -> NonZeroU32 {
            match NonZeroU32::new(number) {
                Some(number) => number,
                None => NonZeroU32::MIN,
            }
        }
        RateLimit { burst: at_least_one(burst), per_second: at_least_one(per_second) }
    }

    /// Whole seconds until so many tokens have come back, rounded up.
    fn seconds_for(self, tokens: u32) -> u64 {
        u64::from(tokens).div_ceil(u64::from(self.per_second.get()))
    }
}

/// State of a bucket, for the response's `RateLimit-…` headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimitStatus {
    /// Tokens in a full bucket.
    pub limit: u32,
    /// Tokens left now.
    pub remaining: u32,
    /// Seconds until it is full again.
    pub reset: u64,
}

/// Why tokens were not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateLimited {
    /// Not enough are left; there will be after so many seconds, at least one.
    RetryAfter {
        /// State of the bucket.
        rate_limit_status: RateLimitStatus,
        /// Seconds until the same request can be met.
        seconds: u64,
    },
    /// More than a full bucket holds: waiting changes nothing.
    ExceedsCapacity,
}

/// One bucket for each key.
pub struct TokenBuckets<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, DashMapStateStore<K>, MonotonicClock, StateInformationMiddleware>,
    rate_limit: RateLimit,
    requests: AtomicU32,
}

impl<K: Hash + Eq + Clone> TokenBuckets<K> {
    /// Full buckets over a clock.
    pub fn new(clock: Arc<dyn Clock>, rate_limit: RateLimit) -> TokenBuckets<K> {
        let quota = Quota::per_second(rate_limit.per_second).allow_burst(rate_limit.burst);
        let limiter = RateLimiter::new(quota, DashMapStateStore::default(), MonotonicClock::new(clock));
        TokenBuckets { limiter, rate_limit, requests: AtomicU32::new(0) }
    }

    /// Takes tokens out of a bucket: all of them, or none.
    pub fn take(&self, key: &K, tokens: NonZeroU32) -> Result<RateLimitStatus, RateLimited> {
        if self.requests.fetch_add(1, Ordering::Relaxed) % PRUNE_INTERVAL == PRUNE_INTERVAL.saturating_sub(1)
        {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        match self.limiter.check_key_n(key, tokens) {
            Ok(Ok(state)) => Ok(self.rate_limit_status(state.remaining_burst_capacity())),
            Ok(Err(until)) => {
                let wait = until.wait_time_from(governor::clock::Clock::now(self.limiter.clock()));
                // What is missing comes back within the wait; the rest is there.
                let missing = wait.as_nanos().saturating_mul(u128::from(self.rate_limit.per_second.get()));
                let missing = u32::try_from(missing.div_ceil(1_000_000_000)).unwrap_or(u32::MAX);
                let rate_limit_status = self.rate_limit_status(tokens.get().saturating_sub(missing.max(1)));
                Err(RateLimited::RetryAfter { rate_limit_status, seconds: ceil_seconds(wait).max(1) })
            }
            Err(_) => Err(RateLimited::ExceedsCapacity),
        }
    }

    /// Buckets that are not full, and full ones not yet forgotten.
    pub fn len(&self) -> usize {
        self.limiter.len()
    }

    /// Whether no bucket is kept.
    pub fn is_empty(&self) -> bool {
        self.limiter.is_empty()
    }

    fn rate_limit_status(&self, remaining: u32) -> RateLimitStatus {
        let limit = self.rate_limit.burst.get();
        RateLimitStatus {
            limit,
            remaining,
            reset: self.rate_limit.seconds_for(limit.saturating_sub(remaining)),
        }
    }
}

fn ceil_seconds(wait: Duration) -> u64 {
    wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0))
}

/// The application's clock as one that never goes back: only steps forward count.
struct MonotonicClock {
    clock: Arc<dyn Clock>,
    /// Milliseconds: the clock's last reading, and the sum of its steps forward.
    seen: Mutex<(i64, u64)>,
}

impl MonotonicClock {
    fn new(clock: Arc<dyn Clock>) -> MonotonicClock {
        let start = clock.now().as_millisecond();
        MonotonicClock { clock, seen: Mutex::new((start, 0)) }
    }
}

impl governor::clock::Clock for MonotonicClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        let now = self.clock.now().as_millisecond();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = u64::try_from(now.saturating_sub(seen.0)).unwrap_or(0);
        *seen = (now, seen.1.saturating_add(passed));
        Nanos::new(seen.1.saturating_mul(1_000_000))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicI64;

    use jiff::Timestamp;

    use super::*;

    #[derive(Default)]
    struct ManualClock(AtomicI64);

    impl Clock for ManualClock {
        fn now(&self) -> Timestamp {
            Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
        }
    }

    impl ManualClock {
        fn advance(&self, millis: i64) {
            self.0.fetch_add(millis, Ordering::SeqCst);
        }
    }

    fn tokens(number: u32) -> NonZeroU32 {
        NonZeroU32::new(number).unwrap()
    }

    fn buckets(rate_limit: RateLimit) -> (Arc<ManualClock>, TokenBuckets<&'static str>) {
        let clock = Arc::new(ManualClock::default());
        clock.advance(1_800_000_000_000);
        (Arc::clone(&clock), TokenBuckets::new(clock, rate_limit))
    }

    #[test]
    fn tokens_are_spent_and_refilled() {
        let (clock, buckets) = buckets(RateLimit::new(100, 10));
        assert_eq!(
            buckets.take(&"a", tokens(60)),
            Ok(RateLimitStatus { limit: 100, remaining: 40, reset: 6 })
        );
        let rate_limit_status = RateLimitStatus { limit: 100, remaining: 40, reset: 6 };
        assert_eq!(
            buckets.take(&"a", tokens(61)),
            Err(RateLimited::RetryAfter { rate_limit_status, seconds: 3 })
        );
        assert!(buckets.take(&"b", tokens(100)).is_ok(), "others have their own");
        clock.advance(2_000);
        assert!(buckets.take(&"a", tokens(61)).is_err());
        clock.advance(100);
        assert_eq!(buckets.take(&"a", tokens(61)).unwrap().remaining, 0);
        clock.advance(3_600_000);
        assert_eq!(buckets.take(&"a", tokens(1)).unwrap().remaining, 99, "never more than full");
    }

    #[test]
    fn request_above_capacity_is_rejected() {
        let (_, buckets) = buckets(RateLimit::new(100, 10));
        assert_eq!(buckets.take(&"a", tokens(101)), Err(RateLimited::ExceedsCapacity));
        assert_eq!(buckets.take(&"a", tokens(100)).unwrap().remaining, 0, "and nothing was taken for it");
    }

    #[test]
    fn clock_set_back_does_not_block() {
        let (clock, buckets) = buckets(RateLimit::new(10, 1));
        assert!(buckets.take(&"a", tokens(10)).is_ok());
        clock.advance(-3_600_000);
        assert!(buckets.take(&"a", tokens(1)).is_err());
        clock.advance(1_000);
        assert!(buckets.take(&"a", tokens(1)).is_ok(), "time goes on from there");
    }

    #[test]
    fn full_buckets_are_pruned() {
        let clock = Arc::new(ManualClock::default());
        let shared: Arc<dyn Clock> = clock.clone();
        let buckets = TokenBuckets::new(shared, RateLimit::new(10, 10));
        for number in 0..100_000_u32 {
            clock.advance(1);
            assert!(buckets.take(&number, tokens(1)).is_ok());
        }
        assert!(buckets.len() < 3_000, "{} are remembered", buckets.len());
    }
}
