//! What a community chooses: who bears the fee of each method, and how much a card may cost at most.

use super::{Method, Mode};
use crate::place::Region;

/// The usual cap of card surcharges, in basis points of the charge.
pub const USUAL_CARD_CAP_BP: i64 = 300;

/// The highest cap that can be set: no card network allows more.
pub const HIGHEST_CARD_CAP_BP: i64 = 400;

/// A community's choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Choices {
    /// Who bears the fee of bank transfers.
    pub bank: Mode,
    /// Who bears the fee of cards.
    pub card: Mode,
    /// Highest card surcharge, in basis points of the charge.
    pub card_cap_bp: i64,
}

/// Why choices can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    /// The cap is below zero or above what card networks allow.
    #[error("write a cap from 0 to 400 basis points; no card network allows more")]
    CapOutOfRange,
    /// The law of the place forbids it.
    #[error("card fees can't be passed on to residents in Quebec; choose ABSORB for cards")]
    CardForbidden,
}

impl Choices {
    /// Whether they can be used for a community in a region.
    pub fn check(self, region: Option<Region>) -> Result<Choices, ChoiceError> {
        if !(0..=HIGHEST_CARD_CAP_BP).contains(&self.card_cap_bp) {
            Err(ChoiceError::CapOutOfRange)
        } else if self.card == Mode::Pass && !region.is_none_or(Region::allows_card_surcharge) {
            Err(ChoiceError::CardForbidden)
        } else {
            Ok(self)
        }
    }

    /// Who bears the fee of a method.
    pub fn mode(self, method: Method) -> Mode {
        match method {
            Method::Bank => self.bank,
            Method::Card => self.card,
        }
    }

    /// The cap of a method; only cards have one.
    pub fn cap(self, method: Method) -> Option<i64> {
        (method == Method::Card).then_some(self.card_cap_bp)
    }
}
