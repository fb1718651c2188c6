-- How many attempts a message had when a person last had it sent again: what came before does not count against its patience. The number of
-- all attempts stays, because it tells one attempt's outcome from another's.
ALTER TABLE outbox_message ADD COLUMN attempts_before BIGINT NOT NULL DEFAULT 0;
