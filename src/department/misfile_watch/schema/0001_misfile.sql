-- What is to be looked at because it was filed, changed or moved. `noted` is new each time: who looks takes away what it saw.
CREATE TABLE misfile_due (
  resource BIGINT NOT NULL,
  noted BIGINT NOT NULL,
  is_slow BIGINT NOT NULL,       -- 1: a machine has to read it first, behind everything else
  PRIMARY KEY (resource)
) CLUSTERED;
CREATE INDEX misfile_due_noted ON misfile_due (is_slow, noted);

-- Patients whose identity changed: everything in their charts, and what was said to be theirs, is looked at again.
CREATE TABLE misfile_due_patient (
  patient BIGINT NOT NULL,
  noted BIGINT NOT NULL,
  PRIMARY KEY (patient)
) CLUSTERED;

-- Words that a machine read of a file which brought none: read once for each version.
CREATE TABLE misfile_reading (
  resource BIGINT NOT NULL,
  version BIGINT NOT NULL,
  words TEXT NOT NULL,           -- digest of their JSON
  PRIMARY KEY (resource)
) CLUSTERED;

-- What was found of a document, and what a person said of it.
CREATE TABLE misfile_finding (
  resource BIGINT NOT NULL,
  item BIGINT NOT NULL,          -- the latest work item
  is_wrong BIGINT NOT NULL,
  other BIGINT NOT NULL,         -- whom it names; 0: somebody whom the index does not know
  points BIGINT NOT NULL,
  own_points BIGINT NOT NULL,
  signs TEXT NOT NULL,           -- JSON: what, says, page, image, box
  evidence TEXT NOT NULL,        -- what was said, without where: by which it is known again
  dismissed TEXT NOT NULL,       -- the evidence that a person called no misfile
  rule TEXT NOT NULL,
  looked_at BIGINT NOT NULL,
  PRIMARY KEY (resource)
) CLUSTERED;
CREATE INDEX misfile_finding_item ON misfile_finding (item);
CREATE INDEX misfile_finding_other ON misfile_finding (other, resource);

-- A pass over the whole archive: how far it has come. A restart goes on behind `reached`.
CREATE TABLE misfile_pass (
  pass KEY,
  rule TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  reached BIGINT NOT NULL,
  looked BIGINT NOT NULL,
  wrong BIGINT NOT NULL
);
