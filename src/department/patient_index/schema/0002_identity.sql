-- Two records that look like one person, and what was decided of them. `low` is the older record: keys follow time.
CREATE TABLE identity_pair (
  low BIGINT NOT NULL,
  high BIGINT NOT NULL,
  verdict TEXT NOT NULL,        -- open, not-a-match, merged, withdrawn
  item BIGINT NOT NULL,         -- the work item of the latest question
  pattern BIGINT NOT NULL,      -- how far each field agrees, three bits a field: the evidence
  bits DOUBLE NOT NULL,
  band TEXT NOT NULL,
  guards TEXT NOT NULL,
  rule TEXT NOT NULL,
  found_at BIGINT NOT NULL,
  decided_at BIGINT,
  PRIMARY KEY (low, high)
) CLUSTERED;
CREATE INDEX identity_pair_high ON identity_pair (high);
CREATE INDEX identity_pair_item ON identity_pair (item);
CREATE INDEX identity_pair_verdict ON identity_pair (verdict, low, high);

-- A pass over the whole index: how far it has come, and what it found.
CREATE TABLE identity_pass (
  pass KEY,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  place BIGINT NOT NULL,        -- records gone through
  reached BIGINT NOT NULL,      -- the last record gone through: a resumed pass goes on behind it
  records BIGINT NOT NULL,
  compared BIGINT NOT NULL,
  pairs BIGINT NOT NULL,
  bounded BIGINT NOT NULL
);
