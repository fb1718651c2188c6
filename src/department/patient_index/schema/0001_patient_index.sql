-- One row a patient record: what identification, banner and finder need, without parsing the resource.
CREATE TABLE patient_person (
  patient KEY,
  fhir_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  who TEXT NOT NULL,
  display_name TEXT NOT NULL,
  birth_date BIGINT,
  death_date BIGINT,
  deceased BIGINT NOT NULL,
  overlay_flag BIGINT NOT NULL,
  review_flag BIGINT NOT NULL,
  link_epoch BIGINT NOT NULL,
  facility BIGINT NOT NULL,
  facility_bit BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL,
  deleted BIGINT NOT NULL
);
CREATE INDEX patient_person_birth_date ON patient_person (birth_date);

-- Every number a patient ever had. Found by exact value and assigner, and by prefix while somebody types.
CREATE TABLE patient_identifier (
  value_folded TEXT NOT NULL,
  assigner TEXT NOT NULL,
  value TEXT NOT NULL,
  patient BIGINT NOT NULL,
  type TEXT NOT NULL,
  status TEXT NOT NULL,
  from_at BIGINT,
  until_at BIGINT,
  facility_bit BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL,
  PRIMARY KEY (value_folded, assigner, value, patient, type)
) CLUSTERED;
CREATE INDEX patient_identifier_patient ON patient_identifier (patient);

-- Every name a patient ever had, once for each way in which its surname is looked for.
CREATE TABLE patient_name (
  family_folded TEXT NOT NULL,
  given_folded TEXT NOT NULL,
  patient BIGINT NOT NULL,
  name_use TEXT NOT NULL,
  birth_date BIGINT,
  facility_bit BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL,
  PRIMARY KEY (family_folded, given_folded, patient, name_use)
) CLUSTERED;
CREATE INDEX patient_name_given ON patient_name (given_folded, family_folded);
CREATE INDEX patient_name_patient ON patient_name (patient);

-- When each source last told us about a patient: an older event never replaces a newer value.
CREATE TABLE patient_event (
  patient BIGINT NOT NULL,
  source TEXT NOT NULL,
  event_at BIGINT NOT NULL,
  PRIMARY KEY (patient, source)
) CLUSTERED;

-- That two patient records are one person: a link with a history. Nothing is re-pointed.
CREATE TABLE patient_link (
  link KEY,
  survivor BIGINT NOT NULL,
  absorbed BIGINT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT,
  reason TEXT NOT NULL,
  ended_reason TEXT
);
CREATE INDEX patient_link_survivor ON patient_link (survivor, until_at);
CREATE INDEX patient_link_absorbed ON patient_link (absorbed, until_at);
CREATE UNIQUE INDEX patient_link_open ON patient_link (survivor, absorbed) WHERE until_at IS NULL;
