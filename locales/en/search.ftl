### The search for somebody who holds a shift.

search-title = Search for { $code } of { $day }
search-h1 = Search for shift
search-heading = { $day }, { $hours }
search-back = The relief
search-who = See who can hold it, and why
search-state-draft = draft
search-state-open = to be filled
search-state-offered = being asked
search-state-filled = filled
search-state-booked = given to an agency
search-state-unfilled = nobody was found
search-state-cancelled = called off
search-note-open = Nobody is being asked now. Start the step-by-step search, a round, or an agency as the last resort.
search-note-offered = People are being asked: at the closing the published order decides, not speed.
search-note-filled = Somebody holds this shift: the search is over.
search-note-booked = An agency is asked. Until it has confirmed, the pool may take the shift back.
search-note-over = This shift is not, or no longer, to be filled.
search-knows-unit = knows the unit
search-new-to-unit = new to the unit
search-account = account { $points }
search-cost = cost { $cost }
search-cascade = Step-by-step search
search-cascade-running = under way
search-cascade-paused = held
search-cascade-filled = shift filled
search-cascade-booked = given to an agency
search-cascade-stopped = stopped
search-cascade-exhausted = exhausted
search-cascade-place = Step { $step } of { $steps }, since { $since }.
search-cascade-next = Next step at the latest { $when }.
search-cascade-help = Circles are asked one after the other, each with its time, until somebody holds the shift.
search-steps-to-come = The steps
search-step-to-come = { $audience }: { $time } at most
search-cascade-start = Start the step-by-step search
search-cascade-pause = Hold
search-cascade-resume = Go on
search-cascade-advance = Begin the next step
search-cascade-stop = Stop the search
search-step-waits = to come
search-step-nobody = { $when }: nobody to ask
search-step-asked = { $when }: { $people ->
    [one] { $people } person asked
   *[other] { $people } people asked
}
search-step-callable = { $when }: { $people ->
    [one] { $people } person to call
   *[other] { $people } people to call
}
search-step-agency = { $when }: for you to book
search-step-left-alone = ({ $n ->
    [one] { $n } asked often enough
   *[other] { $n } asked often enough
})
search-audience-own-unit = volunteers of the unit
search-audience-pool = pool
search-audience-neighbours = neighbouring establishments
search-audience-additional-hours = additional hours
search-audience-overtime = overtime
search-audience-fixed-term = fixed-term list
search-audience-agency = agency
search-ask = Ask now
search-ask-help = Those who can hold it are asked, with a closing time. At the closing the published order decides among the volunteers.
search-ask-take-back = An agency has not confirmed yet: if somebody of the pool agrees, the booking ends.
search-ask-nobody = Nobody can lawfully hold this shift now: see what would allow it.
search-ask-hours = Closes in, hours
search-ask-hours-help = Empty: the service’s usual time. Never after the shift begins.
search-ask-mode = How to decide
search-ask-fair = At the closing, by the published order
search-ask-first = The first answer, because it is urgent
search-order = The published order
search-order-help = With nothing ticked, everybody is asked in this order.
search-ask-most = { $n ->
    [one] At most { $n } person.
   *[other] At most { $n } people.
}
search-ask-start = Send
search-rounds = Who was asked, and when
search-round-named = One person, { $from } to { $to }
search-round-fair = Fair round, { $from } to { $to }
search-round-first = First answer, { $from } to { $to }
search-round-open = open
search-round-closed = closed
search-round-withdrawn = withdrawn
search-round-why = Reason:
search-round-given = Shift given to
search-round-empty = Nobody got the shift.
search-asked = { $n ->
    [one] { $n } person asked
   *[other] { $n } people asked
}
search-asked-caption = Those asked in this round
search-sent = Asked
search-answered = Answered
search-answer = State
search-offer-sent = not answered yet
search-offer-accepted = agreed
search-offer-declined = declined
search-offer-expired = closed
search-offer-withdrawn = withdrawn
search-offer-not-chosen = given to another
search-withdraw = Withdraw the round
search-reason = Reason
search-silence = Not answering or declining never counts against anybody.
search-agency = Agency
search-agency-no-price = The group has agreed on no price for this qualification: give that of the quotation.
search-agency-price = Price agreed by the group: { $price } an hour, excluding VAT.
agency-cap = Legal ceiling of public establishments: { $cap } an hour
search-agency-cap-shown = Ceiling of public establishments, to compare: { $cap } an hour.
search-agency-cost = This shift would cost { $cost }; nobody of the pool can hold it to compare.
search-agency-beside-pool = This shift would cost { $cost }, against { $pool } for the cheapest of the pool: a difference of { $difference }.
search-agency-name = Agency
search-agency-hourly = Price per hour, euros excluding VAT
search-book = Ask the agency
search-booking-price = Asked { $when } at { $price } an hour, { $cost } in all.
search-booking-pool = The cheapest of the pool would have cost { $pool }: a difference of { $difference }.
search-booking-above-cap = Above the ceiling of public establishments.
search-booking-requested = waiting for the agency
search-booking-confirmed = confirmed
search-booking-worked = worked
search-booking-taken-back = taken back by the pool
search-booking-cancelled = called off
search-take-back-help = To take the shift back, ask the pool: as soon as somebody has it, the booking ends.
search-attestation = What the agency attests
search-attestation-help = The two years of practice of whoever is sent (CASF L313-23-4).
search-confirm = The agency confirms
search-call-off = Call the booking off
search-list = People to call
search-list-help = These people are no agents of the group yet: whoever agrees is admitted first, so that every rule can be checked.
search-list-empty = Nobody on the list has the title asked for.
search-call-whom = Who was called
search-call-outcome = Answer
search-call-note = Note
search-call-record = Record the call
search-call-no-answer = no answer
search-call-agreed = agrees
search-call-declined = declines
search-call-back = call back
search-calls-caption = Calls about this shift
search-call-when = Called
search-call-gone = off the list
search-list-keep = Keep the list
search-people-title = People to call
search-people-help = These people are no agents of the group yet; they are called when the pool has nobody. Whoever agrees is admitted first.
search-people-list = The list
search-people-empty = The list is empty. Add a first person below.
search-people-caption = By name
search-people-contact = Contact
search-people-change = Change
search-people-remove = Remove
search-people-add = Add a person
search-people-name = Name
search-people-phone = Telephone
search-people-phone-help = With its country code, such as +33612345678.
search-people-email = E-mail address
search-people-save = Save
search-people-cancel = Change nothing
search-people-wrong-name = Write a name, at most 200 characters.
search-people-wrong-title = Choose a qualification.
search-people-wrong-phone = Write the number with its country code, such as +33612345678.
search-people-wrong-email = Write one e-mail address, without a name.
