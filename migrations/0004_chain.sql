-- The audit log as a chain: each line holds the SHA-256 of itself and of the line before, and each ledger line names the deed
-- that posted it. Lines of earlier versions have no number; the first line of a chain (`audit.begin`) holds their digest.

ALTER TABLE audit_log ADD COLUMN seq BIGINT;
ALTER TABLE audit_log ADD COLUMN object_version BIGINT;
ALTER TABLE audit_log ADD COLUMN sha256 TEXT;
CREATE UNIQUE INDEX audit_by_seq ON audit_log (group_id, seq);

-- The end of each group's chain. Locked last in a transaction, so that chaining never holds anybody up for long.
CREATE TABLE audit_heads (
    group_id TEXT PRIMARY KEY,
    seq BIGINT NOT NULL,
    sha256 TEXT NOT NULL
);

ALTER TABLE equity_entries ADD COLUMN deed TEXT;
ALTER TABLE compensation_entries ADD COLUMN deed TEXT;
CREATE INDEX equity_by_deed ON equity_entries (deed);
CREATE INDEX compensation_by_deed ON compensation_entries (deed);

-- One row for each fact and each person who is to hear of it. Nothing ever read the rows of before: whom they concern has
-- long been told by other means, so they count as dealt with.
ALTER TABLE outbox RENAME TO outbox_before;
CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL,
    fact TEXT NOT NULL,
    kind TEXT NOT NULL,
    person TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expanded_at BIGINT,
    UNIQUE (group_id, fact, person)
);
CREATE INDEX outbox_waiting ON outbox (created_at) WHERE expanded_at IS NULL;
CREATE INDEX outbox_by_person ON outbox (group_id, person, id);
INSERT INTO outbox (id, group_id, fact, kind, person, payload, created_at, expanded_at)
SELECT id, group_id, kind || ':' || id, kind, 'agent:' || agent_id, payload, created_at, created_at FROM outbox_before;
DROP TABLE outbox_before;
