-- Labels despite which a person let a copy leave the house, one bit each.
ALTER TABLE distribution_copy ADD COLUMN released BIGINT NOT NULL DEFAULT 0;
