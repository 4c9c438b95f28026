### What a field must hold and, by “.help”, what to do where it holds something else. A part of a sentence, without a capital or a full stop.

## Texts, names and identifiers

field-text = 1 to { $most } characters
    .help = write a few words, within this length
field-reason = 1 to { $most } characters
    .help = say why, in a sentence
field-short = at most { $most } characters
    .help = shorten this text
field-printable = text without control characters
    .help = remove this character
field-shape = an object of the documented shape
    .help = correct this field by the documentation, at /api/docs
field-required = a value
    .help = add this field, which is required
field-known = one of the fields { $known }
    .help = correct the name of this field, or leave it out
field-is-text = a text
    .help = write it in double quotes
field-is-flag = true or false
    .help = write one of the two, without quotes
field-is-number = a number
    .help = write it without quotes, with a point before decimals
field-is-whole = a whole number
    .help = write it without quotes or decimals
field-is-count = a whole number, 0 or more
    .help = write it without quotes or decimals
field-is-whole-between = a whole number from { $least } to { $most }
    .help = write it without quotes or decimals
field-is-list = a list
    .help = put its items in brackets, even if there is only one
field-instant = a moment such as 2026-12-05T21:30:00Z
    .help = write it in double quotes, with its zone
field-local = a moment such as 2026-12-05T21:30:00
    .help = write it in double quotes, without a zone
field-calendar = a day such as 2026-12-05, or a moment such as 2026-12-05T21:30:00
    .help = check that this day exists, and the form that the documentation gives at /api/docs
field-id = an identifier: { $form }
    .help = send an identifier of your own choice, such as a UUID
field-of-group = an identifier of the group
    .help = check the identifier
field-of-house = an agent of your establishment
    .help = check the identifier
field-of-request = a shift of the request
    .help = check the identifier
field-of-page = what the page has sent
    .help = reload the page and try again
field-agent = the identifier of an agent
    .help = name the agent
field-title = a title such as IDE or AS
    .help = name one title
field-shift-code = one of the shift codes { $known }
    .help = choose a shift code of the unit
field-one-of = one of the values { $known }
    .help = choose one of them
field-email = an e-mail address such as claire@example.org
    .help = write one address, without a name or spaces
field-email-of-invited = the e-mail address of whoever is invited
    .help = give this person an address
field-phone = an international number such as +33612345678
    .help = write the number with its country code, without spaces
field-zone = a time zone such as Europe/Paris
    .help = choose a name of the IANA database

## Figures and lists

field-between = { $least } to { $most }
    .help = choose a value within these bounds
field-items = { $least } to { $most } items
    .help = complete the list, or split it
field-some = at least one item
    .help = name at least one
field-once = a value that is given only once
    .help = remove one of the two
field-nothing = nothing
    .help = leave this field out
field-cursor = the “next” of the page before
    .help = start again from the first page
field-version = the version that you have read
    .help = send “version” or the header If-Match
field-seconds = a number of seconds above 0
    .help = correct this number, or leave the field out
field-gap = 0 or more
    .help = leave this field out to ask for a full proof
field-quantity = -{ $most } to { $most }, but not 0
    .help = give the quantity of the entry
field-entry-unit = a unit
    .help = say in what the quantity is counted
field-price = a price per hour in cents, without taxes
    .help = the group has agreed no price for this title: give that of the quotation
field-weekly-cap = 0 to { $most }
    .help = leave this field out for no limit
field-radius = a radius of 1 to { $most } km
    .help = say up to which distance sites are neighbours
field-no-radius = nothing
    .help = neighbouring sites alone have a radius: leave this field out

## Days and times

field-date = a date written YYYY-MM-DD
    .help = choose a day
field-month = a month written YYYY-MM
    .help = give the year and the month
field-time = a time such as 21:30
    .help = write the time in five characters, from 00:00 to 23:59
field-day-known = a day of the years { $from } to { $to }
    .help = correct the year
field-day-from = { $first } or later
    .help = choose a later day
field-day-until = { $last } or earlier
    .help = choose an earlier day
field-day-within = { $first } to { $last }
    .help = choose a day of this period
field-day-to-come = a day still to come
    .help = choose another day
field-days = 1 to { $most } days
    .help = choose a shorter period
field-weekdays = days from 1 (Monday) to 7 (Sunday)
    .help = name at least one day
