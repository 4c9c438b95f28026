### What stands in the way, each with the way out.

conflict-group-has-approvals = Assignments of this group were approved already: an import would erase them. Add the new needs as replacement requests, or import this scenario under another group identifier. Nothing has changed.
conflict-id-taken = The identifier “{ $id }” already names something else. Choose another identifier, or read what exists.
conflict-stale-plan = This proposal has expired: it is too old, a newer one was approved, or none of its shifts is to be filled any more. Nothing has changed. Start a new computation, then approve the new proposal.
conflict-plan-state = The proposal is { $state }: this is no longer possible. Nothing has changed.
conflict-version-moved = Somebody has changed this meanwhile (present version: { $current }). Read it again before you decide; nothing has changed.
conflict-item-not-proposed = The shift “{ $shift }” is not, or is no longer, to be approved in this proposal. Nothing has changed.
conflict-request-state = The request is { $state }: this is no longer possible. Nothing has changed.
conflict-alike-requested = The same post is asked for already ({ $shifts }). Nothing was stored. Read that request, or send yours with “although_alike” if two are really needed.
conflict-shift-state = This shift is { $state }: it is not to be filled any more.
conflict-already-filled = This shift has just been filled: thank you for answering. Nothing has changed, and nothing counts against you.
conflict-shift-begun = The shift has begun: nobody can be asked any more.
conflict-not-urgent = Speed decides only within { $hours } h of the beginning of the shift. Open a fair round, with a closing time.
conflict-nobody-eligible = Nobody can lawfully hold this shift. The list of candidates says why, and what would allow it.
conflict-asked-often = “{ $agent }” has been asked as often in seven days as she wants to be. Offer the shift to others; nothing has changed.
conflict-round-over = This round is over. Nothing has changed.
conflict-cascade-under-way = A step-by-step search for this shift is under way. Follow it, pause it or stop it; nothing has changed.
conflict-cascade-state = This step-by-step search is { $state }: this is no longer possible. Nothing has changed.
conflict-said-yes = Somebody has said yes: the round goes on to its closing ({ $when }), when the published order decides. Nothing has changed.
conflict-booking-state = This agency booking is { $state }: this is no longer possible. Nothing has changed.
conflict-above-cap = The price asked for ({ $price } an hour, before tax) is above the legal ceiling of public establishments ({ $cap }; { $article }). Get a price within the ceiling, or search the pool further; nothing has changed.
conflict-agency-hours = The group buys no more than { $hours } agency hours of this qualification over the period. Call a booking off, or have this maximum raised; nothing has changed.
conflict-too-many-agreements = You already have { $most } standing agreements. Revoke one, or put several windows into one agreement; nothing has changed.
conflict-agreement-over = This standing agreement was revoked before. Nothing has changed.
conflict-hand-back-over = This shift can no longer be handed back here: it does not come from a standing agreement, or the time is over. Tell the manager of the unit; nothing has changed.
conflict-offer-state = This offer is already { $state }.
conflict-no-stands = Your no stands: it can be taken back in a fair round only, until that is over. It never counts against you.
conflict-offer-closed = The time to answer has passed: this offer is closed. Not answering never counts against you.
conflict-assignment-state = This assignment is already { $state }.
conflict-not-over-yet = The shift is not over: work is recorded as done after the end of the shift.
conflict-not-begun-yet = The shift has not begun: its beginning is recorded from its start on.
conflict-promise-state = This rest is { $state }: this is no longer possible. Nothing has changed.
conflict-nothing-asked = No other date of this rest waits for your agreement. Nothing has changed.
conflict-entry-reversed = This line was taken back before. Read the account again; nothing has changed.
conflict-entry-of-rest = This line is not taken back by itself: change the date of the promised rest. Nothing has changed.
conflict-entry-of-correction = This line is not taken back by itself: post the right line by hand. Nothing has changed.
conflict-period-open = This month is not over: lines may still be added to it. Ask for the export from the first day of the next month on.
conflict-nothing-to-cancel = The computation is over: there is nothing to stop.
conflict-already-computing = A computation of this group is under way. Wait for its end, or stop it.
conflict-built-in-pack = The rule pack “{ $key }” ships with Relève: it cannot be replaced. Load yours under a new `version`, then name it in `rule_packs`. Nothing has changed.
conflict-email-taken = Another account has this address already. Check it, or give a role to the account there is; nothing has changed.
conflict-own-grant = Nobody gives or takes a right of her own: ask another administrator. Nothing has changed.
conflict-grant-over = This right has ended before. Nothing has changed.
conflict-last-administrator = The group would have no administrator left. Give this role to somebody else first; nothing has changed.
conflict-link-over = This link does not work, or no longer does: a link works once, and for a limited time. Ask for another one on the log-in page, or of your administrators.
conflict-second-factor-state = Two-step verification has changed meanwhile. Reload the page “My account”; nothing has changed by this.
conflict-identity-taken = This identity is linked to another account already. If it is yours, log in by it; if not, tell your administrators. Nothing has changed.
conflict-identity-elsewhere = This identity also opens the person’s account in another group: only she can take it away, on the page “My account”. You can end her rights in yours. Nothing has changed.
conflict-last-way-in = You would have no way left to log in. Choose a password first (log-in page, “Forgotten password”) or link another identity; nothing has changed.
conflict-absence-overlaps = Another absence (no. { $number }) covers some of these days already. Lengthen or end that one; nothing has changed.
conflict-absence-over = This absence is over, or was withdrawn. Nothing has changed.
conflict-absence-not-announced = Your employer entered this absence: ask your employer to change it. Those that you announce are yours to change; nothing has changed.
conflict-day-decided = This day is decided already: it is past, or you hold a shift on it. Turn to the coordinators; nothing has changed.
conflict-admission-state = This step does not follow from where the agent stands ({ $standing }). Read her steps again; nothing has changed.
conflict-agent-left = This agent has left her establishment. Nothing has changed.
conflict-document-known = A document “{ $reference }” is on file already. End it, or give another reference; nothing has changed.
conflict-not-member = “{ $establishment }” is not a member of the group on { $on }. Choose a date covered by its agreement; nothing has changed.
conflict-unit-closed = This unit is closed from { $on } on. Choose a date before that; nothing has changed.
conflict-convention-overlaps = The agreement “{ $document }” covers some of these days already. End it first, or choose other dates; nothing has changed.
conflict-convention-over = This agreement is ending already. Nothing has changed.
conflict-still-in-use = Shifts are still to be filled or filled in it, or days of rosters use it ({ $uses }). Cancel those requests first, or give the new hours a new code; nothing has changed.
conflict-roster-day = { $code } on { $day }
conflict-swap-state = This swap is { $state }. Nothing has changed.
conflict-swap-decided = This swap is approved for your units already. Nothing has changed.
conflict-swap-closed = The time to answer has passed: this swap is closed. Not answering never counts against you.
conflict-swap-answered = You have agreed to this swap before. You may still decline it as long as not everybody has answered.
conflict-duty-gone = A duty of this swap is no longer there, or no longer the same person’s. Nothing has changed; propose a new swap.
conflict-own-swap = Nobody allows a swap that she is in: another manager or the coordinators decide. Nothing has changed.
conflict-too-many-swaps = { $most } swaps that you proposed already wait for an answer. Withdraw one, or wait; nothing has changed.
conflict-too-many-judged = You have had swaps with { $most } duties of colleagues judged in a day. Propose one of them, or wait for tomorrow; nothing has changed.
conflict-wish-over = One of the swap wishes no longer holds, or has changed meanwhile. Search again; nothing has changed.
conflict-too-many-wishes = You already have { $most } swap wishes. Withdraw one before you add another; nothing has changed.
conflict-same-key-in-flight = A request with the same idempotency key is under way. Try again in a moment with the same key.
conflict-roster-state = The roster is { $state }: this is no longer possible. Nothing has changed.
conflict-day-asked = The person is asked about this day already: wait for her answer. Nothing has changed.
conflict-roster-overlaps = The roster “{ $id }” of this unit covers some of these days already. Choose other dates.
conflict-day-settled = { $day } is settled for this person already. Read the roster again; nothing has changed.
conflict-day-begun = This day has begun or is over: it is not changed here any more.
conflict-not-choosing = The roster is not open to choices at the moment: look at its opening and closing times. Nothing has changed.
conflict-code-full = This code has its { $n ->
    [one] one person
   *[other] { $n } people
    } on that day already. Choose another day or another code.
