-- Swaps: who gives which duty to whom, what each of them answers, which units have to say yes, and what agents would exchange.
-- `duty_key` names a duty in one text: an assignment, or a day of somebody's home roster.

CREATE TABLE swaps (
    group_id TEXT NOT NULL REFERENCES groups (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    cause TEXT,
    reason TEXT,
    approval TEXT,
    proposed_by TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    agreed_at BIGINT,
    closes_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT,
    version BIGINT NOT NULL,
    PRIMARY KEY (group_id, id)
);
CREATE INDEX swaps_due ON swaps (state, closes_at);
CREATE INDEX swaps_by_proposer ON swaps (group_id, proposed_by, state);

CREATE TABLE swap_legs (
    group_id TEXT NOT NULL,
    swap_id TEXT NOT NULL,
    leg_no BIGINT NOT NULL,
    giver_id TEXT NOT NULL,
    taker_id TEXT NOT NULL,
    duty_key TEXT NOT NULL,
    assignment_id TEXT,
    shift_id TEXT,
    unit_id TEXT NOT NULL,
    code TEXT NOT NULL,
    date TEXT NOT NULL,
    qualification TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    given_centipoints BIGINT NOT NULL,
    taken_centipoints BIGINT NOT NULL,
    made_assignment_id TEXT,
    burdens TEXT,
    PRIMARY KEY (group_id, swap_id, leg_no),
    FOREIGN KEY (group_id, swap_id) REFERENCES swaps (group_id, id),
    FOREIGN KEY (group_id, giver_id) REFERENCES agents (group_id, id),
    FOREIGN KEY (group_id, taker_id) REFERENCES agents (group_id, id),
    FOREIGN KEY (group_id, unit_id) REFERENCES units (group_id, id)
);
CREATE INDEX swap_legs_by_duty ON swap_legs (group_id, duty_key);

CREATE TABLE swap_people (
    group_id TEXT NOT NULL,
    swap_id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    answer TEXT,
    answered_at BIGINT,
    wish_id TEXT,
    given_centipoints BIGINT NOT NULL,
    taken_centipoints BIGINT NOT NULL,
    before_centipoints BIGINT NOT NULL,
    after_centipoints BIGINT NOT NULL,
    PRIMARY KEY (group_id, swap_id, agent_id),
    FOREIGN KEY (group_id, swap_id) REFERENCES swaps (group_id, id),
    FOREIGN KEY (group_id, agent_id) REFERENCES agents (group_id, id)
);
CREATE INDEX swap_people_by_agent ON swap_people (group_id, agent_id);

-- Only of swaps that people must approve: one row for each unit concerned.
CREATE TABLE swap_units (
    group_id TEXT NOT NULL,
    swap_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    decision TEXT,
    decided_by TEXT,
    decided_at BIGINT,
    PRIMARY KEY (group_id, swap_id, unit_id),
    FOREIGN KEY (group_id, swap_id) REFERENCES swaps (group_id, id),
    FOREIGN KEY (group_id, unit_id) REFERENCES units (group_id, id)
);

-- `gives` and `takes` are JSON objects; none of the first is a wish to take without giving, none of the second one to give
-- without taking.
CREATE TABLE swap_wishes (
    group_id TEXT NOT NULL,
    id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    gives TEXT,
    duty_key TEXT,
    takes TEXT,
    made_at BIGINT NOT NULL,
    ended_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (group_id, id),
    FOREIGN KEY (group_id, agent_id) REFERENCES agents (group_id, id)
);
CREATE INDEX swap_wishes_by_agent ON swap_wishes (group_id, agent_id, id);
CREATE INDEX swap_wishes_by_duty ON swap_wishes (group_id, duty_key);

-- An assignment that came from a swap: which, and whose place it takes.
ALTER TABLE assignments ADD COLUMN swap_id TEXT;
ALTER TABLE assignments ADD COLUMN replaces TEXT REFERENCES assignments (id);
