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
