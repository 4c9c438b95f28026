-- A line of a compensation account says who employed her when it was posted, and pays it. Lines are not changed, so those from
-- before say nothing: they are paid by whoever employs her now.
ALTER TABLE compensation_entries ADD COLUMN employer_id TEXT;

CREATE TABLE employers_before (
    group_id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    employer_id TEXT NOT NULL,
    PRIMARY KEY (group_id, agent_id)
);
INSERT INTO employers_before (group_id, agent_id, employer_id)
SELECT a.group_id, a.id, a.employer_id FROM agents a
WHERE EXISTS (SELECT 1 FROM compensation_entries e WHERE e.group_id = a.group_id AND e.agent_id = a.id);

-- From `over_at` on nothing can meet a wish: its duty has begun, or the last day that it would take is over. Rust fills it for
-- wishes that stand (`store::swaps::wishes::convert`).
ALTER TABLE swap_wishes ADD COLUMN over_at BIGINT;
CREATE INDEX swap_wishes_over ON swap_wishes (ended_at, over_at);

-- How often somebody has asked about duties of others in a day.
CREATE INDEX audit_by_actor ON audit_log (group_id, actor_id, action, at);
