### Proposals: computing, proof, reasons, comparison.

plan-list-title = Proposals
plan-order = Compute a proposal
plan-order-help = Without any choice, every open shift of the pool is planned. You will follow the computation, and may stop it and keep the best proposal found.
plan-order-from = From
plan-order-to = To
plan-order-seconds = Computing time, seconds
plan-order-seconds-help = At most { $most }. It ends earlier as soon as everything is proven.
plan-order-units = Some units only
plan-order-start = Start computing
plan-list = Computed proposals
plan-list-empty = No proposal has been computed yet. Start the first computation above.
plan-list-caption = The newest first; choose two to compare them
plan-list-when = Ordered
plan-list-state = State
plan-list-covered = Filled
plan-list-proof = Proof
plan-list-about = Scope
plan-list-older = Older ones
plan-compare = Compare A and B
plan-compare-as-a = Compare the one of { $when } as A
plan-compare-as-b = Compare the one of { $when } as B
plan-about-all = every open shift
plan-about-unread = what was ordered can no longer be read
plan-about-days = { $from } to { $to }
plan-about-from = from { $from } on
plan-about-to = up to { $to }
plan-about-units = Units:
plan-about-kept = { $n ->
    [one] { $n } choice kept
   *[other] { $n } choices kept
}
plan-about-without = { $n ->
    [one] { $n } choice ruled out
   *[other] { $n } choices ruled out
}
plan-about-join = Supposing one more person:
plan-covered = { $covered } of { $shifts }
plan-state-computing = being computed
plan-state-proposed = to decide
plan-state-partly = approved in part
plan-state-approved = approved
plan-state-rejected = rejected
plan-state-cancelled = cancelled
plan-state-expired = expired
plan-state-failed = failed
plan-proof-short-best = proven the best possible
plan-proof-short-gap = { $goal } within { $gap } of the best possible
plan-goal-cover = cover
plan-goal-changes = changes
plan-goal-equity = equity
plan-goal-cost = cost
plan-goal-preferences = wishes
plan-summary = { $when }: { $covered } of { $shifts } shifts filled; { $proof }.
plan-follow = Follow the computation
plan-decide = Read and decide
plan-computing-title = Computing a proposal
plan-progress-title = Progress
plan-progress-label = Progress of the computation
plan-progress-queued = Waiting for a place to compute.
plan-progress = { $covered } of { $shifts } shifts filled; goal at work: { $level }.
plan-progress-best = Best value
plan-progress-bound = Proven bound
plan-progress-gap = Gap
plan-progress-seconds = Seconds
plan-progress-refresh = This page is refreshed every three seconds.
plan-stop = Stop and keep the best
plan-stop-help = The best proposal found so far is lawful; its proof ends where the computation stands.
plan-over-cancelled = This computation was stopped before it began: nothing came of it.
plan-failed = The computation failed. Nothing has changed; start a new one. If it fails again, tell the operator of the service, whose log says why under the identifier { $plan }.
plan-failed-interrupted = The computation broke off several times and was given up. Nothing has changed; start a new one. If it fails again, tell the operator of the service, whose log says why under the identifier { $plan }.
plan-over-other = Nothing came of this computation.
plan-back-to-list = Proposals
plan-title = Proposal
plan-computed = computed on { $when }
plan-proof = What is proven
plan-proof-filled = { $covered } of { $shifts } { $shifts ->
    [one] shift
   *[other] shifts
} filled.
plan-proof-cover-best = Nobody could fill more: no lawful plan covers these shifts better, in the order of their priorities.
plan-proof-cover-gap = A lawful plan might cover more, by { $gap } at most.
plan-proof-cover-all = Every shift is filled.
plan-proof-equity-best = Equity: no fairer spread is possible with this cover; it is proven.
plan-proof-equity-gap = Equity: within { $gap } of the best possible.
plan-proof-cost-best = Cost: no plan that is as fair costs less; it is proven.
plan-proof-cost-gap = Cost: within { $gap } of the best possible.
plan-proof-stopped = The computation ended before the proof was complete: the proposal is lawful, with the gaps told.
plan-go-decide = Go to the choices to decide
plan-levels = The goals, one by one
plan-levels-caption = Each goal comes strictly before the next
plan-level = Goal
plan-value = Value
plan-bound = Bound
plan-gap = Gap
plan-gap-none = proven
plan-levels-help = Less is better. No plan that keeps the goals before goes below the bound.
plan-level-safety = Safety (bare shifts)
plan-level-cover = Cover (weighted bare shifts)
plan-level-changes = Changes of the published plan
plan-level-equity = Equity (points)
plan-level-cost = Cost (€)
plan-level-preferences = Wishes and continuity
plan-earlier-facts = Bound and gap are proven for the facts of the computation; they have changed since.
plan-traces-title = Fingerprint and means of the computation
plan-traces = Fingerprint of the facts: { $fingerprint }. Rule packs: { $packs }. Seed { $seed }, { $work } work units, { $seconds } s. The same facts, seed and work limit give the same proposal.
plan-expired-superseded = This proposal has expired: a newer one was approved. Compute a new one.
plan-expired-old = This proposal has expired: it waited too long for a decision. Compute a new one.
plan-expired-gone = This proposal has expired: none of its shifts is to be filled as it planned. Compute a new one.
plan-expired-facts = This proposal has expired: the facts have changed since. Compute a new one.
plan-rejected-because = This proposal was rejected for this reason:
plan-supposes = This proposal counts on somebody made up: it shows what she would change and cannot be approved.
plan-moved = Since the computation, { $n ->
    [one] { $n } shift can no longer be approved as proposed
   *[other] { $n } shifts can no longer be approved as proposed
}; the reason stands beside each.
plan-kept-lost = { $n ->
    [one] { $n } choice that you wanted to keep could not be kept
   *[other] { $n } choices that you wanted to keep could not be kept
}: the law forbids it by now, or it would leave more shifts bare.
plan-bare = Shifts that stay bare
plan-bare-caption = Why nobody, and what an agency would cost
plan-bare-why = Why nobody
plan-bare-agency = Agency
plan-bare-no-agency = not allowed
plan-bare-nobody = Nobody of the group can lawfully hold it.
plan-bare-contended = { $n ->
    [one] The person who could hold it holds another shift
   *[other] The { $n } people who could hold it hold another shift
} that matters as much in this proposal.
plan-bare-instead = Holds another shift:
plan-bare-refusals = Refusals by rule
plan-bare-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
plan-bare-refusal = { $rule }: { $people }
plan-relax = See what would fill it at least cost
plan-relax-none = No other hours, no sharing and no asking would fill it lawfully.
plan-relax-over = This shift is not to be filled any more.
plan-relax-somebody = Since the computation somebody can hold it: open the search.
plan-items = Who holds what, and why
plan-items-caption = Each choice has its reason, and the next one its price
plan-approve-help = Everybody who is approved is asked; nothing is imposed.
plan-tick = Choose
plan-person = Person
plan-why = Why
plan-from = from
plan-made-up = Made-up person no. { $number }
plan-item-approved = approved
plan-item-moved = no longer holds
plan-item-degraded = degraded
plan-why-eligible = { $n ->
    [one] The only person who can hold it.
   *[other] { $n } people could hold it.
}
plan-why-account = Account before: { $before } points; this shift adds { $burden }.
plan-why-account-hidden = This shift adds { $burden } points to her account, whose balance is for her employer to know.
plan-why-cost = Cost: { $cost }.
plan-next-is = The next:
plan-next = Choosing her would change equity by { $equity } and cost by { $cost }.
plan-next-proven = It is proven: { $what }.
plan-moved-gone = This shift is not to be filled any more.
plan-moved-filled = This shift was filled meanwhile.
plan-moved-offered = Others are being asked for this shift.
plan-moved-changed = This shift was changed since the computation.
plan-moved-elsewhere = She is held or asked elsewhere at that time.
plan-moved-unlawful = She can no longer hold this shift.
plan-change = Change this choice
plan-keep = Keep this choice in the next computation
plan-rule-out = Not this person on this shift
plan-approve-all = Approve all
plan-approve-rest = Approve all that still holds
plan-approve-ticked = Approve those chosen
plan-reject-reason = Reason of the rejection
plan-reject = Reject the proposal
plan-again = Compute again with my choices
plan-again-help = Keep or rule out choices in the list above (“Change this choice”), suppose one more person, then compute. This proposal stays, to compare.
plan-ruled-out = Choices ruled out before
plan-suppose = And with one more person?
plan-suppose-help = She does not exist: the computation shows what she would change, and cannot be approved.
plan-suppose-one = Suppose one more person
plan-suppose-place = Employed by
plan-suppose-share = Share of full time
plan-again-start = Compute again
plan-movements-title = Movements between establishments
plan-movements = Shifts held by somebody of another establishment: { $away } of { $shifts }; people who move: { $people }.
plan-movements-caption = From which establishment to which
plan-from-where = From
plan-to-where = To
plan-at-home = at home
plan-shifts = Shifts
plan-people = People
plan-km = { $km } km
plan-map-label = Map of the movements between establishments; the table gives the same figures.
plan-map-help = North is up. The figure is that of shifts.
plan-equity = Equity before and after
plan-equity-chart = Chart of equity
plan-equity-sentence = Between the most and the least burdened: { $before } points before, { $after } after.
plan-equity-least = The least burdened after, { $points } points:
plan-equity-most = The most burdened after, { $points } points:
plan-equity-table-follows = The table below gives the same figures.
plan-equity-table = The accounts as a table
plan-equity-caption = Points per full-time equivalent
plan-equity-agent = Agent
plan-before = Before
plan-after = After
plan-prices = Where one more person would help most
plan-prices-caption = What one more shift held is worth at most, with everything else planned again
plan-price-place = Establishment
plan-price-week = Week
plan-price-shifts = { $shifts } to fill, { $bare } of them bare
plan-price-worth = Worth at most
plan-week = week { $week } of { $year }
plan-rule-qualification = a title that does not serve
plan-rule-absence = absence
plan-rule-availability = outside her availability
plan-rule-mobility = too far from home
plan-rule-exemption = restriction
plan-rule-admission = not in the pool yet
plan-rule-accompanied = first shift without company
plan-rule-membership = establishment not in the group that day
plan-rule-lending = no agreement to be lent
plan-rule-promised-rest = promised rest
plan-rule-document = document missing or out of date
plan-rule-outside-work = outside work not authorised
plan-rule-length = length of work
plan-rule-break = break
plan-rule-overlap = taken at that time
plan-rule-daily-rest = daily rest
plan-rule-split-day = split day
plan-rule-weekly-rest = weekly rest
plan-rule-weekly-max = weekly hours
plan-rule-rest-days = rest days
plan-rule-free-sundays = free Sundays
plan-rule-consecutive-days = consecutive days
plan-rule-overtime = overtime
plan-rule-part-time = part time
plan-rule-annual-hours = annual hours
plan-rule-reduced-hours = reduced hours
compare-title = Compare two proposals
compare-choose = Choose two proposals in the list: one as A, one as B.
compare-same = This is the same proposal twice. Choose another one as B.
compare-figures = Cover, equity, cost
compare-figures-caption = The difference is B less A
compare-what = Measure
compare-difference = Difference
compare-better = Better
compare-better-a = A
compare-better-b = B
compare-covered = Shifts filled
compare-pool-cost = Cost of the pool
compare-spread = Spread of equity after (points)
compare-shifts = What differs
compare-same-shifts = { $n ->
    [one] { $n } shift comes out alike in both.
   *[other] { $n } shifts come out alike in both.
}
compare-shifts-caption = Shifts given otherwise
compare-bare = stays bare
compare-not-in-it = not part of it
compare-made-up = made-up person
compare-accounts = Accounts that differ
compare-accounts-caption = Points per full-time equivalent after each proposal, the largest differences first
