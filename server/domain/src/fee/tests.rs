//! Exactness of the fees, over every amount that a resident is likely to pay.

use jiff::civil::date;

use super::*;
use crate::place::{Country, Region};

fn rate(country: Country, method: OnlineMethod) -> Rate {
    rate_on(STANDARD_RATES, country, method, date(2026, 11, 22)).unwrap()
}

/// Every price with the amounts to try it on: $1 to $4,000 by card, to $2,000 by ACH and PAD.
fn every_price() -> [(Rate, i64); 4] {
    [
        (rate(Country::Us, OnlineMethod::Card), 400_000),
        (rate(Country::Ca, OnlineMethod::Card), 400_000),
        (rate(Country::Us, OnlineMethod::Bank), 200_000),
        (rate(Country::Ca, OnlineMethod::Bank), 200_000),
    ]
}

#[test]
fn fee_of_1200_dollars_matches_the_price_list() {
    let (card, bank) = (rate(Country::Us, OnlineMethod::Card), rate(Country::Us, OnlineMethod::Bank));
    let passed = |rate, net, cap| {
        let quote = quote(rate, 0, FeeMode::Pass, net, cap);
        (quote.gross, quote.fee, quote.total_fees(), quote.received())
    };
    assert_eq!(passed(card, 120_000, Some(300)), (123_615, 3_615, 3_615, 120_000));
    assert_eq!(passed(bank, 120_000, None), (120_500, 500, 500, 120_000));
    let absorbed = quote(card, 0, FeeMode::Absorb, 120_000, Some(300));
    assert_eq!((absorbed.gross, absorbed.total_fees(), absorbed.received()), (120_000, 3_510, 116_490));
    // PAD: 1 % and 40¢ of 1,212.53 are 12.53.
    assert_eq!(
        passed(rate(Country::Ca, OnlineMethod::Bank), 120_000, None),
        (121_253, 1_253, 1_253, 120_000)
    );
    assert_eq!(passed(rate(Country::Ca, OnlineMethod::Card), 120_000, Some(300)).0, 123_615);
}

#[test]
fn adding_the_fee_of_the_invoice_itself_nets_too_little() {
    let card = rate(Country::Us, OnlineMethod::Card);
    let naive = 120_000 + processor_fee(card, 120_000);
    assert_eq!((naive, naive - processor_fee(card, naive)), (123_510, 119_898));
}

#[test]
fn transfers_cost_at_least_a_cent_and_at_most_five_dollars() {
    let bank = rate(Country::Us, OnlineMethod::Bank);
    let fees =
        [1, 62, 63, 187, 188, 62_437, 62_438, 62_500, MAX_MINOR].map(|gross| processor_fee(bank, gross));
    assert_eq!(fees, [1, 1, 1, 1, 2, 499, 500, 500, 500]);
}

#[test]
fn every_amount_passed_on_nets_exactly_and_a_cent_less_would_not() {
    for (rate, up_to) in every_price() {
        for net in 100..=up_to {
            let quote = quote(rate, 0, FeeMode::Pass, net, None);
            assert_eq!(quote.gross, net + quote.fee);
            assert!(quote.received() >= net, "{net} nets too little");
            let less = quote.gross - 1;
            assert!(less - processor_fee(rate, less) < net, "{net} could be charged less");
            // A cent may be left over where rounding skips an amount, never more.
            assert!(quote.received() <= net + 1, "{net} nets too much");
        }
    }
}

#[test]
fn every_amount_pays_the_lower_of_cost_and_cap() {
    for (rate, up_to) in every_price() {
        // Every amount at the usual cap, some at others.
        for (cap, step) in [(DEFAULT_CARD_CAP_BP, 1), (0, 11), (150, 11), (MAX_CARD_CAP_BP, 11)] {
            for net in (100..=up_to).step_by(step) {
                let exact = quote(rate, 0, FeeMode::Pass, net, None);
                let capped = quote(rate, 0, FeeMode::Pass, net, Some(cap));
                assert!(
                    capped.fee <= exact.fee && capped.fee * 10_000 <= capped.gross * cap,
                    "{net} at {cap}"
                );
                let more = capped.fee + 1;
                let reached = more > exact.fee || more * 10_000 > (net + more) * cap;
                assert!(reached, "{net} at {cap} could pass on a cent more");
            }
        }
    }
}

#[test]
fn every_amount_absorbed_is_charged_as_it_is() {
    for (rate, up_to) in every_price() {
        for net in 100..=up_to {
            let quote = quote(rate, 0, FeeMode::Absorb, net, Some(300));
            assert_eq!((quote.fee, quote.gross), (0, net));
            assert_eq!(quote.received(), net - processor_fee(rate, net));
        }
    }
}

#[test]
fn every_amount_passed_on_covers_the_platform_too() {
    for (rate, up_to) in every_price() {
        for net in (100..=up_to).step_by(7) {
            let quote = quote(rate, 50, FeeMode::Pass, net, None);
            assert_eq!(quote.platform_fee, platform_fee(50, net));
            assert!((net..=net + 1).contains(&quote.received()), "{net}: {quote:?}");
            let less = quote.gross - 1;
            assert!(less - processor_fee(rate, less) - quote.platform_fee < net, "{net}: {quote:?}");
        }
    }
    assert_eq!([99, 100, 101, 299, 300].map(|net| platform_fee(50, net)), [0, 1, 1, 1, 2]);
}

#[test]
fn a_new_rate_applies_from_its_day_and_in_its_country() {
    let newer = |from, percentage_ppm| DatedRate {
        country: Country::Us,
        method: OnlineMethod::Card,
        from,
        rate: Rate { percentage_ppm, fixed: 30, min: 0, max: None },
    };
    let terms = FeeSchedule::new(&[newer(date(2027, 1, 1), 31_000), newer(date(2020, 1, 1), 27_000)], 0);
    let on = |country, day| terms.rate(country, OnlineMethod::Card, day).unwrap().percentage_ppm;
    assert_eq!(on(Country::Us, date(2026, 12, 31)), 27_000, "added for the day the standard one begins");
    assert_eq!(on(Country::Us, date(2027, 1, 1)), 31_000);
    assert_eq!(on(Country::Ca, date(2027, 1, 1)), 29_000);
    assert_eq!(terms.rate(Country::Us, OnlineMethod::Card, date(2019, 12, 31)), None);
}

#[test]
fn choices_keep_to_the_cap_and_to_the_law() {
    let policy = |card, card_cap_bp| FeePolicy { bank: FeeMode::Pass, card, card_cap_bp };
    let quebec = Region::parse(Country::Ca, "QC");
    let ontario = Region::parse(Country::Ca, "ON");
    for cap in [0, DEFAULT_CARD_CAP_BP, MAX_CARD_CAP_BP] {
        assert!(
            policy(FeeMode::Pass, cap).check(ontario).is_ok()
                && policy(FeeMode::Pass, cap).check(None).is_ok()
        );
        assert!(policy(FeeMode::Absorb, cap).check(quebec).is_ok());
        assert_eq!(policy(FeeMode::Pass, cap).check(quebec), Err(FeePolicyError::CardForbidden));
    }
    for cap in [-1, MAX_CARD_CAP_BP + 1, i64::MAX] {
        assert_eq!(policy(FeeMode::Absorb, cap).check(None), Err(FeePolicyError::CapOutOfRange));
    }
}