conflict-chosen-most = You have chosen { $n ->
    [one] { $n } day
   *[other] { $n } days
    } already, the most that this roster allows. Take one back to choose another.
conflict-published-late = The notice of publication is missed: { $missed }. Give the reason (“late_reason”): it is kept.
conflict-published-late-by = { $ahead } d before the first day, { $least } d owed
conflict-inside-notice = { $missed }. Ask for her agreement (“agreement”). Nothing has changed.
conflict-inside-notice-imperative = { $missed }. Ask for her agreement (“agreement”), or put the imperative need of the unit on record (“imperative”). Nothing has changed.
conflict-notice-hours = { $ahead } h before the shift, { $least } h owed
conflict-notice-days = { $ahead } d before the shift, { $least } d owed
conflict-question-over = This question has its answer, or its time is over. Nothing has changed, and nothing counts against you.
conflict-placed-elsewhere = This person follows the cycle “{ $cycle }” on these dates already. End that place first; nothing has changed.
conflict-plan-kind = This proposal fills a roster: it is applied from that roster, and a proposal of the pool is approved as such. Nothing has changed.
conflict-plan-supposes = This proposal counts on somebody imagined: it shows what she would change, and cannot be approved. Nothing has changed. Compute a proposal without her.
conflict-lost-race = Somebody was faster. Read how things stand; nothing has changed.

