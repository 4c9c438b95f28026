-- Wider and wider circles are asked for a shift; what an agency is booked for; what people agree to beforehand; who is called
-- by hand.

-- `steps` is the order that was in force when it started: a JSON array. `step` is the one under way, 0 before the first.
CREATE TABLE cascades (
    group_id TEXT NOT NULL,
    id TEXT PRIMARY KEY,
    shift_id TEXT NOT NULL,
    state TEXT NOT NULL,
    steps TEXT NOT NULL,
    step BIGINT NOT NULL,
    step_since BIGINT NOT NULL,
    next_at BIGINT,
    round_id TEXT REFERENCES rounds (id),
    started_by TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT,
    reason TEXT,
    version BIGINT NOT NULL,
    FOREIGN KEY (group_id, shift_id) REFERENCES shifts (group_id, id)
);
CREATE UNIQUE INDEX cascades_live ON cascades (group_id, shift_id) WHERE state IN ('running', 'paused');
CREATE INDEX cascades_by_state ON cascades (state, next_at);

-- What each step came to, one row when it begins.
CREATE TABLE cascade_steps (
    cascade_id TEXT NOT NULL REFERENCES cascades (id),
    step BIGINT NOT NULL,
    audience TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    round_id TEXT REFERENCES rounds (id),
    people BIGINT NOT NULL,
    left_alone BIGINT NOT NULL,
    PRIMARY KEY (cascade_id, step)
);

CREATE TABLE bookings (
    group_id TEXT NOT NULL,
    id TEXT NOT NULL,
    shift_id TEXT NOT NULL,
    agency TEXT NOT NULL,
    state TEXT NOT NULL,
    price_cents_per_hour BIGINT NOT NULL,
    cap_cents_per_hour BIGINT,
    work_minutes BIGINT NOT NULL,
    pool_cents BIGINT,
    attestation TEXT,
    requested_by TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    confirmed_by TEXT,
    confirmed_at BIGINT,
    ended_by TEXT,
    ended_at BIGINT,
    reason TEXT,
    version BIGINT NOT NULL,
    PRIMARY KEY (group_id, id),
    FOREIGN KEY (group_id, shift_id) REFERENCES shifts (group_id, id)
);
CREATE UNIQUE INDEX bookings_live ON bookings (group_id, shift_id) WHERE state IN ('requested', 'confirmed', 'worked');

-- `windows` is a JSON array: weekdays, hours, places and codes in which shifts may be given to her without asking.
CREATE TABLE agreements (
    group_id TEXT NOT NULL,
    id TEXT PRIMARY KEY,
    agent_id TEXT NOT NULL,
    windows TEXT NOT NULL,
    per_week_max BIGINT NOT NULL,
    rest_days BOOLEAN NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    made_at BIGINT NOT NULL,
    revoked_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX agreements_by_agent ON agreements (group_id, agent_id, id);

-- Offers to which somebody said yes beforehand; until when she may hand the shift back once it is hers.
CREATE TABLE agreed_offers (
    offer_id TEXT PRIMARY KEY REFERENCES offers (id),
    group_id TEXT NOT NULL,
    agreement_id TEXT NOT NULL REFERENCES agreements (id),
    hand_back_until BIGINT
);
CREATE INDEX agreed_offers_by_agreement ON agreed_offers (agreement_id);

-- What somebody wants to be asked for beyond her plain hours at her own place: a JSON array.
CREATE TABLE volunteering (
    group_id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    kinds TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (group_id, agent_id)
);

-- People who are no agents of the group yet, whom the coordination calls by hand.
CREATE TABLE fixed_term_people (
    group_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    qualification TEXT NOT NULL,
    phone TEXT,
    email TEXT,
    note TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (group_id, id)
);

-- No name and no number in it: it stays when the person is taken off the list.
CREATE TABLE fixed_term_calls (
    group_id TEXT NOT NULL,
    id TEXT PRIMARY KEY,
    shift_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    note TEXT NOT NULL,
    called_by TEXT NOT NULL,
    called_at BIGINT NOT NULL,
    FOREIGN KEY (group_id, shift_id) REFERENCES shifts (group_id, id)
);
CREATE INDEX fixed_term_calls_by_shift ON fixed_term_calls (group_id, shift_id, id);
