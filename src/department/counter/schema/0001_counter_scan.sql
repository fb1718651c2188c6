-- What devices of the counter scanned, each once by the device's own number; what asks waits here for a person.

CREATE TABLE counter_scan (
  scan KEY,
  device TEXT NOT NULL,
  number BIGINT NOT NULL,           -- the device's own, from 1
  kind TEXT NOT NULL,               -- check-in, charge-out, inventory
  barcode TEXT NOT NULL,
  volume BIGINT NOT NULL,           -- 0: not known
  to_barcode TEXT NOT NULL,         -- of the borrower, for charge-out
  at_barcode TEXT NOT NULL,         -- of the place where the scanner stands
  audit BIGINT NOT NULL,            -- for inventory
  purpose TEXT NOT NULL,
  said_at BIGINT NOT NULL,          -- by the device's clock
  difference BIGINT,                -- the house's clock less the device's, as the device measured it last; NULL: never
  received_at BIGINT NOT NULL,
  sent_by BIGINT NOT NULL,          -- who was signed in when it was sent
  scanned_by BIGINT NOT NULL,       -- who was signed in when it was scanned, as the device says; 0: not known
  is_live BIGINT NOT NULL,          -- somebody stood there and waited for the answer
  outcome TEXT NOT NULL,            -- received, done, nothing-to-do, remark, wrong, asks, dropped
  says TEXT NOT NULL,
  asks TEXT NOT NULL,
  confirmed TEXT NOT NULL,          -- what was affirmed, one a line
  answered_by BIGINT NOT NULL,
  answered_at BIGINT,
  reason TEXT NOT NULL              -- why it was dropped
);
CREATE UNIQUE INDEX counter_scan_number ON counter_scan (device, number);
CREATE INDEX counter_scan_open ON counter_scan (scan) WHERE outcome IN ('received', 'asks');
CREATE INDEX counter_scan_volume ON counter_scan (volume, scan) WHERE outcome IN ('received', 'asks');
