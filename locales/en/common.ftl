### Words the whole product shares.

common-loading = Loading
common-try-again = Try again
common-cancel = Cancel
common-close = Close
common-save = Save
common-optional = optional
common-sign-in = Sign in
common-sign-out = Sign out
common-skip-to-content = Skip to content
common-main-navigation = Main navigation
common-other-language = Français
common-language = Language
common-language-english = English
common-language-french = Français
common-pages = Pages
common-page-previous = Previous
common-page-next = Next
common-all = All
common-amount = Amount
common-fee = Fee
common-total = Total
common-balance = Balance
common-paid = Paid
common-on-its-way = On its way
common-written-off = Written off
common-due = Due
common-status = Status
common-method = Method
common-date = Date
common-description = Description
common-unit = Unit
common-resident = Resident
common-property = Property
common-invoice = Invoice
common-number = Number
common-name = Name
common-email = Email address
common-password = Password
common-reference = Reference
common-timeline = Timeline
common-details = Details
common-lines = Lines
common-form-problem = There is a problem
common-not-found-title = This page is not here
common-not-found-text = The address may be mistyped, or what it showed has moved.
common-go-home = Go to the home page
common-days-late = { $days ->
    [one] { $days } day late
   *[other] { $days } days late
}
common-plus-fee = { $amount } + { $fee } fee

## Status of an invoice
status-draft = Draft
status-open = Open
status-to-pay = To pay
status-overdue = Overdue
status-processing = Processing
status-paid = Paid
status-void = Void
status-uncollectible = Uncollectible
status-closed = Closed

## Status of a payment
payment-status-pending = Not finished
payment-status-processing = Processing
payment-status-succeeded = Paid
payment-status-failed = Failed
payment-status-expired = Expired
payment-status-reversed = Reversed
payment-status-refunded = Refunded
payment-status-disputed = Disputed

## How money comes
method-bank = Bank transfer
method-card = Card
method-cash = Cash
method-cheque = Cheque
method-other = Other

## What happened to an invoice, newest first
timeline-created = Draft created
timeline-published = Published
timeline-email-queued = Email waiting to be sent
timeline-email-sent = Email delivered
timeline-email-failed = Email could not be delivered
timeline-checkout-started = Payment page opened
timeline-checkout-expired = Payment page closed without paying
timeline-transfer-started = Bank transfer started
timeline-payment-succeeded = Payment received
timeline-payment-failed = Payment failed
timeline-payment-recorded = Payment recorded
timeline-payment-reversed = Payment reversed
timeline-deposited = Deposited in the bank account
timeline-paid = Paid in full
timeline-voided = Voided
timeline-written-off = Written off
timeline-by = { $event } by { $actor }
timeline-to = { $event } to { $address }
