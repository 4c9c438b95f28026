-- Rule packs that a group has loaded beside those of the program; a later text of the same key replaces the earlier one,
-- and the audit log keeps the fingerprints of both.

CREATE TABLE rule_packs (
    group_id TEXT NOT NULL,
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    loaded_at BIGINT NOT NULL,
    loaded_by TEXT NOT NULL,
    PRIMARY KEY (group_id, id, version)
);
