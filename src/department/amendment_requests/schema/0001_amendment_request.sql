-- A patient's request to amend the record, and what became of it. Nothing of it is deleted.
CREATE TABLE amendment_request (
  request KEY,
  item BIGINT NOT NULL,          -- its newest work item
  patient BIGINT NOT NULL,
  received_on BIGINT NOT NULL,   -- days since 1970, where the hospital stands
  channel TEXT NOT NULL,
  asked_by TEXT NOT NULL,        -- empty: the patient
  wanted TEXT NOT NULL,
  because TEXT NOT NULL,
  wants_disclosed BIGINT NOT NULL,
  state TEXT NOT NULL,
  due_at BIGINT,
  entered_by BIGINT NOT NULL,
  entered_at BIGINT NOT NULL,
  acknowledged_at BIGINT,
  extended_at BIGINT,
  extended_until BIGINT,         -- days
  extension_reason TEXT NOT NULL,
  asked_author BIGINT NOT NULL,  -- 0: nobody was asked
  asked_at BIGINT,
  opinion TEXT NOT NULL,         -- agrees, in-part, disagrees
  opinion_words TEXT NOT NULL,
  opinion_at BIGINT,
  decision TEXT NOT NULL,        -- accepted, in-part, denied
  accepted_words TEXT NOT NULL,
  denied_words TEXT NOT NULL,
  grounds TEXT NOT NULL,         -- codes, a blank between two
  contact TEXT NOT NULL,
  telephone TEXT NOT NULL,
  decided_by BIGINT NOT NULL,
  decided_at BIGINT,
  amended_at BIGINT,
  statement TEXT NOT NULL,       -- of disagreement
  statement_on BIGINT,           -- days
  rebuttal TEXT NOT NULL,
  rebutted_by BIGINT NOT NULL,
  rebutted_at BIGINT,
  closed_at BIGINT,
  rule TEXT NOT NULL,
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL
);
CREATE INDEX amendment_request_patient ON amendment_request (patient);
CREATE INDEX amendment_request_item ON amendment_request (item);
CREATE INDEX amendment_request_open ON amendment_request (due_at) WHERE closed_at IS NULL;
CREATE INDEX amendment_request_received ON amendment_request (received_on);

-- The entries that are disputed, and the documents that amend them.
CREATE TABLE amendment_document (
  request BIGINT NOT NULL,
  role TEXT NOT NULL,            -- disputed, amendment
  document BIGINT NOT NULL,
  resource_type TEXT NOT NULL,
  fhir_id TEXT NOT NULL,
  title TEXT NOT NULL,
  at BIGINT NOT NULL,
  version BIGINT NOT NULL,       -- that was looked at
  quote TEXT NOT NULL,
  linked_by BIGINT NOT NULL,
  linked_at BIGINT NOT NULL,
  PRIMARY KEY (request, role, document)
);
CREATE INDEX amendment_document_of ON amendment_document (document);

-- Who is to be told of an amendment, and when they were.
CREATE TABLE amendment_person (
  person KEY,
  request BIGINT NOT NULL,
  name TEXT NOT NULL,
  reached TEXT NOT NULL,         -- address, telephone, fax
  why TEXT NOT NULL,             -- named-by-patient, known-to-hold
  informed_at BIGINT,
  informed_by BIGINT NOT NULL,
  how TEXT NOT NULL
);
CREATE INDEX amendment_person_request ON amendment_person (request);

-- Letters as they were written.
CREATE TABLE amendment_letter (
  letter KEY,
  request BIGINT NOT NULL,
  kind TEXT NOT NULL,            -- acknowledgement, extension, acceptance, denial, rebuttal
  title TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by BIGINT NOT NULL,
  body TEXT NOT NULL,
  rule TEXT NOT NULL
);
CREATE INDEX amendment_letter_request ON amendment_letter (request);
