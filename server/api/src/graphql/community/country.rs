//! Where a community is.

use async_graphql::Enum;
use domain::place;

/// A country Propty works in.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "place::Country")]
pub enum Country {
    /// United States.
    Us,
    /// Canada.
    Ca,
}

impl Country {
    /// The country of a row's word.
    pub fn of_word(word: &str) -> Country {
        if word == "ca" { Country::Ca } else { Country::Us }
    }
}
