-- How a plan was ordered: a JSON object (days, units, what is kept, who is ruled out, who is made up); plans of earlier versions
-- have none and are about everything.

ALTER TABLE plans ADD COLUMN asked_for TEXT;

-- Whoever stopped the computation wants the best plan found so far.
ALTER TABLE jobs ADD COLUMN keep_best BOOLEAN NOT NULL DEFAULT FALSE;
