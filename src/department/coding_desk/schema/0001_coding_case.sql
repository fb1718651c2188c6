-- The coding of an encounter: one row for each that was followed, its newest work item beside it.
CREATE TABLE coding_case (
  encounter KEY,
  encounter_id TEXT NOT NULL,
  patient BIGINT NOT NULL,
  item BIGINT NOT NULL,
  state TEXT NOT NULL,
  class_code TEXT NOT NULL,
  started_at BIGINT,
  ended_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  missing TEXT NOT NULL,           -- a sentence a line
  reason TEXT NOT NULL,
  coder BIGINT NOT NULL,           -- 0: nobody yet
  reviewer BIGINT NOT NULL,
  begun_at BIGINT,
  coded_at BIGINT,
  finalised_at BIGINT,
  reviewed_at BIGINT,
  version BIGINT NOT NULL,         -- of the sheet and the abstract
  service TEXT NOT NULL,
  physician TEXT NOT NULL,
  physician_name TEXT NOT NULL,
  drg_version BIGINT NOT NULL,     -- 430; 0: not grouped
  drg BIGINT NOT NULL,
  drg_title TEXT NOT NULL,
  mdc BIGINT NOT NULL,
  weight BIGINT NOT NULL,          -- ten-thousandths; 0: the tables hold none
  severity TEXT NOT NULL,          -- none, cc, mcc
  is_split BIGINT NOT NULL,
  agreed BIGINT NOT NULL,          -- by the second review, of `reviewed`
  reviewed BIGINT NOT NULL,
  times_final BIGINT NOT NULL,
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL
);
CREATE INDEX coding_case_patient ON coding_case (patient);
CREATE INDEX coding_case_final ON coding_case (state, ended_at);

-- A code of a sheet; the reviewer's sheet stands beside the coder's.
CREATE TABLE coding_line (
  encounter BIGINT NOT NULL,
  sheet TEXT NOT NULL,             -- coder, reviewer
  kind TEXT NOT NULL,              -- diagnosis, procedure
  number BIGINT NOT NULL,          -- from 1; the first diagnosis is the principal one
  code TEXT NOT NULL,
  poa TEXT NOT NULL,
  done_on BIGINT,
  origin TEXT NOT NULL,            -- typed, suggested
  index_path TEXT NOT NULL,
  written_by BIGINT NOT NULL,
  written_at BIGINT NOT NULL,
  PRIMARY KEY (encounter, sheet, kind, number)
);

-- Words of a document that a code rests on.
CREATE TABLE coding_evidence (
  encounter BIGINT NOT NULL,
  sheet TEXT NOT NULL,
  kind TEXT NOT NULL,
  line BIGINT NOT NULL,
  number BIGINT NOT NULL,
  document BIGINT NOT NULL,
  resource_type TEXT NOT NULL,
  fhir_id TEXT NOT NULL,
  title TEXT NOT NULL,
  version BIGINT NOT NULL,
  page BIGINT NOT NULL,
  quote TEXT NOT NULL,
  PRIMARY KEY (encounter, sheet, kind, line, number)
);

-- What a person wrote of the abstract over what the record says.
CREATE TABLE coding_abstract (
  encounter BIGINT NOT NULL,
  element TEXT NOT NULL,
  value TEXT NOT NULL,
  document BIGINT,
  resource_type TEXT NOT NULL,
  fhir_id TEXT NOT NULL,
  title TEXT NOT NULL,
  version BIGINT NOT NULL,
  page BIGINT NOT NULL,
  quote TEXT NOT NULL,
  written_by BIGINT NOT NULL,
  written_at BIGINT NOT NULL,
  PRIMARY KEY (encounter, element)
);

-- Why a finding stands.
CREATE TABLE coding_answer (
  encounter BIGINT NOT NULL,
  finding TEXT NOT NULL,
  words TEXT NOT NULL,
  written_by BIGINT NOT NULL,
  written_at BIGINT NOT NULL,
  PRIMARY KEY (encounter, finding)
);
