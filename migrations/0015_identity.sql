-- Identities that people have at OpenID providers, log-ins under way at one, and browsers that take push messages.
-- A log-in under way is two digests: of the state in the address, and of the cookie of the browser that began it. What the
-- provider must give back (nonce) and be given (PKCE verifier) is computed from that cookie and stored nowhere.

CREATE TABLE identities (
    id TEXT PRIMARY KEY,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    label TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    used_at BIGINT,
    UNIQUE (issuer, subject)
);
CREATE INDEX identities_by_user ON identities (user_id, id);

-- purpose is a JSON object: see app::openid::Purpose.
CREATE TABLE sign_ins (
    state_sha256 TEXT PRIMARY KEY,
    browser_sha256 TEXT NOT NULL,
    provider TEXT NOT NULL,
    purpose TEXT NOT NULL,
    client_sha256 TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sign_ins_by_end ON sign_ins (expires_at);
CREATE INDEX sign_ins_by_client ON sign_ins (client_sha256);

-- id_token is sealed, and there for as long as the session is open: the provider asks for it when somebody logs out.
ALTER TABLE sessions ADD COLUMN identity_id TEXT;
ALTER TABLE sessions ADD COLUMN id_token TEXT;

-- `person` is `agent:<id>` or `user:<id>`, as in the outbox; p256dh and auth are the browser's, in base64url.
CREATE TABLE push_subscriptions (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    person TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    endpoint_sha256 TEXT NOT NULL,
    p256dh TEXT NOT NULL,
    auth TEXT NOT NULL,
    browser TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    UNIQUE (group_id, endpoint_sha256)
);
CREATE INDEX push_subscriptions_by_person ON push_subscriptions (group_id, person);
CREATE INDEX push_subscriptions_by_endpoint ON push_subscriptions (endpoint_sha256);
