//! Why money did not move or went back, as sentences.

use domain::failure::{PaymentFailure, RefundFailure};
use domain::payout::PayoutFailureReason;
use locales::Language;

/// Why a payment did not go through.
pub(crate) fn payment_failure(failure: PaymentFailure, language: Language) -> &'static str {
    let words = match failure {
        PaymentFailure::InsufficientFunds => locales::payment_failure_insufficient_funds,
        PaymentFailure::CardExpired => locales::payment_failure_card_expired,
        PaymentFailure::CardDetails => locales::payment_failure_card_details,
        PaymentFailure::NotConfirmed => locales::payment_failure_not_confirmed,
        PaymentFailure::LimitReached => locales::payment_failure_limit_reached,
        PaymentFailure::AccountClosed => locales::payment_failure_account_closed,
        PaymentFailure::AccountNotFound => locales::payment_failure_account_not_found,
        PaymentFailure::AccountRestricted => locales::payment_failure_account_restricted,
        PaymentFailure::NotProcessed => locales::payment_failure_not_processed,
        PaymentFailure::NotStarted => locales::payment_failure_not_started,
        PaymentFailure::Stopped => locales::payment_failure_stopped,
        PaymentFailure::Declined => locales::payment_failure_declined,
    };
    words(language)
}

/// Why a refund did not reach the payer.
pub(crate) fn refund_failure(failure: RefundFailure, language: Language) -> &'static str {
    let words = match failure {
        RefundFailure::CardGone => locales::refund_failure_card_gone,
        RefundFailure::Declined => locales::refund_failure_declined,
        RefundFailure::InsufficientFunds => locales::refund_failure_insufficient_funds,
        RefundFailure::Disputed => locales::refund_failure_disputed,
        RefundFailure::Withdrawn => locales::refund_failure_withdrawn,
        RefundFailure::NotStarted => locales::refund_failure_not_started,
        RefundFailure::Other => locales::refund_failure_other,
    };
    words(language)
}

/// Why a payout did not reach the bank account.
pub(crate) fn payout_failure(reason: PayoutFailureReason, language: Language) -> &'static str {
    let words = match reason {
        PayoutFailureReason::AccountClosed => locales::deposit_reason_account_closed,
        PayoutFailureReason::AccountRestricted => locales::deposit_reason_account_restricted,
        PayoutFailureReason::AccountNotFound => locales::deposit_reason_account_not_found,
        PayoutFailureReason::WrongHolder => locales::deposit_reason_wrong_holder,
        PayoutFailureReason::WrongCurrency => locales::deposit_reason_wrong_currency,
        PayoutFailureReason::Declined => locales::deposit_reason_declined,
        PayoutFailureReason::InsufficientFunds => locales::deposit_reason_insufficient_funds,
        PayoutFailureReason::NotProcessed => locales::deposit_reason_not_processed,
        PayoutFailureReason::Other => locales::deposit_reason_other,
    };
    words(language)
}

/// Why a bank took a payment back; `reason` is the processor's code.
pub(crate) fn return_reason(reason: &str, language: Language) -> &'static str {
    match reason {
        "insufficient_funds" => locales::return_reason_insufficient_funds(language),
        "incorrect_account_details" => locales::return_reason_incorrect_account_details(language),
        "debit_not_authorized" => locales::return_reason_debit_not_authorized(language),
        "bank_cannot_process" | "check_returned" => locales::return_reason_bank_cannot_process(language),
        "fraudulent" => locales::return_reason_fraudulent(language),
        "unrecognized" => locales::return_reason_unrecognized(language),
        "duplicate" => locales::return_reason_duplicate(language),
        _ => locales::return_reason_general(language),
    }
}
