//! A clock that is set by hand while the past is played, and follows the system afterwards; days can be made to pass.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

use application::ports::Clock;

/// Stands for "follow the system".
const SYSTEM: i64 = i64::MIN;

/// Unix milliseconds, or the system's time and its offset from it.
#[derive(Debug)]
pub struct SteppedClock {
    at: AtomicI64,
    offset: AtomicI64,
}

impl SteppedClock {
    /// A clock that stands at an instant.
    pub fn at(start: Timestamp) -> Self {
        SteppedClock { at: AtomicI64::new(start.as_millisecond()), offset: AtomicI64::new(0) }
    }

    /// Moves it forward; it never goes back, so that later events are never older.
    pub fn move_to(&self, to: Timestamp) {
        self.at.fetch_max(to.as_millisecond(), Ordering::Relaxed);
    }

    /// Follows the system from now on.
    pub fn follow_system(&self) {
        self.at.store(SYSTEM, Ordering::Relaxed);
    }

    /// So much time passes at once.
    pub fn advance(&self, time: jiff::SignedDuration) {
        let milliseconds = i64::try_from(time.as_millis()).unwrap_or_default();
        self.offset.fetch_add(milliseconds, Ordering::Relaxed);
    }

    fn system(&self) -> i64 {
        Timestamp::now().as_millisecond().saturating_add(self.offset.load(Ordering::Relaxed))
    }

    /// Unix milliseconds, without the step that asking for the time makes.
    pub fn read(&self) -> i64 {
        match self.at.load(Ordering::Relaxed) {
            SYSTEM => self.system(),
            at => at,
        }
    }
}

impl Clock for SteppedClock {
    /// Each question takes a millisecond: what happens in one step keeps its order.
    fn now(&self) -> Timestamp {
        let at = match self.at.load(Ordering::Relaxed) {
            SYSTEM => self.system(),
            _ => self.at.fetch_add(1, Ordering::Relaxed),
        };
        Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_is_monotonic_then_follows_the_system() {
        let start = Timestamp::from_second(1_700_000_000).unwrap();
        let clock = SteppedClock::at(start);
        let first = clock.now();
        assert!(clock.now() > first);
        clock.move_to(start - jiff::SignedDuration::from_hours(1));
        assert!(clock.now() > first);
        clock.follow_system();
        assert!(clock.now() > Timestamp::from_second(1_750_000_000).unwrap());
        let day = jiff::SignedDuration::from_hours(24);
        clock.advance(day);
        assert!(clock.now() >= Timestamp::now() + day - jiff::SignedDuration::from_mins(1));
    }
}
