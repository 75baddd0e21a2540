//! Where a community is.

use async_graphql::Enum;

/// A country Propty works in.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Country {
    /// United States.
    Us,
    /// Canada.
    Ca,
}

impl Country {
    /// The word in the tables.
    pub fn word(self) -> &'static str {
        match self {
            Country::Us => "us",
            Country::Ca => "ca",
        }
    }

    /// The country of a row's word.
    pub fn of_word(word: &str) -> Country {
        if word == "ca" { Country::Ca } else { Country::Us }
    }
}
