### The resident’s pages.

portal-name = Resident portal
portal-nav-home = Home
portal-nav-invoices = Invoices
portal-nav-payments = Payments
portal-nav-account = Account

## Sign in
portal-sign-in-title = Sign in
portal-sign-in-intro = We’ll email you a link that signs you in. No password needed.
portal-sign-in-email-hint = The address your community writes to.
portal-sign-in-send-link = Email me a link
portal-sign-in-with-password = Use a password instead
portal-sign-in-with-link = Email me a link instead
portal-sign-in-sent-title = Check your mail
portal-sign-in-sent-text = If { $email } is known to your community, a sign-in link is on its way. It works once, for 10 minutes.
portal-sign-in-sent-nothing = Nothing after a few minutes? Look in the junk folder, or check the address.
portal-sign-in-other-address = Use another address
portal-link-title = Welcome back
portal-link-intro = Press the button to sign in with the link from your email.
portal-link-continue = Continue to my account
portal-link-missing = This link is not complete. Open it again from the email, or ask for a new one.
portal-link-again = Ask for a new link

## Home
portal-greeting = Hello, { $name }
portal-to-pay = To pay
portal-due-on = Due { $date }
portal-overdue-since = Overdue since { $date }
portal-pay-now = Pay now
portal-see-invoices = See the invoices
portal-cost-bank = Bank transfer: { $fee } fee
portal-cost-card = Card: { $fee } fee
portal-cost-bank-free = Bank transfer: no fee
portal-cost-card-free = Card: no fee
portal-all-paid = Everything is paid
portal-all-paid-text = There is nothing to pay right now. We’ll email you when a new invoice comes.
portal-nothing-now = Nothing to pay right now
portal-nothing-now-text = Your payment is on its way. We’ll email you when it has arrived.
portal-balance-over = { $count ->
    [one] { $count } open invoice
   *[other] { $count } open invoices
}
portal-next-due = Next: { $title }, { $amount }
portal-recent-invoices = Recent invoices
portal-all-invoices = All invoices
portal-transfer-on-its-way = A bank transfer of { $amount } is on its way.
portal-payment-on-its-way = A payment of { $amount } is on its way.
portal-transfer-expected = Banks take up to 4 business days; expected by { $date }.
portal-transfer-takes = Banks take up to 4 business days.
portal-transfer-until-paid = The invoice turns Paid when the money is here, not before.
portal-row-transfer-by = Transfer on its way, by { $date }
portal-row-paid-on = Paid { $date }
portal-payment-unfinished = A payment was started but not finished.
portal-payment-continue = Continue the payment

## Invoices
portal-invoices-title = Invoices
portal-filter-label = Show invoices
portal-filter-open = To pay
portal-filter-processing = On its way
portal-filter-paid = Paid
portal-invoices-none = No invoices yet
portal-invoices-none-text = Your community’s invoices appear here when they are published.
portal-invoices-none-here = No invoices in this list
portal-invoices-show-all = Show all invoices
portal-invoice-pay = Pay { $amount }
portal-invoice-print = Print
portal-invoice-payments = Payments
portal-invoice-no-payments = No payments yet.
portal-invoice-paid-on = Paid in full on { $date }. Thank you!
portal-invoice-void = This invoice was voided; there is nothing to pay.
portal-invoice-void-reason = Reason: { $reason }
portal-invoice-closed = This invoice is closed; there is nothing to pay.
portal-unit = Unit { $unit }

## Pay
portal-pay-title = Pay an invoice
portal-pay-how = How would you like to pay?
portal-pay-bank-hint = From your bank account. Takes up to 4 business days.
portal-pay-card-hint = Credit or debit card. Paid at once.
portal-pay-no-fee = No fee
portal-pay-fee = { $fee } fee
portal-pay-how-much = How much?
portal-pay-whole = The whole balance, { $amount }
portal-pay-part = Another amount
portal-pay-part-hint = From { $least } to { $most }.
portal-pay-part-fee = The fee for this amount is worked out before you confirm on the next page.
portal-pay-choose-method = Choose how to pay.
portal-pay-enter-amount = Enter an amount from { $least } to { $most }.
portal-pay-invoice-amount = Invoice amount
portal-pay-you-pay = You pay
portal-pay-fee-later = shown on the next page
portal-pay-button = Continue to payment
portal-pay-opening = Opening the payment page
portal-pay-secure = You pay on Stripe’s secure page. Your card and bank numbers never reach us.
portal-pay-cancelled = You left the payment page before paying. Nothing was charged.
portal-pay-in-flight-title = A payment is already on its way
portal-pay-in-flight-text = You can’t pay again until it has arrived, so that you don’t pay twice.
portal-pay-follow = Follow this payment
portal-pay-nothing-due = There is nothing to pay on this invoice.
portal-pay-unavailable = Not available: { $reason }
portal-back-to-invoice = Back to the invoice

## Payments
portal-payments-title = Payments
portal-payments-none = No payments yet
portal-payments-none-text = What you pay here, and what the office records for you, appears on this page.
portal-payment-title = Payment
portal-payment-checking = Confirming your payment
portal-payment-checking-text = This takes a few seconds. You can close this page; we’ll email the receipt.
portal-payment-waiting = This payment is waiting for you
portal-payment-waiting-text = You haven’t finished paying yet. Nothing was charged.
portal-payment-paid = Paid. Thank you!
portal-payment-paid-text = We received { $total } on { $date }. The receipt is in your mail.
portal-payment-recorded-text = The office recorded { $total }, received on { $date }.
portal-payment-processing = Your transfer is on its way
portal-payment-failed = The payment didn’t go through
portal-payment-failed-text = Nothing was collected. You can try again or pay another way.
portal-payment-expired = This payment was not finished
portal-payment-expired-text = The payment page closed before you paid. Nothing was charged.
portal-payment-reversed = This payment was reversed
portal-payment-reversed-text = The office took this payment back. What it paid is owed again.
portal-payment-refunded = This payment was refunded
portal-payment-refunded-text = The money goes back the way it came, in 5 to 10 business days.
portal-payment-disputed = This payment is disputed
portal-payment-disputed-text = The bank is looking into it. What it paid may be owed again.
portal-payment-applied-to = Applied to
portal-payment-started-on = Started
portal-payment-received-on = Received
portal-payment-expected-by = Expected by
portal-payment-try-again = Try again
portal-payment-see-invoice = See the invoice
portal-payment-still-checking = Still waiting for the bank’s answer. This page looks again by itself.

## Account
portal-account-title = Account
portal-account-you = You
portal-account-language-hint = For this site and the mail we send you.
portal-account-language-saved = Language saved.
portal-account-homes = Your homes
portal-account-owner = Owner
portal-account-tenant = Tenant
portal-account-change = To change your name or address, write to the office.
