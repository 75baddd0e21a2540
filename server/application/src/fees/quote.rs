//! What paying costs: the fee and total per online method, or why a method can't be used.

use domain::fee::{self, FeeMode, FeePolicy, FeeQuote, OnlineMethod};
use domain::payment_account::PaymentAccountStatus;
use domain::place::Region;
use entity::{payment_account, property};
use jiff::civil::Date;

use crate::app::App;
use crate::error::{AppError, AppResult, ErrorCode};
use store::StoreResult;

/// A method with its price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MethodQuote {
    /// The method.
    pub method: OnlineMethod,
    /// The price.
    pub quote: FeeQuote,
    /// Why it can't be used now.
    pub unavailable: Option<ErrorCode>,
}

/// Where a property is, as far as the law there matters.
pub fn region(property: &property::Model) -> StoreResult<Option<Region>> {
    let country = property.country;
    Ok(property.region.as_deref().and_then(|region| Region::parse(country, region)))
}

/// Who bears which fees of a property. Where the law forbids it, cards pass nothing on, whatever is stored.
pub fn fee_policy(property: &property::Model) -> StoreResult<FeePolicy> {
    let allowed = region(property)?.is_none_or(Region::allows_card_surcharge);
    Ok(FeePolicy {
        bank: property.bank_fee_mode,
        card: if allowed { property.card_fee_mode } else { FeeMode::Absorb },
        card_cap_bp: property.card_cap_bp,
    })
}

/// Prices one method for `net` minor units on a day of the property.
pub fn price(
    app: &App,
    property: &property::Model,
    policy: FeePolicy,
    (method, net): (OnlineMethod, i64),
    day: Date,
) -> AppResult<FeeQuote> {
    let country = property.country;
    let rate = app.fees.rate(country, method, day);
    let rate = rate.ok_or_else(|| AppError::Internal(format!("no rate for {} on {day}", country.code())))?;
    Ok(fee::quote(rate, app.fees.platform_fee_bp, policy.mode(method), net, policy.cap(method)))
}

/// Prices both methods today.
pub fn price_both(
    app: &App,
    property: &property::Model,
    policy: FeePolicy,
    account: Option<&payment_account::Model>,
    net: i64,
) -> AppResult<Vec<MethodQuote>> {
    let today = app.today(&property.time_zone);
    let quotes = [OnlineMethod::Bank, OnlineMethod::Card].map(|method| {
        let quote = price(app, property, policy, (method, net), today)?;
        Ok(MethodQuote { method, quote, unavailable: unavailable_reason(account, method) })
    });
    quotes.into_iter().collect()
}

/// Why a method can't be used now, if it can't.
pub fn unavailable_reason(
    account: Option<&payment_account::Model>,
    method: OnlineMethod,
) -> Option<ErrorCode> {
    match (account, method) {
        (Some(account), _)
            if account.status == PaymentAccountStatus::Disabled || account.processor_account_id.is_none() =>
        {
            Some(ErrorCode::PaymentsNotConnected)
        }
        (Some(account), OnlineMethod::Card) if account.card_ready => None,
        (Some(account), OnlineMethod::Bank) if account.bank_ready => None,
        (Some(account), _) if account.card_ready || account.bank_ready => {
            Some(ErrorCode::PaymentMethodUnavailable)
        }
        _ => Some(ErrorCode::PaymentsNotConnected),
    }
}
