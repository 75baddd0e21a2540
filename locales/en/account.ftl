### Getting in, and keeping others out: the second step, new accounts, and security.

account-nav = Your account
account-security = Security
account-your-name = Your name
account-no-name = Enter your name.

## The second step of signing in
account-code-title = One more step
account-code-intro = Enter the code your authenticator app shows for Propty.
account-code-recovery-intro = Enter one of the recovery codes you kept. Each works once.
account-code-label = 6-digit code
account-code-recovery-label = Recovery code
account-code-wrong = Enter the 6 digits of the code.
account-code-use-recovery = Use a recovery code instead
account-code-use-app = Use the authenticator app instead
account-code-start-over = Start over
account-code = Code
account-code-hint = The 6 digits your authenticator app shows, or a recovery code.

## An account for an organization
account-sign-up-title = Open an account for your organization
account-sign-up-intro = For those who run communities. You become the organization’s first manager and can invite your team.
account-sign-up-organization = Organization name
account-sign-up-organization-hint = As residents see it.
account-sign-up-no-organization = Enter the organization’s name.
account-country = Country
account-country-us = United States
account-country-ca = Canada
account-sign-up-email = Your email address
account-sign-up-email-hint = We’ll email you a link there, to make sure it is yours.
account-sign-up-send = Email me the link
account-sign-up-sent = A link is on its way to { $email }. Open it to finish; it works once.
account-sign-up-back = Change what you entered
account-sign-up-have = Already have an account?
account-confirm-title = Open your organization
account-confirm-intro = Press the button to open the organization and sign in as its manager.
account-confirm-go = Open the organization
account-confirm-again = Sign up again

## Invitations
account-invitation-member-title = Join { $organization }
account-invitation-member-intro = { $organization } invites you to its team on Propty.
account-invitation-member-ask = Ask whoever invited you to send a new invitation.
account-invitation-resident-title = Welcome to { $property }
account-invitation-resident-intro = { $organization } invites you to the resident portal of { $property }. You can see your invoices there and pay them.
account-invitation-resident-ask = Ask the office of your community to send a new invitation.
account-invitation-email = You’ll sign in with { $email }.
account-invitation-known = You already have an account with { $email }. This is added to it; nothing else changes.
account-invitation-password-hint = 8 to 128 characters. Without one, you sign in with links we email you.
account-invitation-accept = Accept the invitation
account-invitation-useless = This invitation can’t be used
account-invitation-accepted = Have you accepted it before? Then sign in.

## Password
account-password-some = You can sign in with your password, or with a link we email you.
account-password-none = You have no password: you sign in with a link we email you.
account-password-set = Set a password
account-password-change = Change the password
account-password-remove = Remove the password
account-password-current = Current password
account-password-current-hint = You can leave this empty if you signed in with an emailed link in the last 15 minutes.
account-password-new = New password
account-password-rules = 8 to 128 characters.
account-password-elsewhere = You will be signed out everywhere else.
account-password-saved = Password saved. You are signed out everywhere else.
account-password-remove-title = Remove your password?
account-password-remove-text = From then on, you sign in only with links we email you.
account-password-forgotten = If you forgot it, change the password first.
account-password-removed = Password removed.

## Where someone is signed in
account-sessions = Where you are signed in
account-session-unknown = Unknown browser
account-session-here = This browser
account-session-by-password = By password
account-session-by-link = By emailed link
account-session-by-invitation = By invitation or sign-up
account-session-since = Since { $date }
account-session-used = Last used { $moment }
account-session-end-title = Sign out { $device }?
account-session-end-text = Whoever uses that browser has to sign in again.
account-session-ended = Signed out there.
account-sessions-end = Sign out everywhere else
account-sessions-end-title = Sign out everywhere else?
account-sessions-end-text = Only this browser stays signed in.
account-sessions-ended = Signed out everywhere else.

## Second factor
account-factor = Second factor
account-factor-is-on = On
account-factor-is-off = Off
account-factor-required = An organization you belong to asks for a second factor.
account-factor-off-text = With a second factor, signing in also takes a code from an app on your phone. Knowing your password or reading your mail is then not enough to get in.
account-factor-set-up = Set up the second factor
account-factor-on-text = Signing in also takes a code from your authenticator app.
account-factor-left = { $codes ->
    [0] You have no recovery codes left.
    [one] You have { $codes } recovery code left.
   *[other] You have { $codes } recovery codes left.
}
account-factor-few = Replace the recovery codes before you run out: without your phone, they are the only way in.
account-factor-replace = Replace the recovery codes
account-factor-replace-title = Replace the recovery codes?
account-factor-replace-text = You get new codes, and the old ones stop working.
account-factor-stays = The second factor can’t be turned off: an organization you belong to asks for it.
account-factor-disable = Turn off
account-factor-disable-title = Turn the second factor off?
account-factor-disable-text = Signing in will no longer take a code, and your recovery codes stop working.
account-factor-disabled = The second factor is off.
account-factor-enabled = The second factor is on.
account-factor-elsewhere = Signing in also takes a code from your authenticator app. It is managed in the team’s pages.
account-factor-manage = Open the team’s pages
account-setup-scan = Add Propty to your authenticator app
account-setup-scan-text = Scan this picture with the app.
account-setup-qr = QR code for the authenticator app
account-setup-type = Can’t scan it? Type this key in the app:
account-setup-open = Open the authenticator app on this device
account-setup-code = Enter the code the app shows
account-setup-enable = Turn on
account-codes-title = Keep your recovery codes
account-codes-text = Each code lets you in once when your phone is not at hand. They are not shown again: keep them where only you can find them.
account-codes-copy = Copy
account-codes-copied = Recovery codes copied.
account-codes-not-copied = The browser did not allow copying. Select the codes and copy them yourself.
account-codes-download = Download as text
account-codes-file = Propty recovery codes for { $email }
account-codes-file-name = propty-recovery-codes.txt
account-codes-kept = I have kept them
account-codes-replaced = You have new recovery codes.

## An organization that asks for a second factor
account-missing-title = { $organization } asks for a second factor
account-missing-text = Its pages show nothing until you have set one up.
account-missing-here = Set it up here; then the pages of the organization show everything.
