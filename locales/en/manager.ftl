### The pages of a nursing manager: a unit's month, absences, replacement requests.

# What several pages say
manager-unit = Unit
manager-unit-choice = Units
manager-unit-other = Choose another unit
manager-state = State
manager-filter = Filter
manager-filter-all-units = All units
manager-filter-from = From
manager-filter-to = To
manager-filter-none = Show all
manager-show = Show
manager-next-page = Next page
manager-choose = Choose…
manager-yes = Yes
manager-reason = Reason
manager-reason-help = The reason is kept. Write nothing in it about anybody's health.
manager-qualification = Qualification
manager-legend = Legend
manager-the-service = Relève
manager-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
manager-days-from-to = { $from } to { $to }
manager-rest = rest
manager-nothing-settled = nothing settled
manager-elsewhere = in another unit
manager-elsewhere-mark = →
manager-unavailable = not available
manager-unavailable-mark = na
manager-priority-safety = Safety
manager-priority-safety-help = Without this shift the unit falls below its safety minimum.
manager-priority-high = Urgent
manager-priority-high-help = Somebody must hold it; the minimum is met without it.
manager-priority-normal = Normal
manager-priority-normal-help = The shift stands on the roster.
manager-priority-low = Comfort
manager-priority-low-help = Useful help, after every other need.
manager-motive-unplanned = Unforeseen absence
manager-motive-planned = Planned absence
manager-motive-vacant = Vacant post
manager-motive-workload = More work than usual
manager-motive-other = Other
manager-audience-own-unit = volunteers of the unit
manager-audience-pool = the pool
manager-audience-neighbours = neighbouring sites
manager-audience-additional-hours = part-timers, as additional hours
manager-audience-overtime = volunteers, as overtime
manager-audience-fixed-term = the list of stand-ins
manager-audience-agency = the agency
manager-request-draft = Draft
manager-request-submitted = Handed in
manager-request-open = Open
manager-request-closed = Closed
manager-request-cancelled = Cancelled
manager-shift-draft = draft
manager-shift-open = to be filled
manager-shift-offered = people are being asked
manager-shift-filled = filled
manager-shift-booked = given to an agency
manager-shift-unfilled = stayed bare
manager-shift-cancelled = cancelled

# The month
month-title = Roster: { $unit }
month-heading = Roster
month = Month
month-other = Other months
month-back = Roster
month-who = Agent
month-keys = In the table the arrow keys go from cell to cell; Enter opens the cell.
month-table = Roster of { $unit }, { $month }. It scrolls sideways.
month-caption = { $unit }, { $month }: agents down, days across, totals of the month on the right
month-pool = Help from the pool
month-asked = Shifts asked for that nobody of the pool holds yet
month-cover = Minimum cover: present, or missing
month-summary = { $short ->
    [0] The unit's minimum is met from today on
    [one] { $short } person is missing below the minimum from today on
   *[other] { $short } people are missing below the minimum from today on
}; { $waiting ->
    [0] no shift that was asked for waits for somebody.
    [one] { $waiting } shift that was asked for waits for somebody.
   *[other] { $waiting } shifts that were asked for wait for somebody.
}
month-summary-no-minimum = { $waiting ->
    [0] No shift that was asked for waits for somebody.
    [one] { $waiting } shift that was asked for waits for somebody.
   *[other] { $waiting } shifts that were asked for wait for somebody.
} This unit has no minimum on record.
month-empty = Nothing this month
month-empty-help = Nobody has a settled day in this unit this month, and no shift was asked for. Make the month's roster, or choose another month.
month-balance-help = Balance: planned hours less this month's share of 35 hours a week, days of absence left out. Nights: duties with at least three hours between 21:00 and 06:00. Totals count every unit and the pool.
total-hours = Hours
total-balance = Balance
total-nights = Nights
total-weekends = W/E
total-weekends-long = Week-ends worked
total-holidays = Hol.
total-holidays-long = Public holidays worked
day-weekend = week-end
day-holiday = public holiday
day-holiday-mark = H
day-today = today
cover-least = { $n ->
    [one] at least { $n }
   *[other] at least { $n }
}
cover-there = { $n ->
    [one] person present, the minimum is met
   *[other] people present, the minimum is met
}
cover-missing = { $missing ->
    [one] { $missing } person missing of { $needed }
   *[other] { $missing } people missing of { $needed }
}
cover-asked = replacement asked for already
cover-asked-mark = r
bare = to be replaced
bare-ask = to be replaced: ask for a replacement
bare-mark = {"!"}
asked-open-mark = {"!"}
asked-offered-mark = …
asked-booked-mark = a
asked-unfilled-mark = ×
asked-filled-mark = ✓
pool-mark = p
pool-holds = help from the pool
pool-waits-mark = p?
pool-waits = offered to this person, whose answer is awaited
legend-morning = morning
legend-day = day
legend-evening = evening
legend-night = night
legend-asked-open = shift asked for, to be filled
legend-asked-offered = shift asked for, people are being asked
legend-asked-booked = shift given to an agency
legend-asked-unfilled = shift asked for, stayed bare
legend-asked-filled = shift asked for, filled

