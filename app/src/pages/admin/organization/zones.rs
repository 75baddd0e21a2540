//! The time zones communities are in: the IANA name and the cities people know it by, from east to west.

use crate::api::admin::Country;

type Zone = (&'static str, &'static str);

const UNITED_STATES: [Zone; 11] = [
    ("America/Puerto_Rico", "San Juan"),
    ("America/New_York", "New York · Boston · Miami"),
    ("America/Detroit", "Detroit"),
    ("America/Indiana/Indianapolis", "Indianapolis"),
    ("America/Chicago", "Chicago · Dallas · Houston"),
    ("America/Denver", "Denver · Salt Lake City"),
    ("America/Boise", "Boise"),
    ("America/Phoenix", "Phoenix"),
    ("America/Los_Angeles", "Los Angeles · Las Vegas · Seattle"),
    ("America/Anchorage", "Anchorage"),
    ("Pacific/Honolulu", "Honolulu"),
];

const CANADA: [Zone; 9] = [
    ("America/St_Johns", "St. John’s"),
    ("America/Halifax", "Halifax"),
    ("America/Moncton", "Moncton"),
    ("America/Toronto", "Toronto · Montréal · Ottawa · Québec"),
    ("America/Winnipeg", "Winnipeg"),
    ("America/Regina", "Regina · Saskatoon"),
    ("America/Edmonton", "Edmonton · Calgary"),
    ("America/Vancouver", "Vancouver · Victoria"),
    ("America/Whitehorse", "Whitehorse"),
];

/// The zones of a country.
pub(super) fn zones(country: Country) -> &'static [Zone] {
    match country {
        Country::Us => &UNITED_STATES,
        Country::Ca => &CANADA,
    }
}

/// The cities of a zone; the zone itself where it is none of these.
pub(super) fn cities(zone: &str) -> &str {
    let known = UNITED_STATES.iter().chain(&CANADA).find(|(name, _)| *name == zone);
    known.map_or(zone, |(_, cities)| cities)
}

#[cfg(test)]
mod tests {
    use super::{CANADA, UNITED_STATES, cities};

    #[test]
    fn zones_have_iana_names_and_stand_once() {
        let mut names: Vec<&str> = UNITED_STATES.iter().chain(&CANADA).map(|(zone, _)| *zone).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(names.iter().all(|zone| zone.contains('/') && !zone.contains(' ')));
        assert_eq!(cities("America/Regina"), "Regina · Saskatoon");
        assert_eq!(cities("Europe/Bern"), "Europe/Bern");
    }
}
