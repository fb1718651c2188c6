-- A question to a physician, its quotes, its answer. What was sent stays as it was sent; nothing is deleted.
CREATE TABLE physician_query (
  query KEY,
  item BIGINT NOT NULL,
  patient BIGINT NOT NULL,
  encounter BIGINT NOT NULL,
  encounter_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  format TEXT NOT NULL,
  timing TEXT NOT NULL,
  title TEXT NOT NULL,
  question TEXT NOT NULL,
  choices TEXT NOT NULL,         -- a line each
  used_template TEXT NOT NULL,
  addressee BIGINT NOT NULL,
  asked_by BIGINT NOT NULL,
  written_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  sent_at BIGINT,
  due_at BIGINT,
  answered_at BIGINT,
  answered_by BIGINT NOT NULL,
  choice BIGINT NOT NULL,        -- from 1; 0: words alone
  answer TEXT NOT NULL,
  outcome TEXT NOT NULL,
  closed_at BIGINT,
  kept_as TEXT NOT NULL,         -- business-record, part-of-the-record
  rule TEXT NOT NULL,
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL
);
CREATE INDEX physician_query_patient ON physician_query (patient);
CREATE INDEX physician_query_item ON physician_query (item);
CREATE INDEX physician_query_sent ON physician_query (sent_at);

CREATE TABLE physician_query_quote (
  query BIGINT NOT NULL,
  number BIGINT NOT NULL,
  document BIGINT NOT NULL,
  resource_type TEXT NOT NULL,
  fhir_id TEXT NOT NULL,
  title TEXT NOT NULL,
  at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  page BIGINT NOT NULL,
  quote TEXT NOT NULL,
  of_this_encounter BIGINT NOT NULL,
  says_earlier BIGINT NOT NULL,
  PRIMARY KEY (query, number)
);
