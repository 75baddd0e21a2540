//! What paying costs: the fee and total per online method, or why a method can't be used.

use domain::fee::{self, Method, Mode, Quote, STANDARD_RATES, rate_on};
use domain::money::Currency;
use entity::{payment_account, property};
use jiff::civil::Date;

use crate::refusal::{ErrorCode, Failure, Outcome};
use crate::store::words::Word;

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

/// Prices one method for `net` minor units on a day of the property.
pub fn price(property: &property::Model, method: Method, net: i64, today: Date) -> Outcome<Quote> {
    let currency = Currency::from_word(&property.currency)?;
    let mode = Mode::from_word(&property.fee_mode)?;
    let rate = rate_on(STANDARD_RATES, currency, method, today)
        .ok_or_else(|| Failure::Inner(format!("no rate for {} on {today}", property.currency)))?;
    let cap = (method == Method::Card).then_some(property.card_cap_bp);
    Ok(fee::quote(rate, mode, net, cap))
}

/// Prices both methods.
pub fn price_both(
    property: &property::Model,
    account: Option<&payment_account::Model>,
    net: i64,
    today: Date,
) -> Outcome<Vec<MethodQuote>> {
    let quotes = [Method::Bank, Method::Card].map(|method| {
        let quote = price(property, method, net, today)?;
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
