-- The life of a group: agreements of its members, people who come, are admitted and leave, absences entered one by one, and what
-- was lent. What an import brought in stays as it is: its establishments belong to the group, its agents are admitted.

ALTER TABLE establishments ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE establishments ADD COLUMN closed_on TEXT;
ALTER TABLE units ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE units ADD COLUMN closed_on TEXT;

ALTER TABLE agents ADD COLUMN admission TEXT NOT NULL DEFAULT 'admitted';
ALTER TABLE agents ADD COLUMN diary TEXT;
ALTER TABLE agents ADD COLUMN left_on TEXT;
ALTER TABLE agents ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

ALTER TABLE absences ADD COLUMN state TEXT NOT NULL DEFAULT 'standing';
ALTER TABLE absences ADD COLUMN announced BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE absences ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
CREATE INDEX absences_by_agent ON absences (group_id, agent_id, line_no);

-- What an establishment and the group have agreed on (convention). An establishment without any belongs to the group all the time.
CREATE TABLE conventions (
    group_id TEXT NOT NULL,
    id TEXT NOT NULL,
    establishment_id TEXT NOT NULL,
    document TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    notice_days BIGINT NOT NULL,
    cost_key TEXT NOT NULL,
    management_permille BIGINT NOT NULL,
    period TEXT NOT NULL,
    contribution_minutes BIGINT,
    quota_minutes BIGINT,
    leaves_on TEXT,
    leaving_reason TEXT,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (group_id, id),
    FOREIGN KEY (group_id, establishment_id) REFERENCES establishments (group_id, id)
);
CREATE INDEX conventions_by_establishment ON conventions (group_id, establishment_id, valid_from);

-- The way of an agent into the pool, step by step.
CREATE TABLE admissions (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    state TEXT NOT NULL,
    verdict TEXT,
    note TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    FOREIGN KEY (group_id, agent_id) REFERENCES agents (group_id, id)
);
CREATE INDEX admissions_by_agent ON admissions (group_id, agent_id, id);

-- Work done for another member, with the figures of the day on which it was recorded: what is invoiced does not move with a wage.
CREATE TABLE loans (
    group_id TEXT NOT NULL,
    assignment_id TEXT PRIMARY KEY REFERENCES assignments (id),
    employer_id TEXT NOT NULL,
    host_id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    date TEXT NOT NULL,
    work_minutes BIGINT NOT NULL,
    cents_per_hour BIGINT NOT NULL,
    hours_cents BIGINT NOT NULL,
    road_cents BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX loans_by_date ON loans (group_id, date, assignment_id);
