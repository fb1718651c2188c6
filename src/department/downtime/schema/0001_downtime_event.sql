-- Times without the server, and the numbered forms that were filled in meanwhile. A number is given once and never again.
CREATE TABLE downtime_event (
  event KEY,
  what TEXT NOT NULL,
  began_at BIGINT NOT NULL,
  ended_at BIGINT,
  closed_at BIGINT,
  opened_by BIGINT NOT NULL,
  item BIGINT NOT NULL
);
CREATE TABLE downtime_form (
  number KEY,                    -- from 1, over all events
  event BIGINT NOT NULL,
  kind TEXT NOT NULL,            -- requisition, outguide, register, order, note
  state TEXT NOT NULL,           -- out, used, spoiled, unused
  reason TEXT NOT NULL,          -- of a spoiled one
  batch TEXT NOT NULL,           -- of the imaging desk, where it was scanned
  outcome TEXT NOT NULL,         -- of the movement on it: done, known, nothing-to-do, conflict
  says TEXT NOT NULL,
  accounted_by BIGINT NOT NULL,
  accounted_at BIGINT
);
CREATE INDEX downtime_form_event ON downtime_form (event, number);
