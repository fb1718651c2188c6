-- Mails that became batches, or were refused: each once, by its bytes. The mail itself is kept as a blob.
CREATE TABLE scan_mail (
  mail KEY,
  digest TEXT NOT NULL UNIQUE,
  message_id TEXT NOT NULL,
  sender TEXT NOT NULL,
  subject TEXT NOT NULL,
  taken_at BIGINT NOT NULL,
  batch BIGINT NOT NULL,            -- 0: it was refused
  item BIGINT NOT NULL,             -- of a refused one
  reason TEXT NOT NULL              -- in words; empty: it was taken
);
CREATE INDEX scan_mail_batch ON scan_mail (batch);
