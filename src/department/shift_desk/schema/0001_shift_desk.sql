-- One row a hand-off. What was signed is `content`, byte for byte as `digest` says; an open one has none yet.
CREATE TABLE shift_hand_off (
  hand_off KEY,
  item BIGINT NOT NULL,
  state TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,            -- the change of shift
  content TEXT NOT NULL,
  digest TEXT NOT NULL,
  frozen_at BIGINT,
  signed_by BIGINT NOT NULL,         -- 0: nobody
  taken_by BIGINT NOT NULL,
  taken_at BIGINT,
  reason TEXT NOT NULL               -- why nobody signed
);
CREATE INDEX shift_hand_off_state ON shift_hand_off (state, hand_off);

-- What people add to the open hand-off; frozen with it. Nothing is deleted here.
CREATE TABLE shift_note (
  note KEY,
  hand_off BIGINT NOT NULL,
  author BIGINT NOT NULL,
  at BIGINT NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX shift_note_hand_off ON shift_note (hand_off, note);

-- Who came in lately, by the classes of the rule.
CREATE TABLE shift_arrival (
  encounter KEY,
  patient BIGINT NOT NULL,
  class_code TEXT NOT NULL,
  at BIGINT NOT NULL,
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL
);
CREATE INDEX shift_arrival_at ON shift_arrival (at);
CREATE INDEX shift_arrival_patient ON shift_arrival (patient);

-- Who works alone, and when the next sign of life is due.
CREATE TABLE shift_watch (
  watch KEY,
  person BIGINT NOT NULL,
  name TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  last_sign BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  ended_at BIGINT,
  item BIGINT NOT NULL
);
CREATE INDEX shift_watch_open ON shift_watch (person) WHERE ended_at IS NULL;

-- Who entered the file room and left it. Only the leaving is written later.
CREATE TABLE shift_room_visit (
  visit KEY,
  room BIGINT NOT NULL,
  person BIGINT NOT NULL,            -- 0: a visitor without an account
  visitor TEXT NOT NULL,
  reason TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  let_in_by BIGINT NOT NULL,
  left_at BIGINT
);
CREATE INDEX shift_room_visit_at ON shift_room_visit (entered_at);
