//! Days of the sandbox's banks, in UTC: midnights, business days, and instants as v2 writes them.

use jiff::Timestamp;

/// Seconds of one day.
pub const DAY: i64 = 86_400;

/// The midnight at or before `at` (unix seconds).
pub fn midnight(at: i64) -> i64 {
    at.div_euclid(DAY) * DAY
}

/// The first midnight strictly after `at`.
pub fn next_midnight(at: i64) -> i64 {
    midnight(at) + DAY
}

/// `at` moved forward by business days (Saturday and Sunday don't count), the time of day kept.
pub fn add_business_days(at: i64, days: u32) -> i64 {
    let mut moved = at;
    for _ in 0..days {
        moved += DAY;
        while is_weekend(moved) {
            moved += DAY;
        }
    }
    moved
}

fn is_weekend(at: i64) -> bool {
    // 1970-01-01 was a Thursday, so this counts from Sunday.
    let weekday = (at.div_euclid(DAY) + 4).rem_euclid(7);
    weekday == 0 || weekday == 6
}

/// RFC 3339 in milliseconds, as Stripe's v2 API writes instants. Beyond jiff's years: the epoch.
pub fn rfc3339(at: i64) -> String {
    let instant = Timestamp::from_second(at).unwrap_or(Timestamp::UNIX_EPOCH);
    instant.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
}

/// The calendar day of `at`, such as `2026-11-22`.
pub fn day(at: i64) -> String {
    Timestamp::from_second(at).unwrap_or(Timestamp::UNIX_EPOCH).strftime("%Y-%m-%d").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_second()
    }

    #[test]
    fn a_transfer_sent_on_thursday_settles_on_wednesday() {
        let thursday = at("2026-11-19T15:30:00Z");
        assert_eq!(add_business_days(thursday, 4), at("2026-11-25T15:30:00Z"));
    }

    #[test]
    fn one_business_day_from_friday_or_the_weekend_is_monday() {
        for day in ["2026-11-20", "2026-11-21", "2026-11-22"] {
            assert_eq!(add_business_days(at(&format!("{day}T00:00:00Z")), 1), at("2026-11-23T00:00:00Z"));
        }
    }

    #[test]
    fn midnights_and_instants() {
        let noon = at("2026-11-22T12:00:00Z");
        assert_eq!(midnight(noon), at("2026-11-22T00:00:00Z"));
        assert_eq!(next_midnight(midnight(noon)), at("2026-11-23T00:00:00Z"));
        assert_eq!(rfc3339(noon), "2026-11-22T12:00:00.000Z");
        assert_eq!(day(noon), "2026-11-22");
    }
}
