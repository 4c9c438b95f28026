-- What may say why somebody was absent stands where it can be taken out when it is too old, beside rows that are kept for good.

-- Why a day of a roster was changed, in somebody's words: the change itself is append-only.
CREATE TABLE roster_change_reasons (
    change_id TEXT PRIMARY KEY REFERENCES roster_changes (id),
    group_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    written_at BIGINT NOT NULL
);
CREATE INDEX roster_change_reasons_by_age ON roster_change_reasons (group_id, written_at);
INSERT INTO roster_change_reasons (change_id, group_id, reason, written_at)
SELECT id, group_id, reason, changed_at FROM roster_changes WHERE reason <> '';
ALTER TABLE roster_changes DROP COLUMN reason;

-- Why a shift was changed or taken out of its request, a round withdrawn, an absence taken back, and why somebody left.
ALTER TABLE shifts ADD COLUMN reason TEXT;
ALTER TABLE rounds ADD COLUMN reason TEXT;
ALTER TABLE absences ADD COLUMN reason TEXT;
ALTER TABLE agents ADD COLUMN leaving_reason TEXT;

-- The cascade that a round asks for: a step may ask again by another round.
ALTER TABLE rounds ADD COLUMN cascade_id TEXT;
UPDATE rounds SET cascade_id = (SELECT MIN(s.cascade_id) FROM cascade_steps s WHERE s.round_id = rounds.id);
CREATE INDEX rounds_by_cascade ON rounds (cascade_id);

-- Somebody on the fixed-term list whom nobody has looked at for long is taken off it.
ALTER TABLE fixed_term_people ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;
UPDATE fixed_term_people SET changed_at = added_at;
