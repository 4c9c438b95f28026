### What notices say: mails, SMS, push messages, the inbox.

# Offers, rounds, assignments
notice-offer-sent = Shift offer
    .lead = You are offered a shift. You are free to accept or to decline; not answering never counts against you.
notice-offer-closed = Offer closed
    .lead = The time to answer has passed. Not answering never counts against you.
notice-offer-not-chosen = Shift given
    .lead = Thank you for being available. This shift went to somebody else, and your equity account is unchanged.
notice-offer-withdrawn = Offer withdrawn
    .lead = This shift is no longer offered to you. There is nothing to do.
notice-assignment-confirmed = Assignment confirmed
    .lead = This shift is yours. Thank you.
notice-assignment-cancelled = Assignment cancelled
    .lead = This shift is no longer yours. Do not travel; the details are in Relève.
notice-round-empty = Nobody found
    .lead = Nobody of those who were asked will hold this shift. It is open again.
notice-offer-reminder = Closing soon
    .lead = You are offered a shift, and the time to answer is nearly over. Not answering never counts against you.
notice-offer-agreed = Your agreement says yes
    .lead = Your standing agreement says yes to this shift: there is nothing to do. You may still decline until the closing.
notice-assignment-agreed = Shift given by agreement
    .lead = This shift is yours by your standing agreement. You may hand it back without a reason until the time shown.
notice-assignment-handed-back = Shift handed back
    .lead = A shift given by a standing agreement was handed back in time. It is open again.
notice-offer-held-back = Offer held back
    .lead = An approved line waits: the person has been asked as often in seven days as she wants to be.

# Requests, shifts, plans, cascades, agencies
notice-shift-changed = Shift changed
    .lead = This shift has changed. What you agreed to before no longer holds: say whether you will hold it as it is now. You are free to accept or to decline.
notice-message-new = New message
    .lead = A message about a replacement request awaits you.
notice-request-changed = Request changed
    .lead = A request that you follow has changed. The details are in Relève.
notice-request-filled = Request filled
    .lead = Somebody holds every shift of this request. The details are in Relève.
notice-request-unfilled = Request not filled
    .lead = This request is over, and not every shift of it was held. The details are in Relève.
notice-duty-bare = Duties left bare
    .lead = Duties of the roster have nobody any more. Relève has a replacement request ready.
notice-plan-proposed = Plan to review
    .lead = A new plan awaits your decision.
notice-shift-tomorrow = Your shift tomorrow
    .lead = A reminder of the shift that you hold tomorrow.
notice-shift-bare = Nobody holds this shift
    .lead = This shift begins soon, and nobody holds it yet. Relève shows why, and what is still possible.
notice-cascade-by-hand = People to call
    .lead = The search has reached the fixed-term list: call them, and note each answer in Relève.
notice-cascade-agency = Agency to decide
    .lead = Nobody of the pool holds this shift. Decide on booking an agency; Relève shows price and ceiling.
notice-cascade-exhausted = Search exhausted
    .lead = Nobody is left to be asked for this shift, and it is still to be filled. Relève shows why, and what is still possible.
notice-booking-requested = Agency asked
    .lead = An agency is asked for this shift. The pool may still take it back until the agency has confirmed.
notice-booking-confirmed = Agency confirmed
    .lead = The agency sends somebody for this shift.
notice-booking-taken-back = Taken back by the pool
    .lead = Somebody of the pool holds this shift. The booking is cancelled: tell the agency.
notice-booking-cancelled = Agency called off
    .lead = The agency booking for this shift is cancelled: tell the agency.

# Unit rosters
notice-roster-open = Choose your days
    .lead = The coming roster is open. Put yourself down until it closes; what is left will be spread fairly.
notice-roster-closed = Choices closed
    .lead = The roster is no longer open to choices. A plan that completes it is being computed.
notice-roster-published = Roster published
    .lead = Your roster from this day on is settled. It is in Relève, at any time.
notice-roster-changed = Roster changed
    .lead = A day of your roster has changed. What holds now, and why, is in Relève.
