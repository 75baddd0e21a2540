//! Names of the months, for titles and mail. The client formats dates with the browser's `Intl`.

use super::Language;

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const FRENCH: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// The name of a month, 1 to 12; empty for any other number.
pub fn month_name(language: Language, month: i8) -> &'static str {
    let names = match language {
        Language::En => &ENGLISH,
        Language::Fr => &FRENCH,
    };
    let index = usize::try_from(month).ok().and_then(|month| month.checked_sub(1));
    index.and_then(|index| names.get(index)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_numbered_from_one() {
        assert_eq!(month_name(Language::En, 1), "January");
        assert_eq!(month_name(Language::Fr, 12), "décembre");
        assert_eq!([-1, 0, 13].map(|month| month_name(Language::En, month)), [""; 3]);
    }
}
