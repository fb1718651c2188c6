-- What nobody opened for so long that it is a deficiency.
CREATE INDEX distribution_copy_unopened ON distribution_copy (encounter) WHERE reminders > 1 AND opened_at IS NULL AND settled_at IS NULL;
