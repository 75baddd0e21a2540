### The team’s pages.

admin-name = Administration
admin-nav-invoices = Invoices
admin-nav-payments = Payments
admin-nav-units = Units
admin-nav-residents = Residents
admin-nav-settings = Settings
admin-nav-payment-settings = Payment settings
admin-nav-menu = Menu
admin-organization = Organization
admin-organization-switch = Change organization

## Sign in
admin-sign-in-title = Sign in to Propty
admin-sign-in-intro = For the team that runs the community.
admin-sign-in-with-link = Email me a link instead
admin-sign-in-with-password = Use a password instead
admin-sign-in-send-link = Email me a link
admin-sign-in-sent-text = If { $email } belongs to a team, a sign-in link is on its way. It works once, for 10 minutes.
admin-no-membership-title = You are not on a team
admin-no-membership-text = This account belongs to no organization’s team. Ask an organization manager to invite you. If you live in a community, your invoices are in the resident portal.
admin-open-portal = Open the resident portal

## Payments
admin-payments-title = Payments
admin-payments-filter = Show payments
admin-payments-none = No payments here
admin-payments-none-text = Payments appear when residents pay online or when you record one on an invoice.
admin-payments-show-all = Show all payments
admin-payments-all = All
admin-payments-for = For

## Several pages
admin-all-properties = All properties
admin-clear-filters = Clear filters
admin-nothing-matches = Nothing matches
admin-nothing-matches-text = No entry fits this search and these filters.
admin-no-resident = No primary resident
admin-no-properties = No properties yet
admin-no-properties-text = Nothing can be billed or paid until the organization has a property.
admin-range = 1–{ $shown } of { $total }
admin-range-total = { $total } in all
admin-unit = Unit { $unit }
admin-crumbs = You are here
admin-saved = Saved.
admin-account = Account

## Invoices
admin-invoices-title = Invoices
admin-invoice-create = Create invoice
admin-publish-all = Publish all ({ $drafts })
admin-invoices-filter = Show invoices
admin-invoices-search = Search number, unit, name
admin-filter-draft = Draft
admin-filter-open = Open
admin-filter-overdue = Overdue
admin-filter-processing = Processing
admin-filter-paid = Paid
admin-filter-void = Void
admin-filter-uncollectible = Uncollectible
admin-totals-label = Totals
admin-totals-paid = Paid this month
admin-totals-billed = of { $amount } billed
admin-totals-oldest = { $invoices } · oldest { $days ->
    [one] { $days } day
   *[other] { $days } days
}
admin-invoices-counted = { $count ->
    [one] { $shown } invoice
   *[other] { $shown } invoices
}
admin-transfers-counted = { $count ->
    [one] { $shown } transfer
   *[other] { $shown } transfers
}
admin-invoices-none = No invoices yet
admin-invoices-none-text = Create the first one. It stays a draft until you publish it.
admin-row-transfer-by = transfer, by { $date }
admin-row-since = since { $date }
admin-order-label = Sort
admin-order-due-desc = Due date, latest first
admin-order-due-asc = Due date, earliest first
admin-order-number-desc = Number, highest first
admin-order-number-asc = Number, lowest first
admin-order-total-desc = Total, highest first
admin-order-total-asc = Total, lowest first
admin-order-balance-desc = Balance, highest first
admin-order-balance-asc = Balance, lowest first

## Publishing
admin-publish = Publish
admin-publish-now = Publish now
admin-publish-all-title = Publish all drafts?
admin-publish-all-text = { $drafts ->
    [one] { $drafts } draft becomes an open invoice with a number.
   *[other] { $drafts } drafts become open invoices with numbers.
} { $residents ->
    [0] Nobody can be told by email.
    [one] { $residents } resident can be told by email.
   *[other] { $residents } residents can be told by email.
}
admin-publish-all-untold = { $drafts ->
    [one] { $drafts } invoice reaches nobody: its unit has no primary resident with an email address.
   *[other] { $drafts } invoices reach nobody: their units have no primary resident with an email address.
}
admin-notify = Tell residents by email
admin-notify-hint = In their own language, with a button to pay.
admin-run-progress = { $done } of { $total } done
admin-run-published = { $count ->
    [0] Nothing published
    [one] { $count } invoice published
   *[other] { $count } invoices published
}
admin-run-failed = { $count ->
    [one] { $count } draft was not published:
   *[other] { $count } drafts were not published:
}