notice-roster-question = Your agreement is asked
    .lead = You are asked to change a day of your roster. You are free to decline; not answering never counts against you.
notice-roster-answered = Answer to a question
    .lead = A question about a roster has its answer, or its time is over. The details are in Relève.

# Swaps
notice-swap-proposed = Swap proposed
    .lead = You are asked to exchange duties; the rules allow it. You are free to accept or to decline, and need give no reason; not answering never counts against you.
notice-swap-agreed = Swap agreed
    .lead = Everybody has agreed. The swap awaits the units’ approval; until then your duties stay as they are.
notice-swap-to-approve = Swap to approve
    .lead = Agents have agreed to exchange duties, and the rules allow it. It awaits your decision.
notice-swap-done = Swap done
    .lead = The swap is done. This is what holds now.
notice-swap-refused = Swap not done
    .lead = This swap will not take place. Your duties stay as they are, and nothing is held against anybody.
notice-swap-expired = Swap expired
    .lead = The time has passed and the swap was not concluded. Your duties stay as they are.
notice-swap-withdrawn = Swap withdrawn
    .lead = This swap is no longer proposed to you. There is nothing to do.

# Rests that are owed
notice-rest-dated = Rest dated
    .lead = A rest that is owed has its date. Either side may ask for another one, within the time in which it is due.
notice-rest-wanted = Another date for a rest
    .lead = Another date is asked for a promised rest. Nothing changes unless you agree.
notice-rest-refused = Rest stays as it was
    .lead = The other date that was asked for this rest was not accepted. The agreed date stays.
notice-rest-withdrawn = Rest taken back
    .lead = This rest does not take place on these days: what the roster had there holds again. What is still owed is on the account.
notice-compensation-due-soon = Rest soon due, no date
    .lead = A rest that is owed has no date yet, and it is soon due. Agree on a day.
notice-compensation-overdue = Rest overdue
    .lead = A rest that is owed was not taken in time. It is still owed: agree on a day as soon as you can.

# Accounts, papers, grants
notice-paper-ends = Title or document
    .lead = A title or a document is about to run out. Without it, some shifts can no longer be offered.
notice-grant-ends = A grant is about to end
    .lead = A grant is about to end. Give another one if it is to go on.
notice-account-identity = New identity linked
    .lead = An identity at a provider now opens your account. If it was not you, take it away on your account’s page, change your password and tell your administrators.
notice-account-recovery = New password
    .lead = You asked to choose a new password. The link below holds for half an hour and works once. If it was not you, do nothing: your password stays as it is.
notice-account-invite = Your access to Relève
    .lead = You have been given access. Choose your password by the link below, which holds for seven days and works once.

# Everything else
notice-other = News in Relève
    .lead = There is something to read in Relève.

# What surrounds them
notice-title = { $title }: { $about }
notice-who = Person
notice-place = Place
notice-unit = Unit
notice-qualification = Qualification
notice-date = Date
notice-hours = Hours
notice-was = Before
notice-answer-before = Answer before
notice-decided = Decided
notice-back-before = Hand back before
notice-why = Why
notice-author = From
notice-takes = You take
notice-gives = You give
notice-decided-at-the-end = at the end, by the published order; answering sooner favours nobody
notice-decided-by-the-first = urgent: the first yes has it
notice-moment = { $day } at { $time }
notice-moment-elsewhere = { $day } at { $time } ({ $zone })
notice-call = See everything and answer
notice-call-password = Choose your password
notice-sms-answer = Answer before { $when }
letter-subject = Relève: { $n } pieces of news
letter-hello = Hello,
letter-hello-name = Hello { $name },
letter-log-in = Sign in to Relève to see everything and answer.
letter-unread = Relève sends this message; replies to this address are not read.
letter-preferences = Your preferences (channels, quiet hours, daily digest) are set in Relève.

why-past = The shift has passed
why-called-off = The shift is called off
why-to-admit = Somebody of the list has said yes: to be admitted as an agent
why-no-yes = Asked: { $asked }, without a yes; could still hold the shift: { $able }.
