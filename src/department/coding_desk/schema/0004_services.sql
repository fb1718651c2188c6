-- Services of outpatient stays are lines of the kind 'service'; the lines that were there have neither modifiers nor units.
ALTER TABLE coding_line ADD COLUMN modifiers TEXT NOT NULL DEFAULT '';  -- in their order, a blank between two
ALTER TABLE coding_line ADD COLUMN units BIGINT NOT NULL DEFAULT 0;     -- of a service
