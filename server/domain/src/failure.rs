//! Why money did not move, in cases that have words in every language. A processor tells it by code and in a
//! language of its own; only the code counts.

use crate::coded_enum;

coded_enum! {
    /// Why an online payment failed.
    pub enum PaymentFailure {
        /// The card or bank account did not have enough money.
        InsufficientFunds = "insufficient_funds",
        /// The card has expired.
        CardExpired = "card_expired",
        /// The card's number, expiry date, security code or address is wrong.
        CardDetails = "card_details",
        /// The bank asked the payer to confirm the payment, and they did not.
        NotConfirmed = "not_confirmed",
        /// A limit of the card or bank account was reached.
        LimitReached = "limit_reached",
        /// The bank account is closed.
        AccountClosed = "account_closed",
        /// The bank account does not exist.
        AccountNotFound = "account_not_found",
        /// The bank account may not be debited.
        AccountRestricted = "account_restricted",
        /// The bank could not process the payment; it may succeed later.
        NotProcessed = "not_processed",
        /// The payment processor rejected the payment before the payer was asked for anything.
        NotStarted = "not_started",
        /// Automatic payments were ended before the charge was sent.
        Stopped = "stopped",
        /// The bank declined without a reason that may be told.
        Declined = "declined",
    }
}

impl PaymentFailure {
    /// The reason behind the processor's codes, of which it gives several; the first that says more than that it
    /// was refused.
    pub fn from_processor_codes<'a>(codes: impl IntoIterator<Item = &'a str>) -> PaymentFailure {
        codes.into_iter().find_map(Self::from_processor_code).unwrap_or(PaymentFailure::Declined)
    }

    fn from_processor_code(code: &str) -> Option<PaymentFailure> {
        Some(match code {
            "insufficient_funds" => PaymentFailure::InsufficientFunds,
            "expired_card" => PaymentFailure::CardExpired,
            "incorrect_number"
            | "invalid_number"
            | "incorrect_cvc"
            | "invalid_cvc"
            | "incorrect_zip"
            | "incorrect_address"
            | "invalid_expiry_month"
            | "invalid_expiry_year" => PaymentFailure::CardDetails,
            "authentication_required"
            | "authentication_not_handled"
            | "payment_intent_authentication_failure" => PaymentFailure::NotConfirmed,
            "card_velocity_exceeded"
            | "withdrawal_count_limit_exceeded"
            | "charge_exceeds_source_limit"
            | "charge_exceeds_transaction_limit"
            | "charge_exceeds_weekly_limit" => PaymentFailure::LimitReached,
            "account_closed" => PaymentFailure::AccountClosed,
            "no_account"
            | "invalid_account_number"
            | "account_number_invalid"
            | "routing_number_invalid"
            | "incorrect_account_details" => PaymentFailure::AccountNotFound,
            "debit_not_authorized"
            | "account_frozen"
            | "bank_account_restricted"
            | "bank_account_unusable"
            | "bank_ownership_changed"
            | "payment_method_bank_account_blocked" => PaymentFailure::AccountRestricted,
            "processing_error"
            | "could_not_process"
            | "issuer_not_available"
            | "try_again_later"
            | "reenter_transaction"
            | "payment_method_provider_timeout" => PaymentFailure::NotProcessed,
            _ => return None,
        })
    }
}

coded_enum! {
    /// Why a refund did not reach the payer.
    pub enum RefundFailure {
        /// The card is lost, stolen, canceled or expired.
        CardGone = "card_gone",
        /// The payer's bank declined the refund.
        Declined = "declined",
        /// The balance at the payment processor did not cover the refund.
        InsufficientFunds = "insufficient_funds",
        /// The payment was disputed in the meantime.
        Disputed = "disputed",
        /// The community asked the payment processor not to send it.
        Withdrawn = "withdrawn",
        /// The payment processor rejected the refund.
        NotStarted = "not_started",
        /// Any other reason.
        Other = "other",
    }
}

impl RefundFailure {
    /// The reason behind the processor's code.
    pub fn from_processor_code(code: &str) -> RefundFailure {
        match code {
            "lost_or_stolen_card" | "expired_or_canceled_card" => RefundFailure::CardGone,
            "declined" => RefundFailure::Declined,
            "insufficient_funds" => RefundFailure::InsufficientFunds,
            "charge_for_pending_refund_disputed" => RefundFailure::Disputed,
            "merchant_request" => RefundFailure::Withdrawn,
            _ => RefundFailure::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_specific_failure_code_wins() {
        let of = |codes: &[&'static str]| PaymentFailure::from_processor_codes(codes.iter().copied());
        assert_eq!(of(&["insufficient_funds", "card_declined"]), PaymentFailure::InsufficientFunds);
        assert_eq!(of(&["generic_decline", "expired_card"]), PaymentFailure::CardExpired);
        assert_eq!(
            of(&["account_closed", "payment_intent_payment_attempt_failed"]),
            PaymentFailure::AccountClosed
        );
    }

    #[test]
    fn unknown_decline_codes_are_generic_declines() {
        for code in ["generic_decline", "stolen_card", "fraudulent", "something_new", ""] {
            assert_eq!(PaymentFailure::from_processor_codes([code]), PaymentFailure::Declined, "{code}");
        }
        assert_eq!(PaymentFailure::from_processor_codes([]), PaymentFailure::Declined);
    }

    #[test]
    fn refunds_have_reasons_of_their_own() {
        assert_eq!(RefundFailure::from_processor_code("expired_or_canceled_card"), RefundFailure::CardGone);
        assert_eq!(RefundFailure::from_processor_code("merchant_request"), RefundFailure::Withdrawn);
        assert_eq!(RefundFailure::from_processor_code("unknown"), RefundFailure::Other);
    }
}
