-- The due time for which a loan became work already: the clock reads it from the row, so that a restart neither misses nor doubles.
ALTER TABLE paper_volume ADD COLUMN noticed_due BIGINT NOT NULL DEFAULT 0;
CREATE INDEX paper_place_holder ON paper_place (holder) WHERE holder <> 0;
