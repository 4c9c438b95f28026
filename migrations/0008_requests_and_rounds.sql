-- A request asks for several shifts; a shift has its own state; a shift is offered in rounds, to one person who was chosen, to a
-- fair set of people until a closing time, or in an emergency to whoever says yes first; an assignment may come from elsewhere
-- than an offer. SQLite cannot change constraints, so the tables are laid anew and the rows carried over.

ALTER TABLE compensation_entries RENAME TO compensation_before;
ALTER TABLE assignments RENAME TO assignments_before;
ALTER TABLE offers RENAME TO offers_before;
ALTER TABLE requests RENAME TO requests_before;
ALTER TABLE shifts RENAME TO shifts_before;

CREATE TABLE requests (
    group_id TEXT NOT NULL,
    id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    state TEXT NOT NULL,
    motive TEXT NOT NULL,
    priority TEXT NOT NULL,
    degraded_accepted BOOLEAN NOT NULL,
    absent_agent TEXT,
    note TEXT NOT NULL,
    requested_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    submitted_at BIGINT,
    opened_at BIGINT,
    closed_at BIGINT,
    reason TEXT,
    version BIGINT NOT NULL,
    PRIMARY KEY (group_id, id),
    FOREIGN KEY (group_id, unit_id) REFERENCES units (group_id, id)
);

CREATE TABLE shifts (
    group_id TEXT NOT NULL,
    id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    code TEXT NOT NULL,
    date TEXT NOT NULL,
    qualification TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    assignment_id TEXT,
    version BIGINT NOT NULL,
    PRIMARY KEY (group_id, id),
    FOREIGN KEY (group_id, request_id) REFERENCES requests (group_id, id),
    FOREIGN KEY (group_id, unit_id) REFERENCES units (group_id, id)
);

CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    author TEXT NOT NULL,
    author_name TEXT NOT NULL,
    text TEXT NOT NULL,
    mentions TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    FOREIGN KEY (group_id, request_id) REFERENCES requests (group_id, id)
);

CREATE TABLE rounds (
    group_id TEXT NOT NULL,
    id TEXT PRIMARY KEY,
    shift_id TEXT NOT NULL,
    mode TEXT NOT NULL,
    plan_id TEXT REFERENCES plans (id),
    state TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,
    closed_at BIGINT,
    outcome TEXT,
    version BIGINT NOT NULL,
    FOREIGN KEY (group_id, shift_id) REFERENCES shifts (group_id, id)
);

CREATE TABLE offers (
    group_id TEXT NOT NULL,
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES rounds (id),
    shift_id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    state TEXT NOT NULL,
    burden_centipoints BIGINT NOT NULL,
    cost_cents BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,
    answered_at BIGINT,
    version BIGINT NOT NULL,
    FOREIGN KEY (group_id, shift_id) REFERENCES shifts (group_id, id)
);

CREATE TABLE assignments (
    group_id TEXT NOT NULL,
    id TEXT PRIMARY KEY,
    offer_id TEXT REFERENCES offers (id),
    shift_id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    state TEXT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    worked_at BIGINT,
    ended_at BIGINT,
    ended_by TEXT,
    reason TEXT,
    notice_minutes BIGINT,
    version BIGINT NOT NULL,
    FOREIGN KEY (group_id, shift_id) REFERENCES shifts (group_id, id)
);

CREATE TABLE compensation_entries (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    rule TEXT NOT NULL,
    article TEXT NOT NULL,
    label_fr TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    unit TEXT NOT NULL,
    rate_permille BIGINT,
    due_on TEXT,
    rest_from TEXT,
    rest_to TEXT,
    assignment_id TEXT REFERENCES assignments (id),
    reverses TEXT UNIQUE REFERENCES compensation_entries (id),
    reason TEXT NOT NULL,
    posted_by TEXT NOT NULL,
    posted_at BIGINT NOT NULL,
    deed TEXT
);

INSERT INTO requests (group_id, id, unit_id, state, motive, priority, degraded_accepted, note, requested_by, created_at,
    submitted_at, opened_at, closed_at, reason, version)
SELECT r.group_id, r.id, s.unit_id, CASE WHEN r.state = 'cancelled' THEN 'cancelled' ELSE 'open' END, 'other', r.priority,
    r.degraded_accepted, '', r.requested_by, r.opened_at, r.opened_at, r.opened_at, NULL, r.reason, r.version
FROM requests_before r JOIN shifts_before s ON s.group_id = r.group_id AND s.id = r.shift_id;

INSERT INTO shifts (group_id, id, request_id, unit_id, code, date, qualification, starts_at, ends_at, state, assignment_id, version)
SELECT s.group_id, s.id, r.id, s.unit_id, s.code, s.date, s.qualification, s.starts_at, s.ends_at, r.state, r.assignment_id, 1
FROM shifts_before s JOIN requests_before r ON r.group_id = s.group_id AND r.shift_id = s.id;

INSERT INTO rounds (group_id, id, shift_id, mode, plan_id, state, opened_by, opened_at, closes_at, closed_at, version)
SELECT group_id, 'round-' || id, shift_id, 'named', plan_id, CASE WHEN state = 'sent' THEN 'open' ELSE 'closed' END, 'releve',
    sent_at, closes_at, answered_at, 1
FROM offers_before;

INSERT INTO offers (group_id, id, round_id, shift_id, agent_id, state, burden_centipoints, cost_cents, sent_at, closes_at,
    answered_at, version)
SELECT group_id, id, 'round-' || id, shift_id, agent_id, state, burden_centipoints, cost_cents, sent_at, closes_at,
    answered_at, version
FROM offers_before;

INSERT INTO assignments (group_id, id, offer_id, shift_id, agent_id, state, confirmed_at, worked_at, version)
SELECT group_id, id, offer_id, shift_id, agent_id, state, confirmed_at, worked_at, version FROM assignments_before;

INSERT INTO compensation_entries
SELECT id, group_id, agent_id, kind, rule, article, label_fr, quantity, unit, rate_permille, due_on, rest_from, rest_to,
    assignment_id, reverses, reason, posted_by, posted_at, deed
FROM compensation_before ORDER BY id;

DROP TABLE compensation_before;
DROP TABLE assignments_before;
DROP TABLE offers_before;
DROP TABLE requests_before;
DROP TABLE shifts_before;

CREATE INDEX requests_by_state ON requests (group_id, state, id);
CREATE INDEX shifts_by_start ON shifts (group_id, starts_at, id);
CREATE INDEX shifts_by_request ON shifts (group_id, request_id);
CREATE INDEX shifts_by_state ON shifts (group_id, state);
CREATE INDEX messages_by_request ON messages (group_id, request_id, id);
CREATE UNIQUE INDEX rounds_open ON rounds (group_id, shift_id) WHERE state = 'open';
CREATE INDEX rounds_due ON rounds (state, closes_at);
CREATE UNIQUE INDEX offers_once ON offers (round_id, agent_id);
CREATE INDEX offers_by_agent ON offers (group_id, agent_id, id);
CREATE INDEX offers_by_shift ON offers (group_id, shift_id);
CREATE UNIQUE INDEX assignments_live ON assignments (group_id, shift_id) WHERE state <> 'cancelled';
CREATE INDEX assignments_by_agent ON assignments (group_id, agent_id, id);
CREATE INDEX compensation_by_agent ON compensation_entries (group_id, agent_id, id);
CREATE INDEX compensation_by_deed ON compensation_entries (deed);

-- How the group works, as a JSON object; none means the defaults. An import leaves it alone.
ALTER TABLE groups ADD COLUMN service TEXT;
