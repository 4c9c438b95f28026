### The coordination’s board, its decisions, and what stands in their way.

board-title = The relief
board-figure-urgent = Urgent, no search begun
board-figure-urgent-note = within 48 h, or below the safety minimum
board-figure-all = Shifts without anybody
board-figure-safety = of which { $n } below the safety minimum
board-figure-searched = Searches under way
board-figure-closing = next closing { $when }
board-figure-agency = Given to an agency
board-urgent = To see to first
board-urgent-help = These shifts begin within 48 h or are below the safety minimum, and nobody is being asked.
board-urgent-more = See { $n ->
    [one] the other urgent shift
   *[other] the { $n } other urgent shifts
}
board-search-for = Search
board-who = Who can hold it
board-proposal = Proposal
board-all-proposals = All proposals
board-no-proposal = No proposal waits for your decision.
board-compute = Compute a proposal
board-compute-again = Compute a new one
board-compute-choose = Choose days and units
board-list = Open requests
board-filter = Filter the open requests
board-words = Search
board-from = From
board-to = To
board-state = Under way
board-priority = Priority
board-place = Place
board-qualification = Qualification
board-by = Group by
board-by-date = date
board-by-priority = priority
board-by-place = place
board-by-title = qualification
board-any = All
board-show = Show
board-clear = Show everything
board-shown = { $n ->
    [one] { $n } shift without anybody.
   *[other] { $n } shifts without anybody.
}
board-shown-of = { $n ->
    [one] { $n } shift matches.
   *[other] { $n } shifts match.
}
board-none-match = No shift matches.
board-empty = Every shift that was asked for is held. New requests of the units will appear here.
board-shifts = { $n ->
    [one] { $n } shift
   *[other] { $n } shifts
}
board-caption = Shifts that nobody holds yet
board-col-shift = Shift
board-col-unit = Unit
board-col-priority = Priority
board-col-doing = Under way
board-col-do = Action
board-page = Page { $page } of { $pages }.
board-pages = Pages of the list
board-before = Previous
board-after = Next
board-holiday = public holiday
board-weekend = weekend
board-priority-safety = Safety
board-priority-high = Urgent
board-priority-normal = Normal
board-priority-low = Comfort
board-state-urgent = urgent, nothing under way
board-state-free = nothing under way
board-state-searched = search under way
board-state-agency = agency
board-round-named = One person asked, to answer before { $when }
board-round-first = First answer has it, closing { $when }
board-round-fair = Fair round, closing { $when }
board-round-answers = { $waiting } not answered yet, { $willing } willing
board-cascade = Step { $step } of { $steps }: { $audience }
board-cascade-begins = The step-by-step search is about to begin ({ $steps } steps)
board-cascade-paused = Search held at step { $step } of { $steps }: { $audience }
board-cascade-next = Next step at the latest { $when }
board-agency-requested = Agency asked:
board-agency-confirmed = Agency confirmed:
board-refused-conflicts = { $n ->
    [one] { $n } shift can no longer be approved as proposed
   *[other] { $n } shifts can no longer be approved as proposed
}: the reason stands beside each. Approve what still holds, or compute a new proposal; nothing has changed.
board-refused-stale-plan = This proposal has expired: compute a new one. Nothing has changed.
board-refused-plan-state = This proposal was decided or stopped before: nothing has changed.
board-refused-plan-kind = This proposal fills a roster: it is applied from that roster.
board-refused-plan-supposes = This proposal counts on somebody made up: it cannot be approved. Compute one without her.
board-refused-item = One of the shifts chosen was approved before, or is no longer proposed. Read the list again; nothing has changed.
board-refused-computing = A computation of this group is under way. Wait for it or stop it, then start this one again.
board-refused-nothing-to-stop = The computation is over: there is nothing to stop.
board-refused-shift-state = This shift is not to be filled that way any more: somebody is asked, holds it, or it is called off. See below where it stands; nothing has changed.
board-refused-filled = This shift has just been filled. Nothing has changed.
board-refused-nobody = Nobody can lawfully hold this shift, or everybody has been asked often enough. See who can hold it, and what would allow it.
board-refused-asked-often = One of the people chosen has been asked as often in seven days as she wants to be. Choose others; nothing has changed.
board-refused-round-over = This round is over. Nothing has changed.
board-refused-cascade-under-way = A step-by-step search for this shift is under way.
board-refused-cascade-state = This search is no longer as you read it. See below where it stands; nothing has changed.
board-refused-booking-state = This booking is no longer as you read it. See below where it stands; nothing has changed.
board-refused-swap-state = This swap was decided before, or no longer waits for you. Nothing has changed.
board-refused-swap-closed = The time of this swap has passed. Nothing has changed.
board-refused-own-swap = Nobody allows a swap that she is in: somebody else decides. Nothing has changed.
board-refused-duty-gone = A duty of this swap is no longer there, or no longer the same person’s. Nothing has changed.
board-refused-rest = No other date of this rest waits for your agreement. Nothing has changed.
board-refused-request-state = This request was opened, closed or called off before. Nothing has changed.
board-refused-alike = Another request asks for the same post: nothing was opened. Read the other request again; if both are really needed, tick so under this one.
board-refused-not-urgent = Speed decides only within { $hours } h of the beginning. Choose a fair round.
board-refused-agency-hours = The group buys no more than { $hours } agency hours of this qualification over the period. Nothing has changed.
board-refused-said-yes = Somebody has said yes: the round goes on to its closing, { $when }, when the published order decides.
board-refused-above-cap = The price of { $price } an hour is above the ceiling of public establishments. Get a price within it, or search the pool further; nothing has changed.
board-wrong-reason = Write the reason, in a few words: it is kept.
board-wrong-hours = Write a number of hours from 1 to 720, or leave it empty.
board-wrong-agents = Choose fewer people, or none to follow the published order.
board-wrong-mode = Choose a fair round, or the first answer in an emergency.
board-wrong-agency = Write the name of the agency, at most 500 characters.
board-wrong-price = Write a price per hour in euros, such as 52.50; it may be left out only where the group has agreed on one.
board-wrong-attestation = Write what the agency attests, at most 500 characters.
board-wrong-note = Shorten this note: at most 2,000 characters.
board-wrong-call = Choose who was called.
board-wrong-seconds = Write a number of seconds above zero.
board-wrong-days = Check the two days: the first does not come after the last.
board-wrong-share = Choose a share of 1 to 100%.
board-wrong-although = The group does not allow asking beyond the number wished.
board-wrong-something = Something in this form will not do. Check it; nothing has changed.
board-done-approved-but = { $n ->
    [one] { $n } shift approved.
   *[other] { $n } shifts approved.
} The others are still to be decided: their people have been asked often enough this week.
board-done-computing-already = This computation is under way.
board-done-stopping = Stopping: the best proposal found is kept.
board-done-opened = The request is open: it is on the board.
board-done-swap-approved = The swap is approved; its people are told.
board-done-swap-refused = The swap is refused; its people read your reason.
board-done-rest-agreed = The new date of the rest is set.
board-done-rest-kept = The date of the rest stays as it was.
board-done-asked = The round is open.
board-done-withdrawn = The round is withdrawn; its people are told.
board-done-cascade-started = The step-by-step search has begun.
board-done-cascade-paused = The search is held: an open round goes on to its closing.
board-done-cascade-resumed = The search goes on.
board-done-cascade-advanced = The next step has begun.
board-done-cascade-stopped = The search is stopped.
board-done-booked = The agency is asked. Until it confirms, the pool may take the shift back.
board-done-confirmed = The agency’s confirmation is recorded.
board-done-called-off = The booking is called off.
board-done-called = The call is recorded.
board-done-person-kept = The list is up to date.
board-done-person-removed = She is off the list; neither name nor number of her is left.
decide-title = To decide
decide-empty = Nothing waits for your decision.
decide-empty-next = See the shifts without anybody
decide-requests = Requests to open
decide-motive-planned = Planned absence
decide-motive-unplanned = Unplanned absence
decide-motive-vacant = Vacant post
decide-motive-workload = More work than usual
decide-motive-other = Another reason
decide-open = Open the request
decide-both = Both are meant: this request comes on top of the other one
decide-swaps = Swaps to approve
decide-swaps-help = Everybody concerned has agreed, and each swap was checked. It is checked again when you decide.
decide-swap-give = A duty given away
decide-swap-two = Swap between two people
decide-swap-cycle = Swap in a ring
decide-until = to decide before { $when }
decide-legs-caption = Who gives what to whom
decide-giver = Gives
decide-taker = Takes
decide-effects-caption = Equity accounts, points per full-time equivalent
decide-unit-approved = agrees
decide-unit-refused = refuses
decide-unit-waiting = waiting
decide-reason = Reason of a refusal
decide-reason-help = Needed to refuse; the people concerned read it.
decide-swap-approve = Approve the swap
decide-swap-refuse = Refuse the swap
decide-rests = Dates of rest asked for
decide-rests-help = A promised rest keeps its date until you agree.
decide-rest-now = Date now
decide-rest-wanted = Date asked for
decide-rest-due = To be taken by
decide-rest-undated = without a date
decide-rest-days = { $from } to { $to }
decide-rest-agree = Agree to this date
decide-rest-refuse = Keep the present date
