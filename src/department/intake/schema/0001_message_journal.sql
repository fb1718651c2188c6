-- Every message that reached us, byte for byte, and what became of it. Rows are never deleted.
CREATE TABLE message_journal (
  message KEY,
  received_at BIGINT NOT NULL,
  sender_application TEXT NOT NULL,
  sender_facility TEXT NOT NULL,
  control_id TEXT NOT NULL,
  hash BLOB NOT NULL,
  partner TEXT NOT NULL,
  listener TEXT NOT NULL,
  remote TEXT NOT NULL,
  type TEXT NOT NULL,
  version TEXT NOT NULL,
  size BIGINT NOT NULL,
  encoding BIGINT NOT NULL,
  body BLOB NOT NULL,
  state TEXT NOT NULL,
  acknowledgement TEXT NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  outcome TEXT NOT NULL,
  patient BIGINT,
  work_item BIGINT,
  mended_from BIGINT,
  duplicates BIGINT NOT NULL,
  last_duplicate_at BIGINT,
  settled_at BIGINT,
  facility_bit BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL
);
CREATE UNIQUE INDEX message_journal_sender ON message_journal (control_id, sender_application, sender_facility, hash);
CREATE INDEX message_journal_received ON message_journal (received_at);
CREATE INDEX message_journal_open ON message_journal (state, received_at);
CREATE INDEX message_journal_patient ON message_journal (patient, received_at);
