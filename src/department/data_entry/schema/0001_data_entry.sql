-- Notes that are typed into forms: the entry, its values with their places, answers, what the chart was given.
CREATE TABLE data_entry (
  entry KEY,
  item BIGINT NOT NULL,
  source_item BIGINT NOT NULL,    -- 0: its note stands as it stood
  document BIGINT NOT NULL,
  document_type TEXT NOT NULL,
  document_id TEXT NOT NULL,
  document_version BIGINT NOT NULL,
  content_digest TEXT NOT NULL,   -- of what the document holds: another label is no other note
  title TEXT NOT NULL,
  patient BIGINT NOT NULL,
  encounter BIGINT NOT NULL,      -- 0: of no visit
  encounter_id TEXT NOT NULL,
  form TEXT NOT NULL,
  rule TEXT NOT NULL,
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  entered_by BIGINT NOT NULL,
  second_by BIGINT NOT NULL,
  verified_by BIGINT NOT NULL,
  verified_as TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  visit_at BIGINT,
  captured_at BIGINT,
  validated_at BIGINT,
  second_at BIGINT,
  verified_at BIGINT,
  posted_at BIGINT,
  drawn BIGINT NOT NULL,
  compared BIGINT NOT NULL,
  agreed BIGINT NOT NULL,
  times_returned BIGINT NOT NULL,
  returned_for TEXT NOT NULL,
  returned_words TEXT NOT NULL,
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL
);
CREATE INDEX data_entry_document ON data_entry (document);
CREATE INDEX data_entry_item ON data_entry (item);
CREATE INDEX data_entry_source_item ON data_entry (source_item);
CREATE INDEX data_entry_patient ON data_entry (patient);
CREATE INDEX data_entry_posted ON data_entry (posted_at);
CREATE INDEX data_entry_state ON data_entry (state);

CREATE TABLE data_entry_value (
  entry BIGINT NOT NULL,
  pass BIGINT NOT NULL,           -- 1, or 2: the blind second entry
  field TEXT NOT NULL,
  row_number BIGINT NOT NULL,
  said TEXT NOT NULL,
  unit TEXT NOT NULL,
  code TEXT NOT NULL,
  side TEXT NOT NULL,
  since TEXT NOT NULL,
  detail TEXT NOT NULL,
  absent BIGINT NOT NULL,
  document_version BIGINT NOT NULL,
  page BIGINT NOT NULL,
  box TEXT NOT NULL,              -- left top width height, in thousandths
  quote TEXT NOT NULL,
  typed_by BIGINT NOT NULL,
  typed_at BIGINT NOT NULL,
  PRIMARY KEY (entry, pass, field, row_number)
);

CREATE TABLE data_entry_warning (
  entry BIGINT NOT NULL,
  finding TEXT NOT NULL,
  digest TEXT NOT NULL,           -- of what the value said when it was answered
  words TEXT NOT NULL,
  answered_by BIGINT NOT NULL,
  answered_at BIGINT NOT NULL,
  PRIMARY KEY (entry, finding)
);

CREATE TABLE data_entry_prior (
  entry BIGINT NOT NULL,
  type TEXT NOT NULL,
  fhir_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  says TEXT NOT NULL,
  field TEXT NOT NULL,
  row_number BIGINT NOT NULL,
  PRIMARY KEY (entry, type, fhir_id)
);

CREATE TABLE data_entry_posting (
  entry BIGINT NOT NULL,
  number BIGINT NOT NULL,
  resource BIGINT NOT NULL,
  type TEXT NOT NULL,
  fhir_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  version_before BIGINT NOT NULL,
  field TEXT NOT NULL,
  row_number BIGINT NOT NULL,
  retracted BIGINT NOT NULL,
  PRIMARY KEY (entry, number)
);
