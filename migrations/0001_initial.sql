-- One text for SQLite and PostgreSQL; see README.md for the types and the rules.

CREATE TABLE groups (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    horizon_from TEXT NOT NULL,
    horizon_days BIGINT NOT NULL,
    settings TEXT NOT NULL,
    facts_version BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE establishments (
    group_id TEXT NOT NULL REFERENCES groups (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    finess TEXT NOT NULL,
    regime TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    commune TEXT NOT NULL,
    latitude DOUBLE PRECISION NOT NULL,
    longitude DOUBLE PRECISION NOT NULL,
    calendar TEXT NOT NULL,
    PRIMARY KEY (group_id, id)
);

CREATE TABLE units (
    group_id TEXT NOT NULL,
    id TEXT NOT NULL,
    establishment_id TEXT NOT NULL,
    name TEXT NOT NULL,
    codes TEXT NOT NULL,
    PRIMARY KEY (group_id, id),
    FOREIGN KEY (group_id, establishment_id) REFERENCES establishments (group_id, id)
);

CREATE TABLE agents (
    group_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    employer_id TEXT NOT NULL,
    share_percent BIGINT NOT NULL,
    latitude DOUBLE PRECISION NOT NULL,
    longitude DOUBLE PRECISION NOT NULL,
    mobility_km BIGINT NOT NULL,
    cost_cents_per_hour BIGINT NOT NULL,
    file TEXT NOT NULL,
    PRIMARY KEY (group_id, id),
    FOREIGN KEY (group_id, employer_id) REFERENCES establishments (group_id, id)
);

CREATE TABLE roster_lines (
    group_id TEXT NOT NULL,
    line_no BIGINT NOT NULL,
    agent_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    from_date TEXT NOT NULL,
    codes TEXT NOT NULL,
    PRIMARY KEY (group_id, line_no),
    FOREIGN KEY (group_id, agent_id) REFERENCES agents (group_id, id),
    FOREIGN KEY (group_id, unit_id) REFERENCES units (group_id, id)
);

CREATE TABLE absences (
    group_id TEXT NOT NULL,
    line_no BIGINT NOT NULL,
    agent_id TEXT NOT NULL,
    from_date TEXT NOT NULL,
    to_date TEXT NOT NULL,
    class TEXT NOT NULL,
    PRIMARY KEY (group_id, line_no),
    FOREIGN KEY (group_id, agent_id) REFERENCES agents (group_id, id)
);

CREATE TABLE shifts (
    group_id TEXT NOT NULL,
    id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    code TEXT NOT NULL,
    date TEXT NOT NULL,
    qualification TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (group_id, id),
    FOREIGN KEY (group_id, unit_id) REFERENCES units (group_id, id)
);
CREATE INDEX shifts_by_start ON shifts (group_id, starts_at, id);

CREATE TABLE requests (
    group_id TEXT NOT NULL,
    id TEXT NOT NULL,
    shift_id TEXT NOT NULL,
    priority TEXT NOT NULL,
    degraded_accepted BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    offer_id TEXT,
    assignment_id TEXT,
    reason TEXT,
    requested_by TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (group_id, id),
    UNIQUE (group_id, shift_id),
    FOREIGN KEY (group_id, shift_id) REFERENCES shifts (group_id, id)
);
CREATE INDEX requests_by_state ON requests (group_id, state);

CREATE TABLE plans (
    group_id TEXT NOT NULL REFERENCES groups (id),
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    reason TEXT,
    facts_version BIGINT,
    status TEXT,
    input_sha256 TEXT,
    rule_packs TEXT,
    levels TEXT,
    equity TEXT,
    seed BIGINT,
    work BIGINT,
    solve_seconds DOUBLE PRECISION,
    shifts BIGINT NOT NULL,
    covered BIGINT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    computed_at BIGINT,
    decided_by TEXT,
    decided_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX plans_by_group ON plans (group_id, id);

CREATE TABLE plan_items (
    plan_id TEXT NOT NULL REFERENCES plans (id),
    shift_id TEXT NOT NULL,
    line_no BIGINT NOT NULL,
    agent_id TEXT,
    state TEXT NOT NULL,
    burden_centipoints BIGINT NOT NULL,
    cost_cents BIGINT NOT NULL,
    reasons TEXT NOT NULL,
    PRIMARY KEY (plan_id, shift_id)
);

CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    plan_id TEXT NOT NULL UNIQUE REFERENCES plans (id),
    state TEXT NOT NULL,
    limits TEXT NOT NULL,
    progress TEXT,
    attempts BIGINT NOT NULL,
    worker TEXT,
    lease_until BIGINT,
    cancel_requested BOOLEAN NOT NULL,
    queued_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX jobs_by_state ON jobs (state, queued_at);

CREATE TABLE offers (
    group_id TEXT NOT NULL,
    id TEXT PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES plans (id),
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
CREATE UNIQUE INDEX offers_live ON offers (group_id, shift_id) WHERE state IN ('sent', 'accepted');
CREATE INDEX offers_by_agent ON offers (group_id, agent_id, id);

CREATE TABLE assignments (
    group_id TEXT NOT NULL,
    id TEXT PRIMARY KEY,
    offer_id TEXT NOT NULL UNIQUE REFERENCES offers (id),
    shift_id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    state TEXT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    worked_at BIGINT,
    version BIGINT NOT NULL,
    FOREIGN KEY (group_id, shift_id) REFERENCES shifts (group_id, id)
);
CREATE UNIQUE INDEX assignments_live ON assignments (group_id, shift_id) WHERE state <> 'cancelled';
CREATE INDEX assignments_by_agent ON assignments (group_id, agent_id, id);

CREATE TABLE equity_entries (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    centipoints BIGINT NOT NULL,
    offer_id TEXT,
    reverses TEXT UNIQUE REFERENCES equity_entries (id),
    reason TEXT NOT NULL,
    posted_by TEXT NOT NULL,
    posted_at BIGINT NOT NULL
);
CREATE INDEX equity_by_agent ON equity_entries (group_id, agent_id, id);
CREATE UNIQUE INDEX equity_once_per_offer ON equity_entries (offer_id) WHERE kind = 'offer';

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
    posted_at BIGINT NOT NULL
);
CREATE INDEX compensation_by_agent ON compensation_entries (group_id, agent_id, id);

CREATE TABLE audit_log (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_role TEXT NOT NULL,
    action TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX audit_by_group ON audit_log (group_id, id);

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    scope TEXT NOT NULL,
    agent_id TEXT,
    token_sha256 TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);

CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    done_at BIGINT
);

CREATE TABLE due_runs (
    name TEXT NOT NULL,
    group_id TEXT NOT NULL,
    local_date TEXT NOT NULL,
    claimed_at BIGINT NOT NULL,
    PRIMARY KEY (name, group_id, local_date)
);