## New invoice
admin-new-crumb = New
admin-new-whom = Who is billed
admin-new-what = What for
admin-new-title = Title
admin-new-title-hint = Residents read it, for example: Monthly dues · December
admin-new-title-required = Write a title.
admin-line-required = Write what the line is for.
admin-new-description-hint = Shown on the invoice, above its lines.
admin-new-due = Due date
admin-new-some-units = Choose units
admin-new-all-units = All units ({ $units })
admin-new-no-units = This property has no units yet.
admin-new-ticked = { $count ->
    [0] No unit chosen
    [one] { $count } unit chosen
   *[other] { $count } units chosen
}
admin-new-units-required = Choose at least one unit, or all of them.
admin-line-add = Add a line
admin-line-remove = Remove
admin-new-foot = { $units ->
    [one] { $units } invoice of { $each }: { $all } in all.
   *[other] { $units } invoices of { $each } each: { $all } in all.
}
admin-new-unreached = { $units ->
    [one] { $units } of the units has no primary resident: nobody will be told.
   *[other] { $units } of the units have no primary resident: nobody will be told there.
}
admin-save-draft = Save draft
admin-save-publish = Save and publish
admin-drafts-saved = { $count ->
    [one] Draft saved.
   *[other] { $count } drafts saved.
}
admin-new-publish-title = Save and publish?
admin-new-publish-text = { $count ->
    [one] { $count } invoice gets a number and becomes open. Its amount can’t be changed afterwards.
   *[other] { $count } invoices get numbers and become open. Their amounts can’t be changed afterwards.
}
admin-invoices-published = { $count ->
    [one] Invoice published.
   *[other] { $count } invoices published.
}
admin-invoices-unpublished = { $count ->
    [one] { $count } invoice stayed a draft. { $reason }
   *[other] { $count } invoices stayed drafts. { $reason }
}

