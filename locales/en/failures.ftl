## Why a payment did not go through, in words for the payer and the team
payment-failure-insufficient-funds = There was not enough money in the account.
payment-failure-card-expired = The card has expired.
payment-failure-card-details = The card’s number, date or security code is not right.
payment-failure-not-confirmed = The bank asked for a confirmation and did not get one.
payment-failure-limit-reached = A limit of the card or account was reached.
payment-failure-account-closed = The account is closed.
payment-failure-account-not-found = There is no account with this number.
payment-failure-account-restricted = The account can’t be debited.
payment-failure-not-processed = The bank could not process the payment. Try again later.
payment-failure-not-started = The payment could not be started.
payment-failure-stopped = Automatic payments were stopped before it.
payment-failure-declined = The bank declined it and gave no further reason.

## Why a refund did not reach the payer, in words for the team
refund-failure-card-gone = The card has expired or was canceled, lost or stolen.
refund-failure-declined = The payer’s bank declined the refund.
refund-failure-insufficient-funds = The balance at Stripe did not cover the refund.
refund-failure-disputed = The payment was disputed meanwhile.
refund-failure-withdrawn = The refund was called off in Stripe.
refund-failure-not-started = Stripe did not accept the refund.
refund-failure-other = No further reason was given.
