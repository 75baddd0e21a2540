//! Who bears the fees of online payments, and what paying costs.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use domain::fee::FeePolicy;
use domain::money;
use domain::place::Region;
use entity::property;

use super::super::errors::{ErrorCode, ResultExt};
use super::super::scalars::{DateTime, Money};
use super::accounts::{FeeMode, OnlinePaymentMethod};
use application::community::set_fees::SetFees;
use application::fees::quote;
use application::fees::quote::MethodQuote;

/// Who bears the fees of online payments of a property.
#[derive(SimpleObject)]
pub struct FeeSettings {
    /// Who bears those of bank transfers.
    bank: FeeMode,
    /// Who bears those of cards.
    card: FeeMode,
    /// The most a resident pays on top by card, in hundredths of a percent of the charge: 300 is 3 %.
    card_cap_basis_points: i32,
    /// Whether the law where the property is lets card fees be passed on; it does not in Quebec.
    card_pass_allowed: bool,
    /// Who said that the rules for card surcharges were checked, while card fees are passed on.
    card_acknowledgement: Option<FeeAcknowledgement>,
}

/// That somebody checked the rules for card surcharges.
#[derive(SimpleObject)]
pub struct FeeAcknowledgement {
    /// Their name then.
    by: String,
    /// When they said so.
    at: DateTime,
}

impl FeeSettings {
    /// Those of a property.
    pub(in super::super) fn of(ctx: &Context<'_>, row: &property::Model) -> Result<FeeSettings> {
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

/// Who is to bear the fees of online payments.
#[derive(InputObject)]
pub struct PropertyFeesSetInput {
    /// Who bears those of bank transfers.
    bank: FeeMode,
    /// Who bears those of cards.
    card: FeeMode,
    /// The most a resident pays on top by card, in hundredths of a percent of the charge, 0 to 400; stays as it
    /// is when left out.
    card_cap_basis_points: Option<i32>,
    /// You checked the rules for card surcharges that apply to the property. Needed to begin passing card fees
    /// on; who said so and when is kept.
    #[graphql(default)]
    card_acknowledged: bool,
}

impl PropertyFeesSetInput {
    pub(in super::super) fn decode(self, expected_version: Option<i32>) -> SetFees {
        SetFees {
            bank: self.bank.into(),
            card: self.card.into(),
            card_cap_bp: self.card_cap_basis_points.map(i64::from),
            acknowledged: self.card_acknowledged,
            expected_version: expected_version.map(i64::from),
        }
    }
}

/// Settings to try out; nothing is saved.
#[derive(InputObject)]
pub struct FeeSettingsInput {
    /// Who bears the fees of bank transfers.
    bank: FeeMode,
    /// Who bears those of cards.
    card: FeeMode,
    /// The most a resident pays on top by card, in hundredths of a percent of the charge, 0 to 400.
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

/// What paying an amount costs by one method.
#[derive(SimpleObject)]
pub struct FeeQuote {
    /// The method.
    method: OnlinePaymentMethod,
    /// Taken off the invoice.
    amount: Money,
    /// Paid on top.
    fee: Money,
    /// Both together.
    total: Money,
    /// What reaches the community once all fees are taken out of the total.
    received: Money,
    /// Whether it can be used now.
    available: bool,
    /// Why not.
    unavailable_reason: Option<ErrorCode>,
}

impl FeeQuote {
    /// From a price; `refused` overrides the method's own reason.
    pub(in super::super) fn new(
        quote: &MethodQuote,
        currency: money::Currency,
        refused: Option<ErrorCode>,
    ) -> Result<FeeQuote> {
        let money = |minor| Money::stored(minor, currency);
        let reason = refused.or(quote.unavailable.map(ErrorCode::from));
        Ok(FeeQuote {
            method: quote.method.into(),
            amount: money(quote.quote.net),
            fee: money(quote.quote.fee),
            total: money(quote.quote.gross),
            received: money(quote.quote.received()),
            available: reason.is_none(),
            unavailable_reason: reason,
        })
    }
}
