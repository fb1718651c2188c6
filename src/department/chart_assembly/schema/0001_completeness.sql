-- How whole the file of an encounter is: one row for each that was followed, its newest work item beside it.
CREATE TABLE chart_completeness (
  encounter KEY,
  patient BIGINT NOT NULL,
  item BIGINT NOT NULL,
  state TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  documents BIGINT NOT NULL,    -- how many it held when it was last looked at
  changed_by BIGINT NOT NULL,   -- 0: no person
  reason TEXT NOT NULL
);
CREATE INDEX chart_completeness_patient ON chart_completeness (patient);
