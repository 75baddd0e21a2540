### Deposits: what Stripe pays out to the community’s bank account.

## Why one came back
deposit-reason-account-closed = The bank account is closed.
deposit-reason-account-restricted = The bank account is frozen or may not receive this deposit.
deposit-reason-account-not-found = The bank found no account with these numbers.
deposit-reason-wrong-holder = The name on the bank account is not the one Stripe has.
deposit-reason-wrong-currency = The bank account is in another currency.
deposit-reason-declined = The bank refused the deposit.
deposit-reason-insufficient-funds = The balance at Stripe did not cover the deposit.
deposit-reason-not-processed = The bank could not process the deposit.
deposit-reason-other = The bank sent the deposit back.

## To the team: a deposit came back
mail-deposit-failed-subject = The deposit of { $amount } to { $property } did not arrive
mail-deposit-failed-preheader = The money is back at Stripe. Check the bank account there.
mail-deposit-failed-heading = A deposit did not arrive
mail-deposit-failed-intro = Stripe tried to pay out to the bank account of { $property }, and the bank sent the money back. Nothing is lost: it is at Stripe and comes with a later deposit.
mail-deposit-failed-amount = Did not arrive
mail-deposit-failed-expected = expected on { $date }
mail-deposit-failed-advice = Check the bank account in your Stripe dashboard. Stripe makes no further deposit until it is right.
mail-deposit-failed-view = Open the deposit