# A day
day-title = { $day }
day-standing = On the roster:
day-absent = { $class }; to be replaced: { $codes }
bare-ask-long = Ask for a replacement on this day
change-title = Change this day
change-published-help = This roster is published: a change has a reason and a ground, and the person is told at once.
change-draft-help = This roster is not published: the day is settled freely, as far as the law allows.
change-code = New code
change-reason = Reason for the change
change-ground = Ground
change-do = Change the day
ground-notice = Told in time
ground-notice-help = She hears of it early enough.
ground-agreement = With her agreement
ground-agreement-help = She is asked; the day changes if she says yes, and nothing is held against her if not.
ground-agreed = With her agreement
ground-imperative = Imperative need of the service
ground-imperative-help = Only where the rule allows it; the reason is kept.
ground-swap = Swap

# Absences
manager-absences-title = Absences
manager-absences-of = Absences: { $unit }
manager-absences-count = { $n ->
    [0] No absence
    [one] { $n } absence
   *[other] { $n } absences
}
manager-absences-none = Nobody of the unit is absent on these days. Enter an absence below, or from a cell of the roster.
manager-absences-caption = Absences of the unit's people, without their cause
manager-absence-title = Absence
manager-absence-who = Person
manager-absence-days = Days
manager-absence-class = Kind
manager-absence-planned = planned absence
manager-absence-planned-mark = PA
manager-absence-unplanned = unforeseen absence
manager-absence-unplanned-mark = UA
manager-absence-standing = on record
manager-absence-announced = announced by the agent
manager-absence-withdrawn = taken back
manager-absence-new = Enter an absence
manager-absence-from = First day
manager-absence-to = Last day
manager-absence-help = Never a cause: planned or unforeseen is all that Relève keeps.
manager-absence-enter = Enter the absence
manager-absence-end-title = Change the last day
manager-absence-withdraw-title = Take this absence back
manager-absence-withdraw = Take back
bare-title = Duties to be replaced
bare-none = This absence leaves no duty to be replaced.
bare-asked = asked for already
bare-ask-all = Ask for these replacements

# Asking
ask-title = Ask for a replacement
ask-post = Which shift?
ask-day = Day
ask-code = Shift code
ask-more = Add a day
ask-more-help = A day left empty is not asked for.
ask-qualification = Which qualification?
ask-title-usual = That of the shift ({ $usual })
ask-why = Why?
ask-why-help = Never the cause of an absence.
ask-urgency = How urgent?
ask-fold = Absent person, a word for the pool
ask-absent = Who is replaced
ask-absent-help = Nobody replaces herself: she is not asked, and shifts of the pool that she can no longer hold are freed.
ask-absent-other = somebody of another establishment
ask-nobody = Nobody in particular
ask-note = A word for whoever comes
ask-note-help = Where to go, whom to ask for. Nothing about anybody's health.
ask-degraded = A neighbouring qualification will do (degraded)
ask-send = Hand the request in
ask-draft = Keep as a draft
ask-although = Two are really needed: ask all the same
ask-alike-link = See the request that is there: { $post }
ask-day-outside = Choose a day between { $first } and { $last }.
ask-no-post = Choose at least one day and one shift code.
ask-no-motive = Say why the shift is to be filled.
ask-no-priority = Say how urgent it is.

