-- Accounts of people: password, second factor, sessions, links that open an account once, and how often somebody was refused.
-- Nothing here opens an account by itself: passwords are hashed, session tokens and recovery codes are digests, the secret of
-- the second factor is sealed, and a link works only with a code that is computed from a key outside the database.

ALTER TABLE users ADD COLUMN password_hash TEXT;
ALTER TABLE users ADD COLUMN password_at BIGINT;
ALTER TABLE users ADD COLUMN totp_secret TEXT;
ALTER TABLE users ADD COLUMN totp_since BIGINT;
ALTER TABLE users ADD COLUMN totp_last_step BIGINT;

-- group_id is empty until somebody with several groups has chosen one; form_key is what the tokens in her forms are made from.
CREATE TABLE sessions (
    token_sha256 TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES users (id),
    group_id TEXT,
    factors TEXT NOT NULL,
    form_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    rotated_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    previous_sha256 TEXT UNIQUE,
    previous_until BIGINT,
    browser TEXT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX sessions_by_user ON sessions (user_id, id);
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE links (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    purpose TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX links_by_user ON links (user_id);

CREATE TABLE recovery_codes (
    user_id TEXT NOT NULL REFERENCES users (id),
    code_sha256 TEXT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (user_id, code_sha256)
);

-- key is the digest of what was tried (an address, a client, an account); blocked_until is 0 while it is free.
CREATE TABLE attempts (
    key TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL
);
CREATE INDEX attempts_by_age ON attempts (last_at);
