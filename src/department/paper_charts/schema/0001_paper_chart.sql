-- The file room. A volume's row says where it is now; what happened to it is in paper_movement, which is only ever added to.

CREATE TABLE paper_place (
  place KEY,
  parent BIGINT NOT NULL,           -- 0: a root
  room BIGINT NOT NULL,             -- the file area it belongs to; 0: none
  kind TEXT NOT NULL,               -- site, room, bay, shelf, box, cart, borrower, ward, clinic, vehicle, vendor, institution
  name TEXT NOT NULL,
  folded TEXT NOT NULL,             -- of the path, for finding
  code TEXT NOT NULL,               -- as messages name it
  path TEXT NOT NULL,
  barcode TEXT NOT NULL,
  loan_class TEXT NOT NULL,
  filing TEXT NOT NULL,
  first_key TEXT NOT NULL,          -- of a shelf
  capacity BIGINT NOT NULL,
  walk BIGINT NOT NULL,
  holder BIGINT NOT NULL,
  is_open BIGINT NOT NULL,
  facility BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX paper_place_barcode ON paper_place (barcode);
CREATE INDEX paper_place_parent ON paper_place (parent, walk, place);
CREATE INDEX paper_place_room ON paper_place (room, first_key);
CREATE INDEX paper_place_code ON paper_place (code) WHERE code <> '';
CREATE INDEX paper_place_path ON paper_place (folded);

CREATE TABLE paper_volume (
  volume KEY,
  patient BIGINT NOT NULL,
  kind TEXT NOT NULL,
  medium TEXT NOT NULL,
  barcode TEXT NOT NULL,
  chart_number TEXT NOT NULL,
  number_folded TEXT NOT NULL,      -- for finding by any old number
  filing_key TEXT NOT NULL,
  position TEXT NOT NULL,
  number BIGINT NOT NULL,
  from_day TEXT NOT NULL,
  until_day TEXT NOT NULL,
  home BIGINT NOT NULL,
  place BIGINT NOT NULL,
  state TEXT NOT NULL,
  since BIGINT NOT NULL,
  due_at BIGINT,
  rule TEXT NOT NULL,
  certificate TEXT NOT NULL,
  merged_into BIGINT NOT NULL,
  is_temporary BIGINT NOT NULL,
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX paper_volume_barcode ON paper_volume (barcode);
CREATE INDEX paper_volume_patient ON paper_volume (patient, kind, number);
CREATE INDEX paper_volume_place ON paper_volume (place, filing_key);
CREATE INDEX paper_volume_home ON paper_volume (home, filing_key);
CREATE INDEX paper_volume_number ON paper_volume (number_folded);
CREATE INDEX paper_volume_due ON paper_volume (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE paper_movement (
  movement KEY,
  volume BIGINT NOT NULL,
  kind TEXT NOT NULL,
  from_place BIGINT NOT NULL,
  to_place BIGINT NOT NULL,
  at BIGINT NOT NULL,               -- by the clock of whoever did it
  recorded_at BIGINT NOT NULL,
  author BIGINT NOT NULL,
  purpose TEXT NOT NULL,
  reason TEXT NOT NULL,
  note TEXT NOT NULL,
  requisition BIGINT NOT NULL,
  batch BIGINT NOT NULL,            -- one cart, one round; 0: none
  device TEXT NOT NULL,             -- of a scan made without the server
  device_number BIGINT NOT NULL
);
CREATE INDEX paper_movement_volume ON paper_movement (volume, movement);
CREATE INDEX paper_movement_batch ON paper_movement (batch, movement) WHERE batch <> 0;
CREATE UNIQUE INDEX paper_movement_device ON paper_movement (device, device_number) WHERE device <> '';

CREATE TABLE paper_requisition (
  requisition KEY,
  item BIGINT NOT NULL,
  request BIGINT NOT NULL,
  patient BIGINT NOT NULL,
  volume BIGINT NOT NULL,
  deliver_to BIGINT NOT NULL,
  requester TEXT NOT NULL,
  origin TEXT NOT NULL,
  purpose TEXT NOT NULL,
  clinic TEXT NOT NULL,
  priority TEXT NOT NULL,
  requested_at BIGINT NOT NULL,
  needed_at BIGINT NOT NULL,
  requested_by BIGINT NOT NULL,
  cause BIGINT NOT NULL,            -- appointment or encounter
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  pulled_at BIGINT,
  delivered_at BIGINT,
  closed_at BIGINT,
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL
);
CREATE INDEX paper_requisition_volume ON paper_requisition (volume, requisition);
CREATE INDEX paper_requisition_patient ON paper_requisition (patient, requisition);
CREATE INDEX paper_requisition_state ON paper_requisition (state, needed_at);
CREATE INDEX paper_requisition_cause ON paper_requisition (cause) WHERE cause <> 0;
CREATE INDEX paper_requisition_asked ON paper_requisition (requested_at);

-- Appointments of patients with paper: what the pull lists of the coming days are made of.
CREATE TABLE paper_appointment (
  appointment KEY,
  patient BIGINT NOT NULL,
  at BIGINT NOT NULL,
  clinic TEXT NOT NULL,
  is_open BIGINT NOT NULL,          -- 1: its charts are not asked for yet
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL
);
CREATE INDEX paper_appointment_open ON paper_appointment (is_open, at);

-- Every look for a missing volume. Nothing is ever deleted here.
CREATE TABLE paper_look (
  look KEY,
  volume BIGINT NOT NULL,
  item BIGINT NOT NULL,             -- of the hunt
  spot TEXT NOT NULL,               -- what was looked through: place and key
  author BIGINT NOT NULL,
  at BIGINT NOT NULL,
  found BIGINT NOT NULL,
  note TEXT NOT NULL
);
CREATE INDEX paper_look_item ON paper_look (item, look);
