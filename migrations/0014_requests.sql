-- Requests that change and end: what a shift was when a plan proposed somebody for it, when a shift last changed, how far each
-- person has read a conversation, and what is kept of rows that are too old to be kept whole.

-- As the plan was computed, beside code, day and title; none in plans of earlier versions, whose shifts count as unchanged.
ALTER TABLE plan_items ADD COLUMN starts_at BIGINT;
ALTER TABLE plan_items ADD COLUMN ends_at BIGINT;

-- When day, hours or title of a shift last changed; a yes is a yes to what was asked after it.
ALTER TABLE shifts ADD COLUMN changed_at BIGINT;

-- The last message about a request that a user has read.
CREATE TABLE message_reads (
    group_id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    read_at BIGINT NOT NULL,
    PRIMARY KEY (group_id, request_id, user_id),
    FOREIGN KEY (group_id, request_id) REFERENCES requests (group_id, id)
);

-- Counts that stay when the rows they count are gone: no person is in them.
CREATE TABLE kept_counts (
    group_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    month TEXT NOT NULL,
    what TEXT NOT NULL,
    rows_count BIGINT NOT NULL,
    PRIMARY KEY (group_id, unit_id, month, what)
);
