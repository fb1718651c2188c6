-- A document as the search shows it, and the text of its pages; their words stand in the store's text index.
CREATE TABLE search_document (
  document KEY,                     -- the resource: DocumentReference or DiagnosticReport
  resource_type TEXT NOT NULL,
  fhir_id TEXT NOT NULL,
  version BIGINT NOT NULL,          -- the one that was read
  title TEXT NOT NULL,
  title_code TEXT NOT NULL,
  author TEXT NOT NULL,
  content_type TEXT NOT NULL,
  pages BIGINT NOT NULL,
  read_at BIGINT NOT NULL,
  problem TEXT NOT NULL             -- why there are no words of it; empty: there are, or it has none
);

CREATE TABLE search_text (
  document BIGINT NOT NULL,
  number BIGINT NOT NULL,
  body BLOB NOT NULL,               -- packed
  PRIMARY KEY (document, number)
) CLUSTERED;

-- What is to be read: written in the unit of the change, taken away in the unit that brings the words.
CREATE TABLE search_due (
  document KEY,
  change BIGINT NOT NULL,           -- counts: a change during the reading asks for another
  is_slow BIGINT NOT NULL,          -- 1: its pages are images; they are read behind everything else
  since BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  not_before BIGINT NOT NULL
);
CREATE INDEX search_due_order ON search_due (is_slow, since);

-- What else a document's words come from: the results of a report.
CREATE TABLE search_part (
  part BIGINT NOT NULL,
  document BIGINT NOT NULL,
  PRIMARY KEY (part, document)
) CLUSTERED;
CREATE INDEX search_part_document ON search_part (document);

-- What was asked stands here, beside the ledger, whose entry has its digest.
CREATE TABLE search_asked (
  search KEY,
  asked_by BIGINT,
  at BIGINT NOT NULL,
  asked TEXT NOT NULL
);

-- Everything that was filed before has been listed to be read, with this folding of words.
CREATE TABLE search_state (
  id KEY,
  folding BIGINT NOT NULL
);
