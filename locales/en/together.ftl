## Several invoices in one payment
portal-pay-together = { $count ->
    [one] Pay { $count } invoice, { $amount }
   *[other] Pay { $count } invoices, { $amount }
}
portal-pay-only-next = Pay only the one due first
portal-pay-together-of = The invoices of { $property }. Those of your other communities are paid separately.

## Choosing them in the list
portal-tick = Choose { $title }, due { $date }, { $amount }
portal-tick-other = Of another community than the invoices you chose: pay it separately.
portal-ticked = { $count ->
    [one] { $count } invoice
   *[other] { $count } invoices
}
portal-pay-ticked = Pay together

## Paying them
portal-pay-several-title = Pay invoices
portal-back-to-invoices = Back to the invoices
portal-pay-part-order = It goes to the invoice due first, then to the next.
portal-pay-left-out = Not part of this payment:
portal-pay-left-out-paid = { $title } is already paid.
portal-pay-left-out-closed = { $title } was withdrawn. There is nothing to pay on it.
portal-pay-left-out-moving = A payment for { $title } is on its way. Wait until it has arrived, so that you don’t pay twice.
portal-pay-none-left = None of these invoices can be paid now
portal-pay-changed = Something changed while this page was open, so nothing was charged. This is what can be paid now.
portal-transfer-until-all-paid = The invoices turn Paid when the money is here, not before.
