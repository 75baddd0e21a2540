//! The one place where codes become words. A code added to the schema does not build until it has some.

use std::borrow::Cow;

use locales::Language;

use super::{ApiError, ErrorCode, Failure, UserError};

/// Up to this many seconds a wait is told in minutes, above in hours.
const MINUTES_UP_TO: u64 = 90 * 60;

/// What went wrong, for people: the sentence for a banner, with the request's id where there is one.
pub fn error_text(language: Language, error: &ApiError) -> String {
    let words = match error {
        ApiError::Network => locales::error_network(language),
        ApiError::SignedOut => locales::error_signed_out(language),
        ApiError::NotFound => locales::error_not_found(language),
        ApiError::Failed(Failure::Forbidden, _) => locales::error_forbidden(language),
        ApiError::Failed(Failure::Request, _) => locales::error_request(language),
        ApiError::Failed(Failure::RateLimited, _) => locales::error_rate_limited(language),
        ApiError::Failed(Failure::Internal, _) => locales::error_internal(language),
        ApiError::Refused(reasons) => {
            let sentences: Vec<_> = reasons.iter().map(|reason| reason_text(language, reason)).collect();
            return sentences.join(" ");
        }
    };
    match error.request_id() {
        Some(id) => format!("{words} {}", locales::error_reference(language, id)),
        None => words.to_owned(),
    }
}

/// Why an action was refused, and for how long where the server says so.
pub fn reason_text(language: Language, reason: &UserError) -> Cow<'static, str> {
    let seconds = reason.retry_after.and_then(|seconds| u64::try_from(seconds).ok());
    match seconds.filter(|_| reason.code == ErrorCode::TooManyRequests) {
        // Rounded up: who comes back at the time told is not turned away again.
        Some(seconds) if seconds > MINUTES_UP_TO => {
            locales::error_retry_after_hours(language, seconds.div_ceil(3600)).into()
        }
        Some(seconds) => locales::error_retry_after(language, seconds.div_ceil(60).max(1)).into(),
        None => error_code_text(language, reason.code).into(),
    }
}

/// Why an action was refused, as one sentence saying what to do.
pub fn error_code_text(language: Language, code: ErrorCode) -> &'static str {
    let words = match code {
        ErrorCode::NotFound => locales::error_not_found,
        ErrorCode::InvalidAmount => locales::error_invalid_amount,
        ErrorCode::InvalidDate => locales::error_invalid_date,
        ErrorCode::InvalidEmail => locales::error_invalid_email,
        ErrorCode::Required => locales::error_required,
        ErrorCode::TooLong => locales::error_too_long,
        ErrorCode::DueDatePast => locales::error_due_date_past,
        ErrorCode::ReceivedDateFuture => locales::error_received_date_future,
        ErrorCode::UnknownUnit => locales::error_unknown_unit,
        ErrorCode::UnknownIncomeAccount => locales::error_unknown_income_account,
        ErrorCode::NoLines => locales::error_no_lines,
        ErrorCode::InvoiceAlreadyPublished => locales::error_invoice_already_published,
        ErrorCode::InvoiceNotDraft => locales::error_invoice_not_draft,
        ErrorCode::InvoiceNotOpen => locales::error_invoice_not_open,
        ErrorCode::InvoiceHasPayments => locales::error_invoice_has_payments,
        ErrorCode::InvoiceWrittenOff => locales::error_invoice_written_off,
        ErrorCode::VersionConflict => locales::error_version_conflict,
        ErrorCode::IdempotencyKeyReused => locales::error_idempotency_key_reused,
        ErrorCode::IdempotencyKeyInvalid => locales::error_idempotency_key_invalid,
        ErrorCode::AmountAboveBalance => locales::error_amount_above_balance,
        ErrorCode::AmountBelowMinimum => locales::error_amount_below_minimum,
        ErrorCode::PaymentInProgress => locales::error_payment_in_progress,
        ErrorCode::PaymentsNotConnected => locales::error_payments_not_connected,
        ErrorCode::PaymentMethodUnavailable => locales::error_payment_method_unavailable,
        ErrorCode::PaymentNotReversible => locales::error_payment_not_reversible,
        ErrorCode::PaymentNotRefundable => locales::error_payment_not_refundable,
        ErrorCode::AmountAboveRefundable => locales::error_amount_above_refundable,
        ErrorCode::ProcessorUnavailable => locales::error_processor_unavailable,
        ErrorCode::ProcessorRefused => locales::error_processor_refused,
        ErrorCode::InvalidCredentials => locales::error_invalid_credentials,
        ErrorCode::LinkInvalid => locales::error_link_invalid,
        ErrorCode::TooManyRequests => locales::error_too_many_requests,
        ErrorCode::NotAllowed => locales::error_not_allowed,
        ErrorCode::NothingToPublish => locales::error_nothing_to_publish,
        ErrorCode::PasswordTooShort => locales::error_password_too_short,
        ErrorCode::PasswordTooLong => locales::error_password_too_long,
        ErrorCode::PasswordCommon => locales::error_password_common,
        ErrorCode::PasswordWrong => locales::error_password_wrong,
        ErrorCode::RecentSignInRequired => locales::error_recent_sign_in_required,
        ErrorCode::CodeInvalid => locales::error_code_invalid,
        ErrorCode::SecondFactorEnabled => locales::error_second_factor_enabled,
        ErrorCode::SecondFactorNotEnabled => locales::error_second_factor_not_enabled,
        ErrorCode::SecondFactorRequired => locales::error_second_factor_needed,
        ErrorCode::InvitationInvalid => locales::error_invitation_invalid,
        ErrorCode::AlreadyMember => locales::error_already_member,
        ErrorCode::LastManager => locales::error_last_manager,
        ErrorCode::EmailMissing => locales::error_email_missing,
        ErrorCode::AlreadyActive => locales::error_already_active,
        ErrorCode::MovedOut => locales::error_moved_out,
        ErrorCode::NameTaken => locales::error_name_taken,
        ErrorCode::InvalidValue => locales::error_invalid_value,
        ErrorCode::PeriodClosed => locales::error_period_closed,
        ErrorCode::PeriodNotOver => locales::error_period_not_over,
        ErrorCode::PeriodNotClosed => locales::error_period_not_closed,
        ErrorCode::CardFeesForbidden => locales::error_card_fees_forbidden,
        ErrorCode::AcknowledgementRequired => locales::error_acknowledgement_required,
    };
    words(language)
}

#[cfg(test)]
mod tests {
    use super::{ApiError, ErrorCode, Language, UserError, error_text, reason_text};

    #[test]
    fn retry_delay_is_shown_in_minutes_or_hours() {
        let wait =
            |seconds| UserError { code: ErrorCode::TooManyRequests, field: None, retry_after: Some(seconds) };
        for (seconds, words) in [
            (0, "Too many attempts. Try again in 1 minute."),
            (61, "Too many attempts. Try again in 2 minutes."),
            (240, "Too many attempts. Try again in 4 minutes."),
            (5401, "Too many attempts. Try again in 2 hours."),
        ] {
            assert_eq!(reason_text(Language::En, &wait(seconds)), words);
        }
        let refused = ApiError::Refused(vec![wait(200)]);
        assert_eq!(error_text(Language::Fr, &refused), "Trop de tentatives. Réessayez dans 4 minutes.");
    }

    #[test]
    fn without_a_time_the_code_has_its_words() {
        let reason = UserError { code: ErrorCode::TooManyRequests, field: None, retry_after: None };
        assert_eq!(reason_text(Language::En, &reason), locales::error_too_many_requests(Language::En));
    }
}
