-- Documents that are to be judged because they were filed, changed or moved. `noted` is new each time.
CREATE TABLE quality_due (
  document BIGINT NOT NULL,
  noted BIGINT NOT NULL,
  try_at BIGINT NOT NULL,        -- its words are read behind the filing
  PRIMARY KEY (document)
) CLUSTERED;
CREATE INDEX quality_due_try ON quality_due (try_at, noted);

-- Words of a document as a sample of hashed shingles, so that a copy finds its source.
CREATE TABLE quality_sketch (
  document BIGINT NOT NULL,
  patient BIGINT NOT NULL,
  at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  sample TEXT NOT NULL,          -- 16 hexadecimal digits a hash
  PRIMARY KEY (document)
) CLUSTERED;
CREATE INDEX quality_sketch_patient ON quality_sketch (patient, at);

-- What was found, once for the same evidence, and what a person said of it.
CREATE TABLE quality_warning (
  warning KEY,
  item BIGINT NOT NULL,
  patient BIGINT NOT NULL,
  document BIGINT NOT NULL,
  resource_type TEXT NOT NULL,
  fhir_id TEXT NOT NULL,
  title TEXT NOT NULL,
  version BIGINT NOT NULL,
  check_code TEXT NOT NULL,      -- laterality, sex, age, copied-text, missing-elements
  evidence TEXT NOT NULL,        -- digest: the same warning is never asked twice
  says TEXT NOT NULL,
  percent BIGINT NOT NULL,       -- of copied text
  quotes TEXT NOT NULL,          -- JSON: document, page, from, length, words
  other BIGINT NOT NULL,         -- the other document; 0: none
  rule TEXT NOT NULL,
  state TEXT NOT NULL,
  found_at BIGINT NOT NULL,
  closed_at BIGINT,
  closed_by BIGINT NOT NULL,
  reason TEXT NOT NULL
);
CREATE UNIQUE INDEX quality_warning_evidence ON quality_warning (document, check_code, evidence);
CREATE INDEX quality_warning_item ON quality_warning (item);
CREATE INDEX quality_warning_other ON quality_warning (other);
CREATE INDEX quality_warning_found ON quality_warning (found_at);
