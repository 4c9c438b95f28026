-- Each burden stands on its account by its own kind, and says what it comes from: an offer, or an assignment that came otherwise.
-- What work earns as rest becomes a promise with a date, which is kept, broken and dated anew, or taken back with what earned it.
-- Assignments tell when the work began, how long it really was, and that payroll has looked at it.

-- What the offer adds to an account by kind, hundredths of a point, as a JSON object; none on offers from before.
ALTER TABLE offers ADD COLUMN burdens TEXT;

-- The same for an assignment that came without an offer.
ALTER TABLE assignments ADD COLUMN burdens TEXT;
ALTER TABLE assignments ADD COLUMN started_at BIGINT;
ALTER TABLE assignments ADD COLUMN validated_at BIGINT;
-- When the work really began and ended, where it was not as planned.
ALTER TABLE assignments ADD COLUMN actual_starts_at BIGINT;
ALTER TABLE assignments ADD COLUMN actual_ends_at BIGINT;
-- `service` or `agent`: on whose side the cause of its cancellation lies.
ALTER TABLE assignments ADD COLUMN ended_for TEXT;
-- What a late cancellation left on the account, hundredths of a point and euro cents.
ALTER TABLE assignments ADD COLUMN kept_centipoints BIGINT;
ALTER TABLE assignments ADD COLUMN kept_cents BIGINT;

ALTER TABLE equity_entries ADD COLUMN assignment_id TEXT;
ALTER TABLE equity_entries ADD COLUMN document TEXT;
CREATE UNIQUE INDEX equity_once_per_offer_and_kind ON equity_entries (offer_id, kind)
    WHERE offer_id IS NOT NULL AND reverses IS NULL;
CREATE UNIQUE INDEX equity_once_per_assignment_and_kind ON equity_entries (assignment_id, kind)
    WHERE assignment_id IS NOT NULL AND reverses IS NULL;

CREATE TABLE promises (
    group_id TEXT NOT NULL,
    id TEXT PRIMARY KEY,
    agent_id TEXT NOT NULL,
    state TEXT NOT NULL,
    days BIGINT NOT NULL,
    weekend BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    due_on TEXT NOT NULL,
    rest_from TEXT,
    rest_to TEXT,
    -- Home duties that become rest, as a JSON array of day, unit and code.
    lifted TEXT NOT NULL,
    -- The line that stands for it on the account while it is dated; written after it, in the same deed.
    entry_id TEXT,
    -- Another date that one side has asked for and the other has not answered: first day, last day, `agent` or `service`.
    wanted_from TEXT,
    wanted_to TEXT,
    wanted_by TEXT,
    made_at BIGINT NOT NULL,
    ended_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX promises_by_agent ON promises (group_id, agent_id, id);
CREATE INDEX promises_by_state ON promises (group_id, state, due_on);

-- Which earned lines a promise repays, and how much of each, in the line's own unit.
CREATE TABLE promise_sources (
    promise_id TEXT NOT NULL REFERENCES promises (id),
    entry_id TEXT NOT NULL REFERENCES compensation_entries (id),
    quantity BIGINT NOT NULL,
    PRIMARY KEY (promise_id, entry_id)
);
CREATE INDEX promise_sources_by_entry ON promise_sources (entry_id);

ALTER TABLE compensation_entries ADD COLUMN promise_id TEXT REFERENCES promises (id);
-- What was earned without a shift of the pool: a holiday on a day off, a year. Once per agent and rule.
ALTER TABLE compensation_entries ADD COLUMN occasion TEXT;
ALTER TABLE compensation_entries ADD COLUMN document TEXT;
CREATE UNIQUE INDEX compensation_once_per_occasion ON compensation_entries (group_id, agent_id, rule, occasion)
    WHERE occasion IS NOT NULL AND reverses IS NULL;
CREATE INDEX compensation_by_assignment ON compensation_entries (assignment_id);

-- Rests that were promised before are promises like any other.
INSERT INTO promises (group_id, id, agent_id, state, days, weekend, reason, due_on, rest_from, rest_to, lifted, entry_id,
    made_at, version)
SELECT c.group_id, 'promise-' || c.id, c.agent_id, 'dated', c.quantity, FALSE, c.reason, COALESCE(c.due_on, c.rest_to),
    c.rest_from, c.rest_to, '[]', c.id, c.posted_at, 1
FROM compensation_entries c
WHERE c.kind = 'promised_rest' AND NOT EXISTS (SELECT 1 FROM compensation_entries r WHERE r.reverses = c.id);
