//! Instants as columns keep them.

use std::fmt;
use std::ops::{Add, Sub};

use jiff::{SignedDuration, Timestamp};
use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};

/// A point in time in UTC, to the millisecond. Stored and serialized as Unix milliseconds.
///
/// Sums and differences stop at the ends of `i64`; an instant that `jiff` can't hold becomes its nearest one.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveValueType, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// The beginning of 1970.
    pub const UNIX_EPOCH: Instant = Instant(0);

    /// From Unix milliseconds.
    pub const fn from_millis(millis: i64) -> Instant {
        Instant(millis)
    }

    /// Unix milliseconds.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The same for `jiff`: formats, time zones, calendars.
    pub fn timestamp(self) -> Timestamp {
        let nearest = if self.0 < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Timestamp::from_millisecond(self.0).unwrap_or(nearest)
    }
}

/// What is finer than a millisecond is cut off.
impl From<Timestamp> for Instant {
    fn from(timestamp: Timestamp) -> Instant {
        Instant(timestamp.as_millisecond())
    }
}

impl Add<SignedDuration> for Instant {
    type Output = Instant;

    fn add(self, duration: SignedDuration) -> Instant {
        Instant(self.0.saturating_add(millis(duration)))
    }
}

impl Sub<SignedDuration> for Instant {
    type Output = Instant;

    fn sub(self, duration: SignedDuration) -> Instant {
        Instant(self.0.saturating_sub(millis(duration)))
    }
}

impl Sub for Instant {
    type Output = SignedDuration;

    fn sub(self, earlier: Instant) -> SignedDuration {
        SignedDuration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

fn millis(duration: SignedDuration) -> i64 {
    let nearest = if duration.is_negative() { i64::MIN } else { i64::MAX };
    duration.as_millis().try_into().unwrap_or(nearest)
}

/// ISO 8601 in UTC.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.timestamp().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instant_arithmetic_saturates() {
        let (first, last) = (Instant::from_millis(i64::MIN), Instant::from_millis(i64::MAX));
        assert_eq!(last + SignedDuration::from_hours(1), last);
        assert_eq!(first - SignedDuration::MAX, first);
        assert_eq!(Instant::UNIX_EPOCH + SignedDuration::from_secs(2), Instant::from_millis(2_000));
        assert_eq!(Instant::from_millis(5) - Instant::from_millis(7), SignedDuration::from_millis(-2));
        assert_eq!(last.timestamp(), Timestamp::MAX);
        assert_eq!(first.timestamp(), Timestamp::MIN);
    }

    #[test]
    fn timestamps_are_truncated_to_milliseconds() {
        let fine = "2026-03-01T12:00:00.123999Z".parse::<Timestamp>().unwrap();
        assert_eq!(Instant::from(fine).to_string(), "2026-03-01T12:00:00.123Z");
    }
}