# What may be hoped for
estimate-title = What may be hoped for
estimate-again = Estimate
estimate-missing = No estimate yet. { $what }
estimate-nobody = Nobody right now
estimate-few = Few people
estimate-several = Several people
estimate-able = { $n ->
    [0] Nobody may lawfully hold this shift right now. An agency or other hours will have to be thought of.
    [one] { $n } person may lawfully hold this shift right now.
   *[other] { $n } people may lawfully hold this shift right now.
}
estimate-least = { $n ->
    [0] For one of these shifts at least, nobody may lawfully hold it right now.
    [one] At least { $n } person may lawfully hold each of these shifts right now.
   *[other] At least { $n } people may lawfully hold each of these shifts right now.
}
estimate-post = { $post }: { $able ->
    [0] nobody
    [one] { $able } person
   *[other] { $able } people
}, { $knowing } of whom know the unit.
estimate-begun = { $post }: it has begun, nobody can be asked any more.
estimate-degraded = { $n ->
    [one] { $n } in degraded form.
   *[other] { $n } in degraded form.
}
estimate-asked-only = { $n ->
    [one] { $n } can only be asked (rest, notice).
   *[other] { $n } can only be asked (rest, notice).
}
estimate-unjudged = { $n ->
    [one] { $n } more shift is not counted here.
   *[other] { $n } more shifts are not counted here.
}
estimate-past-none = No shift like this in the unit over the last months: there is no rate to give.
estimate-past-code = { $posts ->
    [one] { $posts } shift of this code
   *[other] { $posts } shifts of this code
} over the last months: { $filled } held by the pool ({ $share }), { $booked } by an agency.
estimate-past-title = { $posts ->
    [one] { $posts } shift for this qualification
   *[other] { $posts } shifts for this qualification
} in the unit over the last months: { $filled } held by the pool ({ $share }), { $booked } by an agency.
estimate-past-half = Half of them were within { $time }, that is { $when } for a request opened now.
estimate-past-few = That is too few to say how long it takes.
estimate-next-looked = Next: the coordination looks at the request, then opens it.
estimate-next-cascade = Next: those who may hold it are asked circle by circle, without waiting.
estimate-next-open = Next: the request is open and the coordination asks people. A round opened now closes at the latest { $closing }.
estimate-basis = Counted this instant under every rule; who may is not who will, everybody answers freely. The past is that of the last { $n } days.

# Requests
requests-title = Replacement requests
requests-list = By the day of the first shift
requests-caption = Requests, the nearest first
requests-current = Under way
requests-over = Over
requests-all = All
requests-when = When
requests-what = Shift
requests-none = No request is under way. When a shift is bare, ask for a replacement: four answers are enough.
requests-none-filtered = No request matches these filters.
messages-unread = { $n ->
    [one] { $n } unread message
   *[other] { $n } unread messages
}
request-progress = { $filled } of { $wanted ->
    [one] { $wanted } shift filled
   *[other] { $wanted } shifts filled
}
progress-offered = { $n ->
    [one] { $n } being asked for
   *[other] { $n } being asked for
}
progress-booked = { $n ->
    [one] { $n } with an agency
   *[other] { $n } with an agency
}
progress-unfilled = { $n ->
    [one] { $n } stayed bare
   *[other] { $n } stayed bare
}
request-title = Replacement request: { $unit }
request-heading = Replacement request
request-submit = Hand the request in
request-do-open = Open the request
request-shifts-caption = The shifts, and who holds them or what is under way
request-who = Who, or what is under way
request-candidates = Who may hold it
request-facts = What is asked for
standing-draft = Draft: nobody is asked yet. Hand it in when it is ready.
standing-submitted = Handed in: the coordination will look at it and open it. { $progress }.
standing-open = Open: { $progress }.
standing-closed = Closed: { $progress }.
standing-cancelled = Cancelled. { $progress }.
absent-not-asked = { $name } is not asked for these shifts: nobody replaces herself.
absent-also-holds = { $n ->
    [one] She also holds { $n } shift of the pool on these days; it is freed if it is not possible any more.
   *[other] She also holds { $n } shifts of the pool on these days; they are freed if they are not possible any more.
}
fact-why = Why
fact-urgency = Urgency
fact-absent = Who is replaced
fact-degraded = Degraded form accepted
fact-note = A word for the pool
fact-asked-by = Asked for by
fact-asked-at = On
fact-cancelled-why = Why it was cancelled
manager-round-fair = { $asked ->
    [one] { $asked } person asked
   *[other] { $asked } people asked
}; closes { $closing }, the published order decides.
manager-round-first = { $asked ->
    [one] { $asked } person asked
   *[other] { $asked } people asked
} urgently, until { $closing }; the first yes has it.
manager-round-named = Offered to { $asked ->
    [one] the person chosen
   *[other] { $asked } people chosen
}; answer awaited before { $closing }.
manager-cascade-begins = The search by steps begins ({ $steps } steps).
manager-cascade-step = Step { $step } of { $steps }: { $audience }; the next one at the latest { $next }.
manager-cascade-step-last = Step { $step } of { $steps }: { $audience }.
manager-cascade-paused = Search held at step { $step } of { $steps }: { $audience }.
manager-booking-requested = Asked of the agency { $agency }, which has not confirmed yet.
manager-booking-confirmed = Confirmed by the agency { $agency }.
manager-booking-worked = Held by the agency { $agency }.
held-since = Agreed on { $when }.
thread-title = Conversation
thread-none = No message. What is written here is read by the unit's managers and the coordination.
thread-write = Your message
thread-mention = Tell somebody
thread-send = Send
message-mentions = for { $names }
cancel-title = Cancel the request
cancel-do = Cancel the request
cancel-notice = The first shift begins in { $notice }.
cancel-begun = All of it has begun: what has begun stays as it is.
cancel-told = { $holders ->
    [0] Nobody holds a shift yet;
    [one] { $holders } person holds a shift and will be told;
   *[other] { $holders } people hold a shift and will be told;
} { $asked ->
    [0] nobody is being asked.
    [one] { $asked } offer will be withdrawn.
   *[other] { $asked } offers will be withdrawn.
}
deeds-title = History
deed-make = { $when }: written by { $who }
deed-submit = { $when }: handed in by { $who }
deed-open = { $when }: opened by { $who }
deed-edit = { $when }: changed by { $who }
deed-cancel = { $when }: cancelled by { $who }
deed-close = { $when }: closed by { $who }
edit-title = Change the request
edit-title-usual = That of the shift
edit-back = Back to the request
edit-asked = This request is open. Whoever holds a shift that you change, or has agreed to it, is asked anew; what she agreed to before holds no more.
edit-shifts = Shifts
edit-remove = This shift is not wanted any more
edit-add = Add a shift
edit-reason = Why, if you take a shift out
edit-reason-help = Those concerned are told; the reason is kept.

