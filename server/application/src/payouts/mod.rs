//! Payouts of the processor to a community's bank account.

pub mod record_payout;
