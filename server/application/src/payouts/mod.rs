//! Payouts of the processor to a community's bank account.

pub mod claim_parts;
pub mod record_payout;
