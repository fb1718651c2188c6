-- One row an encounter: who is where, found by visit number.
CREATE TABLE encounter_visit (
  encounter KEY,
  fhir_id TEXT NOT NULL,
  number_system TEXT NOT NULL,
  number TEXT NOT NULL,
  account_system TEXT NOT NULL,
  account TEXT NOT NULL,
  patient BIGINT NOT NULL,
  class_code TEXT NOT NULL,
  status TEXT NOT NULL,
  location TEXT NOT NULL,
  started_at BIGINT,
  ended_at BIGINT,
  last_event_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  facility BIGINT NOT NULL,
  facility_bit BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL
);
CREATE INDEX encounter_visit_number ON encounter_visit (number, number_system);
CREATE INDEX encounter_visit_account ON encounter_visit (account, account_system);
CREATE INDEX encounter_visit_patient ON encounter_visit (patient, started_at);
