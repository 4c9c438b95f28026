-- What was lent follows the hours that were really worked. A loan is never rewritten: a line takes it back and another one stands in
-- its place, so that a statement made before keeps what it said, and shows what corrects it.

CREATE TABLE loan_lines (
    group_id TEXT NOT NULL,
    id TEXT PRIMARY KEY,
    assignment_id TEXT NOT NULL REFERENCES assignments (id),
    reverses TEXT UNIQUE REFERENCES loan_lines (id),
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
INSERT INTO loan_lines (group_id, id, assignment_id, reverses, employer_id, host_id, agent_id, date, work_minutes,
    cents_per_hour, hours_cents, road_cents, recorded_at)
SELECT group_id, assignment_id, assignment_id, NULL, employer_id, host_id, agent_id, date, work_minutes, cents_per_hour,
    hours_cents, road_cents, recorded_at
FROM loans;

-- Hours that were corrected before have not reached their loans: each is taken back, and stands anew with the work that was done.
INSERT INTO loan_lines (group_id, id, assignment_id, reverses, employer_id, host_id, agent_id, date, work_minutes,
    cents_per_hour, hours_cents, road_cents, recorded_at)
SELECT l.group_id, l.assignment_id || ':1', l.assignment_id, l.assignment_id, l.employer_id, l.host_id, l.agent_id, l.date,
    -l.work_minutes, l.cents_per_hour, -l.hours_cents, -l.road_cents, l.recorded_at
FROM loans l JOIN assignments t ON t.id = l.assignment_id JOIN shifts s ON s.group_id = t.group_id AND s.id = t.shift_id
WHERE t.actual_starts_at IS NOT NULL AND t.actual_ends_at - t.actual_starts_at <> s.ends_at - s.starts_at;
INSERT INTO loan_lines (group_id, id, assignment_id, reverses, employer_id, host_id, agent_id, date, work_minutes,
    cents_per_hour, hours_cents, road_cents, recorded_at)
SELECT w.group_id, w.assignment_id || ':2', w.assignment_id, NULL, w.employer_id, w.host_id, w.agent_id, w.date, w.minutes,
    w.cents_per_hour, (w.cents_per_hour * w.minutes + 30) / 60, w.road_cents, w.recorded_at
FROM (
    SELECT l.group_id, l.assignment_id, l.employer_id, l.host_id, l.agent_id, l.date, l.cents_per_hour, l.road_cents,
        l.recorded_at,
        CASE WHEN l.work_minutes + (t.actual_ends_at - t.actual_starts_at - s.ends_at + s.starts_at) / 60 > 0
             THEN l.work_minutes + (t.actual_ends_at - t.actual_starts_at - s.ends_at + s.starts_at) / 60
             ELSE 0 END AS minutes
    FROM loans l JOIN assignments t ON t.id = l.assignment_id JOIN shifts s ON s.group_id = t.group_id AND s.id = t.shift_id
    WHERE t.actual_starts_at IS NOT NULL AND t.actual_ends_at - t.actual_starts_at <> s.ends_at - s.starts_at
) w;

DROP TABLE loans;
ALTER TABLE loan_lines RENAME TO loans;
CREATE INDEX loans_by_date ON loans (group_id, date, assignment_id);
CREATE INDEX loans_by_assignment ON loans (assignment_id);
