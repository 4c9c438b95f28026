-- How notices reach people: how each wants to be told, the webhooks of a group, and one row for each notice and address.

-- `person` is `agent:<id>` or `user:<id>`, as in the outbox. Minutes are of the civil day in `zone`.
CREATE TABLE contacts (
    group_id TEXT NOT NULL,
    person TEXT NOT NULL,
    locale TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    zone TEXT NOT NULL,
    quiet_from_minute BIGINT,
    quiet_to_minute BIGINT,
    digest TEXT NOT NULL,
    digest_minute BIGINT NOT NULL,
    channels TEXT NOT NULL,
    weekly_cap BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (group_id, person)
);

CREATE TABLE webhooks (
    group_id TEXT NOT NULL,
    id TEXT NOT NULL,
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    kinds TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (group_id, id)
);

CREATE TABLE deliveries (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL,
    outbox_id TEXT NOT NULL REFERENCES outbox (id),
    channel TEXT NOT NULL,
    address_sha256 TEXT NOT NULL,
    digest BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    not_before BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    worker TEXT,
    lease_until BIGINT,
    begun_at BIGINT,
    last_error TEXT,
    sent_at BIGINT,
    UNIQUE (outbox_id, channel, address_sha256)
);
CREATE INDEX deliveries_due ON deliveries (state, not_before);
