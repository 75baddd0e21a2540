### Payment settings: who pays the fees, and what the payment account needs.

## Who pays the fees
fees-of-bank = Bank transfer fees
fees-of-card = Card fees
fees-cap = Highest card fee
fees-cap-is = At most { $percent }% of what is charged.
fees-change = Change fees
fees-title = Fees of { $property }
fees-bank = Who pays the fee of a bank transfer?
fees-card = Who pays the fee of a card?
fees-resident = The resident
fees-community = The community
fees-cap-label = Highest card fee, in percent
fees-cap-hint = The resident pays what the card costs, but never more than this share of the charge; the community pays the rest. 3% is usual, 4% the most.
fees-cap-wrong = Enter a percentage from 0 to 4, such as 3 or 2.5.
fees-acknowledge = I checked the rules for card fees
fees-acknowledge-hint = Laws and card networks limit what may be added to card payments: in some places it is forbidden, elsewhere it must be announced, never exceed your cost, and spare debit cards. Your name and the date are kept.
fees-acknowledged = { $name } confirmed on { $date } that the rules for card fees were checked.
fees-quebec = In Quebec the law does not let a merchant add a fee for cards, so the community pays it.
fees-save = Save
fees-mixed-bank = The resident pays the fee of a bank transfer, the community that of a card
fees-mixed-card = The resident pays the fee of a card, the community that of a bank transfer

## What it means for an invoice
fees-preview = Example
fees-preview-amount = An invoice of
fees-preview-costs = A { $amount } invoice costs the resident { $bank } by bank transfer and { $card } by card.
fees-preview-same = A { $amount } invoice costs the resident { $total }, by bank transfer or by card.
fees-received-both = The community receives { $bank } by bank transfer and { $card } by card.
fees-received-same = The community receives { $amount } either way.

## In the audit trail
fees-field-acknowledged = Rules for card fees checked
fees-field-disconnected = Disconnected by its owner
fees-field-replaced = Replaces the account

## Provinces and territories
fees-region = Province or territory
fees-region-choose = Choose a province or territory
fees-region-hint = What may be charged depends on it; it can’t be changed later.
fees-region-required = Choose a province or territory.
fees-region-ab = Alberta
fees-region-bc = British Columbia
fees-region-mb = Manitoba
fees-region-nb = New Brunswick
fees-region-nl = Newfoundland and Labrador
fees-region-ns = Nova Scotia
fees-region-nt = Northwest Territories
fees-region-nu = Nunavut
fees-region-on = Ontario
fees-region-pe = Prince Edward Island
fees-region-qc = Quebec
fees-region-sk = Saskatchewan
fees-region-yt = Yukon

## What the account needs
account-next-restricted = Provide information
account-next-disabled = Connect again
account-restricted-pays = Stripe needs more information. Residents can still pay until then.
account-deadline = Stripe needs this by { $date }.
account-disabled-why = If Stripe closed it, ask Stripe’s support why before you connect again. Connecting again opens a new account; earlier payments stay in your books.
account-due-part = { $who }: { $what }
account-due-business = The business
account-due-representative = The person who represents the business
account-due-owner = An owner
account-due-director = A director
account-due-executive = An executive
account-due-person = The account’s holder
account-due-name = name
account-due-birth = date of birth
account-due-address = address
account-due-phone = phone number
account-due-email = email address
account-due-tax = tax number
account-due-id = identification number
account-due-document = proof of identity
account-due-papers = supporting documents
account-due-role = role in the business
account-due-details = details
account-due-owners = Confirmation of who owns the business
account-due-form = The legal form of the business
account-due-terms = Acceptance of Stripe’s terms of service
account-due-bank = The bank account for deposits
account-due-descriptor = The name on card statements
account-due-trade = What the business does
account-due-website = The website
account-due-support = How payers can reach the community
