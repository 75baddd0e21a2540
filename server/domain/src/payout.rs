//! A payout: why a bank sends one back, and whether its parts explain it.

use crate::coded_enum;

/// Why a payout did not reach the bank account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PayoutFailureReason {
    /// The bank account was closed.
    AccountClosed,
    /// The bank account is frozen or may not receive this.
    AccountRestricted,
    /// There is no such bank account.
    AccountNotFound,
    /// The name on the bank account is another.
    WrongHolder,
    /// The bank account is in another currency.
    WrongCurrency,
    /// The bank refused.
    Declined,
    /// The processor's balance did not cover it.
    InsufficientFunds,
    /// The bank could not process it.
    NotProcessed,
    /// Something that has no word here.
    Other,
}

impl PayoutFailureReason {
    /// The reason behind the processor's code.
    pub fn from_code(code: &str) -> PayoutFailureReason {
        match code {
            "account_closed" => PayoutFailureReason::AccountClosed,
            "account_frozen"
            | "bank_account_restricted"
            | "bank_ownership_changed"
            | "debit_not_authorized" => PayoutFailureReason::AccountRestricted,
            "no_account"
            | "invalid_account_number"
            | "invalid_account_number_length"
            | "incorrect_account_type"
            | "incorrect_account_holder_details" => PayoutFailureReason::AccountNotFound,
            "incorrect_account_holder_name" | "incorrect_account_holder_tax_id" => {
                PayoutFailureReason::WrongHolder
            }
            "invalid_currency" => PayoutFailureReason::WrongCurrency,
            "declined" | "unsupported_card" | "expired_card" => PayoutFailureReason::Declined,
            "insufficient_funds" => PayoutFailureReason::InsufficientFunds,
            "could_not_process" => PayoutFailureReason::NotProcessed,
            _ => PayoutFailureReason::Other,
        }
    }
}

/// What a payout has that its parts don't explain, in minor units; none while the processor still counts.
pub fn unexplained_amount(amount: i64, composition_complete: bool, nets: i64) -> Option<i64> {
    composition_complete.then(|| amount.saturating_sub(nets))
}

coded_enum! {
    /// A payout's stages.
    pub enum PayoutStatus {
        /// Made.
        Pending = "pending",
        /// With the banks.
        InTransit = "in_transit",
        /// Arrived.
        Paid = "paid",
        /// Came back.
        Failed = "failed",
        /// Stopped before it left.
        Canceled = "canceled",
    }
}

coded_enum! {
    /// Kinds of parts of a payout.
    pub enum PayoutItemKind {
        /// A payment that was collected.
        Payment = "payment",
        /// Money given back, or back from a refund that failed.
        Refund = "refund",
        /// Money a payer's bank took back or gave back again, with what that costs.
        Dispute = "dispute",
        /// A fee on its own.
        Fee = "fee",
        /// An earlier payout that came back.
        FailedPayout = "failed_payout",
        /// Anything else.
        Adjustment = "adjustment",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_reasons_and_unknown_ones_are_other() {
        assert_eq!(PayoutFailureReason::from_code("account_closed"), PayoutFailureReason::AccountClosed);
        assert_eq!(PayoutFailureReason::from_code("no_account"), PayoutFailureReason::AccountNotFound);
        assert_eq!(PayoutFailureReason::from_code("something_new"), PayoutFailureReason::Other);
    }

    #[test]
    fn an_incomplete_composition_is_not_judged() {
        assert_eq!(unexplained_amount(100, false, 0), None);
        assert_eq!(unexplained_amount(100, true, 100), Some(0));
        assert_eq!(unexplained_amount(100, true, 90), Some(10));
    }
}
