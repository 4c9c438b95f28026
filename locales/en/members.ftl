### Members, agents, rules, imports.

records-next = Next
valid-always = without limit
valid-from = since { $from }
valid-to = until { $to }
expired = over
not-yet = to come
expires-in = { $n ->
    [one] over in { $n } day
   *[other] over in { $n } days
}
closed-from = closed from { $day }
regime-fph = Public hospitals (FPH)
regime-ccn51 = Agreement of 1951 (CCN51)
regime-ccn66 = Agreement of 1966 (CCN66)
regime-ccu = Agreement of private hospitals (CCU)
regime-bass = Non-profit health and social care (BASS)
regime-code-du-travail = French Labour Code
members-title = Members of the group
members-about = The establishments that share the pool, their regime and their units.
members-caption = Establishments
members-none = No establishment yet: import the group.
member-commune = Town
member-regime = Regime
member-finess = FINESS number
member-finess-doubtful = The check digit of the FINESS number does not come out: check it in the register.
member-units = Units
member-units-caption = Units of the establishment
member-units-none = No unit yet.
member-identity = Identity
member-zone = Time zone
member-conventions = Convention
member-conventions-about = What the establishment and the group agreed on. A convention is never rewritten: it ends.
member-conventions-caption = Conventions, by date
member-conventions-none = No convention on record: the establishment has been a member since the group was imported.
convention-document = Document
convention-validity = Validity
convention-key = Re-invoicing
convention-contribution = Contribution
convention-quota = Quota received
convention-period = Counted by
convention-notice = Notice
convention-unlimited = no limit
convention-holds = in force
convention-leaves = ends on { $day }
convention-at-cost = at cost
convention-shared = at cost, running costs { $share }
convention-month = month
convention-quarter = quarter
convention-year = year
member-statement = Statement { $year }
member-statement-about = What the establishment lent and was lent, at cost: hours, way and agreed running costs.
member-statement-none = Nothing was lent or borrowed that year.
member-statement-before = Statement { $year }
statement-with = With
statement-given = Hours given
statement-to-invoice = To invoice
statement-received = Hours received
statement-to-pay = To pay
statement-balance = Balance
statement-total = All together
unit-name = Unit
unit-codes = Shift codes
unit-codes-caption = Codes of the unit
unit-codes-none = No code yet.
unit-code = Code
unit-label = Name
unit-hours = Hours
unit-work = Work
unit-break = Break
unit-paid-break = { $minutes } min, paid
unit-unpaid-break = { $minutes } min
unit-cover = Minimum cover
unit-cover-about = Below it, the shift is a matter of safety.
unit-cover-caption = People at least, by code and title
unit-cover-none = No minimum cover is set.
unit-qualification = Title
unit-least = At least

agents-title = Agents
agents-about = The files that your role may read. Beyond one’s own establishment, every reading is in the audit log.
agents-caption = Agents, by identifier
agents-none = No file yet.
agents-nothing = Nobody matches. Try a part of the name, or another standing.
agents-search = Name or identifier
agent-name = Agent
agent-id = Identifier
agent-employer = Employer
agent-titles = Titles
agent-titles-caption = Titles and validity
agent-titles-none = No title on file.
agent-title = Title
agent-share = Share
agent-standing = Standing in the pool
agent-validity = Validity
agent-identity = File
agent-mobility = Mobility
agent-cost = Cost of an hour
agent-exemptions = Restrictions
agent-known-units = Units known
agent-leaves = Leaves the establishment on { $day }.
agent-papers = Documents
agent-papers-caption = Documents and validity
agent-papers-none = No document on file.
paper-kind = Document
paper-reference = Reference
paper-declaration = Declaration of outside work
paper-authorisation = Authorisation of outside work
agent-lending = Agreements to be lent
agent-lending-about = Without one in force, no shift at another member is offered to her.
agent-lending-caption = Agreements and validity
agent-lending-none = No agreement: only her employer may ask her.
lending-document = Document
lending-hosts = Establishments
lending-everywhere = every member
agent-admission = Admission to the pool
agent-admission-caption = Steps, the newest first
agent-admission-none = No step on record.
admission-when = When
admission-step = Step
admission-note = Note
verdict-favourable = favourable
verdict-unfavourable = unfavourable
standing-outside = outside
standing-trainee = on trial
standing-evaluated = evaluated
standing-admitted = in the pool
standing-suspended = suspended
standing-left = left the pool
exemption-no-night = no nights
exemption-no-weekend = no week-ends
exemption-no-holiday = no holidays
exemption-no-overtime = no overtime
agent-absences = Absences
agent-absences-about = A neutral class alone: the cause is not in Relève.
agent-absences-caption = Since three months ago, and to come
agent-absences-none = No absence since three months ago, nor to come.
absence-days = Days
absence-class = Class
absence-planned = planned
absence-unplanned = unplanned
absence-withdrawn = taken back
absence-now = now
agent-diary = Availability and wishes
agent-diary-about = Said by the agent, and by nobody else.
agent-diary-caption = When she accepts to be asked
agent-wishes-caption = Wishes to come
agent-diary-none = Nothing is said: she may be asked for any lawful shift.
diary-asked = Asked
diary-never = no
diary-wish = Wish
part-day = all day
part-morning = morning
part-afternoon = afternoon
part-night = night
wish-work = wants to work
wish-off = wants to be off

