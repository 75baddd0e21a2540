### Keeping the books true: deposits, transactions, reconciliation, events and closed periods, for the team.

## The pages about money
books-nav = Money
books-payments = Payments
books-transactions = Transactions
books-deposits = Deposits
books-reconciliation = Reconciliation
books-events = Events from Stripe

## Deposits
books-deposits-intro = What Stripe pays out to the bank account of each property, explained to the cent.
books-deposits-filter = Show deposits
books-deposits-all = All
books-deposits-none = No deposits yet
books-deposits-none-text = They appear when Stripe sends money to the bank.
books-deposits-see = See the deposits
books-deposit = Deposit of { $amount }
books-deposit-arrives = Arrives
books-deposit-arrived = Arrived
books-deposit-expected = Expected
books-deposit-made = Made
books-deposit-made-of = Made of
books-deposit-stripe-id = Stripe’s number
books-deposit-pending = Planned
books-deposit-in-transit = On its way
books-deposit-paid = In the bank
books-deposit-failed = Came back
books-deposit-canceled = Canceled
books-deposit-counting = Stripe is still counting what this deposit is made of. Look again in a few hours.
books-deposit-unexplained = The parts do not add up: { $amount } of this deposit is not explained.
books-deposit-unexplained-text = Compare the deposit with your Stripe dashboard, or ask Stripe about it with its number.
books-deposit-agrees = The parts add up to the amount.
books-deposit-failed-title = This deposit did not reach the bank account.
books-deposit-failed-text = The money is back at Stripe and comes with a later deposit. Check the bank account in your Stripe dashboard: Stripe makes no further deposit until it is right.
books-deposit-summary = What it is made of
books-deposit-items = Part by part
books-deposit-sum = Deposited
books-part-kind = Part
books-part-count = Number
books-part-gross = Amount
books-part-net = In the deposit
books-parts-payment = Payments
books-parts-refund = Refunds
books-parts-dispute = Disputes
books-parts-fee = Stripe fees
books-parts-returned = Earlier deposits that came back
books-parts-adjustment = Adjustments
books-part-payment = Payment
books-part-refund = Refund
books-part-dispute = Dispute
books-part-fee = Stripe fee
books-part-returned = Earlier deposit that came back
books-part-adjustment = Adjustment
books-part-outside = Not made with Propty
books-attention = Needs attention

## Transactions
books-transactions-intro = Everything that moved: payments, refunds, disputes, fees and deposits.
books-transactions-none = Nothing has moved yet
books-transactions-none-text = Transactions appear with the first payment.
books-transactions-search = Payer, unit, invoice or reference
books-transactions-kinds = Kind
books-transactions-kinds-all = All kinds
books-group-payments = Payments
books-group-refunds = Refunds
books-group-disputes = Disputes
books-group-fees = Fees and adjustments
books-group-deposits = Deposits
books-transactions-methods = Method
books-transactions-methods-all = All methods
books-transactions-export = Download as CSV
books-from = From
books-to = To
books-about = About

