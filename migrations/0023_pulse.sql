-- The quarterly pulse. Who has answered stands in one table, what was answered in two others, and nothing leads from one to the
-- other: no key, no instant, and no row for an answer. Scores are kept as how often each was given, comments in an order of their
-- texts, so that not even the order of the rows says whose an answer is.

CREATE TABLE pulse_answered (
    group_id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    quarter TEXT NOT NULL,
    PRIMARY KEY (group_id, agent_id, quarter)
);

-- An object: for each question how often each score from 0 to 10 was given.
CREATE TABLE pulse_scores (
    group_id TEXT NOT NULL,
    establishment_id TEXT NOT NULL,
    quarter TEXT NOT NULL,
    scores TEXT NOT NULL,
    PRIMARY KEY (group_id, establishment_id, quarter)
);

-- An array of texts, of the whole group.
CREATE TABLE pulse_comments (
    group_id TEXT NOT NULL,
    quarter TEXT NOT NULL,
    comments TEXT NOT NULL,
    PRIMARY KEY (group_id, quarter)
);
