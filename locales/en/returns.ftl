## Why a bank took a payment back, in words for the payer and the team
return-reason-insufficient-funds = There was not enough money in the account.
return-reason-incorrect-account-details = The account is closed, or its number is wrong.
return-reason-debit-not-authorized = The account’s owner said that the debit was not authorized.
return-reason-bank-cannot-process = The bank could not process the payment.
return-reason-fraudulent = The cardholder said that the payment was not theirs.
return-reason-unrecognized = The cardholder did not recognize the payment.
return-reason-duplicate = The payer said that they paid twice.
return-reason-general = The bank gave no further reason.

## Mail: money was given back
mail-refunded-subject = { $amount } is on its way back to you
mail-refunded-preheader = A refund from { $property }.
mail-refunded-heading = We sent you a refund
mail-refunded-intro = { $property } gave back { $amount } of your payment.
mail-refunded-amount = Given back
mail-refunded-by-card = It goes to the card you paid with and shows there in 5 to 10 business days.
mail-refunded-by-bank = It goes to the bank account you paid from and arrives in 5 to 10 business days.
mail-refunded-reason = The reason given: “{ $reason }”
mail-refunded-owed = What this payment had paid is owed again: { $amount }.
mail-refunded-view = View the payment

## Mail: a bank took a payment back
mail-returned-subject = Your payment of { $amount } was returned
mail-returned-preheader = The amount is owed again. Please pay another way.
mail-returned-heading = Your payment was returned
mail-returned-intro-bank = Your bank took back the bank transfer of { $amount } to { $property }.
mail-returned-intro-card = Your card’s bank took back the payment of { $amount } to { $property }.
mail-returned-owed = What it had paid is owed again:
mail-returned-total = Owed again
mail-returned-pay = Pay again
mail-returned-advice = Please use another account or card, or ask the office if you think this is a mistake.

## Mail to the team
mail-team-overpaid-subject = { $payer } paid more than was owed
mail-team-overpaid-preheader = Unit { $unit }, { $property }.
mail-team-overpaid-heading = More came than was owed
mail-team-overpaid-intro = { $payer }, unit { $unit } at { $property }, paid something that had been paid already. Nothing is lost: what was not owed is the household’s credit.
mail-team-overpaid-next = Give it back with a refund, or leave it as a credit.
mail-team-refund-failed-subject = A refund of { $amount } failed
mail-team-refund-failed-preheader = { $payer }, unit { $unit }, { $property }.
mail-team-refund-failed-heading = A refund failed
mail-team-refund-failed-intro = The refund to { $payer }, unit { $unit } at { $property }, did not go through. The money is still with the community.
mail-team-refund-failed-next = Try again, or pay it back another way and tell the resident.
mail-team-disputed-subject = { $payer } disputes a payment of { $amount }
mail-team-disputed-preheader = Unit { $unit }, { $property }.
mail-team-disputed-heading = A payment is disputed
mail-team-disputed-intro = The bank of { $payer }, unit { $unit } at { $property }, holds the money until it is decided whose it is.
mail-team-disputed-due = Hand in evidence in the Stripe dashboard by { $date }. Without an answer the dispute is lost.
mail-team-disputed-next = Answer in the Stripe dashboard. Without an answer the dispute is lost.
mail-team-returned-subject = A payment of { $amount } was returned
mail-team-returned-preheader = { $payer }, unit { $unit }, { $property }.
mail-team-returned-heading = A payment was returned
mail-team-returned-intro = The bank of { $payer }, unit { $unit } at { $property }, took a payment back. What it had paid is owed again, and the resident has been told.
mail-team-returned-next = There is nothing to do unless the resident gets in touch.
mail-team-money-amount = Amount
mail-team-money-reason = Reason
mail-team-money-view = Open the payment

## Statuses and timelines
payment-status-partially-refunded = Partly refunded
payment-status-returned = Returned
timeline-refunded = Refund sent
timeline-refund-failed = Refund failed
timeline-disputed = Disputed by the payer’s bank
timeline-dispute-won = Dispute won
timeline-returned = Taken back by the payer’s bank

## Errors
error-payment-not-refundable = Nothing of this payment can be refunded.
error-amount-above-refundable = Enter at most what is left of the payment.

## The audit trail
team-did-refund-requested = Refund decided
team-did-refund-changed = Refund moved
team-did-dispute-changed = Dispute moved

## Refunds and disputes
admin-refund = Refund
admin-refund-title = Refund this payment?
admin-refund-text = The money goes back the way it came, in 5 to 10 business days. What it paid is owed again, unless it came twice. A refund can’t be taken back.
admin-refund-most = At most { $amount } can be given back.
admin-refund-reason-hint = The resident reads it in their mail.
admin-refunded = Refund is on its way.
admin-refund-of = Refund of
admin-refund-requested = Being sent
admin-refund-pending = On its way
admin-refund-succeeded = Done
admin-refund-failed = Failed
admin-refund-canceled = Called off
admin-dispute-of = Dispute of
admin-dispute-inquiry = The bank asks
admin-dispute-needs-response = Answer in Stripe
admin-dispute-under-review = The bank decides
admin-dispute-won = Won
admin-dispute-lost = Taken back
admin-dispute-closed = Closed
admin-dispute-due = Evidence by

## The portal
portal-payment-partly-refunded = Part of this payment was refunded
portal-payment-partly-refunded-text = { $amount } goes back the way it came, in 5 to 10 business days.
portal-payment-returned = Your bank took this payment back
portal-payment-returned-text = What it had paid is owed again.
portal-payment-pay-again = Pay again
portal-refund = Refund
portal-refund-on-its-way = On its way to you
portal-refund-done = Sent to you
portal-refund-not-done = Did not go through; the office knows
