-- Calendars that agents subscribe to, each by a token of which only the SHA-256 is kept; and how far somebody has read her notices.

CREATE TABLE calendars (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    locale TEXT NOT NULL,
    token_sha256 TEXT NOT NULL UNIQUE,
    made_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE UNIQUE INDEX calendars_live ON calendars (group_id, user_id) WHERE ended_at IS NULL;

-- `person` is `agent:<id>` or `user:<id>`, as in the outbox; `notice_id` is the newest that she has read.
CREATE TABLE notice_reads (
    group_id TEXT NOT NULL,
    person TEXT NOT NULL,
    notice_id TEXT NOT NULL,
    read_at BIGINT NOT NULL,
    PRIMARY KEY (group_id, person)
);
