-- When each shelf of blobs (the first two bytes of their digests) was last read and found whole: one row a shelf, not one a blob.
CREATE TABLE fixity_shelf (
  shelf KEY,
  checked_at BIGINT NOT NULL,
  blobs BIGINT NOT NULL,
  bytes BIGINT NOT NULL          -- that were read, of both copies
);
-- One row: how far the cycle has come. Shelf done % 65536 is next; `done` is compared when it is written, so that of two nodes one goes on.
CREATE TABLE fixity_round (
  id KEY,
  started_at BIGINT NOT NULL,
  cycle_days BIGINT NOT NULL,
  done BIGINT NOT NULL
);
-- Blobs of which no good copy was found, and what became of them. Rows are never deleted.
CREATE TABLE damaged_blob (
  damage KEY,
  digest BLOB NOT NULL,
  item BIGINT NOT NULL,
  found_at BIGINT NOT NULL,
  outcome TEXT NOT NULL,         -- empty: open; whole, lost
  closed_at BIGINT
);
CREATE INDEX damaged_blob_digest ON damaged_blob (digest);
CREATE INDEX damaged_blob_open ON damaged_blob (damage) WHERE closed_at IS NULL;
