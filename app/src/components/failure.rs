//! Why money did not move, in words.

use crate::api::admin::RefundFailureReason;
use crate::api::{PaymentFailureReason, named};
use crate::i18n::Words;

/// Why a payment did not go through.
pub fn payment_failure(reason: PaymentFailureReason) -> Words {
    match reason {
        PaymentFailureReason::InsufficientFunds => locales::payment_failure_insufficient_funds,
        PaymentFailureReason::CardExpired => locales::payment_failure_card_expired,
        PaymentFailureReason::CardDetails => locales::payment_failure_card_details,
        PaymentFailureReason::NotConfirmed => locales::payment_failure_not_confirmed,
        PaymentFailureReason::LimitReached => locales::payment_failure_limit_reached,
        PaymentFailureReason::AccountClosed => locales::payment_failure_account_closed,
        PaymentFailureReason::AccountNotFound => locales::payment_failure_account_not_found,
        PaymentFailureReason::AccountRestricted => locales::payment_failure_account_restricted,
        PaymentFailureReason::NotProcessed => locales::payment_failure_not_processed,
        PaymentFailureReason::NotStarted => locales::payment_failure_not_started,
        PaymentFailureReason::Stopped => locales::payment_failure_stopped,
        PaymentFailureReason::Declined => locales::payment_failure_declined,
    }
}

/// Why a refund did not reach the payer.
pub fn refund_failure(reason: RefundFailureReason) -> Words {
    match reason {
        RefundFailureReason::CardGone => locales::refund_failure_card_gone,
        RefundFailureReason::Declined => locales::refund_failure_declined,
        RefundFailureReason::InsufficientFunds => locales::refund_failure_insufficient_funds,
        RefundFailureReason::Disputed => locales::refund_failure_disputed,
        RefundFailureReason::Withdrawn => locales::refund_failure_withdrawn,
        RefundFailureReason::NotStarted => locales::refund_failure_not_started,
        RefundFailureReason::Other => locales::refund_failure_other,
    }
}

/// The same by the reason's name, in any case; none for what is no such name.
pub fn payment_failure_named(name: &str) -> Option<Words> {
    named(name).map(payment_failure)
}

/// The same by the reason's name, in any case; none for what is no such name.
pub fn refund_failure_named(name: &str) -> Option<Words> {
    named(name).map(refund_failure)
}

#[cfg(test)]
mod tests {
    use super::{payment_failure_named, refund_failure_named};
    use crate::i18n::Language;

    #[test]
    fn names_of_the_audit_and_the_timeline_have_words() {
        let words = payment_failure_named("insufficient_funds").map(|words| words(Language::Fr));
        assert_eq!(words, Some("Le compte n’était pas assez approvisionné."));
        let words = refund_failure_named("CARD_GONE").map(|words| words(Language::En));
        assert_eq!(words, Some("The card has expired or was canceled, lost or stolen."));
        assert!(payment_failure_named("Cheque 12").is_none());
    }
}