# The proposal is …
plan-is-computing = being computed
plan-is-to-decide = still to be decided
plan-is-approved = approved already
plan-is-rejected = rejected
plan-is-cancelled = stopped
plan-is-expired = out of date
plan-is-failed = failed

# The request is …
request-is-draft = still a draft
request-is-submitted = handed in already
request-is-open = open already
request-is-closed = closed
request-is-cancelled = cancelled

# This shift is …
shift-is-draft = still a draft
shift-is-open = open
shift-is-offered = offered already
shift-is-filled = filled already
shift-is-booked = booked with an agency
shift-is-unfilled = over, and was not filled
shift-is-cancelled = cancelled

# This step-by-step search is …
cascade-is-running = under way
cascade-is-paused = paused
cascade-is-filled = over: the shift is filled
cascade-is-booked = over: the shift is booked with an agency
cascade-is-stopped = stopped
cascade-is-exhausted = exhausted

# This agency booking is …
booking-is-requested = waiting for the agency to confirm
booking-is-confirmed = confirmed by the agency
booking-is-worked = recorded as done
booking-is-cancelled = cancelled
booking-is-taken-back = taken back by the pool

# This offer is already …
offer-is-sent = waiting for an answer
offer-is-accepted = accepted
offer-is-declined = declined
offer-is-expired = closed
offer-is-withdrawn = withdrawn
offer-is-not-chosen = given to somebody else

# This assignment is already …
assignment-is-confirmed = confirmed
assignment-is-started = begun
assignment-is-worked = recorded as done
assignment-is-validated = validated by payroll
assignment-is-cancelled = cancelled

# This rest is …
rest-is-undated = without a date
rest-is-dated = dated
rest-is-taken = taken
rest-is-withdrawn = taken back with what had earned it

# This swap is …
swap-is-proposed = still waiting for answers
swap-is-to-approve = agreed by everybody in it
swap-is-done = done already
swap-is-refused = refused
swap-is-expired = expired
swap-is-withdrawn = withdrawn

# The roster is …
roster-is-draft = still a draft
roster-is-open = open to the choices of agents
roster-is-closed = closed
roster-is-published = published

conflict-item = Shift { $code } of { $day }, { $unit }, { $name }: { $what }
judged-not-available = is not available
judged-home-duty = a duty of a home roster is exchanged inside its establishment: work for another member goes through the pool
judged-not-offered = not offered
