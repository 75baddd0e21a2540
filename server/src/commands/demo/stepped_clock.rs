//! A clock that is set by hand while the past is played, and follows the system afterwards.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

use crate::ports::Clock;

/// Stands for "follow the system".
const SYSTEM: i64 = i64::MIN;

/// Unix milliseconds, or the system's time.
#[derive(Debug)]
pub struct SteppedClock(AtomicI64);

impl SteppedClock {
    /// A clock that stands at an instant.
    pub fn at(start: Timestamp) -> Self {
        SteppedClock(AtomicI64::new(start.as_millisecond()))
    }

    /// Moves it forward; it never goes back, so that later events are never older.
    pub fn move_to(&self, to: Timestamp) {
        self.0.fetch_max(to.as_millisecond(), Ordering::Relaxed);
    }

    /// Follows the system from now on.
    pub fn follow_system(&self) {
        self.0.store(SYSTEM, Ordering::Relaxed);
    }

    /// Unix milliseconds, without the step that asking for the time makes.
    pub fn read(&self) -> i64 {
        match self.0.load(Ordering::Relaxed) {
            SYSTEM => Timestamp::now().as_millisecond(),
            at => at,
        }
    }
}

impl Clock for SteppedClock {
    /// Each question takes a millisecond: what happens in one step keeps its order.
    fn now(&self) -> Timestamp {
        if self.0.load(Ordering::Relaxed) == SYSTEM {
            return Timestamp::now();
        }
        let at = self.0.fetch_add(1, Ordering::Relaxed);
        Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_only_moves_forward_and_then_with_the_system() {
        let start = Timestamp::from_second(1_700_000_000).unwrap();
        let clock = SteppedClock::at(start);
        let first = clock.now();
        assert!(clock.now() > first);
        clock.move_to(start - jiff::SignedDuration::from_hours(1));
        assert!(clock.now() > first);
        clock.follow_system();
        assert!(clock.now() > Timestamp::from_second(1_750_000_000).unwrap());
    }
}
