-- Where one more shift filled would better a plan: a JSON array of the solver's prices; plans of earlier versions have none.

ALTER TABLE plans ADD COLUMN prices TEXT;
