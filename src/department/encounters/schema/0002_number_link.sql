-- That two visit or account numbers of a patient are one (A41, A42, A49, A50): a link with a history. Encounters keep their numbers.
CREATE TABLE encounter_number_link (
  link KEY,
  kind TEXT NOT NULL,             -- visit, account
  patient BIGINT NOT NULL,
  survivor_system TEXT NOT NULL,
  survivor TEXT NOT NULL,
  absorbed_system TEXT NOT NULL,
  absorbed TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT,
  reason TEXT NOT NULL,
  ended_reason TEXT
);
CREATE INDEX encounter_number_link_patient ON encounter_number_link (patient, kind);

-- merged_into: the encounter that stands for this one while their numbers are linked; moved_from: the patient record it last stood with.
ALTER TABLE encounter_visit ADD COLUMN merged_into BIGINT NOT NULL DEFAULT 0;
ALTER TABLE encounter_visit ADD COLUMN moved_from BIGINT NOT NULL DEFAULT 0;
