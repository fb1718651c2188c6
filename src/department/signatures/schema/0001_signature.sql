-- Who of the accounts is who of the medical staff: by which keys the record names them.
CREATE TABLE signer (
  staff_key TEXT NOT NULL,        -- "Practitioner/…" or "system|value": two accounts never share one
  account BIGINT NOT NULL,
  name TEXT NOT NULL,
  standing TEXT NOT NULL,         -- a code of the rule signatures/standings
  linked_at BIGINT NOT NULL,
  linked_by BIGINT NOT NULL,
  PRIMARY KEY (staff_key)
) CLUSTERED;
CREATE INDEX signer_account ON signer (account, linked_at);

-- One row a signature; none is changed or deleted.
CREATE TABLE signature (
  signature KEY,
  document BIGINT NOT NULL,
  document_type TEXT NOT NULL,
  document_id TEXT NOT NULL,      -- FHIR
  title TEXT NOT NULL,
  version BIGINT NOT NULL,        -- of the document as it was shown and signed
  patient BIGINT NOT NULL,
  patient_id TEXT NOT NULL,       -- FHIR, as it was signed: a document may be moved later
  account BIGINT NOT NULL,
  signer_key TEXT NOT NULL,
  signer_name TEXT NOT NULL,      -- as printed with it
  standing TEXT NOT NULL,
  meaning TEXT NOT NULL,
  statement TEXT NOT NULL,        -- the words that were shown
  rule TEXT NOT NULL,
  signed_at BIGINT NOT NULL,
  digest TEXT NOT NULL,           -- SHA-256 of the binding text
  outdated_at BIGINT,             -- since when the document says something else than what was signed
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL
);
CREATE INDEX signature_document ON signature (document, signature);
CREATE INDEX signature_patient ON signature (patient);
CREATE UNIQUE INDEX signature_once ON signature (document, account, meaning, version);

-- Whose signature is awaited, where the service itself knows it: what was written here, recorded for somebody, or signed by
-- somebody whom another must follow.
CREATE TABLE signature_request (
  document BIGINT NOT NULL,
  meaning TEXT NOT NULL,
  asked_key TEXT NOT NULL,        -- of the medical staff; empty: nobody is known
  asked_name TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  written_by BIGINT NOT NULL,     -- the account that wrote the text here; 0: it came from elsewhere
  done_at BIGINT,
  PRIMARY KEY (document, meaning)
) CLUSTERED;
CREATE INDEX signature_request_open ON signature_request (asked_key) WHERE done_at IS NULL;

-- What was added, corrected, written late or retracted: the document about which it is, and the one that says it.
CREATE TABLE document_amendment (
  amendment KEY,
  kind TEXT NOT NULL,             -- addendum, correction, late-entry, retraction
  original BIGINT NOT NULL,       -- 0: a late entry about no document
  original_type TEXT NOT NULL,
  original_id TEXT NOT NULL,
  document BIGINT NOT NULL,       -- 0: a retraction has no document of its own
  document_id TEXT NOT NULL,
  patient BIGINT NOT NULL,
  written_by BIGINT NOT NULL,
  writer_name TEXT NOT NULL,
  written_at BIGINT NOT NULL,
  happened_at BIGINT,             -- of a late entry: when it happened
  reason TEXT NOT NULL
);
CREATE INDEX document_amendment_original ON document_amendment (original);
CREATE INDEX document_amendment_document ON document_amendment (document);

-- A document that a physician sent back to transcription with what is wrong in it.
CREATE TABLE document_correction (
  correction KEY,
  item BIGINT NOT NULL,
  document BIGINT NOT NULL,
  document_type TEXT NOT NULL,
  document_id TEXT NOT NULL,
  patient BIGINT NOT NULL,
  asked_by BIGINT NOT NULL,
  asked_key TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  words TEXT NOT NULL,
  version BIGINT NOT NULL,        -- of the document that was read
  returned_version BIGINT NOT NULL, -- 0: not yet
  state TEXT NOT NULL,
  closed_at BIGINT,
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL
);
CREATE INDEX document_correction_document ON document_correction (document, correction);
CREATE INDEX document_correction_item ON document_correction (item);
