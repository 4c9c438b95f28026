-- What was sent under an idempotency key, and what came of it, for a day. The answer is sealed under what the client sent: this
-- database alone does not open it.

CREATE TABLE idempotency_keys (
    group_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    route TEXT NOT NULL,
    key_sha256 TEXT NOT NULL,
    request_sha256 TEXT NOT NULL,
    attempt TEXT NOT NULL UNIQUE,
    begun_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    done_at BIGINT,
    object_kind TEXT,
    object_id TEXT,
    answer TEXT,
    PRIMARY KEY (group_id, user_id, route, key_sha256)
);

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (begun_at);
