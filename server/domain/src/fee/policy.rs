//! What a community chooses: who bears the fee of each method, and how much a card may cost at most.

use super::{FeeMode, OnlineMethod};
use crate::place::Region;

/// The usual cap of card surcharges, in basis points of the charge.
pub const DEFAULT_CARD_CAP_BP: i64 = 300;

/// The highest cap that can be set: no card network allows more.
pub const MAX_CARD_CAP_BP: i64 = 400;

/// A community's fee policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FeePolicy {
    /// Who bears the fee of bank transfers.
    pub bank: FeeMode,
    /// Who bears the fee of cards.
    pub card: FeeMode,
    /// Highest card surcharge, in basis points of the charge.
    pub card_cap_bp: i64,
}

/// Why a fee policy can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FeePolicyError {
    /// The cap is below zero or above what card networks allow.
    #[error("write a cap from 0 to 400 basis points; no card network allows more")]
    CapOutOfRange,
    /// The law of the place forbids it.
    #[error("card fees can't be passed on to residents in Quebec; choose ABSORB for cards")]
    CardForbidden,
}

impl FeePolicy {
    /// Whether it can be used for a community in a region.
    pub fn check(self, region: Option<Region>) -> Result<FeePolicy, FeePolicyError> {
        if !(0..=MAX_CARD_CAP_BP).contains(&self.card_cap_bp) {
            Err(FeePolicyError::CapOutOfRange)
        } else if self.card == FeeMode::Pass && !region.is_none_or(Region::allows_card_surcharge) {
            Err(FeePolicyError::CardForbidden)
        } else {
            Ok(self)
        }
    }

    /// Who bears the fee of a method.
    pub fn mode(self, method: OnlineMethod) -> FeeMode {
        match method {
            OnlineMethod::Bank => self.bank,
            OnlineMethod::Card => self.card,
        }
    }

    /// The cap of a method; only cards have one.
    pub fn cap(self, method: OnlineMethod) -> Option<i64> {
        (method == OnlineMethod::Card).then_some(self.card_cap_bp)
    }
}
