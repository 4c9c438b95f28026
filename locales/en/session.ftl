### Log-in, links, passwords.

log-in-title = Log in
email = E-mail address
password = Password
log-in = Log in
forgotten-title = Forgotten password
or = or
log-in-with = Log in with { $provider }
log-in-wrong = The address and the password do not match. Check both and try again.
too-many = Too many failed attempts. Try again in { $wait }.
seconds = { $n ->
    [one] { $n } second
   *[other] { $n } seconds
}
minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
code-title = Verification code
code-label = Six-digit code from your application
code-help = Without your telephone, enter one of your recovery codes: each works once.
code-wrong = This code is not valid, or it has been used. Wait for the next one and try again.
confirm = Confirm
give-up = Give up
forgotten-email = E-mail address of your account
forgotten-help = A link to choose a new password will be sent to it.
get-link = Send me a link
back-to-log-in = Back to log in
demo-title = Demonstration
demo-opens = This link opens a session of { $name }, once.
choose-password = Choose a password
account-of = Account of { $name }.
new-password = New password
password-help = 12 to 200 characters. A few unrelated words do very well; neither your name nor your address.
password-again = The same, once more
passwords-differ = The two entries of the new password differ. Nothing has changed.
save = Save
or-without-password = or, without a password:
open-with = Open my account with { $provider }
choose-group = Choose a group
choose-group-help = You have a role in several groups. Choose the one you are working in now; you can change it from your account.
kept-signed-out = Your session is over
kept-signed-out-what = Nothing was saved, and nothing is lost: what you typed is kept on this page. Log in again in the other tab, then come back here and send it once more.
kept-stale = This form was not taken in
kept-stale-what = The page had been open for too long: nothing was saved. What you typed is kept; it will be sent in the name of whoever is logged in now.
kept-files = The files that came with it cannot be kept: go back to the form and choose them again.
kept-log-in = Log in again in another tab
kept-send = Send it once more
kept-drop = Give up and go to the front page
