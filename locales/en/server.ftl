# What the server says outside of mail.

# The line of the hosted payment page for the fee that the resident bears.
checkout-fee-line = Processing fee
