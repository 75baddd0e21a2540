//! Who bears the fees of online payments, and what paying costs.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use domain::fee::FeePolicy;
use domain::money;
use domain::place::Region;
use entity::property;

use super::accounts::{FeeMode, OnlinePaymentMethod};
use crate::graphql::errors::ErrorCode;
use crate::graphql::results::ResultExt;
use crate::graphql::scalars::{DateTime, Money};
use application::community::set_fees::SetFees;
use application::fees::quote;
use application::fees::quote::MethodQuote;

/// Who bears the processing fees of a property's online payments.
#[derive(SimpleObject)]
pub struct FeeSettings {
    /// Who bears the fees of bank debits.
    bank: FeeMode,
    /// Who bears the fees of cards; `ABSORB` where the law forbids passing them on.
    card: FeeMode,
    /// The most a resident pays on top by card, in basis points of the charge: 300 is 3 %.
    card_cap_basis_points: i32,
    /// Whether the law at the property's location allows passing card fees on; false in Quebec.
    card_pass_allowed: bool,
    /// Who confirmed that the rules for card surcharges were checked; null unless card fees are passed on.
    card_acknowledgement: Option<FeeAcknowledgement>,
}

/// A confirmation that the rules for card surcharges were checked.
#[derive(SimpleObject)]
pub struct FeeAcknowledgement {
    /// Name of the person who confirmed it, as it was then.
    by: String,
    /// When the rules were confirmed to be checked.
    at: DateTime,
}

impl FeeSettings {
    /// Those of a property.
    pub(in crate::graphql) fn of(ctx: &Context<'_>, row: &property::Model) -> Result<FeeSettings> {
        let choices = quote::fee_policy(row).or_internal_error(ctx)?;
        let region = quote::region(row).or_internal_error(ctx)?;
        let acknowledged = row.card_acknowledged_name.clone().zip(row.card_acknowledged_at);
        Ok(FeeSettings {
            bank: choices.bank.into(),
            card: choices.card.into(),
            card_cap_basis_points: i32::try_from(choices.card_cap_bp).unwrap_or(i32::MAX),
            card_pass_allowed: region.is_none_or(Region::allows_card_surcharge),
            card_acknowledgement: acknowledged
                .map(|(by, at)| FeeAcknowledgement { by, at: DateTime::stored(at) }),
        })
    }
}

/// New fee settings of a property.
#[derive(InputObject)]
pub struct PropertyFeesSetInput {
    /// Who bears the fees of bank debits.
    bank: FeeMode,
    /// Who bears the fees of cards.
    card: FeeMode,
    /// The most a resident pays on top by card, in basis points of the charge, 0 to 400; unchanged when left
    /// out.
    card_cap_basis_points: Option<i32>,
    /// Confirms that you checked the rules for card surcharges that apply to the property. Required to start
    /// passing card fees on; your name and the time are kept.
    #[graphql(default)]
    card_acknowledged: bool,
}

impl PropertyFeesSetInput {
    pub(in crate::graphql) fn decode(self, expected_version: Option<i32>) -> SetFees {
        SetFees {
            bank: self.bank.into(),
            card: self.card.into(),
            card_cap_bp: self.card_cap_basis_points.map(i64::from),
            acknowledged: self.card_acknowledged,
            expected_version: expected_version.map(i64::from),
        }
    }
}

/// Fee settings to try out; nothing is saved.
#[derive(InputObject)]
pub struct FeeSettingsInput {
    /// Who bears the fees of bank debits.
    bank: FeeMode,
    /// Who bears the fees of cards.
    card: FeeMode,
    /// The most a resident pays on top by card, in basis points of the charge, 0 to 400.
    card_cap_basis_points: i32,
}

impl From<FeeSettingsInput> for FeePolicy {
    fn from(choices: FeeSettingsInput) -> FeePolicy {
        FeePolicy {
            bank: choices.bank.into(),
            card: choices.card.into(),
            card_cap_bp: i64::from(choices.card_cap_basis_points),
        }
    }
}

/// What an online payment of an amount costs by one method.
#[derive(SimpleObject)]
pub struct FeeQuote {
    /// The online payment method that is priced.
    method: OnlinePaymentMethod,
    /// What is paid off the invoices.
    amount: Money,
    /// What the resident pays on top.
    fee: Money,
    /// What the resident is charged: `amount` and `fee`.
    total: Money,
    /// What reaches the community: `total` less all processing fees.
    received: Money,
    /// Whether the method can be used now.
    available: bool,
    /// Why the method can't be used, such as `PAYMENTS_NOT_CONNECTED`; null when it can.
    unavailable_reason: Option<ErrorCode>,
}

impl FeeQuote {
    /// From a price.
    pub(in crate::graphql) fn new(quote: &MethodQuote, currency: money::Currency) -> FeeQuote {
        let money = |minor| Money::stored(minor, currency);
        FeeQuote {
            method: quote.method.into(),
            amount: money(quote.quote.net),
            fee: money(quote.quote.fee),
            total: money(quote.quote.gross),
            received: money(quote.quote.received()),
            available: quote.unavailable.is_none(),
            unavailable_reason: quote.unavailable.map(ErrorCode),
        }
    }
}
