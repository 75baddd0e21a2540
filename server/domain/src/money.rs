//! Amounts of money: whole minor units (cents) with their currency. No floating point anywhere.

use crate::coded_enum;
use std::fmt;

coded_enum! {
    /// A currency Propty bills in; both have two decimals.
    pub enum Currency {
        /// United States dollar
        Usd = "USD",
        /// Canadian dollar
        Cad = "CAD",
    }
}

impl Currency {
    /// The currency of an ISO 4217 code in any case, as processors and people write it.
    pub fn from_iso_code(text: &str) -> Result<Currency, MoneyError> {
        Currency::from_code(&text.to_ascii_uppercase()).map_err(|_| MoneyError::UnknownCurrency)
    }
}

/// What can be wrong with an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not a decimal number with at most two decimals.
    #[error("write the amount as a number with at most two decimals, such as 1200.00")]
    Malformed,
    /// Larger than any amount Propty handles.
    #[error("the amount is too large")]
    TooLarge,
    /// Neither USD nor CAD.
    #[error("the currency must be USD or CAD")]
    UnknownCurrency,
    /// Two currencies in one sum.
    #[error("amounts of different currencies can't be added")]
    CurrencyMismatch,
}

/// The largest amount of one invoice or payment, in minor units: the processor's limit of $999,999.99.
pub const MAX_MINOR: i64 = 99_999_999;

/// An amount in minor units of a currency; may be negative in sums and ledger entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Minor units (cents).
    pub minor: i64,
    /// The currency of `minor`.
    pub currency: Currency,
}

impl Money {
    /// An amount from minor units.
    pub fn new(minor: i64, currency: Currency) -> Self {
        Money { minor, currency }
    }

    /// The sum, unless it overflows or mixes currencies.
    pub fn plus(self, other: Money) -> Result<Money, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrencyMismatch);
        }
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::TooLarge)?;
        Ok(Money { minor, ..self })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", format_decimal(self.minor), self.currency.code())
    }
}

/// Writes minor units as a decimal string: `-123456` becomes `-1234.56`.
pub fn format_decimal(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let units = minor.unsigned_abs();
    format!("{sign}{}.{:02}", units.div_euclid(100), units.rem_euclid(100))
}

/// Reads a decimal string as minor units; at most two decimals, optional minus, no grouping.
pub fn parse_decimal(text: &str) -> Result<i64, MoneyError> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || fraction.len() > 2 {
        return Err(MoneyError::Malformed);
    }
    if digits.ends_with('.') {
        return Err(MoneyError::Malformed);
    }
    let cents = match fraction.len() {
        0 => 0,
        1 => fraction.parse::<i64>().map_err(|_| MoneyError::Malformed)?.saturating_mul(10),
        _ => fraction.parse::<i64>().map_err(|_| MoneyError::Malformed)?,
    };
    let minor = whole
        .parse::<i64>()
        .ok()
        .and_then(|units| units.checked_mul(100))
        .and_then(|minor| minor.checked_add(cents))
        .ok_or(MoneyError::TooLarge)?;
    Ok(if negative { minor.saturating_neg() } else { minor })
}

/// The sum of minor units, unless it overflows.
pub fn sum(amounts: impl IntoIterator<Item = i64>) -> Result<i64, MoneyError> {
    amounts.into_iter().try_fold(0_i64, i64::checked_add).ok_or(MoneyError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decimals_are_read_exactly() {
        for (text, minor) in [("0", 0), ("1200.00", 120_000), ("0.5", 50), ("-3.07", -307), ("12", 1200)] {
            assert_eq!(parse_decimal(text), Ok(minor), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "-", ".5", "1.", "1.234", "1,200.00", "1e3", "+1", "NaN", " 1", "１", "--1"] {
            assert_eq!(parse_decimal(text), Err(MoneyError::Malformed), "{text}");
        }
        assert_eq!(parse_decimal("99999999999999999999"), Err(MoneyError::TooLarge));
    }

    proptest! {
        #[test]
        fn writing_then_reading_gives_the_amount_back(minor in -MAX_MINOR..MAX_MINOR) {
            prop_assert_eq!(parse_decimal(&format_decimal(minor)), Ok(minor));
        }
    }
}