law-title = Rule packs
law-about = The rules that Relève applies, with their articles. Nothing that they forbid is proposed or stored.
law-caption = Rule packs in force
law-none = No rule pack is loaded.
law-pack = Rule pack
law-key = Version
law-validity = Validity
law-rules = Rules
law-compensations = What work earns
law-origin = Origin
law-built-in = comes with Relève
law-loaded = loaded by the group
law-extends = Stands on
law-extends-nothing = no other
law-rules-about = Mandatory: nothing sets it aside. Default: a recorded agreement may loosen it, down to its floor. Information: said, but refuses nothing.
law-rules-caption = Rules, values and articles
law-rules-none = This pack adds no rule.
law-rule = Rule
law-value = Value
law-no-value = no figure
law-with-floor = { $value } (floor of an agreement: { $floor })
law-whom = For
law-everyone = everybody
law-article = Article
law-since = In force
law-source = Read in
law-derogation = Derogation
law-derogations = Derogations
law-derogations-about = What a document may change, and in which rule.
law-derogations-caption = Derogations provided for
law-derogations-none = This pack provides for no derogation.
law-touches = Touches
law-compensation = What is earned
law-compensations-caption = What is earned, with its article
law-compensations-none = This pack adds nothing that is earned.
force-hard = mandatory
force-default = default
force-information = information
status-night-worker = night workers
status-irregular-rhythm = irregular rhythm
status-variable-rest = variable rest
status-exclusive-night = nights only
status-part-time = part-timers
status-full-time = full-timers
value-least = { $value } at least
value-most = { $value } at most
value-minutes-min = length
value-minutes-max = length
value-sliding-days = over
value-weeks = over
value-months = over
value-days-min = days
value-days-max = days
value-block-days = in a row
value-block-sundays = Sundays among them
value-block-minutes = in a row
value-sundays-min = Sundays
value-day-minutes-max = by day
value-night-minutes-max = by night
value-amplitude = span
value-duties-max = duties
value-duty-minutes-min = each duty
value-gap = gap
value-after = after
value-rostered-only = the home roster alone
value-threshold = beyond
value-extra = addition
value-full-time = full time
value-fixed = fixed rest
value-variable = variable rest
value-variable-from = Sundays and holidays from
value-night-minutes = by night
value-night-percent = share of nights
value-overtime = overtime
value-above = above a share of
value-agreements = agreements
count-sundays = { $n ->
    [one] { $n } Sunday
   *[other] { $n } Sundays
}
count-weeks = { $n ->
    [one] { $n } week
   *[other] { $n } weeks
}
count-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
}
count-duties = { $n ->
    [one] { $n } duty
   *[other] { $n } duties
}
count-agreements = { $n ->
    [one] { $n } agreement
   *[other] { $n } agreements
}

