//! What a processor charges for a payment and what a resident pays on top of an invoice when the community
//! passes the fee on. Rates follow Stripe's published prices by country and method, in integer arithmetic.

use jiff::civil::Date;

use crate::money::{Currency, MAX_MINOR};

/// How a resident pays online.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Bank debit: ACH in the United States, PAD in Canada.
    Bank,
    /// Credit or debit card.
    Card,
}

/// Who bears the processor's fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The resident pays it on top of the invoice.
    Pass,
    /// The community takes it out of what it receives.
    Absorb,
}

/// A processor's price for one method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Share of the charge in parts per million: 2.9 % is 29 000.
    pub share_ppm: i64,
    /// Fixed part in minor units.
    pub fixed: i64,
    /// Least fee in minor units.
    pub least: i64,
    /// Highest fee in minor units, if there is one.
    pub most: Option<i64>,
}

/// A rate and the first day it applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedRate {
    /// The currency, which stands for the country.
    pub currency: Currency,
    /// The method it prices.
    pub method: Method,
    /// First day in force.
    pub from: Date,
    /// The price.
    pub rate: Rate,
}

const START: Date = jiff::civil::date(2020, 1, 1);

/// Stripe's standard prices.
pub const STANDARD_RATES: &[DatedRate] = &[
    DatedRate {
        currency: Currency::Usd,
        method: Method::Card,
        from: START,
        rate: Rate { share_ppm: 29_000, fixed: 30, least: 0, most: None },
    },
    DatedRate {
        currency: Currency::Usd,
        method: Method::Bank,
        from: START,
        rate: Rate { share_ppm: 8_000, fixed: 0, least: 1, most: Some(500) },
    },
    DatedRate {
        currency: Currency::Cad,
        method: Method::Card,
        from: START,
        rate: Rate { share_ppm: 29_000, fixed: 30, least: 0, most: None },
    },
    DatedRate {
        currency: Currency::Cad,
        method: Method::Bank,
        from: START,
        rate: Rate { share_ppm: 10_000, fixed: 40, least: 0, most: None },
    },
];

/// The rate in force on a day: the latest that has begun.
pub fn rate_on(rates: &[DatedRate], currency: Currency, method: Method, day: Date) -> Option<Rate> {
    rates
        .iter()
        .filter(|dated| dated.currency == currency && dated.method == method && dated.from <= day)
        .max_by_key(|dated| dated.from)
        .map(|dated| dated.rate)
}

/// What the processor keeps of a charge of `gross` minor units, rounded half up per charge.
pub fn processor_fee(rate: Rate, gross: i64) -> i64 {
    let share = gross.saturating_mul(rate.share_ppm).saturating_add(500_000).div_euclid(1_000_000);
    let fee = share.saturating_add(rate.fixed).max(rate.least);
    rate.most.map_or(fee, |most| fee.min(most))
}

/// A quote in minor units: what comes off the invoices, what is paid on top, and both together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    /// Taken off the invoices.
    pub net: i64,
    /// Paid on top by the resident.
    pub fee: i64,
    /// What the resident is charged.
    pub gross: i64,
    /// What the processor is expected to keep of `gross`.
    pub processor_fee: i64,
}

/// Quotes a payment of `net` minor units. Passing the fee on gives the smallest charge that leaves at least
/// `net` after the processor's fee; a cap in basis points of the charge (for card surcharges) lowers it.
pub fn quote(rate: Rate, mode: Mode, net: i64, cap_bp: Option<i64>) -> Quote {
    let fee = match mode {
        Mode::Absorb => 0,
        Mode::Pass => {
            let exact = smallest_gross(rate, net).saturating_sub(net);
            cap_bp.map_or(exact, |cap| exact.min(capped_fee(net, cap)))
        }
    };
    let gross = net.saturating_add(fee);
    Quote { net, fee, gross, processor_fee: processor_fee(rate, gross) }
}

/// The smallest `g` with `g - processor_fee(g) >= net`. What is left of a charge never falls as the charge
/// grows (each cent more costs at most a cent), so halving the interval finds it.
fn smallest_gross(rate: Rate, net: i64) -> i64 {
    let leaves = |gross: i64| gross.saturating_sub(processor_fee(rate, gross));
    let (mut low, mut high) = (net, net.saturating_mul(2).saturating_add(MAX_MINOR));
    while low < high {
        let middle = low.midpoint(high);
        if leaves(middle) >= net {
            high = middle;
        } else {
            low = middle.saturating_add(1);
        }
    }
    low
}

/// The largest fee that is at most `cap_bp` basis points of net and fee together.
fn capped_fee(net: i64, cap_bp: i64) -> i64 {
    let rest = 10_000_i64.saturating_sub(cap_bp).max(1);
    net.saturating_mul(cap_bp).div_euclid(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn us(method: Method) -> Rate {
        rate_on(STANDARD_RATES, Currency::Usd, method, date(2026, 11, 22)).unwrap()
    }

    #[test]
    fn twelve_hundred_dollars_cost_what_the_price_list_says() {
        assert_eq!(quote(us(Method::Card), Mode::Pass, 120_000, Some(300)).gross, 123_615);
        assert_eq!(quote(us(Method::Bank), Mode::Pass, 120_000, None).gross, 120_500);
        assert_eq!(quote(us(Method::Card), Mode::Absorb, 120_000, None).gross, 120_000);
    }

    fn assert_exact(rate: Rate, up_to: i64) {
        for net in 100..=up_to {
            let quote = quote(rate, Mode::Pass, net, None);
            assert!(quote.gross - quote.processor_fee >= net, "{net} nets too little");
            let less = quote.gross - 1;
            assert!(less - processor_fee(rate, less) < net, "{net} could be charged less");
        }
    }

    #[test]
    fn every_card_amount_to_4000_dollars_nets_exactly() {
        assert_exact(us(Method::Card), 400_000);
    }

    #[test]
    fn every_transfer_amount_to_2000_dollars_nets_exactly() {
        assert_exact(us(Method::Bank), 200_000);
    }

    #[test]
    fn every_canadian_amount_to_2000_dollars_nets_exactly() {
        for method in [Method::Card, Method::Bank] {
            assert_exact(rate_on(STANDARD_RATES, Currency::Cad, method, date(2026, 1, 1)).unwrap(), 200_000);
        }
    }

    #[test]
    fn the_surcharge_cap_holds_for_small_amounts() {
        let quote = quote(us(Method::Card), Mode::Pass, 1_000, Some(300));
        assert_eq!(quote.fee, 30);
        assert!(quote.fee * 10_000 <= quote.gross * 300);
    }

    #[test]
    fn a_new_rate_applies_from_its_day() {
        let newer = DatedRate {
            currency: Currency::Usd,
            method: Method::Card,
            from: date(2027, 1, 1),
            rate: Rate { share_ppm: 31_000, fixed: 30, least: 0, most: None },
        };
        let rates: Vec<DatedRate> = STANDARD_RATES.iter().copied().chain([newer]).collect();
        let on = |day| rate_on(&rates, Currency::Usd, Method::Card, day).unwrap().share_ppm;
        assert_eq!((on(date(2026, 12, 31)), on(date(2027, 1, 1))), (29_000, 31_000));
    }
}
