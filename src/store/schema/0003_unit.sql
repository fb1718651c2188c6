-- Which units of work committed (only PostgreSQL uses it): asked when a connection was lost during COMMIT. `unit_id` begins with the
-- time, so old rows are a range of the key.
CREATE TABLE store_unit(
  unit_id TEXT NOT NULL PRIMARY KEY,
  confirmations BIGINT NOT NULL
);
