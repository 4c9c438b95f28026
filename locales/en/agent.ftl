### An agent’s own pages: shifts, availability, swaps, account, messages, settings.

me-title = My shifts
me-hello = Hello { $name }
me-unread = { $n ->
    [one] { $n } unread message
   *[other] { $n } unread messages
}
me-swaps-waiting = { $n ->
    [one] { $n } swap waits for your answer
   *[other] { $n } swaps wait for your answer
}
me-next = Your next shift
me-next-none = No shift in the coming six weeks. Say when you are available:
me-now = under way
me-today = today
me-tomorrow = tomorrow
me-in-days = { $n ->
    [one] in { $n } day
   *[other] in { $n } days
}
me-from-pool = pool
me-from-roster = home roster
me-from-draft = roster not published yet
me-way = { $km } km as the crow flies
me-km = { $km } km
me-map = see on a map
me-ask-for = On arrival, ask for:
me-first-accompanied = First shift in this unit: somebody who knows it is there when you arrive.
me-first-alone = First shift in this unit: ask whom to turn to before you come.
me-details = Details
me-swap-it = Swap
me-asked = Waiting for your answer
me-asked-none = No offer is waiting. Nothing to do.
me-answer-before = Answer before { $when }
me-decided-on = Decided on { $when }
me-undo-before = You may take it back until { $when }
me-mode-named = This shift is offered to you alone: say yes and it is yours.
me-mode-fair = At the closing the published order decides among those who said yes: title, equity account, knowledge of the unit, distance. A quick answer helps nobody.
me-mode-first = Urgent: whoever says yes first has the shift.
me-week = Week: { $before } → { $after }
me-rests = Rest before: { $before }; after: { $after }
me-rest-long = more than 3 days
me-rest-open = nothing planned
me-account-moves = Equity account: +{ $points } points, from { $before } to { $after }
me-kind-night = night
me-kind-saturday = Saturday
me-kind-sunday = Sunday
me-kind-holiday = public holiday
me-kind-travel = travel
me-kind-short-notice = short notice
me-kind-split-day = split day
me-kind-shift = pool shift
me-kind-opening = opening balance
me-kind-late-cancellation = late cancellation
me-kind-earned = earned
me-kind-dated = rest dated
me-kind-promised = rest promised
me-kind-taken = rest taken
me-kind-manual = line by hand
me-kind-correction = correction
me-accept = I accept
me-decline = I decline
me-agree = I agree
me-step-back = I step back
me-undo = Undo my no
me-volunteered = you have volunteered
me-declined = you have declined
me-decline-free = Declining needs no reason and never counts against you.
me-question = A change of your roster:
me-question-becomes = The day would become:
me-question-rest = rest
me-question-why = Reason:
me-after = After that
me-rests-title = Promised rests
me-rests-none = No rest is owed to you at present.
me-rest-undated = No date yet
me-rest-dated = dated
me-rest-to-date = without a date
me-rest-service-asks = the service asks for another date
me-rest-you-ask = you have asked for another date
me-rest-taken = taken
me-from-to = from { $from } to { $to }
me-since = since { $when }
me-balance = My equity account: { $points } points
me-past = Recent answers
me-past-none = Nothing in the last two months.
me-past-accepted = accepted
me-past-declined = declined
me-past-withdrawn = withdrawn
me-past-not-chosen = filled by somebody else
me-past-closed = closed
me-why = Why?
me-why-title = Why not me?
me-where = Where and when
me-everything = In detail
me-duration = Time on site
me-title-asked = Title asked for
me-confirmed-on = Confirmed on
me-points = On your equity account
me-actual-hours = Real hours
me-came-by = Came by
me-by-swap = a swap
me-cancelled-on = Cancelled on
me-cancelled-why = Reason
me-state-confirmed = confirmed
me-state-over = over, to be recorded
me-state-started = begun
me-state-worked = worked
me-state-validated = worked and seen by payroll
me-state-cancelled = cancelled
me-otherwise = If you cannot
me-hand-back = Hand this shift back
me-hand-back-until = A standing agreement gave you this shift: you may hand it back without a reason until { $when }.
me-unable = I cannot come
me-unable-what = Say from which day to which day you are away. No reason is asked. Your pool shifts of these days are opened again and the managers are told; nothing is held against you.
me-unable-confirm = Announce my absence
me-first-day = First day
me-last-day = Last day
me-judged = May you hold this shift?
me-judged-now = Judged on all of your working time known at this moment: roster, pool, declared work.
me-judged-lawful = Yes: no rule is against it.
me-figures = Found: { $found }; limit: { $allowed }
me-lawful-from = Possible from { $when } on.
me-alternative = The closest:
me-why-rest = What is said of others is not shown to you, nor yours to them.
me-why-first = You were asked in an urgency: somebody else answered earlier.
me-why-not-chosen = You had volunteered; at the closing the published order gave the shift to somebody else.
me-why-nobody = You had volunteered; the asking ended without giving you this shift.
me-why-expired = The offer closed without your answer. Silence never counts against you.
me-why-withdrawn = The offer was withdrawn: the shift was no longer to be filled that way.
me-why-declined = You declined. That never counts against you.
me-why-accepted = You have accepted this shift.
me-why-asked = You are asked for this shift: answer from “My shifts”.
me-why-open = This shift is to be filled; you have not been asked.
me-order-place = Among { $of } volunteers you were number { $rank }.
me-order-chosen = The shift became yours.
me-order-law = At the closing a rule stood in your way.
me-order-title = The title decided.
me-order-equity = The equity account decided: whoever was chosen had carried less than you.
me-order-familiarity = Knowledge of the unit decided.
me-order-distance = Distance decided.
me-order-draw = Nothing told you from whoever was chosen but the alphabetical order of identifiers.
me-place-title = Title
me-place-account = Equity account, for full time
me-place-unit = Unit
me-place-way = Distance
me-place-note = Note
me-title-full = full
me-title-degraded = as a degraded substitution
me-unit-known = known
me-unit-new = new to you
me-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
me-open = Shifts to be filled in your title
me-open-what = You are asked in the published order, never by speed.
me-open-none = No shift to be filled in your title, or you are not in the pool.
me-open-lawful = possible
me-open-refused = not possible
me-offline = No network
me-offline-what = Relève cannot be reached. Your shifts are not kept on this phone: they are here as soon as the network is. Subscribe your calendar to your shifts to see them without one.
me-offline-again = Try again
me-manifest = Your shifts, your availability and your swaps.
me-availability = Availability
me-parts = Availability
me-part-diary = My days
me-part-agreements = Agreements and volunteering
me-part-outside = Absences and other work
me-diary-none = You have said nothing: you may be asked for any day.
me-diary-imported = Your availability comes from your employer; what you say here takes its place.
me-diary-never = Your week is empty: you are asked only on the days that you open.
me-diary-kept = You are asked on the days that you have opened.
me-month-before = month before
me-month-after = next month
me-month-help = Touch days, then say how it is.
me-month-caption = Availability in { $month }
me-day-yes = yes
me-day-part = part
me-day-no = no
me-day-work = shift!
me-day-off = off!
me-day-rest = rest
me-day-absent = away
me-say = The days touched:
me-say-yes = Available
me-say-no = Not available
me-say-work = I wish for a shift
me-say-off = I would rather be off
me-weeks = Every week
me-weeks-help = What holds every week; the days touched above come before it. Morning: 5:00–15:00. Afternoon: 12:00–23:00. Night: 18:00–10:00.
me-weeks-keep = Save my week
me-part-day = whole day
me-part-morning = morning
me-part-afternoon = afternoon
me-part-night = night
me-forget = Forget it all
me-forget-what = Your days and your week are forgotten; you may again be asked for any day. Your wishes stay.
me-forget-confirm = Forget my availability
me-monday = Monday
me-tuesday = Tuesday
me-wednesday = Wednesday
me-thursday = Thursday
me-friday = Friday
me-saturday = Saturday
me-sunday = Sunday
me-agreements = Standing agreements
me-agreements-what = Within these windows a shift may be given to you without asking each time. You keep some time to hand it back, without a reason. Promised rests and the law always come first.
me-agreements-none = No agreement: you are asked each time.
me-agreement-new = New agreement
me-agreement-make = Give this agreement
me-agreement-stands = in force
me-agreement-over = over
me-revoke = Revoke
me-revoked = revoked on { $when }
me-weekdays = Days on which the shift begins
me-not-before = Not before
me-not-after = Over by
me-not-after-help = An end before the start is on the next day.
me-units = Units
me-units-help = Nothing ticked: every unit.
me-everywhere = every unit
me-most-a-week = Shifts a week, at most
me-per-week = { $n ->
    [one] at most { $n } shift a week
   *[other] at most { $n } shifts a week
}
me-rest-days-allowed = My rest days too
me-rest-days-too = rest days included
me-rest-days-never = never a rest day
me-from-day = From
me-to-day = Until
me-volunteering = Volunteering
me-volunteering-what = Nothing ticked: you are not asked for it.
me-volunteer-hours = additional hours beyond my part-time contract
me-volunteer-overtime = overtime
me-volunteer-sites = shifts at other establishments
me-absence = Announce an absence
me-absence-what = No reason is asked. Your pool shifts of these days are opened again and the managers are told.
me-absence-confirm = Announce this absence
me-class = This absence is
me-class-unplanned = unexpected
me-class-planned = planned long before
me-outside = Work for another employer
me-outside-what = Declare it day by day: the rules of rest look at all of your working time. Only the hours count; the name of the employer is not asked.
me-outside-none = Nothing declared for the days to come.
me-outside-confirm = Declare these hours
me-begins = Start
me-ends = End
me-employer = Employer
me-employer-public = public
me-employer-private = private
me-employer-self = self-employed
me-swaps = Swaps
me-swaps-yours = Waiting for your answer
me-swaps-yours-none = No swap waits for your answer.
me-swaps-open = Under way
me-swaps-over = Over
me-swaps-over-none = No swap so far.
me-older = older
me-leg-give = You give
me-leg-take = You take
me-leg-to = to
me-leg-of = from
me-swap-people = { $n ->
    [one] { $n } person in all
   *[other] { $n } people in all
}
me-swap-agreed = { $agreed } of { $people } people have agreed
me-swap-effect = Your equity account: { $change } points, from { $before } to { $after } for full time
me-swap-until = until { $when }
me-swap-ended = on { $when }
me-swap-yours = your answer
me-swap-others = waiting for others
me-swap-units = waiting for the units
me-swap-done = done
me-swap-refused-unit = refused by a unit
me-swap-gone = one of the shifts is gone
me-swap-declined = came to nothing
me-swap-expired = expired
me-swap-withdrawn = withdrawn
me-swap-automatic = Nobody else would have to allow it.
me-swap-to-approve = The units concerned will have to allow it.
me-found = Possible swaps
me-found-none = Nobody seeks the reverse at present. Your wish stays: others will find it.
me-found-lawful = lawful for everybody
me-found-refused = A rule is against it; nobody is asked.
me-found-incomplete = The search has not looked at everything: narrower conditions find more.
me-propose = Propose this swap
me-withdraw = Take my proposal back
me-seek = Look for a swap
me-seek-what = Every swap is judged before anybody is asked.
me-seek-go = Look
me-gives = I would give
me-gives-nothing = nothing: I would only take
me-gives-gone = a shift that is gone
me-wants = In return
me-wants-shift = I would take a shift
me-wants-nothing = nothing: I only give
me-takes-from = From
me-takes-to = Until
me-takes-when = Times of day (nothing ticked: all)
me-takes-morning = morning
me-takes-afternoon = afternoon
me-takes-night = night
me-takes-units = { $n ->
    [one] { $n } unit
   *[other] { $n } units
}
me-takes-anything = any shift
me-wishes = My wishes for swaps
me-account = My account of burdens
me-account-equity = Equity account
me-account-what = Nights, week-ends, public holidays, short notice and long trips are entered here. The higher it is, the more you have carried: what comes next is offered to others first.
me-account-standing = For full time: { $normalised } points; half of the group is below { $median }.
me-band-lightest = You are in the least burdened quarter.
me-band-lower = You are somewhat below the middle.
me-band-upper = You are somewhat above the middle.
me-band-heaviest = You are in the most burdened quarter.
me-points-value = { $points } points
me-rest-days = Days of rest: { $dated } dated, { $undated } without a date, { $taken } taken in the period, { $overdue } overdue.
me-due = due by { $when }
me-rest-wanted = Another date asked for: { $when }
me-rest-keep = Keep my date
me-rest-ask = Ask for another date
me-rest-ask-go = Ask for this date
me-rest-day = First day of the rest
me-rest-day-help = The present date holds until the managers agree to the other. The rest takes the place of a working day.
me-statement = Statement
me-statement-what = A correction is a reversing line; nothing is erased. The entries are in French, as their documents are.
me-show = Show
me-csv = Table (CSV)
me-workbook = Workbook (XLSX)
me-opening = at the beginning:
me-closing = at the end:
me-no-lines = No line in the period.
me-col-date = Date
me-col-kind = Kind
me-col-reason = What for
me-col-amount = Amount
me-col-balance = Balance
me-takes-back = { $kind }, taken back
me-owed-cents = Allowances
me-owed-days = Days of rest
me-owed-rest = Hours of rest
me-owed-supplement = Hours with a supplement
me-owed-paid = Hours to be paid
me-owed-points = Points
me-settings = Settings
me-told = How to tell you
me-letters = Language of what is sent
me-channels = Tell me by
me-channel-email = e-mail
me-channel-sms = text message
me-channel-push = notification on my devices
me-push-here = Notifications on this device
me-phone = Telephone
me-phone-help = With the country code: +33612345678.
me-quiet-from = Quiet hours, from
me-quiet-to = to
me-quiet-help = Nothing is sent to you in these hours. Leave empty for none.
me-digest = What can wait
me-digest-never = at once
me-digest-daily = once a day
me-digest-at = Sent at
me-zone = Time zone
me-cap = Offers a week, at most
me-cap-help = Leave empty for no limit.
me-cap-left = { $n ->
    [one] { $n } is left for the last seven days.
   *[other] { $n } are left for the last seven days.
}
me-mobility = Mobility
me-mobility-help = This is the farthest that you accept to go. Your employer keeps it in your file: ask to have it changed.
me-calendar = My shifts in my calendar
me-calendar-name = Relève: my shifts
me-calendar-what = Your phone’s calendar can follow your shifts, even without a network. Whoever knows the address sees your shifts: give it to nobody.
me-calendar-once = Here is the address; it is shown this once.
me-calendar-open = Open in my calendar
me-calendar-since = Subscription opened on { $when }.
me-calendar-make = Make the address
me-calendar-replace = Replace the address
me-calendar-end = End the subscription
me-messages = Messages
me-messages-none = No message.
me-all-read = Everything is read.
me-mark-read = Mark everything read
me-new = new
me-no-filled = This shift has just been filled by somebody else. Thank you for answering; nothing is held against you.
me-no-closed = Too late: the offer has closed. Nothing is held against you.
me-no-answered = This offer has its answer already, or it was withdrawn. Here is how things stand.
me-no-race = Somebody was quicker at this very moment; nothing has changed. Look and try again.
me-no-moved = This has changed since you read it, perhaps in another tab. Here is what holds now; nothing has changed.
me-no-gone = This shift is no longer as you saw it; nothing has changed.
me-no-begun = This shift has already begun; nothing has changed.
me-no-decided = One of these days is decided already: it is over, or you hold a shift on it. Nothing has changed.
me-no-more-agreements = You have as many agreements as there may be. Revoke one first.
me-no-agreement-over = This agreement was revoked before.
me-no-hand-back = The time to hand this shift back is over, or no agreement gave it. Look for a swap, or announce an absence.
me-no-swap-over = This swap no longer waits for your answer. Here is how it stands.
me-no-duty-gone = One of the shifts is gone; nothing has changed. Look again.
me-no-more-swaps = You have as many proposals or wishes under way as there may be. Take one back first.
me-no-rest-over = Nothing is asked about this rest any more. Here is how it stands.
me-no-absence-overlaps = An absence covers some of these days already; nothing has changed.
me-no-question-over = This question has its answer already, or its time is over.
me-no-left = Your file says that you are leaving: this can no longer be changed.
me-no-day-ticked = Touch one or more days first.
me-no-weekday = Tick at least one day.
me-no-time = Write a time, such as 21:30.
me-no-per-week = From 1 to 7 shifts a week.
me-no-day = Choose a day.
me-no-moment = Choose a day and a time.
me-no-order = The end comes before the start.
me-no-absence = These days will not do: an absence is announced for at most 400 days, and not more than 60 days late.
me-no-absence-days = The days of absence must include that of this shift.
me-no-declaration = These hours will not do: at most 24 hours in a row, and not the same twice.
me-no-wish = Choose a shift to give, or say that you would take one.
me-no-rest-day = This rest cannot begin on that day: it must take the place of a working day, before it is due, without an absence or a pool shift.
me-no-rest-now = This date is no longer possible; the present one holds.
me-no-email = Write one e-mail address, or take this channel away.
me-no-phone = Write the number with its country code, such as +33612345678, or take this channel away.
me-no-zone = Write a zone such as Europe/Paris.
me-no-quiet = Give two different times, or none.
me-no-cap = A number from 0 to 50, or nothing.
me-done-handed-back = The shift is handed back and open again. Nothing is held against you.
me-done-absent = Your absence is announced. Take care.
me-done-day-changed = Thank you: your roster is changed.
me-done-days-yes = { $n ->
    [one] { $n } day open: you may be asked for it.
   *[other] { $n } days open: you may be asked for them.
}
me-done-days-no = { $n ->
    [one] { $n } day closed: you will not be asked for it.
   *[other] { $n } days closed: you will not be asked for them.
}
me-done-days-wished = { $n ->
    [one] Wish noted for { $n } day.
   *[other] Wish noted for { $n } days.
}
me-done-choices = { $n ->
    [0] No day has changed.
    [one] { $n } day saved.
   *[other] { $n } days saved.
}
me-done-weeks = Your week is saved.
me-done-forgotten = Your availability is forgotten.
me-done-agreement = Your agreement is recorded.
me-done-revoked = The agreement is revoked; you will be asked for what was not decided yet.
me-done-volunteering = What you volunteer for is recorded.
me-done-declared = These hours are declared.
me-done-wish = Your wish is recorded. Here is what meets it.
me-done-wish-ended = The wish is taken back.
me-done-proposed = The swap is proposed; the others are asked.
me-done-agreed = Your yes is noted; the swap waits for the others.
me-done-swapped = The swap is done: your shifts are up to date.
me-done-swap-withdrawn = Your proposal is taken back.
me-done-rest-asked = Your request is sent. The present date holds meanwhile.
me-done-rest-agreed = The date is agreed.
me-done-rest-kept = The date stays as it is.
me-done-settings = Your settings are saved.
me-done-calendar = The address of your calendar is made; the one before gives nothing any more.
me-done-calendar-ended = The subscription is ended: the address gives nothing any more.
me-done-read = Everything is marked read.
me-nav-availability = Availability
me-nav-swaps = Swaps
me-nav-account = Burdens and rests
me-nav-messages = Messages
me-nav-choosing = Choose my days
me-choose = Choose my days
me-choose-list = Rosters open to choices
me-choose-none = No roster is open to choices. A message will tell you as soon as there is one.
me-choose-look = Look
me-choose-ahead = Opens on { $opens }, closes on { $closes }
me-choose-open = Open until { $closes }
me-choose-over = Choosing is over. What is left is being spread.
me-choose-published = The roster is published: your shifts stand among yours.
me-choose-between = { $least } to { $most } days to choose
me-choose-least = { $n ->
    [one] At least { $n } day to choose
   *[other] At least { $n } days to choose
}
me-choose-most = { $n ->
    [one] At most { $n } day
   *[other] At most { $n } days
}
me-choose-persons = { $code }: { $n ->
    [one] at most { $n } person a day
   *[other] at most { $n } people a day
}
me-choose-chosen = { $n ->
    [0] You have chosen no day so far.
    [one] You have chosen { $n } day.
   *[other] You have chosen { $n } days.
}
me-choose-help = Touch what you want for each day, then save. What is missing is counted for your title; what is left at the closing will be spread fairly.
me-choose-week = Week of { $day }
me-choose-nothing = nothing
me-choose-lacks = { $n } missing
me-choose-full = full
me-choose-absent = away
me-choose-rest = promised rest
me-choose-elsewhere = also:
me-choose-day-off = rest
me-choose-by-unit = settled by the unit
me-choose-by-you = chosen by you
me-choose-save = Save my choices
me-choose-refused = { $n ->
    [one] { $n } day was not saved:
   *[other] { $n } days were not saved:
}
me-choose-day-no = { $day }: { $why }
me-choose-settled = a unit has settled this day already.
me-pulse = Your word on the quarter
me-pulse-link = Your word on the quarter: three questions
me-pulse-what = Three questions, once a quarter, if you like. 0: not at all; 10: entirely.
me-pulse-until = You can answer until { $day }.
me-pulse-unnamed = Your answer is kept without your name: only that you have answered is noted, elsewhere. Direction and coordination see means of establishments, once the quarter is over and from five answers on.
me-pulse-fairness = Nights, week-ends and shifts are spread fairly.
me-pulse-heard = I am heard on what I wish.
me-pulse-recommend = I would recommend the pool to a colleague.
me-pulse-choose = Choose from 0 to 10
me-pulse-comment = A word, if you like
me-pulse-comment-help = 500 characters at most. It is read as it is, among those of the whole group: name nobody.
me-pulse-send = Send
me-pulse-answered = You have answered for this quarter. Thank you.
me-pulse-back = Back to your page
me-no-score = Choose a number from 0 to 10.
me-no-comment = 500 characters at most. Shorten it.
me-done-pulse = Your answer is stored, without your name. Thank you.
