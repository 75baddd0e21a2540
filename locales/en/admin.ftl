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
admin-no-membership-text = Your account works no community. Ask an organization manager to add you, or open the resident portal.
admin-open-portal = Open the resident portal

## Payments
admin-payments-title = Payments
admin-payments-filter = Show payments
admin-payments-none = No payments here
admin-payments-none-text = Payments appear when residents pay online or when you record one on an invoice.
admin-payments-show-all = Show all payments
admin-payments-all = All
admin-payments-for = For
