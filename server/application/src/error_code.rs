//! The codes of expected failures. A code is added here, with the description API callers read, and gets its words
//! in `locales`; nothing else in Rust lists them.

use domain::described_enum;

described_enum! {
    /// Stable code of an expected failure, for programs to decide by. A code is never reused for another meaning;
    /// new codes may be added, so treat an unknown one as a failure.
    pub enum ErrorCode {
        /// The object does not exist, or the caller may not see it; the two are not told apart.
        NotFound,
        /// The amount is not a decimal number above zero with at most two decimals, or is larger than 999999.99.
        InvalidAmount,
        /// The date can't be used here; `message` says which dates can.
        InvalidDate,
        /// The text is not an email address that mail can be sent to.
        InvalidEmail,
        /// A required value is missing or empty.
        Required,
        /// The text or list is longer than allowed; `message` names the limit.
        TooLong,
        /// The due date lies before today in the property's time zone.
        DueDatePast,
        /// The date of receipt lies after today in the property's time zone.
        ReceivedDateFuture,
        /// The property has no such unit.
        UnknownUnit,
        /// The property has no such income account that invoices can be billed to.
        UnknownIncomeAccount,
        /// The invoice has no lines.
        NoLines,
        /// The invoice was published before.
        InvoiceAlreadyPublished,
        /// The invoice is not a draft, and only drafts can be deleted.
        InvoiceNotDraft,
        /// The invoice is not open: it is a draft, paid, void or written off.
        InvoiceNotOpen,
        /// The invoice has payments, received or in progress. Reverse or refund them first.
        InvoiceHasPayments,
        /// A part of the invoice was written off, so it can't be voided. Write off the rest.
        InvoiceWrittenOff,
        /// The object changed since the caller read it: `expectedVersion` is not its current version. Read it again.
        VersionConflict,
        /// The idempotency key was used for another mutation or with other input. Generate a new one.
        IdempotencyKeyReused,
        /// The idempotency key is empty, longer than 255 bytes or contains control characters.
        IdempotencyKeyInvalid,
        /// The amount is larger than the balance owed.
        AmountAboveBalance,
        /// The amount is smaller than the least that can be paid online, 1.00.
        AmountBelowMinimum,
        /// Another payment of the invoice is in progress and can't be replaced, such as a bank transfer.
        PaymentInProgress,
        /// The property can't take online payments: its payment account is missing, not ready or disconnected.
        PaymentsNotConnected,
        /// The property takes online payments, but not by this method.
        PaymentMethodUnavailable,
        /// The payment can't be reversed: it was made online, or was reversed before. Refund online payments.
        PaymentNotReversible,
        /// Nothing of the payment can be refunded: it was not received, was recorded by hand, is disputed, or all
        /// of it was refunded.
        PaymentNotRefundable,
        /// The amount is larger than what can still be refunded.
        AmountAboveRefundable,
        /// The payment processor did not answer, and nothing was charged. Repeat the call with the same
        /// idempotency key.
        ProcessorUnavailable,
        /// The payment processor rejected the request; `message` holds its reason.
        ProcessorRefused,
        /// The email address or the password is wrong, or the account has no password.
        InvalidCredentials,
        /// The emailed link was used, was replaced by a newer one, or has expired.
        LinkInvalid,
        /// Too many attempts; wait as many seconds as `retryAfter` says.
        TooManyRequests,
        /// The caller may not do this, for example because an API key made a call that is for people.
        NotAllowed,
        /// There are no drafts to publish.
        NothingToPublish,
        /// The password has fewer than 8 characters.
        PasswordTooShort,
        /// The password has more than 128 characters.
        PasswordTooLong,
        /// The password is easy to guess: a common one, or made from the person's name or address.
        PasswordCommon,
        /// The current password is wrong.
        PasswordWrong,
        /// Setting a first password requires a sign-in within the last 15 minutes.
        RecentSignInRequired,
        /// The code of the second factor is wrong, was used or has expired.
        CodeInvalid,
        /// The second factor is already enabled.
        SecondFactorEnabled,
        /// The second factor is not enabled, or its enrollment was not started.
        SecondFactorNotEnabled,
        /// An organization requires a second factor: the caller's must be enabled, and stay so.
        SecondFactorRequired,
        /// The invitation was used, replaced or revoked, or has expired.
        InvitationInvalid,
        /// The person is already a member of the team.
        AlreadyMember,
        /// The organization would be left without an organization manager.
        LastManager,
        /// The resident has no email address.
        EmailMissing,
        /// The resident has already accepted an invitation and has an account.
        AlreadyActive,
        /// The resident has moved out.
        MovedOut,
        /// Another object already has this name or label.
        NameTaken,
        /// The value can't be used here; `message` says which values can.
        InvalidValue,
        /// The books are closed on this day. Reopen the period, or use a later day.
        PeriodClosed,
        /// The period is not over yet in the property's time zone.
        PeriodNotOver,
        /// The property has no closed period.
        PeriodNotClosed,
        /// The law at the property's location forbids passing card fees on to residents.
        CardFeesForbidden,
        /// Passing card fees on requires `cardAcknowledged: true`: the rules for card surcharges were checked.
        AcknowledgementRequired,
    }
}

#[cfg(test)]
mod tests {
    use domain::described::Described;

    use super::ErrorCode;

    #[test]
    fn every_code_has_a_description() {
        assert!(ErrorCode::CASES.iter().all(|case| case.description.ends_with('.')));
        assert_eq!(ErrorCode::from_name("NotFound"), Some(ErrorCode::NotFound));
    }
}
