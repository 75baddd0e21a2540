//! A clock that stands still until a test moves it. The sandbox reads the same one.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use application::ports::Clock;
use jiff::Timestamp;

/// Unix milliseconds.
#[derive(Debug, Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    /// Stands at noon in New York on 2 November 2026, a Monday.
    pub fn start() -> Self {
        let start: Timestamp = "2026-11-02T17:00:00Z".parse().unwrap();
        TestClock(Arc::new(AtomicI64::new(start.as_millisecond())))
    }

    /// Now.
    pub fn millis(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    /// Moves forward.
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.millis()).unwrap()
    }
}
