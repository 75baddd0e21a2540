### What went wrong, and what to do about it.

## Answers to a whole request
error-network = We couldn’t reach the server. Check your connection, then try again.
error-signed-out = You are signed out. Sign in again to go on.
error-forbidden = You don’t have access to this.
error-request = The request was not understood. Reload the page and try again.
error-rate-limited = Too many requests. Wait a minute, then try again.
error-internal = Something went wrong on our side. Nothing was lost; try again in a moment.
error-reference = Reference for support: { $id }
error-title = This didn’t load

## Answers to one action, by code
error-not-found = This no longer exists, or you don’t have access to it.
error-invalid-amount = Enter an amount such as 120.00.
error-invalid-date = Enter a date, with day, month and year.
error-invalid-email = Enter an email address, such as name@example.com.
error-required = Fill in this field.
error-too-long = This is too long. Shorten it.
error-due-date-past = The due date must be today or later.
error-received-date-future = The date received can’t be in the future.
error-unknown-unit = Choose a unit of this property.
error-unknown-income-account = Choose an income account of this property.
error-no-lines = Add at least one line.
error-invoice-already-published = This invoice is already published.
error-invoice-not-draft = Only a draft can be changed this way.
error-invoice-not-open = This invoice is not open: it may already be paid or void.
error-invoice-has-payments = This invoice has payments. Reverse or refund them first.
error-invoice-written-off = A part of this invoice was written off, so it can’t be voided. Write off the rest instead.
error-version-conflict = Someone changed this while you were working. Reload the page to see what is new.
error-idempotency-key-reused = This was already sent with other details. Reload the page and check before you try again.
error-idempotency-key-invalid = The request was not complete. Reload the page and try again.
error-amount-above-balance = The amount is more than what is owed.
error-amount-below-minimum = The amount must be at least 1.00.
error-payment-in-progress = A payment is already under way for this invoice. Wait until it has gone through or failed.
error-payments-not-connected = Online payment isn’t set up for this property yet. Ask the office how to pay.
error-payment-method-unavailable = This way of paying isn’t available right now. Choose the other one.
error-payment-not-reversible = This payment can’t be reversed.
error-processor-unavailable = The payment service isn’t answering. Nothing was charged; try again in a few minutes.
error-processor-refused = The payment service refused this request. Nothing was charged; try again, or choose the other way of paying.
error-invalid-credentials = The email address or the password is not right.
error-link-invalid = This link has expired or was already used. Ask for a new one.
error-too-many-requests = Too many attempts. Wait a few minutes, then try again.
error-retry-after = { $minutes ->
    [one] Too many attempts. Try again in { $minutes } minute.
   *[other] Too many attempts. Try again in { $minutes } minutes.
}
error-retry-after-hours = { $hours ->
    [one] Too many attempts. Try again in { $hours } hour.
   *[other] Too many attempts. Try again in { $hours } hours.
}
error-not-allowed = Your role does not allow this.
error-nothing-to-publish = There are no drafts to publish.
error-password-too-short = Use at least 8 characters.
error-password-too-long = Use at most 128 characters.
error-password-common = This password is easy to guess. Choose another one.
error-password-wrong = This is not your current password.
error-recent-sign-in-required = To do this, sign out and sign in again by an emailed link.
error-code-invalid = The code is wrong, was already used or is too old. Enter the newest one.
error-second-factor-enabled = The second factor is already on.
error-second-factor-not-enabled = The second factor is not on.
error-second-factor-needed = Set up your second factor first, under Security.
error-invitation-invalid = This invitation has expired, was replaced or was already used. Ask for a new one.
error-already-member = This person already belongs to the team.
error-last-manager = An organization keeps at least one manager. Give the role to someone else first.
error-email-missing = This resident has no email address.
error-already-active = This resident already has an account.
error-moved-out = This resident has moved out.
error-name-taken = This name is already used. Choose another one.
error-invalid-value = This value can’t be used here. Choose another one.
error-period-closed = The books are closed through this day. Choose a later day, or have the period reopened.
error-period-not-over = This month is not over yet. Choose an earlier one.
error-period-not-closed = No period is closed.
error-card-fees-forbidden = In Quebec, card fees can’t be passed on to residents.
error-acknowledgement-required = Confirm that you checked the rules for card fees.
