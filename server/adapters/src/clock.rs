//! The system's clock.

use jiff::Timestamp;

use application::ports::Clock;

/// Tells the time of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
