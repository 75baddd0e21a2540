//! What payments cost where that differs from Stripe's published prices, and what the platform keeps.

use domain::fee::{DatedRate, FeeSchedule, MAX_PLATFORM_FEE_BP, OnlineMethod, Rate};
use domain::money::parse_decimal;
use domain::place::Country;
use jiff::civil::Date;

use super::reader::Reader;
use super::{Lookup, Problem};

const RATES: &str = "PROPTY_FEE_RATES";
const PLATFORM: &str = "PROPTY_PLATFORM_FEE_BP";
/// The highest share that is no slip of the pen: 20 %.
const MAX_PERCENT: i64 = 2_000;
/// The same for amounts: 100.00.
const MAX_AMOUNT: i64 = 10_000;

/// The fees.
#[derive(Debug, Clone)]
pub struct FeeConfig {
    /// Prices beside the standard ones, as listed.
    pub added: Vec<DatedRate>,
    /// What the platform keeps, in basis points of what is paid off.
    pub platform_fee_bp: i64,
}

impl FeeConfig {
    /// Reads `PROPTY_FEE_RATES` and `PROPTY_PLATFORM_FEE_BP`.
    pub fn load(lookup: &Lookup<'_>) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(lookup);
        let listed = reader.optional(RATES).unwrap_or_default();
        let mut added = Vec::new();
        for line in listed.split([';', '\n']).map(str::trim).filter(|line| !line.is_empty()) {
            match rate(line) {
                Ok(rate) => added.push(rate),
                Err(why) => {
                    reader.problem::<()>(RATES, format!("has “{}” in it: {why}", excerpt(line)));
                }
            }
        }
        let text = reader.optional(PLATFORM).unwrap_or_else(|| "0".to_owned());
        let platform = match text.parse::<i64>() {
            Ok(number) if (0..=MAX_PLATFORM_FEE_BP).contains(&number) => Some(number),
            _ => {
                reader.problem(PLATFORM, "must be a whole number of basis points from 0 to 1000: 50 is 0.5 %")
            }
        };
        reader.finish(platform.map(|platform_fee_bp| FeeConfig { added, platform_fee_bp }))
    }

    /// What payments cost at this site.
    pub fn terms(&self) -> FeeSchedule {
        FeeSchedule::new(&self.added, self.platform_fee_bp)
    }
}

/// Reads `country, method, first day, percent, fixed[, min[, max]]`.
fn rate(line: &str) -> Result<DatedRate, &'static str> {
    let fields: Vec<&str> = line.split(',').map(str::trim).collect();
    let (country, method, from, percent, fixed, rest) = match fields.as_slice() {
        [country, method, from, percent, fixed, rest @ ..] if rest.len() <= 2 => {
            (*country, *method, *from, *percent, *fixed, rest)
        }
        _ => {
            return Err(
                "write country, method, first day, percent and fixed part, such as us,card,2027-01-01,2.9,0.30",
            );
        }
    };
    let country = match country.to_ascii_lowercase().as_str() {
        "us" => Country::Us,
        "ca" => Country::Ca,
        _ => return Err("the country is us or ca"),
    };
    let method = match method.to_ascii_lowercase().as_str() {
        "card" => OnlineMethod::Card,
        "bank" => OnlineMethod::Bank,
        _ => return Err("the method is card or bank"),
    };
    let from: Date = from.parse().map_err(|_| "the first day is a date such as 2027-01-01")?;
    let within = |text: &str, highest: i64| parse_decimal(text).ok().filter(|n| (0..=highest).contains(n));
    let percent = within(percent, MAX_PERCENT);
    let percent = percent.ok_or("the percentage goes from 0 to 20 with at most two decimals, such as 2.9")?;
    let amount = |text: &str| {
        within(text, MAX_AMOUNT).ok_or("an amount goes from 0 to 100.00, in the country's currency")
    };
    let min = match rest.first() {
        Some(text) if !text.is_empty() => amount(text)?,
        _ => 0,
    };
    let max = rest.get(1).filter(|text| !text.is_empty()).map(|text| amount(text)).transpose()?;
    if max.is_some_and(|max| max < min) {
        return Err("the highest fee is below the least");
    }
    // Hundredths of a percent to millionths of the charge.
    let percentage_ppm = percent.saturating_mul(100);
    Ok(DatedRate { country, method, from, rate: Rate { percentage_ppm, fixed: amount(fixed)?, min, max } })
}

/// A piece of what was written that is short enough to show.
fn excerpt(line: &str) -> String {
    line.chars().filter(|c| !c.is_control()).take(40).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn load(rates: &str) -> Result<FeeConfig, Vec<Problem>> {
        FeeConfig::load(&|name| (name == RATES).then(|| rates.to_owned()))
    }

    #[test]
    fn rates_are_read_with_and_without_their_limits() {
        let read = load("US, card, 2027-01-01, 3.1, 0.30; ca,bank,2027-02-01,1,0.40,0.05,5.00;\n us,bank,2026-12-01,0.75,0,,4.00").unwrap();
        let rate = |country, method, from, percentage_ppm, fixed, min, max| DatedRate {
            country,
            method,
            from,
            rate: Rate { percentage_ppm, fixed, min, max },
        };
        assert_eq!(
            read.added,
            [
                rate(Country::Us, OnlineMethod::Card, date(2027, 1, 1), 31_000, 30, 0, None),
                rate(Country::Ca, OnlineMethod::Bank, date(2027, 2, 1), 10_000, 40, 5, Some(500)),
                rate(Country::Us, OnlineMethod::Bank, date(2026, 12, 1), 7_500, 0, 0, Some(400)),
            ]
        );
        let price = read.terms().rate(Country::Us, OnlineMethod::Card, date(2027, 3, 1)).unwrap();
        assert_eq!(price.percentage_ppm, 31_000);
        assert_eq!(load("").unwrap().terms(), FeeSchedule::default());
    }

    #[test]
    fn invalid_entries_are_reported_with_the_entry() {
        for (entry, advice) in [
            ("us,card", "write country, method"),
            ("us,card,2027-01-01,2.9,0.30,0,1,2", "write country, method"),
            ("uk,card,2027-01-01,2.9,0.30", "us or ca"),
            ("us,cheque,2027-01-01,2.9,0.30", "card or bank"),
            ("us,card,January 2027,2.9,0.30", "2027-01-01"),
            ("us,card,2027-02-30,2.9,0.30", "2027-01-01"),
            ("us,card,2027-01-01,29,0.30", "0 to 20"),
            ("us,card,2027-01-01,-1,0.30", "0 to 20"),
            ("us,card,2027-01-01,2.999,0.30", "two decimals"),
            ("us,card,2027-01-01,2.9,30.5.1", "an amount"),
            ("us,card,2027-01-01,2.9,0.30,5.00,1.00", "below the least"),
        ] {
            let problems = load(&format!("us,bank,2027-01-01,0.8,0;{entry}")).unwrap_err();
            assert_eq!(problems.len(), 1, "{entry}");
            let printed = problems[0].to_string();
            let start: String = entry.chars().take(10).collect();
            assert!(printed.contains(advice) && printed.contains(&start), "{entry}: {printed}");
        }
        for wrong in ["-1", "1001", "0.5", "50bp"] {
            let read = FeeConfig::load(&|name| (name == PLATFORM).then(|| wrong.to_owned()));
            assert!(read.unwrap_err()[0].message.contains("basis points"), "{wrong}");
        }
    }
}
