-- Something that is said to be of the wrong patient, kept from ordinary readers until it is brought home or found right. The row
-- stays when it is over: it is the tombstone in the chart where the thing stood.
CREATE TABLE record_quarantine (
  quarantine KEY,
  resource BIGINT NOT NULL,
  type TEXT NOT NULL,
  fhir_id TEXT NOT NULL,
  patient BIGINT NOT NULL,       -- in whose chart it stood
  reason TEXT NOT NULL,
  note TEXT NOT NULL,
  withheld_by BIGINT NOT NULL,
  withheld_at BIGINT NOT NULL,
  lifted_at BIGINT,
  lifted_by BIGINT NOT NULL,
  lifted_how TEXT NOT NULL       -- moved, released; empty: it is withheld
);
CREATE INDEX record_quarantine_patient ON record_quarantine (patient, quarantine);
CREATE UNIQUE INDEX record_quarantine_open ON record_quarantine (resource) WHERE lifted_at IS NULL;

CREATE TABLE record_quarantine_piece (
  quarantine BIGINT NOT NULL,
  resource BIGINT NOT NULL,
  type TEXT NOT NULL,
  fhir_id TEXT NOT NULL,
  PRIMARY KEY (quarantine, resource)
) CLUSTERED;
CREATE INDEX record_quarantine_piece_resource ON record_quarantine_piece (resource);
