//! Money and dates as the reader's language writes them, by the browser's `Intl`.
//!
//! Amounts stay decimal strings from the server to `Intl`, which reads them exactly: no floats. Calendar
//! dates are formatted in UTC from midnight UTC, so that no time zone can shift them by a day; instants
//! are shown in the reader's own zone.

use js_sys::{Array, Date, Intl, Object, Reflect};
use locales::Language;
use wasm_bindgen::{JsCast, JsValue};

use crate::api::Money;

/// Communities are in the United States and in Canada, where English puts the month first, as mail does.
const fn tag(language: Language) -> &'static str {
    match language {
        Language::En => "en-US",
        Language::Fr => "fr-CA",
    }
}

fn locales(language: Language) -> Array {
    Array::of1(&JsValue::from_str(tag(language)))
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in pairs {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    options
}

/// An amount in the language's style: `$1,200.00`, `1 200,00 $`.
pub fn money(language: Language, money: &Money) -> String {
    currency_amount(language, money, "narrowSymbol")
}

/// The same with the currency's code, for where two dollars meet: `USD 1,200.00`, `1 200,00 CAD`.
pub fn money_of_currency(language: Language, money: &Money) -> String {
    currency_amount(language, money, "code")
}

fn currency_amount(language: Language, money: &Money, display: &str) -> String {
    let options =
        options(&[("style", "currency"), ("currency", money.currency.code()), ("currencyDisplay", display)]);
    let format = Intl::NumberFormat::new(&locales(language), &options).format();
    let amount = JsValue::from_str(&money.amount.0);
    format
        .call1(&JsValue::UNDEFINED, &amount)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| money.amount.0.clone())
}

/// A count in the language's style: `2,041`, `2 041`.
pub fn number(language: Language, number: u64) -> String {
    let format = Intl::NumberFormat::new(&locales(language), &Object::new()).format();
    // As text, which Intl reads exactly.
    let digits = number.to_string();
    let shown = format.call1(&JsValue::UNDEFINED, &JsValue::from_str(&digits)).ok();
    shown.and_then(|text| text.as_string()).unwrap_or(digits)
}

/// Reads what someone typed as an amount, in either language's style, into the API's form:
/// `1 200,5` and `1,200.50` both give `1200.50`. `None` when it is no amount above zero.
pub fn read_amount(typed: &str) -> Option<String> {
    let mut digits: String = typed
        .chars()
        .filter(|letter| {
            !letter.is_whitespace() && *letter != '$' && *letter != '\u{a0}' && *letter != '\u{202f}'
        })
        .collect();
    // The last mark separates the cents when one or two digits follow it; other marks group thousands.
    let mark = digits.rfind([',', '.']).filter(|at| matches!(digits.len() - at, 2 | 3));
    let cents = match mark {
        Some(at) => {
            let mut mark = digits.split_off(at);
            let cents = mark.split_off(1);
            // One mark does not do both.
            if digits.contains(&mark) {
                return None;
            }
            if cents.len() == 1 { cents + "0" } else { cents }
        }
        None => "00".to_owned(),
    };
    let whole = grouped(&digits)?;
    if !cents.bytes().all(|byte| byte.is_ascii_digit()) || whole.len() > 12 {
        return None;
    }
    let amount = format!("{whole}.{cents}");
    amount.bytes().any(|byte| matches!(byte, b'1'..=b'9')).then_some(amount)
}

/// An amount as it would be typed in the language: the decimal mark is the language's.
pub fn typed_amount(language: Language, amount: &str) -> String {
    match language {
        Language::En => amount.to_owned(),
        Language::Fr => amount.replace('.', ","),
    }
}

/// The digits before the cents, without leading zeros, and without marks if these part groups of three.
fn grouped(digits: &str) -> Option<String> {
    let groups: Vec<&str> = digits.split([',', '.']).collect();
    let well_grouped = match groups.split_first() {
        Some((first, [])) => first.len() <= 12,
        Some((first, rest)) => matches!(first.len(), 1..=3) && rest.iter().all(|group| group.len() == 3),
        None => false,
    };
    let whole = groups.concat();
    if !well_grouped || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let trimmed = whole.trim_start_matches('0');
    Some(if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() })
}

fn format_date(language: Language, moment: &Date, pairs: &[(&str, &str)]) -> Option<String> {
    let format = Intl::DateTimeFormat::new(&locales(language), &options(pairs)).format();
    let text = format.call1(&JsValue::UNDEFINED, moment.unchecked_ref()).ok()?.as_string()?;
    // French counts the first of the month as an ordinal, which Intl leaves out.
    Some(match (language, text.strip_prefix("1 ")) {
        (Language::Fr, Some(rest)) => format!("1er {rest}"),
        _ => text,
    })
}

