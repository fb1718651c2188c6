-- Shelf reading: what should stand in a section, what was scanned there, what differs and what became of it.

CREATE TABLE shelf_audit (
  audit KEY,
  room BIGINT NOT NULL,
  item BIGINT NOT NULL,
  state TEXT NOT NULL,
  from_key TEXT NOT NULL,           -- where the section begins
  from_number TEXT NOT NULL,        -- of its first volume, as it is filed
  volumes BIGINT NOT NULL,          -- how long it is
  rule TEXT NOT NULL,
  planned_at BIGINT NOT NULL,
  planned_by BIGINT NOT NULL,
  begun_at BIGINT,
  compared_at BIGINT,
  closed_at BIGINT,
  expected BIGINT NOT NULL,
  read_count BIGINT NOT NULL,
  in_order BIGINT NOT NULL,
  out_of_place BIGINT NOT NULL,
  foreign_count BIGINT NOT NULL,
  stands_here BIGINT NOT NULL,
  not_seen BIGINT NOT NULL,
  no_volume BIGINT NOT NULL,
  facility BIGINT NOT NULL
);
CREATE INDEX shelf_audit_state ON shelf_audit (state, audit);
CREATE INDEX shelf_audit_compared ON shelf_audit (compared_at) WHERE compared_at IS NOT NULL;

CREATE TABLE shelf_audit_expected (
  audit BIGINT NOT NULL,
  position BIGINT NOT NULL,
  volume BIGINT NOT NULL,
  filing_key TEXT NOT NULL,
  PRIMARY KEY (audit, position)
);

-- Only ever added to.
CREATE TABLE shelf_audit_reading (
  audit BIGINT NOT NULL,
  position BIGINT NOT NULL,         -- from 1, in the order in which it was scanned
  barcode TEXT NOT NULL,
  volume BIGINT NOT NULL,           -- 0: the label is no volume's
  device TEXT NOT NULL,
  device_number BIGINT NOT NULL,
  at BIGINT NOT NULL,
  author BIGINT NOT NULL,
  PRIMARY KEY (audit, position)
);
CREATE UNIQUE INDEX shelf_audit_reading_device ON shelf_audit_reading (device, device_number);

CREATE TABLE shelf_audit_finding (
  audit BIGINT NOT NULL,
  number BIGINT NOT NULL,
  kind TEXT NOT NULL,               -- out-of-place, foreign, stands-here, not-seen, no-volume
  volume BIGINT NOT NULL,
  barcode TEXT NOT NULL,
  position BIGINT NOT NULL,
  behind BIGINT NOT NULL,
  is_misfiled BIGINT NOT NULL,
  state TEXT NOT NULL,              -- open, done, dismissed
  reason TEXT NOT NULL,
  answered_by BIGINT NOT NULL,
  answered_at BIGINT,
  PRIMARY KEY (audit, number)
);
CREATE INDEX shelf_audit_finding_volume ON shelf_audit_finding (volume);