## One invoice
admin-invoice-heading = Invoice { $number }
admin-invoice-about = { $title } — { $unit }, { $name }
admin-invoice-about-unit = { $title } — { $unit }
admin-state-draft = This is a draft.
admin-state-draft-rest = The resident doesn’t see it until you publish it.
admin-state-draft-nobody = The unit has no primary resident: it can be published, but nobody will be told.
admin-state-draft-no-mail = The resident has no email address: it can be published, but nobody will be told.
admin-state-open = { $amount } is due on { $date }.
admin-state-overdue = { $amount } was due on { $date }.
admin-state-overdue-rest = { $days ->
    [one] That is { $days } day late.
   *[other] That is { $days } days late.
}
admin-state-transfer = A bank transfer of { $amount } is on its way.
admin-state-payment = A payment of { $amount } is on its way.
admin-state-expected = Banks take up to 4 business days; expected by { $date }. The invoice turns Paid when the money is here, not before.
admin-state-takes = Banks take up to 4 business days. The invoice turns Paid when the money is here, not before.
admin-state-paying = The resident has opened the payment page.
admin-state-paying-rest = Nothing has been paid yet.
admin-state-paid = Paid in full.
admin-state-paid-on = Paid in full on { $date }.
admin-state-void = Voided; nothing is owed.
admin-state-void-on = Voided on { $date }; nothing is owed.
admin-state-reason = Reason: { $reason }
admin-state-uncollectible = Closed without payment.
admin-state-uncollectible-on = { $amount } written off on { $date }; nothing is owed.
admin-autopay-on = Paid automatically on
admin-payment-summary = Payment summary
admin-fees = Fees for online payment
admin-fees-pass = The resident pays the fee
admin-fees-absorb = The community pays the fee
admin-no-mail = Can’t be told by email
admin-with-fee = { $fee } fee on top
admin-discard = Discard draft
admin-discard-title = Discard this draft?
admin-discard-text = The draft is deleted. This can’t be undone.
admin-discarded = Draft discarded.
admin-publish-title = Publish this invoice?
admin-publish-text = It gets a number and becomes open. Its amount can’t be changed afterwards.
admin-publish-notify = Tell { $name } by email
admin-publish-notify-hint = To { $address }, with a button to pay.
admin-publish-untold = Nobody will be told: the unit has no primary resident with an email address.
admin-published = Invoice published.
admin-resend = Send email again
admin-resent = The email is on its way again.
admin-void = Void invoice
admin-void-title = Void this invoice?
admin-void-text = Nothing is owed on it any more, and it stays in the books. This can’t be undone.
admin-void-hint = The resident can read it.
admin-voided = Invoice voided.
admin-write-off = Write off…
admin-write-off-title = Write off this invoice?
admin-write-off-text = { $amount } is no longer owed and becomes bad debt in the books. What was paid stays paid. The invoice closes and can’t be paid any more. This can’t be undone.
admin-write-off-hint = For the team; the resident doesn’t see it.
admin-write-off-now = Write off
admin-written-off-done = Invoice written off.
admin-reason = Reason
admin-reason-required = Write a reason.
admin-record-payment = Record payment
admin-record-now = Record payment
admin-record-owed = { $amount } is owed.
admin-received-on = Date received
admin-note = Note
admin-note-hint = For the team only.
admin-record-receipt = Send { $name } a receipt by email
admin-record-no-receipt = No receipt can be sent: there is no email address.
admin-recorded = Payment recorded.
admin-reverse = Reverse
admin-reverse-title = Reverse this payment?
admin-reverse-text = What it paid is owed again. Both entries stay in the books.
admin-reversed = Payment reversed.

## Units and residents
admin-units-title = Units
admin-units-search = Search unit or name
admin-units-none = No units yet
admin-primary-resident = Primary resident
admin-residents-title = Residents
admin-residents-search = Search name, email or unit
admin-residents-none = No residents yet
admin-homes = Units
admin-owner = Owner
admin-tenant = Tenant
admin-primary = primary
admin-no-address = No address
admin-resident-pending = Not invited
admin-resident-invited = Invited
admin-resident-active = Active
admin-resident-inactive = Moved out

## Payment settings
admin-settings-read-only = Only organization managers can change these settings.
admin-account-not-connected = Not connected
admin-account-not-connected-text = Residents can’t pay online yet. Connect a Stripe account to take bank transfers and cards.
admin-account-onboarding = Setup not finished
admin-account-onboarding-text = The Stripe account exists, but its forms are not finished.
admin-account-pending = Being checked
admin-account-pending-text = Stripe is checking the details. This can take a few days; there is nothing to do.
admin-account-active = Active
admin-account-active-text = Residents can pay online; the money goes to the property’s own account.
admin-account-restricted = More information needed
admin-account-restricted-text = Stripe has put payments on hold until it gets what is missing.
admin-account-disabled = Disabled
admin-account-disabled-text = Stripe has closed or disconnected this account. Residents can’t pay online.
admin-account-due = Stripe still asks for:
admin-method-ready = Ready
admin-method-not-ready = Not ready
admin-connect = Connect Stripe
admin-connect-continue = Continue setup
admin-open-dashboard = Open dashboard
admin-check-again = Check again
admin-connect-asking = Asking Stripe how far the account is…
admin-connect-answered = { $property }: { $state }.
admin-connect-expired = The link to Stripe has expired. Press “Continue setup” for a new one.
admin-fees-short = Fees
