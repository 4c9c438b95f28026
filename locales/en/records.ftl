### Audit log, payroll, users, and what these pages share.

records-any = any
records-show = Show
records-filter = Filter
records-filter-clear = Show everything
records-from-day = From
records-to-day = To
records-day = Day
records-day-unread = One of the dates is none: choose a day of the calendar.
records-person = Person
records-place = Place
records-month = Month
records-establishment = Establishment
records-due = Due
records-amount = Amount
records-balance = Balance
records-newest-first = The newest first
records-older-lines = Older
records-download-table = Download this table (CSV)
records-download-workbook = Download this table (XLSX)
records-leave-it = Change nothing
records-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
records-period = From { $from } to { $to }

place-journal = Audit log
journal-title = Audit log
journal-about = What was decided, by whom, when and on which facts. The log is never changed.
journal-who = Who
journal-who-help = A name, or a part of one
journal-role = Role
journal-what = Deed
journal-kind = Kind of object
journal-object = Object
journal-detail = Detail
journal-when = When
journal-number = No.
journal-link = Link
journal-lines = Deeds
journal-fields = { $n ->
    [one] { $n } figure
   *[other] { $n } figures
}
journal-nothing = No deed matches. Widen the period or take a filter away.
journal-empty = No deed so far.
verification-title = Verification of the chain
verification-about = Every line seals the one before and the ledger lines. The verification reads everything again and says whether a line was changed, taken away or slipped in.
verification-kept = Link kept from before (optional)
verification-kept-help = The last link noted at an earlier verification: it must still be in the chain.
verification-do = Verify the chain
verification-again = Verify again
verification-export = Export the whole chain (JSON)
verification-sound = { $n ->
    [one] The chain is sound: { $n } line read, none was changed, taken away or slipped in.
   *[other] The chain is sound: { $n } lines read, none was changed, taken away or slipped in.
}
verification-sound-since = { $n ->
    [one] The chain is sound and holds the link kept from before: { $n } line read.
   *[other] The chain is sound and holds the link kept from before: { $n } lines read.
}
verification-broken = The chain is broken at line { $line }.
verification-broken-next = Correct nothing. Keep a copy of the database, then tell the administration and the data protection officer.
verification-head = Last link read
verification-head-help = Note it outside Relève: it will prove later that nothing up to here was changed.

place-pay = Payroll
pay-title = Payroll
pay-overdue = { $n ->
    [one] { $n } person waits for a rest that is overdue.
   *[other] { $n } people wait for a rest that is overdue.
}
pay-overdue-see = See who
pay-work = Work to validate
pay-work-none = No work waits for payroll. What managers record as done appears here.
pay-work-about = Done and recorded by managers. Once validated, hours are put right by ledger lines alone.
pay-tick = Validate
pay-validate = Validate what is ticked
pay-validate-help = Untick what is still to be cleared up.
pay-hours-planned = Planned
pay-hours-actual = Done
pay-as-planned = as planned
pay-presence = Presence
pay-export = Export of a month
pay-export-about = Variable pay of a month that is over, by person, item and rate, for your payroll software (CSV) or your spreadsheet (Excel workbook). Labels are in French, as rule packs write them. A month that is over is always exported the same; what is put right later is in the month in which it was put right.
pay-export-no-site = Your role covers no establishment to export. Ask the administration for it.
pay-export-do = Export (CSV)
pay-export-workbook = Export (XLSX)
pay-month-unread = Choose a month of the list.
pay-owed = Rest owed
pay-owed-about = The nearest due date first
pay-owed-none = No rest is owed today.
pay-overdue-days = overdue: { $days }
pay-rests = Promised rests
pay-rests-dated = With a date
pay-rests-undated = Without a date
pay-rests-taken = Taken in the period
pay-rests-overdue = Overdue
pay-rests-hours = In hours
pay-account-of = Account of { $name }
account-title-of = Account of
account-edges = balance of { $opening } at the beginning, { $closing } at the end
account-empty = Nothing stands on this account yet.
account-no-lines = No line in this period.
pay-unit-days = Days of rest
pay-unit-rest-minutes = Hours of rest
pay-unit-cents = Euros
pay-unit-centipoints = Points
pay-unit-supplement-minutes = Hours with a supplement
pay-unit-paid-minutes = Hours to pay
line-what = Line
line-takes-back = takes back
line-take-back = Take a line back
line-take-back-short = Take back
line-take-back-about = Nothing is erased: a line with the opposite amount is added, with your reason and the document on which it rests.
line-take-back-do = Take this line back
line-post = Post a line
line-post-about = Add a line by hand, on a document
line-post-do = Post the line
line-unit = Unit
line-quantity = Amount
line-quantity-help = Days: 2. Hours: 7:30. Euros and points: 12.50. A minus sign takes off.
line-label = Label
line-rate = Rate, percent of the base hour (optional)
line-due = Due date (needed for rest)
line-reason = Reason
line-document = Document it rests on
line-quantity-wrong = Give an amount other than nought in the unit chosen: 2, 7:30 or 12.50.
line-unit-wrong = Choose a unit of the list.
line-label-wrong = Say in a few words what it is.
line-rate-wrong = Give a percentage, such as 125.
line-due-wrong = Give a day to come by which this rest is due.
line-reason-wrong = Say why: the reason stays on the account.
line-document-wrong = Give the reference of the document on which the line rests.

