## Mail: an invoice will be paid automatically
mail-autopay-notice-subject = { $amount } will be paid automatically on { $date }
mail-autopay-notice-preheader = { $property }, from { $label }. There is nothing for you to do.
mail-autopay-notice-heading = An automatic payment is coming
mail-autopay-notice-intro = Your invoice at { $property } will be paid from { $label } on { $date }.
mail-autopay-amount = To be charged
mail-autopay-notice-stop = You can change or stop this at any time before that day. If you pay the invoice yourself first, nothing is charged.
mail-autopay-manage = Manage automatic payments

## Mail: an invoice was left out
mail-autopay-skipped-subject = { $amount } was not paid automatically
mail-autopay-skipped-preheader = { $property }: please pay this invoice yourself.
mail-autopay-skipped-heading = Please pay this invoice yourself
mail-autopay-skipped-cap = This invoice at { $property } is above the limit of { $cap } that you set for automatic payments, so nothing was charged.
mail-autopay-skipped-not-ready = { $property } can’t take this kind of payment at the moment, so nothing was charged.
mail-autopay-skipped-next = Later invoices are paid automatically again if they are within your limit.
mail-autopay-skipped-pay = Pay this invoice

## Mail: nothing is paid automatically any more
mail-autopay-stopped-subject = Automatic payments for { $property } have stopped
mail-autopay-stopped-preheader = Nothing more is charged to { $label }.
mail-autopay-stopped-heading = Automatic payments have stopped
mail-autopay-stopped-intro = Nothing more is charged to { $label } for { $property }.
mail-autopay-stopped-by-you = You stopped them.
mail-autopay-stopped-moved-out = You no longer live there according to our records.
mail-autopay-stopped-disconnected = The community no longer takes online payments through this account.
mail-autopay-stopped-declined = A payment was declined twice.
mail-autopay-stopped-returned = Your bank took an automatic payment back.
mail-autopay-stopped-removed = The card or bank account is no longer saved.
mail-autopay-stopped-owed = Invoices that are still open are waiting for you in the portal.

## Audit
team-did-autopay-started = Automatic payments set up
team-did-autopay-changed = Automatic payments changed
team-did-autopay-ended = Automatic payments stopped

## Portal
portal-autopay-title = Automatic payments
portal-autopay-intro = Save a bank account or card once, and your invoices are paid by themselves. We tell you at least three days before each payment, and you can stop at any time.
portal-autopay-manage = Manage automatic payments
portal-autopay-waits = Your card or bank account is being saved. This page shows it in a moment; reload it to see.
portal-autopay-from = Paid from
portal-autopay-when = When
portal-autopay-on-due = On the due date
portal-autopay-day-before = 1 day before the due date
portal-autopay-days-before = { $days } days before the due date
portal-autopay-cap = The most one payment may be
portal-autopay-cap-hint = Fee included. Nothing is charged for an invoice above it; we tell you instead.
portal-autopay-cap-wrong = Enter an amount above zero, such as 1500.00.
portal-autopay-days = Days before the due date
portal-autopay-days-hint = 0 means on the due date, 10 at most.
portal-autopay-days-wrong = Enter a number of days from 0 to 10.
portal-autopay-next = Before each payment you get an email with the exact amount and the day. If a payment is declined, it is tried once more three days later.
portal-autopay-change = Change
portal-autopay-changed = Automatic payments changed.
portal-autopay-stop = Stop
portal-autopay-stop-title = Stop automatic payments?
portal-autopay-stop-text = Nothing more is charged, and your card or bank account is no longer saved. You can set them up again at any time.
portal-autopay-stopped = Automatic payments stopped.
portal-autopay-set-up = Continue to Stripe
portal-autopay-will-pay = This invoice will be paid automatically on { $date }.
