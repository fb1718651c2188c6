-- What somebody owes a record; one row for the same lack of the same encounter, its newest work item beside it.
CREATE TABLE deficiency (
  deficiency KEY,
  encounter BIGINT NOT NULL,
  encounter_id TEXT NOT NULL,     -- FHIR
  patient BIGINT NOT NULL,
  lack TEXT NOT NULL,             -- missing-document, missing-signature, …
  finding TEXT NOT NULL,          -- the rule, and the operation or document that it is about
  title TEXT NOT NULL,
  type_code TEXT NOT NULL,
  rule TEXT NOT NULL,
  role TEXT NOT NULL,             -- by which the responsible person was found
  responsible TEXT NOT NULL,      -- empty: nobody is known, it is the department's own
  responsible_name TEXT NOT NULL,
  named_by_person BIGINT NOT NULL,
  state TEXT NOT NULL,
  item BIGINT NOT NULL,
  opened_at BIGINT NOT NULL,
  clock_from BIGINT NOT NULL,
  due_at BIGINT,
  closed_at BIGINT,
  closed_by BIGINT NOT NULL,      -- 0: it closed itself
  closed_with TEXT NOT NULL,
  reason TEXT NOT NULL,
  document BIGINT NOT NULL,       -- 0: none
  document_type TEXT NOT NULL,
  document_id TEXT NOT NULL,
  times_reopened BIGINT NOT NULL,
  facility BIGINT NOT NULL,
  facility_bit BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL,
  is_stopped BIGINT NOT NULL
);
CREATE UNIQUE INDEX deficiency_finding ON deficiency (encounter, finding);
CREATE INDEX deficiency_patient ON deficiency (patient);
CREATE INDEX deficiency_responsible ON deficiency (responsible, due_at) WHERE closed_at IS NULL;
CREATE INDEX deficiency_closed ON deficiency (closed_at) WHERE closed_at IS NOT NULL;

-- Spans in which the clock of a deficiency stood.
CREATE TABLE deficiency_stop (
  stop KEY,
  deficiency BIGINT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT,
  reason TEXT NOT NULL,
  stopped_by BIGINT NOT NULL      -- 0: it stopped by itself
);
CREATE INDEX deficiency_stop_of ON deficiency_stop (deficiency, from_at);

-- Encounters whose file is followed: when each is to be looked at next because time alone may change what it lacks.
CREATE TABLE completion_file (
  encounter KEY,
  patient BIGINT NOT NULL,
  ended_at BIGINT,
  looked_at BIGINT NOT NULL,
  next_look_at BIGINT
);
CREATE INDEX completion_file_next ON completion_file (next_look_at) WHERE next_look_at IS NOT NULL;
CREATE INDEX completion_file_patient ON completion_file (patient);
CREATE INDEX completion_file_ended ON completion_file (ended_at) WHERE ended_at IS NOT NULL;

-- Procedures that ask for documents of their own.
CREATE TABLE completion_procedure (
  procedure KEY,
  encounter BIGINT NOT NULL,
  at BIGINT NOT NULL,
  title TEXT NOT NULL,
  performer TEXT NOT NULL,
  performer_name TEXT NOT NULL,
  anesthetist TEXT NOT NULL,
  anesthetist_name TEXT NOT NULL,
  has_anesthesia BIGINT NOT NULL
);
CREATE INDEX completion_procedure_encounter ON completion_procedure (encounter);

-- How far a document is that is not final, as its sender said it (HL7 table 0271).
CREATE TABLE completion_stage (
  document KEY,
  completion TEXT NOT NULL
);

-- Requirements that were met, and when: what is on time and what came late.
CREATE TABLE completion_kept (
  encounter BIGINT NOT NULL,
  finding TEXT NOT NULL,
  rule TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  done_at BIGINT NOT NULL,
  document BIGINT NOT NULL,
  PRIMARY KEY (encounter, finding)
) CLUSTERED;
CREATE INDEX completion_kept_due ON completion_kept (due_at);
