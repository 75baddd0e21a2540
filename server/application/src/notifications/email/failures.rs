//! Why money did not move, in words.

use domain::failure::{PaymentFailure, RefundFailure};
use locales::Language;

/// Why a payment did not go through, as a sentence.
pub fn payment_failure(why: PaymentFailure, language: Language) -> &'static str {
    let words = match why {
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

/// Why a refund did not reach the payer, as a sentence.
pub fn refund_failure(why: RefundFailure, language: Language) -> &'static str {
    let words = match why {
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
