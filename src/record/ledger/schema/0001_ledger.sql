-- Every act, once. The columns are the entry: its canonical JSON is a function of them (docs/formats/ledger.md), so nothing is kept twice.
CREATE TABLE ledger_entry (
  id              KEY,
  leaf            BLOB   NOT NULL,
  at              BIGINT NOT NULL,
  user_id         BIGINT,
  on_behalf_of    BIGINT,
  workstation     TEXT,
  act             TEXT   NOT NULL,
  subject_kind    TEXT,
  subject         BIGINT,
  subject_version BIGINT,
  patient_id      BIGINT,
  reason          TEXT,
  rule            TEXT,
  digest          BLOB
);
CREATE INDEX ledger_entry_at ON ledger_entry (at);
CREATE INDEX ledger_entry_patient ON ledger_entry (patient_id, at) WHERE patient_id IS NOT NULL;
CREATE INDEX ledger_entry_user ON ledger_entry (user_id, at) WHERE user_id IS NOT NULL;
CREATE INDEX ledger_entry_subject ON ledger_entry (subject) WHERE subject IS NOT NULL;

-- The place of an entry: gap-free from 1, chained, and the Merkle nodes that this leaf completes, lowest first.
CREATE TABLE ledger_seal (
  position KEY,
  entry_id BIGINT NOT NULL UNIQUE,
  chain    BLOB   NOT NULL,
  nodes    BLOB
);

CREATE TABLE ledger_checkpoint (
  size      KEY,
  root      BLOB   NOT NULL,
  at        BIGINT NOT NULL,
  previous  BLOB   NOT NULL,
  signer    TEXT   NOT NULL,
  signature BLOB   NOT NULL
);

-- Programs' reads, packed: the block's digest stands in its entry.
CREATE TABLE ledger_access_block (
  entry_id KEY,
  body     BLOB NOT NULL
);

-- Whose records a program read in which hour: leads to the blocks of that hour. Derived from the blocks; verify compares.
CREATE TABLE ledger_access_hour (
  patient_id BIGINT NOT NULL,
  hour       BIGINT NOT NULL,
  user_id    BIGINT NOT NULL,
  PRIMARY KEY (patient_id, hour, user_id)
) CLUSTERED;
