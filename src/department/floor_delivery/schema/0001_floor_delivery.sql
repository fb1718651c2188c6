-- What a ward asked for. A ward without a row asked for nothing, and nothing is done for it.
CREATE TABLE floor_wish (
  ward TEXT NOT NULL,
  wants_paper BIGINT NOT NULL,
  wants_calls BIGINT NOT NULL,      -- STAT results are told by telephone
  changed_at BIGINT NOT NULL,
  changed_by BIGINT NOT NULL,
  PRIMARY KEY (ward)
);

-- One printed copy for a ward. `ward`, `room`: where the patient is now. `lies_at`: where the paper is; empty: not printed, or with the
-- records department.
CREATE TABLE floor_delivery (
  delivery KEY,
  item BIGINT NOT NULL,
  barcode TEXT NOT NULL,
  document BIGINT NOT NULL,
  resource_type TEXT NOT NULL,
  fhir_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  title TEXT NOT NULL,
  pages BIGINT NOT NULL,            -- 0: not known
  patient BIGINT NOT NULL,
  encounter BIGINT NOT NULL,
  ward TEXT NOT NULL,
  room TEXT NOT NULL,
  lies_at TEXT NOT NULL,
  priority BIGINT NOT NULL,
  state TEXT NOT NULL,
  is_open BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  run BIGINT NOT NULL,
  printed_at BIGINT,
  delivered_at BIGINT,
  delivered_to BIGINT NOT NULL,     -- whose badge
  filed_at BIGINT,
  filed_by BIGINT NOT NULL,
  replaces BIGINT NOT NULL,         -- the copy of an earlier version, or one that was lost
  copy BIGINT NOT NULL,             -- of the distribution; 0: made for the ward's wish
  reason TEXT NOT NULL,             -- why it stands where it stands
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL
);
CREATE INDEX floor_delivery_item ON floor_delivery (item);
CREATE INDEX floor_delivery_barcode ON floor_delivery (barcode);
CREATE INDEX floor_delivery_document ON floor_delivery (document);
CREATE INDEX floor_delivery_encounter ON floor_delivery (encounter) WHERE is_open = 1;
CREATE INDEX floor_delivery_open ON floor_delivery (ward, delivery) WHERE is_open = 1;
CREATE INDEX floor_delivery_run ON floor_delivery (run) WHERE run <> 0;
CREATE INDEX floor_delivery_delivered ON floor_delivery (delivered_at) WHERE delivered_at IS NOT NULL;
CREATE INDEX floor_delivery_copy ON floor_delivery (copy) WHERE copy <> 0;
CREATE INDEX floor_delivery_patient ON floor_delivery (patient);

CREATE TABLE floor_run (
  run KEY,
  taken_by BIGINT NOT NULL,
  taken_at BIGINT NOT NULL,
  wards TEXT NOT NULL,              -- as asked for; empty: every ward
  copies BIGINT NOT NULL
);

-- A STAT result that is told by telephone, and each call. What was read back may hold findings: it stands here and in no log.
CREATE TABLE stat_call (
  call KEY,
  item BIGINT NOT NULL,
  document BIGINT NOT NULL,
  resource_type TEXT NOT NULL,
  fhir_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  title TEXT NOT NULL,
  patient BIGINT NOT NULL,
  encounter BIGINT NOT NULL,
  ward TEXT NOT NULL,
  room TEXT NOT NULL,
  state TEXT NOT NULL,
  is_open BIGINT NOT NULL,
  opened_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  confirmed_at BIGINT,
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL
);
CREATE INDEX stat_call_item ON stat_call (item);
CREATE INDEX stat_call_document ON stat_call (document) WHERE is_open = 1;
CREATE INDEX stat_call_encounter ON stat_call (encounter) WHERE is_open = 1;
CREATE INDEX stat_call_patient ON stat_call (patient);
CREATE INDEX stat_call_opened ON stat_call (opened_at);

CREATE TABLE stat_call_attempt (
  call BIGINT NOT NULL,
  number BIGINT NOT NULL,
  called_by BIGINT NOT NULL,
  called_at BIGINT NOT NULL,
  outcome TEXT NOT NULL,            -- told, no-answer, engaged, wrong-person
  who_answered TEXT NOT NULL,
  telephone TEXT NOT NULL,
  read_back TEXT NOT NULL,
  is_confirmed BIGINT NOT NULL,
  PRIMARY KEY (call, number)
);
