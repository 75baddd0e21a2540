//! A payout: why a bank sends one back, and whether its parts explain it.

use crate::{coded_enum, described_enum};

described_enum! {
    /// Why a payout did not reach the bank account.
    pub enum PayoutFailureReason {
        /// The bank account is closed.
        AccountClosed,
        /// The bank account is frozen or may not receive payouts.
        AccountRestricted,
        /// The bank account does not exist.
        AccountNotFound,
        /// The name or tax number of the bank account's holder is another.
        WrongHolder,
        /// The bank account is in another currency.
        WrongCurrency,
        /// The bank declined the payout.
        Declined,
        /// The balance at the payment processor did not cover the payout.
        InsufficientFunds,
        /// The bank could not process the payout.
        NotProcessed,
        /// Any other reason.
        Other,
    }
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
    /// Status of a payout.
    pub enum PayoutStatus {
        /// Created by the payment processor, not sent yet.
        Pending = "pending",
        /// Sent to the bank.
        InTransit = "in_transit",
        /// Arrived in the bank account. A bank may still return it, which makes it `FAILED`.
        Paid = "paid",
        /// Returned by the bank; the money is at the payment processor again.
        Failed = "failed",
        /// Canceled before it was sent.
        Canceled = "canceled",
    }
}

impl PayoutStatus {
    /// The status after the processor reports one; none when a payout can't go there: back on its way, or on from
    /// failed or canceled.
    pub fn transition(self, reported: PayoutStatus) -> Option<PayoutStatus> {
        use PayoutStatus::{Canceled, Failed, InTransit, Paid, Pending};
        let possible = match self {
            Pending => true,
            InTransit => matches!(reported, InTransit | Paid | Failed | Canceled),
            Paid => matches!(reported, Paid | Failed | Canceled),
            Failed => reported == Failed,
            Canceled => reported == Canceled,
        };
        possible.then_some(reported)
    }
}

coded_enum! {
    /// Kind of an item of a payout.
    pub enum PayoutItemKind {
        /// A payment that was collected.
        Payment = "payment",
        /// A refund, or money back from a refund that failed.
        Refund = "refund",
        /// Money that a payer's bank took back or gave back, with the fee for it.
        Dispute = "dispute",
        /// A fee that belongs to no payment.
        Fee = "fee",
        /// An earlier payout that was returned.
        FailedPayout = "failed_payout",
        /// Any other movement at the payment processor.
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
    fn payout_status_moves_forward_only() {
        use PayoutStatus::{Canceled, Failed, InTransit, Paid, Pending};
        let all = [Pending, InTransit, Paid, Failed, Canceled];
        let reachable = |from: PayoutStatus| all.map(|to| from.transition(to).is_some());
        assert_eq!(reachable(Pending), [true, true, true, true, true]);
        assert_eq!(reachable(InTransit), [false, true, true, true, true]);
        assert_eq!(reachable(Paid), [false, false, true, true, true]);
        assert_eq!(reachable(Failed), [false, false, false, true, false]);
        assert_eq!(reachable(Canceled), [false, false, false, false, true]);
    }

    #[test]
    fn an_incomplete_composition_is_not_judged() {
        assert_eq!(unexplained_amount(100, false, 0), None);
        assert_eq!(unexplained_amount(100, true, 100), Some(0));
        assert_eq!(unexplained_amount(100, true, 90), Some(10));
    }
}