## Reconciliation
books-reconciliation-intro = Compares the books with Stripe’s balance, with themselves and with every invoice and deposit.
books-agrees = Everything agrees
books-differs = { $count ->
    [one] One thing does not agree
   *[other] { $count } things do not agree
}
books-never-checked = Not checked yet
books-never-checked-text = Press “Check now” to compare the books with Stripe.
books-checked = Checked { $when }
books-check = Check now
books-check-again = Check again
books-in-books = At Stripe, by the books
books-available = Available at Stripe
books-pending-balance = Not available yet
books-under-way = Deposits on their way
books-balance-none = not known
books-finding-balance = The books say { $ours } is at Stripe; Stripe’s balance with the deposits on their way is { $theirs }.
books-finding-balance-next = If something was paid in the last minutes, check again. Otherwise replay the events of the last days under “Events from Stripe”.
books-finding-unreachable = Stripe could not be asked for its balance.
books-finding-unreachable-next = Check again in a few minutes. If it stays, look at the property’s account under “Payment settings”.
books-finding-broken = The books do not agree with themselves: { $detail }.
books-finding-broken-next = Tell Propty’s support before anything else is recorded.
books-finding-invoice = An invoice owes { $ours }, but its entries in the books say { $theirs }.
books-finding-invoice-next = Tell Propty’s support; nothing is lost, and both figures are kept.
books-finding-parked = A payment was set aside because it differs at Stripe: { $detail }.
books-differs-amount = another amount was charged
books-differs-currency = it is in another currency
books-differs-mode = it is not with the same kind of money, real or test
books-differs-session = it was made on another payment page
books-differs-mark = it names another payment, invoice or property
books-finding-parked-next = Compare it with your Stripe dashboard. The invoice stays open until it is clear.
books-finding-fee = Stripe kept { $theirs } of a payment; { $ours } was booked.
books-finding-fee-next = The difference is booked when the payment’s events are applied. Replay them under “Events from Stripe” if it stays.
books-finding-late = A bank transfer was expected by { $day } and has not settled.
books-finding-late-next = Look for the payment in your Stripe dashboard. Nobody needs to pay again.
books-finding-deposit = A deposit of { $ours } has parts that make { $theirs }.
books-finding-deposit-next = Open the deposit and compare it with your Stripe dashboard.
books-finding-deposit-failed = A deposit of { $amount } expected on { $day } did not reach the bank account.
books-finding-deposit-failed-next = Check the bank account in your Stripe dashboard.
books-finding-event-waiting = Something Stripe told has not been applied yet: { $detail }.
books-finding-event-given-up = Something Stripe told could not be applied: { $detail }.
books-finding-event-next = Replay it under “Events from Stripe”.
books-open-deposit = Open the deposit
books-open-events = Open the events

## Closed periods
books-periods = Closed periods
books-periods-none = No period is closed: everything can still be recorded.
books-closed-through = The books are closed through { $day }. Nothing can be recorded on these days.
books-close-through = Close through
books-close = Close the books
books-close-title = Close the books through { $day }?
books-close-text = Afterwards nothing can be recorded on these days. The balances they end with are kept and never change.
books-closed-toast = The books are closed.
books-reopen = Reopen the last period
books-reopen-title = Reopen the last closed period?
books-reopen-text = Its days take records again. The reopening and your reason stay on record.
books-reopened-toast = The period is open again.
books-period-what = What
books-period-closed = Closed through { $day }
books-period-reopened = Reopened; closed through { $day }
books-period-reopened-all = Reopened; no period is closed
books-period-by = By

## Events
books-events-intro = What Stripe has told about your accounts. Applying an event again asks Stripe what is true now and changes only what was missed.
books-events-filter = Show events
books-events-all = All
books-events-none = No events here
books-events-none-text = Events appear as soon as Stripe tells of payments, deposits or accounts.
books-event = Event
books-event-received = Received
books-event-state = State
books-event-waiting = Waiting
books-event-applied = Applied
books-event-given-up = Given up
books-event-payment-read = Payment read from Stripe
books-event-deposit-read = Deposit read from Stripe
books-event-account-read = Account read from Stripe
books-event-account-disconnected = Account disconnected
books-event-read = Read from Stripe
books-event-ignored = Nothing follows from it
books-event-attempts = { $count ->
    [one] One try
   *[other] { $count } tries
}
books-event-replays = { $count ->
    [one] replayed once
   *[other] replayed { $count } times
}
books-replay = Replay
books-replay-done = The event is being applied again.
books-replay-all = Replay all since…
books-replay-all-title = Replay all events since a day
books-replay-all-text = All events of all properties received since then are applied again, the oldest first. Nothing is done twice.
books-replay-since = Since
books-replay-all-go = Replay
books-replay-all-done = { $count ->
    [one] One event is being applied again.
   *[other] { $count } events are being applied again.
}

## In the audit
books-did-event-replayed = Replayed events from Stripe
books-did-period-closed = Closed the books
books-did-period-reopened = Reopened the books
books-field-through = Through
books-field-since = Since
books-field-events = Events
books-field-event = Event
