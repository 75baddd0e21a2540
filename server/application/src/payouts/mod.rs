//! Payouts of the processor to a community's bank account.

pub mod list_payouts;
pub mod match_payout_items;
pub mod payout_composition;
pub mod record_payout;