/// Midnight UTC of a calendar date such as `2026-12-01`; `None` when it is none.
fn calendar_day(date: &str) -> Option<Date> {
    let moment = Date::new(&JsValue::from_str(&format!("{}T00:00:00Z", date.get(..10)?)));
    (!moment.get_time().is_nan()).then_some(moment)
}

/// A calendar date in full: `December 1, 2026`, `1er décembre 2026`.
pub fn date(language: Language, date: &str) -> String {
    let pairs = [("day", "numeric"), ("month", "long"), ("year", "numeric"), ("timeZone", "UTC")];
    calendar_day(date)
        .and_then(|moment| format_date(language, &moment, &pairs))
        .unwrap_or_else(|| date.to_owned())
}

/// Day and month, and the year when it is not this one. The month is `short` or `long`, and a calendar
/// date is to be read in UTC.
fn near(language: Language, moment: &Date, month: &str, calendar: bool) -> Option<String> {
    let mut pairs = vec![("day", "numeric"), ("month", month)];
    let year = if calendar { moment.get_utc_full_year() } else { moment.get_full_year() };
    if year != Date::new_0().get_full_year() {
        pairs.push(("year", "numeric"));
    }
    if calendar {
        pairs.push(("timeZone", "UTC"));
    }
    format_date(language, moment, &pairs)
}

/// A calendar date for lists: `Dec 1`, `1er déc.`, with the year when it is not this one.
pub fn date_short(language: Language, date: &str) -> String {
    let short = calendar_day(date).and_then(|day| near(language, &day, "short", true));
    // A narrow column doesn't part the day from its month.
    short.map_or_else(|| date.to_owned(), |text| text.replace(' ', "\u{a0}"))
}

/// A calendar date in a sentence: `December 1`, `1er décembre`, with the year when it is not this one.
pub fn date_in_text(language: Language, date: &str) -> String {
    calendar_day(date).and_then(|day| near(language, &day, "long", true)).unwrap_or_else(|| date.to_owned())
}

/// The day of an instant in a sentence, in the reader's zone.
pub fn instant_in_text(language: Language, at: &str) -> String {
    let moment = Date::new(&JsValue::from_str(at));
    near(language, &moment, "long", false).unwrap_or_else(|| at.to_owned())
}

/// An instant with its time, in the reader's zone: `Nov 20, 6:42 PM`, `20 nov., 18 h 42`.
pub fn instant(language: Language, at: &str) -> String {
    let pairs = [("day", "numeric"), ("month", "short"), ("hour", "numeric"), ("minute", "2-digit")];
    let moment = Date::new(&JsValue::from_str(at));
    format_date(language, &moment, &pairs).unwrap_or_else(|| at.to_owned())
}

/// An instant to the second, with its year, in the reader's zone: `Nov 20, 2026, 6:42:07 PM`.
pub fn instant_exact(language: Language, at: &str) -> String {
    let pairs = [("dateStyle", "medium"), ("timeStyle", "medium")];
    let moment = Date::new(&JsValue::from_str(at));
    let text = format_date(language, &moment, &pairs).unwrap_or_else(|| at.to_owned());
    // A line ends between the two, not within the time.
    match text.rsplit_once(", ") {
        Some((day, time)) => format!("{day}, {}", time.replace(' ', "\u{a0}")),
        None => text,
    }
}

/// The day of an instant, in the reader's zone: `November 20, 2026`.
pub fn instant_day(language: Language, at: &str) -> String {
    let pairs = [("day", "numeric"), ("month", "long"), ("year", "numeric")];
    let moment = Date::new(&JsValue::from_str(at));
    format_date(language, &moment, &pairs).unwrap_or_else(|| at.to_owned())
}

#[cfg(test)]
mod tests {
    use super::read_amount;

    #[test]
    fn amounts_are_read_in_both_styles() {
        for (typed, amount) in [
            ("120", "120.00"),
            ("120.5", "120.50"),
            ("120,50", "120.50"),
            ("1,200", "1200.00"),
            ("1 200,00 $", "1200.00"),
            ("$1,200.00", "1200.00"),
            ("1.200,00", "1200.00"),
            (".50", "0.50"),
            ("007", "7.00"),
        ] {
            assert_eq!(read_amount(typed).as_deref(), Some(amount), "{typed}");
        }
    }

    #[test]
    fn invalid_amounts_are_rejected() {
        for typed in
            ["", "0", "0.00", "-5", "12.345.6", "1,20,000", "abc", "1e3", "12.3456", "٣", "1234567890123"]
        {
            assert_eq!(read_amount(typed), None, "{typed}");
        }
    }
}
