-- Home rosters day by day, the cycles they are made from, and a unit's rosters from draft to publication.

-- What is settled for one agent on one civil day: a row per duty, or one row without a code for a day without duty. A day without
-- any row is not settled. The rows of a day share their version, which is the version of the facts at which it was set.
CREATE TABLE roster_days (
    group_id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    date TEXT NOT NULL,
    duty_no BIGINT NOT NULL,
    unit_id TEXT NOT NULL,
    code TEXT,
    origin TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (group_id, agent_id, date, duty_no),
    FOREIGN KEY (group_id, agent_id) REFERENCES agents (group_id, id),
    FOREIGN KEY (group_id, unit_id) REFERENCES units (group_id, id)
);
CREATE INDEX roster_days_by_unit ON roster_days (group_id, unit_id, date);

-- A cycle of a unit (trame): positions of codes that repeat every so many weeks from a Monday on.
CREATE TABLE cycles (
    group_id TEXT NOT NULL,
    id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    name TEXT NOT NULL,
    weeks BIGINT NOT NULL,
    positions TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (group_id, id),
    FOREIGN KEY (group_id, unit_id) REFERENCES units (group_id, id)
);
CREATE INDEX cycles_by_unit ON cycles (group_id, unit_id, id);

-- Who follows which position of a cycle, from when to when.
CREATE TABLE cycle_places (
    group_id TEXT NOT NULL,
    id TEXT PRIMARY KEY,
    cycle_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    agent_id TEXT NOT NULL,
    from_date TEXT NOT NULL,
    to_date TEXT,
    placed_by TEXT NOT NULL,
    placed_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    FOREIGN KEY (group_id, cycle_id) REFERENCES cycles (group_id, id),
    FOREIGN KEY (group_id, agent_id) REFERENCES agents (group_id, id)
);
CREATE INDEX cycle_places_by_cycle ON cycle_places (group_id, cycle_id);
CREATE INDEX cycle_places_by_agent ON cycle_places (group_id, agent_id);

-- A unit's roster over a period.
CREATE TABLE rosters (
    group_id TEXT NOT NULL,
    id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    from_date TEXT NOT NULL,
    to_date TEXT NOT NULL,
    state TEXT NOT NULL,
    choosing TEXT,
    closes_at BIGINT,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    published_by TEXT,
    published_at BIGINT,
    late_reason TEXT,
    version BIGINT NOT NULL,
    PRIMARY KEY (group_id, id),
    FOREIGN KEY (group_id, unit_id) REFERENCES units (group_id, id)
);
CREATE INDEX rosters_by_unit ON rosters (group_id, unit_id, from_date);
CREATE INDEX rosters_due ON rosters (state, closes_at);

-- The agents on a roster.
CREATE TABLE roster_people (
    group_id TEXT NOT NULL,
    roster_id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    PRIMARY KEY (group_id, roster_id, agent_id),
    FOREIGN KEY (group_id, roster_id) REFERENCES rosters (group_id, id),
    FOREIGN KEY (group_id, agent_id) REFERENCES agents (group_id, id)
);

-- What happened to a day, append-only: before, after, why, with how much notice and on what ground.
CREATE TABLE roster_changes (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL,
    roster_id TEXT,
    agent_id TEXT NOT NULL,
    date TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    reason TEXT NOT NULL,
    ground TEXT,
    article TEXT,
    notice_minutes BIGINT,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX roster_changes_by_day ON roster_changes (group_id, agent_id, date, id);

-- A change inside the legal notice that waits for the agent's word.
CREATE TABLE roster_questions (
    group_id TEXT NOT NULL,
    id TEXT PRIMARY KEY,
    roster_id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    date TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    duties TEXT NOT NULL,
    day_version BIGINT NOT NULL,
    reason TEXT NOT NULL,
    article TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,
    answered_at BIGINT,
    version BIGINT NOT NULL,
    FOREIGN KEY (group_id, roster_id) REFERENCES rosters (group_id, id),
    FOREIGN KEY (group_id, agent_id) REFERENCES agents (group_id, id)
);
CREATE UNIQUE INDEX roster_questions_open ON roster_questions (group_id, agent_id, date) WHERE state = 'asked';
CREATE INDEX roster_questions_due ON roster_questions (state, closes_at);

-- A plan may be one for a roster: its items then say themselves what they are about.
ALTER TABLE plans ADD COLUMN kind TEXT NOT NULL DEFAULT 'pool';
ALTER TABLE plans ADD COLUMN roster_id TEXT;
ALTER TABLE plans ADD COLUMN unit_id TEXT;
ALTER TABLE plan_items ADD COLUMN code TEXT;
ALTER TABLE plan_items ADD COLUMN date TEXT;
ALTER TABLE plan_items ADD COLUMN qualification TEXT;