field-monday = a Monday
    .help = begin with the first day of a civil week
field-both-days = a day
    .help = give both days of the earlier period
field-year-before = a period that has another before it
    .help = choose a later period
field-start-to-come = a start that is still to come
    .help = choose a later day
field-absence-recent = { $first } or later
    .help = settle an absence longer ago with payroll
field-after-notice = { $first } or later
    .help = keep the notice of the agreement
field-due = the day by which this rest is due
    .help = say by when this rest is due
field-started = from { $first } to the end of the shift
    .help = check the time at which the shift was begun
field-ended = after the start, { $last } at the latest
    .help = check the time of the end
field-quiet-apart = another time than “quiet_from”
    .help = for no quiet hours, leave both times out
field-quiet-both = “quiet_from” and “quiet_to” together
    .help = give both times, or neither

## Agents

field-verdict = “favourable” or “unfavourable”
    .help = say what the evaluation came to
field-hours-of-day = hours of some length
    .help = for the whole day, choose “day”
field-work-end = after { $from }, and at most { $most } h later
    .help = declare the work of each day by itself
field-work-beside = hours beside those declared already, from { $from } to { $to }
    .help = declare the same hours only once
field-channel-address = an address for this channel
    .help = give the address of this channel, or leave this channel out
field-role = a role that people may have
    .help = choose another role

## Shifts, proposals and offers

field-shift-left = at least one shift that stays
    .help = cancel the request instead
field-approved = “all”, or identifiers of shifts
    .help = name the shifts to approve
field-cap-stands = nothing
    .help = the setting “cap_may_be_overridden” of the group does not allow it: leave this field out
field-round-mode = “fair” or “first”
    .help = to ask one person, approve a proposal
field-nothing-held = nothing: shifts are given by approving a proposal
    .help = leave “held” out of the imported scenario

## Promised rests

field-rest-saturday = a Saturday: this rest is a week-end
    .help = choose another day
field-rest-present = a day without absence
    .help = choose another day
field-rest-alone = a day without another promised rest
    .help = choose another day
field-rest-free = a day without a shift of the pool and without the end of a night
    .help = choose another day
field-rest-working = a day of work: the rest takes the place of a duty
    .help = choose another day

## Swaps

field-legs-or-wishes = either “legs” or “wishes”
    .help = name the duties, or send what a search has found
field-yourself = yourself among the people
    .help = propose a swap of your own
field-two-people = a duty given to somebody else
    .help = name two different people
field-ring = everybody gives one duty and takes one
    .help = one gives to another, two to each other, or each to the next in a ring
field-wish = a duty to give or to take
    .help = name a duty to give, conditions of one to take, or both

## Rosters and cycles

field-closing = a moment still to come, after the opening and within 92 days of it
    .help = choose another closing
field-closing-before = before { $first }, the first day of the roster
    .help = choose an earlier closing
field-order-whole = limits and a seed alone
    .help = a roster is filled whole: leave days, units and choices out
field-other-codes = other codes than the day has
    .help = change at least one code
field-people-kept = everybody who has days on it
    .help = clear the days of this person first, or leave her on it
field-on-roster = an agent of the roster
    .help = put this agent on it first
field-cycle-weeks = 1 to { $most } weeks (décret 2002-9, art. 9)
    .help = choose a length within these bounds
field-codes-of-days = { $days } codes, one a day
    .help = write “.” for a day without duty

## Members and connected services

field-at-cost = “at_cost”
    .help = staff that is lent is re-invoiced at cost, without a margin (Code du travail, L8241-1)
field-no-margin = 0
    .help = at cost means without a margin (Code du travail, L8241-1)
field-webhook-url = an HTTPS address
    .help = give an https:// address without a password, of at most 500 characters
field-webhooks = at most { $most } webhooks
    .help = end one of them first
field-notice-kind = a kind of notice
    .help = name kinds of notice such as offer.sent, or leave the list empty for all
field-devices = at most { $most } devices
    .help = remove one of your devices first
field-push-address = an HTTPS address of a notification service, of at most 1000 characters
    .help = send the address that the browser gave, unchanged
field-push-key = a public P-256 key in base64url
    .help = send the keys that the browser gave (PushSubscription.toJSON)
field-push-secret = 16 bytes in base64url
    .help = send the keys that the browser gave (PushSubscription.toJSON)
