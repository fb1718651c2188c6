-- What each order and visit should yield. Its queue is the work item; state, is_open and due_at are kept alike in the same unit.
-- Empty texts and 0 are "none", so that the indexes by number hold only rows that have one.
CREATE TABLE expected_record (
  id KEY,
  work_item BIGINT NOT NULL,
  cause TEXT NOT NULL,
  patient_id BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  encounter BIGINT NOT NULL,
  appointment BIGINT NOT NULL,
  placer_assigner TEXT NOT NULL,
  placer TEXT NOT NULL,
  filler_assigner TEXT NOT NULL,
  filler TEXT NOT NULL,
  service_system TEXT NOT NULL,
  service_code TEXT NOT NULL,
  service_text TEXT NOT NULL,
  service_at BIGINT,
  accepted_types TEXT NOT NULL,
  title TEXT NOT NULL,
  department TEXT NOT NULL,
  class_code TEXT NOT NULL,
  priority BIGINT NOT NULL,
  basis_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  is_open BIGINT NOT NULL,
  document BIGINT NOT NULL,
  completion TEXT NOT NULL,
  rule TEXT NOT NULL,
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL
);
CREATE UNIQUE INDEX expected_record_work_item ON expected_record (work_item);
CREATE INDEX expected_record_placer ON expected_record (placer) WHERE placer <> '';
CREATE INDEX expected_record_filler ON expected_record (filler) WHERE filler <> '';
CREATE INDEX expected_record_patient ON expected_record (patient_id) WHERE is_open = 1;
CREATE INDEX expected_record_order ON expected_record (order_id) WHERE order_id <> 0;
CREATE INDEX expected_record_encounter ON expected_record (encounter) WHERE encounter <> 0;
CREATE INDEX expected_record_appointment ON expected_record (appointment) WHERE appointment <> 0;
CREATE INDEX expected_record_document ON expected_record (document) WHERE document <> 0;
CREATE INDEX expected_record_due ON expected_record (due_at, department) WHERE is_open = 1;

-- Every document that stands in a chart, with what reconciliation compares. expectation 0: nothing promised it.
CREATE TABLE filed_document (
  document KEY,
  patient_id BIGINT NOT NULL,
  encounter BIGINT NOT NULL,
  expectation BIGINT NOT NULL,
  placer_assigner TEXT NOT NULL,
  placer TEXT NOT NULL,
  filler_assigner TEXT NOT NULL,
  filler TEXT NOT NULL,
  service_system TEXT NOT NULL,
  service_code TEXT NOT NULL,
  service_text TEXT NOT NULL,
  service_at BIGINT,
  type_code TEXT NOT NULL,
  completion TEXT NOT NULL,
  written_at BIGINT NOT NULL,
  filed_at BIGINT NOT NULL,
  document_number TEXT NOT NULL,
  content_digest TEXT NOT NULL,
  mrn_assigner TEXT NOT NULL,
  needs_order BIGINT NOT NULL,
  needs_encounter BIGINT NOT NULL,
  is_withdrawn BIGINT NOT NULL,
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL
);
CREATE INDEX filed_document_unpromised ON filed_document (document) WHERE expectation = 0 AND needs_order = 1 AND is_withdrawn = 0;
CREATE INDEX filed_document_placer ON filed_document (placer) WHERE placer <> '' AND expectation = 0;
CREATE INDEX filed_document_filler ON filed_document (filler) WHERE filler <> '';
CREATE INDEX filed_document_number ON filed_document (document_number) WHERE document_number <> '';
CREATE INDEX filed_document_digest ON filed_document (content_digest) WHERE content_digest <> '';
CREATE INDEX filed_document_no_encounter ON filed_document (document) WHERE encounter = 0 AND needs_encounter = 1 AND is_withdrawn = 0;
CREATE INDEX filed_document_filed ON filed_document (filed_at);

-- One row a finding, so that a second run finds it again instead of opening it twice.
CREATE TABLE reconciliation_finding (
  id KEY,
  finding_class TEXT NOT NULL,
  subject BIGINT NOT NULL,
  other BIGINT NOT NULL,
  work_item BIGINT NOT NULL,
  is_open BIGINT NOT NULL,
  found_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX reconciliation_finding_key ON reconciliation_finding (finding_class, subject, other);
CREATE UNIQUE INDEX reconciliation_finding_item ON reconciliation_finding (work_item);
CREATE INDEX reconciliation_finding_subject ON reconciliation_finding (subject) WHERE is_open = 1;
CREATE INDEX reconciliation_finding_open ON reconciliation_finding (finding_class, id) WHERE is_open = 1;

CREATE TABLE reconciliation_run (
  id KEY,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  found BIGINT NOT NULL,
  resolved BIGINT NOT NULL,
  unexplained BIGINT NOT NULL,
  counts TEXT NOT NULL
);
