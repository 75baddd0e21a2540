//! Token buckets in memory, one for each key: who asks spends tokens, and they come back with time. Time is the
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
const SWEPT_EVERY: u32 = 1024;

/// How large a bucket is and how fast it fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Tokens in a full bucket.
    pub burst: NonZeroU32,
    /// Tokens that come back each second.
    pub per_second: NonZeroU32,
}

impl Size {
    /// A size; zero counts as one.
    pub const fn new(burst: u32, per_second: u32) -> Size {
        const fn least_one(number: u32) -> NonZeroU32 {
            match NonZeroU32::new(number) {
                Some(number) => number,
                None => NonZeroU32::MIN,
            }
        }
        Size { burst: least_one(burst), per_second: least_one(per_second) }
    }

    /// Whole seconds until so many tokens have come back, rounded up.
    fn seconds_for(self, tokens: u32) -> u64 {
        u64::from(tokens).div_ceil(u64::from(self.per_second.get()))
    }
}

/// How a bucket stands, for the answer's `RateLimit-…` headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Tokens in a full bucket.
    pub limit: u32,
    /// Tokens left now.
    pub remaining: u32,
    /// Seconds until it is full again.
    pub reset: u64,
}

/// Why tokens were not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Not enough are left; there will be after so many seconds, at least one.
    Wait {
        /// How the bucket stands.
        standing: Standing,
        /// Seconds until the same request can be met.
        seconds: u64,
    },
    /// More than a full bucket holds: waiting changes nothing.
    TooMuch,
}

/// One bucket for each key.
pub struct Buckets<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, DashMapStateStore<K>, Ticker, StateInformationMiddleware>,
    size: Size,
    taken: AtomicU32,
}

impl<K: Hash + Eq + Clone> Buckets<K> {
    /// Full buckets over a clock.
    pub fn new(clock: Arc<dyn Clock>, size: Size) -> Buckets<K> {
        let quota = Quota::per_second(size.per_second).allow_burst(size.burst);
        let limiter = RateLimiter::new(quota, DashMapStateStore::default(), Ticker::new(clock));
        Buckets { limiter, size, taken: AtomicU32::new(0) }
    }

    /// Takes tokens out of a bucket: all of them, or none.
    pub fn take(&self, key: &K, tokens: NonZeroU32) -> Result<Standing, Refused> {
        if self.taken.fetch_add(1, Ordering::Relaxed) % SWEPT_EVERY == SWEPT_EVERY.saturating_sub(1) {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        match self.limiter.check_key_n(key, tokens) {
            Ok(Ok(state)) => Ok(self.standing(state.remaining_burst_capacity())),
            Ok(Err(until)) => {
                let wait = until.wait_time_from(governor::clock::Clock::now(self.limiter.clock()));
                // What is missing comes back within the wait; the rest is there.
                let missing = wait.as_nanos().saturating_mul(u128::from(self.size.per_second.get()));
                let missing = u32::try_from(missing.div_ceil(1_000_000_000)).unwrap_or(u32::MAX);
                let standing = self.standing(tokens.get().saturating_sub(missing.max(1)));
                Err(Refused::Wait { standing, seconds: rounded_up(wait).max(1) })
            }
            Err(_) => Err(Refused::TooMuch),
        }
    }

    /// Buckets that are not full, and full ones not yet forgotten.
    pub fn len(&self) -> usize {
        self.limiter.len()
    }

    /// Whether nobody is remembered.
    pub fn is_empty(&self) -> bool {
        self.limiter.is_empty()
    }

    fn standing(&self, remaining: u32) -> Standing {
        let limit = self.size.burst.get();
        Standing { limit, remaining, reset: self.size.seconds_for(limit.saturating_sub(remaining)) }
    }
}

fn rounded_up(wait: Duration) -> u64 {
    wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0))
}

/// The application's clock as one that never goes back: only steps forward count.
struct Ticker {
    clock: Arc<dyn Clock>,
    /// Milliseconds: the clock's last reading, and the sum of its steps forward.
    seen: Mutex<(i64, u64)>,
}

impl Ticker {
    fn new(clock: Arc<dyn Clock>) -> Ticker {
        let start = clock.now().as_millisecond();
        Ticker { clock, seen: Mutex::new((start, 0)) }
    }
}

impl governor::clock::Clock for Ticker {
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
    struct Hand(AtomicI64);

    impl Clock for Hand {
        fn now(&self) -> Timestamp {
            Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
        }
    }

    impl Hand {
        fn move_by(&self, millis: i64) {
            self.0.fetch_add(millis, Ordering::SeqCst);
        }
    }

    fn tokens(number: u32) -> NonZeroU32 {
        NonZeroU32::new(number).unwrap()
    }

    fn buckets(size: Size) -> (Arc<Hand>, Buckets<&'static str>) {
        let hand = Arc::new(Hand::default());
        hand.move_by(1_800_000_000_000);
        (Arc::clone(&hand), Buckets::new(hand, size))
    }

    #[test]
    fn tokens_are_spent_and_come_back() {
        let (clock, buckets) = buckets(Size::new(100, 10));
        assert_eq!(buckets.take(&"a", tokens(60)), Ok(Standing { limit: 100, remaining: 40, reset: 6 }));
        let standing = Standing { limit: 100, remaining: 40, reset: 6 };
        assert_eq!(buckets.take(&"a", tokens(61)), Err(Refused::Wait { standing, seconds: 3 }));
        assert!(buckets.take(&"b", tokens(100)).is_ok(), "others have their own");
        clock.move_by(2_000);
        assert!(buckets.take(&"a", tokens(61)).is_err());
        clock.move_by(100);
        assert_eq!(buckets.take(&"a", tokens(61)).unwrap().remaining, 0);
        clock.move_by(3_600_000);
        assert_eq!(buckets.take(&"a", tokens(1)).unwrap().remaining, 99, "never more than full");
    }

    #[test]
    fn more_than_a_bucket_holds_is_never_given() {
        let (_, buckets) = buckets(Size::new(100, 10));
        assert_eq!(buckets.take(&"a", tokens(101)), Err(Refused::TooMuch));
        assert_eq!(buckets.take(&"a", tokens(100)).unwrap().remaining, 0, "and nothing was taken for it");
    }

    #[test]
    fn a_clock_that_is_set_back_stops_nobody() {
        let (clock, buckets) = buckets(Size::new(10, 1));
        assert!(buckets.take(&"a", tokens(10)).is_ok());
        clock.move_by(-3_600_000);
        assert!(buckets.take(&"a", tokens(1)).is_err());
        clock.move_by(1_000);
        assert!(buckets.take(&"a", tokens(1)).is_ok(), "time goes on from there");
    }

    #[test]
    fn those_who_have_gone_are_forgotten() {
        let hand = Arc::new(Hand::default());
        let clock: Arc<dyn Clock> = hand.clone();
        let buckets = Buckets::new(clock, Size::new(10, 10));
        for number in 0..100_000_u32 {
            hand.move_by(1);
            assert!(buckets.take(&number, tokens(1)).is_ok());
        }
        assert!(buckets.len() < 3_000, "{} are remembered", buckets.len());
    }
}
