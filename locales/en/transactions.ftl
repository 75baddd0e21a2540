### What moved: payments, refunds, disputes, fees and deposits, on the page and in the file.

## Kinds
transaction-online-payment = Online payment
transaction-offline-payment = Payment by hand
transaction-offline-reversal = Reversal of a payment by hand
transaction-refund = Refund
transaction-refund-failed = Refund came back
transaction-dispute-opened = Dispute: withdrawn
transaction-dispute-won = Dispute: won back
transaction-dispute-lost = Dispute: lost
transaction-fee-correction = Fee correction
transaction-adjustment = Stripe adjustment
transaction-deposit = Deposit
transaction-deposit-failed = Deposit came back

## Columns
transaction-date = Date
transaction-kind = Kind
transaction-property = Property
transaction-unit = Unit
transaction-payer = Payer
transaction-invoices = Invoices
transaction-method = Method
transaction-reference = Reference
transaction-gross = Amount
transaction-fee = Fee
transaction-net = Net
transaction-deposited = Deposited
transaction-currency = Currency
transaction-id = Transaction

# The beginning of the file’s name, in small letters without spaces.
transaction-file = transactions
