//! Payouts of the processor to a community's bank account.

pub mod list_payouts;
pub mod payout_composition;
pub mod record_payout;
