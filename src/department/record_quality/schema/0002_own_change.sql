-- Whether the document itself changed; 0: another of its encounter did, and those behind it were noted then.
ALTER TABLE quality_due ADD COLUMN is_own BIGINT NOT NULL DEFAULT 1;
