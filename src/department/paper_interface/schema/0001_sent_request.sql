-- What other systems asked for over FHIR, under their own numbers: the same number is the same request, whoever resends it how often.
CREATE TABLE paper_sent_request (
  sender BIGINT NOT NULL,           -- the account of the program
  system TEXT NOT NULL,
  value TEXT NOT NULL,
  requisition BIGINT NOT NULL,
  digest TEXT NOT NULL,             -- of what was asked for
  opened_it BIGINT NOT NULL,        -- 0: it was asked for there already, by somebody else
  at BIGINT NOT NULL,
  PRIMARY KEY (sender, system, value)
);
CREATE INDEX paper_sent_request_requisition ON paper_sent_request (requisition);