# Rosters
roster-title = Roster
roster-new = New roster
roster-new-help = It takes over those who were on the unit's roster in the twelve weeks before, and those of a cycle. It stays a draft until it is published.
roster-make = Make the roster
roster-draft = Draft
roster-draft-since = begun on { $when }
roster-open = Open to choices
roster-open-until = agents choose until { $when }
roster-closed = Closed
roster-closed-help = choices are closed; to be completed and published
roster-published = Published
roster-published-since = since { $when }; a change has a reason and a notice
publish-title = Publish
publish-help = From its publication the roster holds for everybody: each is told, every day that is not settled becomes a rest, and a change will need a reason.
publish-reason = Reason, if the notice of publication is missed
publish-reason-help = The notice is that of the employer (fifteen days in public hospitals). In time, leave it empty.
publish-do = Publish the roster
fill-title = Fill from the cycles
fill-help = What was settled by hand or chosen stays; what would not be lawful is not put down.
fill-do = Fill
choices-title = Open to the agents' choices
choices-help = Everybody puts herself down for days that are not settled; the law is checked at each choice. Everybody is told.
choices-until = Until
choices-open = Open to choices
choices-close-title = Close the choices
choices-close-help = Closing starts a computation for the shifts that are left.
choices-close = Close now
changes-title = Changes
changes-none = No change since its publication.
changes-caption = What has changed, the newest first; nothing is erased
changes-day = Day
changes-what = Before → after
changes-ground = Ground
changes-when = Done on
question-asked = answer awaited before { $until }
question-declined = declined

# What stands in the way of a form
form-day = Choose a day that can be.
form-to = Choose a last day, on the first day or after.
form-code = Choose a shift code of the unit.
form-title = Choose a qualification.
form-absent = Choose somebody of your establishment.
form-note = This word is too long: at most 2,000 characters.
form-reason = Say why, in at most 2,000 characters.
form-text = Write a message of at most 4,000 characters.
form-mention = One of the people to tell is not of the group.
form-closing = Choose a closing after now and before the first day.
form-other = Something is missing or will not do. Check the form; nothing was saved.
form-alike = The same shift is asked for already. Nothing was saved.
form-taken = This identifier is taken. Begin again from a fresh form.
form-request-state = This request is no longer in a state that allows it. Nothing has changed.
form-shift-state = One of the shifts is no longer in a state that allows it. Nothing has changed.
form-day-begun = This day has begun or is over: it is not changed here any more.
form-day-settled = Another unit has settled this day. Nothing has changed.
form-absence-overlaps = Another absence of hers lies on some of these days. Prolong or end that one.
form-absence-over = This absence was taken back. Nothing has changed.
form-agent-left = This person has left the establishment.
form-not-member = The establishment does not belong to the group on that day.
form-unit-closed = The unit is closed on that day.
form-roster-state = This roster is no longer in a state that allows it, or a question waits for an answer. Nothing has changed.
form-roster-overlaps = Another roster of the unit has some of these days.
form-published-late = The notice of publication is missed: give the reason, it will be kept.
form-inside-notice = The notice is missed. Choose a ground that the rule allows: her agreement, or an imperative need of the service where it is permitted.
