-- That a visit or document was brought from one patient record to another: the trace in both charts. Nothing is ever deleted here.
CREATE TABLE record_move (
  move KEY,
  from_patient BIGINT NOT NULL,
  to_patient BIGINT NOT NULL,
  root_type TEXT NOT NULL,
  root_id TEXT NOT NULL,
  title TEXT NOT NULL,
  origin TEXT NOT NULL,          -- desk, or the trigger of the message (A44, A45)
  reason TEXT NOT NULL,
  note TEXT NOT NULL,
  moved_by BIGINT NOT NULL,      -- 0: a message
  message BIGINT NOT NULL,
  moved_at BIGINT NOT NULL,
  takes_back BIGINT NOT NULL,    -- the move that this one undoes
  taken_back_by BIGINT NOT NULL
);
CREATE INDEX record_move_from ON record_move (from_patient, move);
CREATE INDEX record_move_to ON record_move (to_patient, move);

CREATE TABLE record_move_piece (
  move BIGINT NOT NULL,
  resource BIGINT NOT NULL,
  type TEXT NOT NULL,
  fhir_id TEXT NOT NULL,
  version BIGINT NOT NULL,       -- the first that stands with the new record
  left_behind TEXT NOT NULL,     -- JSON: what referred to the old record's visit, for the way back
  PRIMARY KEY (move, resource)
) CLUSTERED;
CREATE INDEX record_move_piece_resource ON record_move_piece (resource);
