-- People, what they are in which group and from when to when, and the tokens of machines. One person may hold several grants.

ALTER TABLE users RENAME TO users_before;

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    email TEXT UNIQUE,
    name TEXT NOT NULL,
    locale TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    version BIGINT NOT NULL
);

CREATE TABLE grants (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    group_id TEXT NOT NULL,
    role TEXT NOT NULL,
    scope TEXT NOT NULL,
    agent_id TEXT,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    granted_by TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    ended_by TEXT,
    ended_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX grants_by_user ON grants (user_id, group_id);
CREATE INDEX grants_by_group ON grants (group_id, id);

CREATE TABLE api_tokens (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    group_id TEXT NOT NULL,
    name TEXT NOT NULL,
    token_sha256 TEXT NOT NULL UNIQUE,
    actions TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    ended_at BIGINT
);
CREATE INDEX api_tokens_by_user ON api_tokens (user_id, group_id, id);

-- Whoever had access keeps it: the same role in the same part of the group, and the same token.
INSERT INTO users (id, name, locale, created_at, version)
SELECT id, name, 'fr', created_at, 1 FROM users_before;
INSERT INTO grants (id, user_id, group_id, role, scope, agent_id, valid_from, granted_by, granted_at, ended_by, ended_at, version)
SELECT 'grant-' || id, id, group_id, role, scope, agent_id, '1970-01-01', 'releve', created_at,
    CASE WHEN revoked_at IS NULL THEN NULL ELSE 'releve' END, revoked_at, 1 FROM users_before;
INSERT INTO api_tokens (id, user_id, group_id, name, token_sha256, created_at, ended_at)
SELECT 'token-' || id, id, group_id, 'Premier jeton', token_sha256, created_at, revoked_at FROM users_before;

DROP TABLE users_before;