place-imports = Imports
done-imported = { $n ->
    [one] { $n } file imported.
   *[other] { $n } files imported.
}
done-imported-before = Everything was stored already: nothing has changed.
done-group-imported = { $n ->
    [one] The group is imported, with { $n } agent.
   *[other] The group is imported, with { $n } agents.
}
imports-title = Imports
imports-about = A file is first read and shown. Nothing is stored before you say so, and one wrong cell is enough to store nothing.
imports-file = Choose a file
imports-file-label = File
imports-file-help = Agents: Excel workbook (.xlsx), of which the first sheet is read, or CSV, semicolons, UTF-8, decimal comma. Group: scenario in TOML or JSON.
imports-kind = What it holds
imports-agents = A table of agents
imports-group = The whole group (replaces what is there)
imports-look = Read the file
imports-no-file = Choose a file that is not empty.
imports-preview = What the file holds
imports-preview-caption = Line by line, those to put right first
imports-store = Import
imports-line = Line
imports-outcome = Effect
imports-new = new file
imports-changed = file changed
imports-same = unchanged
imports-wrong = to put right
imports-faults = { $n ->
    [one] { $n } thing to put right: nothing is stored.
   *[other] { $n } things to put right: nothing is stored.
}
imports-sums = All is right. New files: { $created }; changed: { $changed }; unchanged: { $same }.
imports-unknown-columns = Columns left out: { $columns }.
imports-sheet = Sheet read: { $sheet }.
imports-sheet-others = { $n ->
    [one] { $n } other sheet is not read.
   *[other] { $n } other sheets are not read.
}
imports-shown = { $shown } of { $all } lines shown.
imports-columns = Columns of a table of agents
imports-columns-about = In any order. An empty cell leaves a file that is there as it is; a new agent needs all of them but the units known.
imports-model = Download a model (CSV)
imports-model-workbook = Download a model (XLSX)
imports-group-sums = { $name }: { $establishments } establishments, { $units } units, { $agents } agents, { $shifts } shifts to fill.
imports-group-replaces = The import replaces every establishment, unit, agent and roster of the group. It is refused once a shift was given.
imports-other-group = This file describes another group than yours. Check its identifier; nothing was changed.
imports-issues = What is to be put right in the file
imports-field = Field
imports-found = Value
imports-expected = Expected
imports-help = What to do
column-id = identifier in the group: letters, digits, hyphens
column-name = name shown to people
column-employer = identifier of the establishment that employs
column-share = working-time share, 1 to 100
column-titles = titles, between commas: IDE, AS
column-latitude = latitude of home, degrees
column-longitude = longitude of home, degrees
column-mobility = distance accepted, kilometres
column-cost = cost of an hour, euros
column-units = units known already, between commas
fault-missing = To be filled in: a new agent needs it.
fault-number = Write a number, such as 31.25.
fault-bounds = Write a number from { $least } to { $most }.
fault-id = Letters, digits, points and hyphens alone, 64 at most.
fault-twice = Already on line { $line }: keep one.
fault-long = { $most } characters at most.
fault-sheet-error = The spreadsheet has an error in cell { $place }: put it right in the workbook.
fault-employer = No establishment within your reach has this identifier.
fault-left = This agent has left: take the line out.
fault-not-hers = This file belongs to another establishment: take the line out.
fault-meaning = Does not fit the group (found: { $found }; expected: { $expected }).
table-not-text = This file is neither an Excel workbook (.xlsx) nor text in UTF-8. Save it as “CSV UTF-8” from your spreadsheet.
table-empty = This table has no line below its heads.
table-too-long = A table has { $most } lines at most: divide it.
table-no-id = No column “id”. Columns read: { $heads }.
table-broken = A line cannot be read ({ $where }). Check its quotes and semicolons.
sheet-old-or-locked = This workbook has a password, or the old format (.xls). Save it without a password as .xlsx.
sheet-broken = This workbook is incomplete or damaged, or is no Excel workbook (.xlsx). Save it again from your spreadsheet, then send it again.
sheet-hidden = All sheets of this workbook are hidden. Show the one with the agents, and put it first.
sheet-entries = This workbook has too many parts: { $most } at most. Copy the sheet with the agents to a new workbook.
sheet-bytes = This workbook is too large once unpacked: { $most } MB at most. Copy the sheet with the agents to a new workbook.
sheet-rows = The first sheet goes too far: { $most } rows at most. Copy the agents to a new workbook.
sheet-cells = The first sheet has too many cells: { $most } at most. Copy the agents to a new workbook.
