### The mail the server sends. Amounts and dates come in finished, for the same language.

mail-greeting = Hello { $name },
mail-label = { $label }: { $value }
mail-amount-due = Amount due
mail-due-on = Due { $date }
mail-total = Total
mail-already-paid = Already paid or credited
mail-left-to-pay = Left to pay
mail-method = Paid by
mail-date = Date
mail-reference = Reference
mail-invoice-line = { $number } · { $title }
mail-fee = Processing fee
mail-button-broken = If the button does not work, open this address:
mail-sent-by = Sent by { $organization } for { $property }.
mail-sent-by-organization = Sent by { $organization }.
mail-questions = Questions? Just reply to this message.
mail-open-portal = Your invoices and payments: { $address }
mail-open-admin = The team’s pages: { $address }

## A new invoice
mail-invoice-subject = { $title }: { $amount } due { $date }
mail-invoice-preheader = Invoice { $number } from { $property }, unit { $unit }.
mail-invoice-heading = Your new invoice
mail-invoice-intro = { $property } has sent you invoice { $number } for unit { $unit }.
mail-invoice-pay = Pay { $amount }
mail-invoice-view = View the invoice
mail-invoice-how = Pay by bank transfer or card. If there is a fee, you see it before you pay.
mail-invoice-offline = This invoice can’t be paid online yet. Please pay the way you usually do.

## A receipt
mail-receipt-subject = Receipt: we have received { $total }
mail-receipt-preheader = Thank you. Your payment to { $property } is complete.
mail-receipt-heading = Thank you, your payment is complete
mail-receipt-intro = { $property } has received your payment. Keep this message as your receipt.
mail-receipt-amount = Received
mail-receipt-date = on { $date }
mail-receipt-nothing-left = You have nothing left to pay.
mail-receipt-balance = You still have { $balance } to pay.
mail-receipt-view = View the payment

## A payment that did not go through
mail-failed-subject = Your payment of { $amount } did not go through
mail-failed-preheader = The amount is still due. You can try again.
mail-failed-heading = Your payment did not go through
mail-failed-intro-bank = Your bank transfer of { $amount } to { $property } was refused, so the amount is still due.
mail-failed-intro-card = Your card payment of { $amount } to { $property } was refused, so the amount is still due.
mail-failed-intro-other = Your payment of { $amount } to { $property } was refused, so the amount is still due.
mail-failed-unpaid = Still due
mail-failed-retry = Try again
mail-failed-advice = You can use the same account or card again, or another one.

## A transfer on its way
mail-processing-subject = Your bank transfer of { $total } is on its way
mail-processing-preheader = It should arrive by { $date }. There is nothing more to do.
mail-processing-heading = Your bank transfer is on its way
mail-processing-intro = Thank you. Banks take a few days: the transfer should reach { $property } by { $date }. You will get a receipt when it does.
mail-processing-amount = On its way
mail-processing-by = expected by { $date }
mail-processing-invoices = Invoices
mail-processing-once = There is nothing more to do, and no need to pay again.
mail-processing-view = Follow the payment

## A link to sign in
mail-sign-in-subject = Your link to sign in to { $organization }
mail-sign-in-preheader = { $minutes ->
    [one] It works once, for one minute.
   *[other] It works once, for { $minutes } minutes.
}
mail-sign-in-heading = Sign in
mail-sign-in-intro = { $minutes ->
    [one] You asked for a link to sign in to { $organization }. It works once, for one minute.
   *[other] You asked for a link to sign in to { $organization }. It works once, for { $minutes } minutes.
}
mail-sign-in-button = Sign in
mail-sign-in-not-you = If you did not ask for it, you can ignore this message. Nobody can sign in without it.

## To the team: a payment came in
mail-team-payment-subject = { $payer } paid { $amount }
mail-team-payment-preheader = Unit { $unit }, { $property }.
mail-team-payment-heading = A payment came in
mail-team-payment-intro = { $payer }, unit { $unit } at { $property }, has paid.
mail-team-payment-amount = Received
mail-team-payment-invoices = { $count ->
    [one] Invoice
   *[other] Invoices
}
mail-team-payment-view = Open the payment

## To the organization managers: the payment account needs them
mail-account-subject = { $property }: your payment account needs attention
mail-account-heading = Your payment account needs attention
mail-account-restricted-preheader = Stripe asks for more information.
mail-account-restricted-intro = Stripe asks for more information about { $property }. Until it has it, payments or deposits may be held back.
mail-account-restricted-by = Stripe asks for more information about { $property } by { $date }. After that, payments or deposits may be held back.
mail-account-restricted-after = The payment settings show what is missing, and lead to Stripe’s forms.
mail-account-disabled-preheader = Residents can’t pay online until it is connected again.
mail-account-disabled-intro = The payment account of { $property } was closed or disconnected. Residents can’t pay online any more.
mail-account-disabled-after = Connect an account again in the payment settings. Payments made before stay in your books.
mail-account-open = Open the payment settings

## An invitation to the team
mail-member-invitation-subject = { $inviter } invites you to the team of { $organization }
mail-member-invitation-preheader = Set up your account to start. The link works once.
mail-member-invitation-heading = You are invited to the team
mail-member-invitation-intro-manager = { $inviter } invites you to run { $organization } as organization manager.
mail-member-invitation-intro-property = { $inviter } invites you to the team of { $organization } as property manager.
mail-invitation-button = Accept the invitation
mail-invitation-lifetime = The link works once, for { $days } days. A newer invitation replaces it.
mail-invitation-unexpected = If you did not expect this invitation, you can ignore it: nothing happens until you accept.

## An invitation to the portal
mail-resident-invitation-subject = { $organization } invites you to your resident portal
mail-resident-invitation-preheader = See your invoices and pay them online.
mail-resident-invitation-heading = Your resident portal is ready
mail-resident-invitation-intro = { $property } invites you to its resident portal. There you see your invoices, pay them by bank transfer or card, and find your receipts.

## A link that opens an organization
mail-sign-up-subject = Open { $organization } on Propty
mail-sign-up-preheader = Confirm your address to start. The link works once.
mail-sign-up-heading = Confirm your address
mail-sign-up-intro = You asked to open an account for { $organization }. Confirm that this address is yours, and the account is open.
mail-sign-up-button = Open the account
mail-sign-up-lifetime = { $hours ->
    [one] The link works once, for one hour.
   *[other] The link works once, for { $hours } hours.
}
mail-sign-up-not-you = If you did not ask for it, you can ignore this message: nothing is opened without it.
