//! Amounts and dates as each language writes them: `$1,200.00` and December 1, 2026; `1 200,00 $` and
//! 1er décembre 2026, with spaces that don't break.

use domain::money::Money;
use jiff::civil::Date;
use locales::Language;

/// An amount with its dollar sign. Both of Propty's currencies are dollars; a community uses one.
pub(super) fn money(amount: Money, language: Language) -> String {
    let cents = amount.minor.unsigned_abs();
    let (whole, fraction) = (cents.div_euclid(100), cents.rem_euclid(100));
    let sign = if amount.minor < 0 { "-" } else { "" };
    match language {
        Language::En => format!("{sign}${}.{fraction:02}", grouped(whole, ',')),
        Language::Fr => format!("{sign}{},{fraction:02}\u{a0}$", grouped(whole, '\u{202f}')),
    }
}

/// A calendar date in words.
pub(super) fn date(date: Date, language: Language) -> String {
    let (day, month, year) = (date.day(), locales::month_name(language, date.month()), date.year());
    match language {
        Language::En => format!("{month} {day}, {year}"),
        Language::Fr => {
            let day = if day == 1 { "1er".to_owned() } else { day.to_string() };
            format!("{day} {month} {year}")
        }
    }
}

fn grouped(number: u64, separator: char) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use domain::money::Currency;

    use super::*;

    #[test]
    fn amounts_are_written_as_the_language_does() {
        let written = |minor| {
            let amount = Money::new(minor, Currency::Cad);
            (money(amount, Language::En), money(amount, Language::Fr))
        };
        for (minor, english, french) in [
            (0, "$0.00", "0,00\u{a0}$"),
            (7, "$0.07", "0,07\u{a0}$"),
            (99_999, "$999.99", "999,99\u{a0}$"),
            (120_000, "$1,200.00", "1\u{202f}200,00\u{a0}$"),
            (123_456_789, "$1,234,567.89", "1\u{202f}234\u{202f}567,89\u{a0}$"),
            (-500, "-$5.00", "-5,00\u{a0}$"),
        ] {
            assert_eq!(written(minor), (english.to_owned(), french.to_owned()));
        }
    }

    #[test]
    fn dates_are_written_in_words() {
        let first = jiff::civil::date(2026, 12, 1);
        assert_eq!(date(first, Language::En), "December 1, 2026");
        assert_eq!(date(first, Language::Fr), "1er décembre 2026");
        assert_eq!(date(jiff::civil::date(2027, 8, 21), Language::Fr), "21 août 2027");
        assert_eq!(date(jiff::civil::date(2027, 1, 31), Language::En), "January 31, 2027");
    }
}
