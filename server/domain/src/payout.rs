//! A deposit: why a bank sends one back, and whether its parts explain it.

/// Why a deposit did not reach the bank account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailureReason {
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

impl FailureReason {
    /// The reason behind the processor's code.
    pub fn of_code(code: &str) -> FailureReason {
        match code {
            "account_closed" => FailureReason::AccountClosed,
            "account_frozen"
            | "bank_account_restricted"
            | "bank_ownership_changed"
            | "debit_not_authorized" => FailureReason::AccountRestricted,
            "no_account"
            | "invalid_account_number"
            | "invalid_account_number_length"
            | "incorrect_account_type"
            | "incorrect_account_holder_details" => FailureReason::AccountNotFound,
            "incorrect_account_holder_name" | "incorrect_account_holder_tax_id" => FailureReason::WrongHolder,
            "invalid_currency" => FailureReason::WrongCurrency,
            "declined" | "unsupported_card" | "expired_card" => FailureReason::Declined,
            "insufficient_funds" => FailureReason::InsufficientFunds,
            "could_not_process" => FailureReason::NotProcessed,
            _ => FailureReason::Other,
        }
    }
}

/// What a deposit has that its parts don't explain, in minor units; none while the processor still counts.
pub fn unexplained(amount: i64, counted: bool, nets: i64) -> Option<i64> {
    counted.then(|| amount.saturating_sub(nets))
}

/// A payout's stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayoutStatus {
    /// Made.
    Pending,
    /// With the banks.
    InTransit,
    /// Arrived.
    Paid,
    /// Came back.
    Failed,
    /// Stopped before it left.
    Canceled,
}

/// Kinds of parts of a deposit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayoutItemKind {
    /// A payment that was collected.
    Payment,
    /// Money given back, or back from a refund that failed.
    Refund,
    /// Money a payer's bank took back or gave back again, with what that costs.
    Dispute,
    /// A fee on its own.
    Fee,
    /// An earlier deposit that came back.
    Returned,
    /// Anything else.
    Adjustment,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_reasons_and_unknown_ones_are_other() {
        assert_eq!(FailureReason::of_code("account_closed"), FailureReason::AccountClosed);
        assert_eq!(FailureReason::of_code("no_account"), FailureReason::AccountNotFound);
        assert_eq!(FailureReason::of_code("something_new"), FailureReason::Other);
    }

    #[test]
    fn what_is_not_counted_is_not_judged() {
        assert_eq!(unexplained(100, false, 0), None);
        assert_eq!(unexplained(100, true, 100), Some(0));
        assert_eq!(unexplained(100, true, 90), Some(10));
    }
}
