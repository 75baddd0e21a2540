//! The prices of payments: Stripe's published ones by country and method, and those an operator adds. Each
//! holds from a day on, until a later one begins.

use jiff::civil::Date;

use super::OnlineMethod;
use crate::place::Country;

/// A processor's price for one method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Share of the charge in parts per million: 2.9 % is 29 000.
    pub percentage_ppm: i64,
    /// Fixed part in minor units.
    pub fixed: i64,
    /// Least fee in minor units.
    pub min: i64,
    /// Highest fee in minor units, if there is one.
    pub max: Option<i64>,
}

/// A rate and the first day it applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedRate {
    /// Where the community is.
    pub country: Country,
    /// The method it prices.
    pub method: OnlineMethod,
    /// First day in force.
    pub from: Date,
    /// The price.
    pub rate: Rate,
}

const START: Date = jiff::civil::date(2020, 1, 1);

/// Stripe's standard prices.
pub const STANDARD_RATES: &[DatedRate] = &[
    DatedRate {
        country: Country::Us,
        method: OnlineMethod::Card,
        from: START,
        rate: Rate { percentage_ppm: 29_000, fixed: 30, min: 0, max: None },
    },
    DatedRate {
        country: Country::Us,
        method: OnlineMethod::Bank,
        from: START,
        rate: Rate { percentage_ppm: 8_000, fixed: 0, min: 1, max: Some(500) },
    },
    DatedRate {
        country: Country::Ca,
        method: OnlineMethod::Card,
        from: START,
        rate: Rate { percentage_ppm: 29_000, fixed: 30, min: 0, max: None },
    },
    DatedRate {
        country: Country::Ca,
        method: OnlineMethod::Bank,
        from: START,
        rate: Rate { percentage_ppm: 10_000, fixed: 40, min: 0, max: None },
    },
];

/// The rate in force on a day: the latest that has begun; of two that begin on one day, the one listed last.
pub fn rate_on(rates: &[DatedRate], country: Country, method: OnlineMethod, day: Date) -> Option<Rate> {
    rates
        .iter()
        .filter(|dated| dated.country == country && dated.method == method && dated.from <= day)
        .max_by_key(|dated| dated.from)
        .map(|dated| dated.rate)
}

/// The most a platform may keep, in basis points of what is paid off.
pub const MAX_PLATFORM_FEE_BP: i64 = 1_000;

/// What payments cost at this site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeSchedule {
    /// The processor's prices.
    pub rates: Vec<DatedRate>,
    /// What the platform keeps, in basis points of what is paid off.
    pub platform_fee_bp: i64,
}

impl FeeSchedule {
    /// The standard prices and `added`, which win where both begin on the same day.
    pub fn new(added: &[DatedRate], platform_fee_bp: i64) -> FeeSchedule {
        FeeSchedule { rates: STANDARD_RATES.iter().chain(added).copied().collect(), platform_fee_bp }
    }

    /// The processor's price in force on a day.
    pub fn rate(&self, country: Country, method: OnlineMethod, day: Date) -> Option<Rate> {
        rate_on(&self.rates, country, method, day)
    }
}

impl Default for FeeSchedule {
    fn default() -> Self {
        FeeSchedule::new(&[], 0)
    }
}
