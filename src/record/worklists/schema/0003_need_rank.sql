-- Whose turn it is in queues that are ranked by need: the least first. 0 in all others.
ALTER TABLE work_item ADD COLUMN need_rank BIGINT NOT NULL DEFAULT 0;
