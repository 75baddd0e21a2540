//! What paying costs: the fee and total per online method, or why a method can't be used.

use domain::fee::{self, Choices, Method, Mode, Quote};
use domain::place::{Country, Region};
use entity::{payment_account, property};
use jiff::civil::Date;

use crate::app::App;
use crate::error::{ErrorCode, Failure, Outcome};
use store::Stored;
use store::words::Word;

/// A method with its price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MethodQuote {
    /// The method.
    pub method: Method,
    /// The price.
    pub quote: Quote,
    /// Why it can't be used now.
    pub unavailable: Option<ErrorCode>,
}

/// Where a property is, as far as the law there matters.
pub fn region(property: &property::Model) -> Stored<Option<Region>> {
    let country = Country::from_word(&property.country)?;
    Ok(property.region.as_deref().and_then(|region| Region::parse(country, region)))
}

/// Who bears which fees of a property. Where the law forbids it, cards pass nothing on, whatever is stored.
pub fn choices(property: &property::Model) -> Stored<Choices> {
    let allowed = region(property)?.is_none_or(Region::allows_card_surcharge);
    Ok(Choices {
        bank: Mode::from_word(&property.bank_fee_mode)?,
        card: if allowed { Mode::from_word(&property.card_fee_mode)? } else { Mode::Absorb },
        card_cap_bp: property.card_cap_bp,
    })
}

/// Prices one method for `net` minor units on a day of the property.
pub fn price(
    app: &App,
    property: &property::Model,
    choices: Choices,
    (method, net): (Method, i64),
    day: Date,
) -> Outcome<Quote> {
    let country = Country::from_word(&property.country)?;
    let rate = app.fees.rate(country, method, day);
    let rate = rate.ok_or_else(|| Failure::Inner(format!("no rate for {} on {day}", country.code())))?;
    Ok(fee::quote(rate, app.fees.platform_fee_bp, choices.mode(method), net, choices.cap(method)))
}

/// Prices both methods today.
pub fn price_both(
    app: &App,
    property: &property::Model,
    choices: Choices,
    account: Option<&payment_account::Model>,
    net: i64,
) -> Outcome<Vec<MethodQuote>> {
    let today = app.today(&property.time_zone);
    let quotes = [Method::Bank, Method::Card].map(|method| {
        let quote = price(app, property, choices, (method, net), today)?;
        Ok(MethodQuote { method, quote, unavailable: unavailable(account, method) })
    });
    quotes.into_iter().collect()
}

/// Why a method can't be used now, if it can't.
pub fn unavailable(account: Option<&payment_account::Model>, method: Method) -> Option<ErrorCode> {
    match (account, method) {
        (Some(account), _) if account.status == "disabled" || account.processor_account_id.is_none() => {
            Some(ErrorCode::PaymentsNotConnected)
        }
        (Some(account), Method::Card) if account.card_ready => None,
        (Some(account), Method::Bank) if account.bank_ready => None,
        (Some(account), _) if account.card_ready || account.bank_ready => {
            Some(ErrorCode::PaymentMethodUnavailable)
        }
        _ => Some(ErrorCode::PaymentsNotConnected),
    }
}