done-validated = { $n ->
    [one] { $n } assignment validated.
   *[other] { $n } assignments validated.
}
done-line-posted = The line is posted.
done-line-taken-back = The line is taken back; the account keeps both lines.
done-invited = The access is made and the invitation sent: it works once, for seven days.
done-grant-given = The grant is given.
done-grant-ended = The grant is over.
done-user-removed = This person has no access to the group any more.
done-user-sessions-ended = { $n ->
    [one] { $n } session ended.
   *[other] { $n } sessions ended.
}
done-token-ended = The token opens nothing any more.
place-indicators = Indicators
place-agents = Agents
place-members = Members
place-law = Rules
place-users = Users

users-title = Users
users-about = Who comes in, as what, from when to when. Nothing that was given is erased: a grant ends.
users-search = Name or address
users-caption = People and programs
users-nothing = Nobody matches. Take a filter away, or invite somebody.
users-invite = Invite a person
users-invite-about = A message with a link to choose a password is sent.
users-invite-open = Fill an invitation in
users-invite-do = Send the invitation
user-name = Name
user-invited = no password yet
user-name-wrong = Write the name that others read, 200 characters at most.
user-email-wrong = Write one plain address, such as claire@example.org.
user-account = Account
user-password = Password chosen
user-second-factor = Second factor
user-yes = yes
user-no = no
user-grants = Grants
user-grants-none = No grant in this group.
user-grants-caption = The newest first
grant-role = Role
grant-scope = Part of the group
grant-agent = Agent (for the role of an agent)
grant-agent-help = The identifier in the group:
grant-agent-wrong = For the role of an agent give the identifier of an agent of the group; for the others leave it empty.
grant-role-wrong = Choose a role of the list.
grant-scope-wrong = Choose the whole group, an establishment or a unit.
grant-from = First day (today when empty)
grant-to = Last day (no end when empty)
grant-to-wrong = The last day must follow the first.
grant-days = Days
grant-state = State
grant-holds = in force
grant-past = over
grant-ended = ended
grant-end = End
grant-give = Give a grant
grant-give-do = Give this grant
scope-whole = Group
scope-group = the whole group
scope-establishments = Establishments
scope-units = Units
user-sessions = Open sessions
user-sessions-none = No open session.
user-sessions-caption = The newest first
user-sessions-end = End all sessions
user-browser = Browser
user-since = Since
user-last-seen = Last seen
user-tokens = Tokens of programs
user-tokens-none = No token.
user-tokens-caption = A token acts in the person’s name, and never beyond what she may.
token-name = Use
token-actions = Actions
token-all = all that the grants allow
token-some = { $n ->
    [one] { $n } action
   *[other] { $n } actions
}
token-until = Until
token-for-ever = no end
token-end = End
user-remove = Remove every access
user-remove-about = Every grant in this group ends, sessions and tokens too. What was done stays in the audit log.
user-remove-sure = Yes, remove every access of this person
user-remove-do = Remove every access
user-remove-unsure = Tick the box to confirm; nothing was changed.
flaw-line-missing = this line is missing
flaw-line-changed = this line, or one before it, is no longer the one that was written
flaw-before-changed = what came before the chain is no longer what it seals
flaw-postings-changed = the ledger lines of this deed are no longer those that it seals
flaw-end-gone = the chain should end at line { $line }
flaw-postings-unsealed = { $found } lines are on the accounts, the chain seals { $sealed }
flaw-link-gone = the link that was kept is not in this chain
