-- A study that has a line in a chart. Whose it is stands in its ImagingStudy alone: a move needs no change here.
CREATE TABLE imaging_study (
  study TEXT NOT NULL,           -- Study Instance UID
  resource BIGINT NOT NULL,      -- the ImagingStudy
  PRIMARY KEY (study)
);
CREATE INDEX imaging_study_resource ON imaging_study (resource);

-- An object as it came. What was refused by a person stays as a row, without a claim to its UID.
CREATE TABLE imaging_object (
  object KEY,
  instance TEXT NOT NULL,        -- SOP Instance UID
  series TEXT NOT NULL,
  study TEXT NOT NULL,
  sop_class TEXT NOT NULL,
  modality TEXT NOT NULL,
  state TEXT NOT NULL,           -- filed, held, refused
  document BIGINT NOT NULL,      -- the DocumentReference of an encapsulated document; 0: none
  item BIGINT NOT NULL,          -- the work item that held it; 0: none
  identity TEXT NOT NULL,        -- digest of whose it says it is: what is held together
  file TEXT NOT NULL,            -- digests of blobs
  attributes TEXT NOT NULL,
  preview TEXT NOT NULL,
  report TEXT NOT NULL,
  document_file TEXT NOT NULL,
  document_type TEXT NOT NULL,
  preview_type TEXT NOT NULL,
  note TEXT NOT NULL,
  size BIGINT NOT NULL,
  frames BIGINT NOT NULL,
  series_number BIGINT NOT NULL,
  number BIGINT NOT NULL,
  door TEXT NOT NULL,
  received_by BIGINT NOT NULL,
  received_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX imaging_object_instance ON imaging_object (instance) WHERE state <> 'refused';
CREATE INDEX imaging_object_study ON imaging_object (study, series_number, series, number, object);
CREATE INDEX imaging_object_item ON imaging_object (item);
