//! Payouts of the processor to a community's bank account.

pub mod match_payout_items;
pub mod record_payout;
