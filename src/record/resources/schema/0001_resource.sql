-- The record: one row a resource with its newest body, older versions beside it, and the search index.
-- Why it looks so: docs/decisions/0003-resource-tables.md.

CREATE TABLE resource (
  rid KEY,
  type BIGINT NOT NULL,           -- number of the resource type (formats/fhir)
  fhir_id TEXT,                   -- the id a client gave; NULL: the printed row key
  version BIGINT NOT NULL,        -- 0: something refers to it and it does not exist yet
  last_updated BIGINT NOT NULL,
  deleted BIGINT NOT NULL,        -- 1 also for version 0
  patient BIGINT NOT NULL,        -- row key of the patient whose record it is; 0: nobody's
  facility BIGINT NOT NULL,       -- one bit: 1 << facility number
  sensitivity BIGINT NOT NULL,
  present BIGINT NOT NULL,        -- which search parameters have a value: a bit for each parameter of the type
  dictionary BIGINT NOT NULL,     -- what the body is compressed with; 0: no dictionary
  digest BLOB,
  body BLOB
);
CREATE UNIQUE INDEX resource_fhir_id ON resource (type, fhir_id) WHERE fhir_id IS NOT NULL;
CREATE INDEX resource_type_time ON resource (type, last_updated, rid) WHERE version > 0;
CREATE INDEX resource_patient ON resource (patient, type, rid) WHERE deleted = 0;

CREATE TABLE resource_version (
  rid BIGINT NOT NULL,
  version BIGINT NOT NULL,
  type BIGINT NOT NULL,
  last_updated BIGINT NOT NULL,
  deleted BIGINT NOT NULL,
  patient BIGINT NOT NULL,
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL,
  dictionary BIGINT NOT NULL,
  digest BLOB,
  body BLOB,
  PRIMARY KEY (rid, version)
);
CREATE INDEX resource_version_type_time ON resource_version (type, last_updated, rid, version);

CREATE TABLE code_system (
  id KEY,
  uri TEXT NOT NULL UNIQUE
);

-- token and uri parameters, and references to things outside (code: the URL)
CREATE TABLE index_token (
  param BIGINT NOT NULL,
  code TEXT NOT NULL,
  patient BIGINT NOT NULL,
  rid BIGINT NOT NULL,
  system BIGINT NOT NULL,
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL,
  PRIMARY KEY (param, code, patient, rid, system)
) CLUSTERED;

CREATE TABLE index_reference (
  param BIGINT NOT NULL,
  target BIGINT NOT NULL,
  patient BIGINT NOT NULL,
  rid BIGINT NOT NULL,
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL,
  PRIMARY KEY (param, target, patient, rid)
) CLUSTERED;

-- What is asked for by range stands by row first (a new resource appends) and by value second.
CREATE TABLE index_string (
  rid BIGINT NOT NULL,
  param BIGINT NOT NULL,
  folded TEXT NOT NULL,
  exact TEXT NOT NULL,
  patient BIGINT NOT NULL,
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL,
  PRIMARY KEY (rid, param, folded, exact)
) CLUSTERED;
CREATE INDEX index_string_value ON index_string (param, folded, patient, rid);

CREATE TABLE index_date (
  rid BIGINT NOT NULL,
  param BIGINT NOT NULL,
  from_ms BIGINT NOT NULL,
  until_ms BIGINT NOT NULL,
  patient BIGINT NOT NULL,
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL,
  PRIMARY KEY (rid, param, from_ms, until_ms)
) CLUSTERED;
CREATE INDEX index_date_value ON index_date (param, from_ms, until_ms, patient, rid);

CREATE TABLE index_number (
  rid BIGINT NOT NULL,
  param BIGINT NOT NULL,
  value DOUBLE NOT NULL,
  system BIGINT NOT NULL,
  unit TEXT NOT NULL,
  patient BIGINT NOT NULL,
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL,
  PRIMARY KEY (rid, param, value, system, unit)
) CLUSTERED;
CREATE INDEX index_number_value ON index_number (param, value, patient, rid);
