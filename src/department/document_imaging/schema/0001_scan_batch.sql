-- The imaging desk: what was fed in, the pages that came of it, the documents in the making. A page is never deleted.
CREATE TABLE scan_batch (
  batch KEY,
  item BIGINT NOT NULL,             -- the work item of kind scan-batch, which holds the state
  state TEXT NOT NULL,              -- as the item has it, written in the same unit
  title TEXT NOT NULL,
  door TEXT NOT NULL,               -- upload, import, folder
  device TEXT NOT NULL,
  settings TEXT NOT NULL,
  operator BIGINT NOT NULL,         -- who prepped it; 0: it came by a folder
  sheets BIGINT NOT NULL,           -- counted by hand before anybody saw an image; -1: not counted yet
  again BIGINT NOT NULL,            -- sheets that were fed a second time
  sides BIGINT NOT NULL,            -- 1, or 2 when both were scanned
  blanks_dropped BIGINT NOT NULL,   -- sides that the scanner left out by itself
  expected_sheets TEXT NOT NULL,    -- JSON: serials of printed cover sheets that the stack shall hold
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  looked_at_by BIGINT NOT NULL,     -- who passed the images (QA1)
  sample_percent BIGINT NOT NULL,   -- of QA2; -1: not drawn yet
  sample_why TEXT NOT NULL,
  sample_rule TEXT NOT NULL
);
CREATE INDEX scan_batch_state ON scan_batch (state, batch);
CREATE INDEX scan_batch_item ON scan_batch (item);

CREATE TABLE scan_feed (
  feed KEY,
  batch BIGINT NOT NULL,
  digest TEXT NOT NULL,             -- of the file as it came, kept untouched
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  door TEXT NOT NULL,
  again BIGINT NOT NULL,
  fed_by BIGINT NOT NULL,
  fed_at BIGINT NOT NULL,
  pages BIGINT NOT NULL,            -- -1: not opened yet
  problem TEXT NOT NULL             -- why it cannot be read; empty: it can, or nobody tried
);
CREATE INDEX scan_feed_batch ON scan_feed (batch, feed);
CREATE INDEX scan_feed_digest ON scan_feed (digest);

CREATE TABLE scan_page (
  page KEY,
  batch BIGINT NOT NULL,
  feed BIGINT NOT NULL,
  number BIGINT NOT NULL,           -- in the batch, from 1, as they came
  original TEXT NOT NULL,           -- digests
  original_type TEXT NOT NULL,
  straightened TEXT NOT NULL,
  straightened_type TEXT NOT NULL,
  thumbnail TEXT NOT NULL,
  thumbnail_type TEXT NOT NULL,
  words TEXT NOT NULL,              -- JSON of the words and their boxes; empty: none were read
  width BIGINT NOT NULL,
  height BIGINT NOT NULL,
  dpi BIGINT NOT NULL,
  skew DOUBLE NOT NULL,
  turned BIGINT NOT NULL,           -- by hand, beside what the reader turned upright itself
  ink DOUBLE NOT NULL,
  looks_blank BIGINT NOT NULL,
  has_marks BIGINT NOT NULL,        -- the thick bars of a separator sheet
  symbols TEXT NOT NULL,            -- JSON
  sheet TEXT NOT NULL,              -- JSON: what the separator says on which two ways agree, or a person confirmed
  is_read BIGINT NOT NULL,
  problem TEXT NOT NULL,
  role TEXT NOT NULL,               -- unplaced, page, separator, blank, reject
  document BIGINT NOT NULL,
  place BIGINT NOT NULL,
  reason TEXT NOT NULL              -- of a reject
);
CREATE UNIQUE INDEX scan_page_number ON scan_page (batch, number);
CREATE INDEX scan_page_document ON scan_page (document, place);

CREATE TABLE scan_document (
  document KEY,
  batch BIGINT NOT NULL,
  place BIGINT NOT NULL,
  sheet TEXT NOT NULL,              -- JSON: the separator's fields; empty: none, or none that two ways agree on
  patient BIGINT NOT NULL,
  encounter TEXT NOT NULL,          -- FHIR id
  type_code TEXT NOT NULL,
  type_display TEXT NOT NULL,
  service_date TEXT NOT NULL,
  author TEXT NOT NULL,
  expected BIGINT NOT NULL,         -- the work item of the expected record that it answers
  confirmed TEXT NOT NULL,          -- by which two identifiers: "mrn,birth_date"
  answered TEXT NOT NULL,           -- JSON: contradictions to which the clerk said that the chart is right
  indexed_by BIGINT NOT NULL,       -- 0: not indexed
  indexed_at BIGINT NOT NULL,
  sampled BIGINT NOT NULL,
  verdict TEXT NOT NULL,            -- of QA2: right, wrong, empty
  checked_by BIGINT NOT NULL,
  resource BIGINT NOT NULL,         -- the DocumentReference that it became
  resource_id TEXT NOT NULL
);
CREATE INDEX scan_document_batch ON scan_document (batch, place);

CREATE TABLE scan_question (
  question KEY,
  batch BIGINT NOT NULL,
  page BIGINT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  sheet TEXT NOT NULL,              -- JSON: what was read, for a person to confirm
  answer TEXT NOT NULL,
  answered_by BIGINT NOT NULL,
  answered_at BIGINT NOT NULL
);
CREATE INDEX scan_question_batch ON scan_question (batch, question);

-- Every second look at an index, for the sample that the next one's operator gets. Nothing is ever deleted here.
CREATE TABLE scan_check (
  scan_check KEY,
  batch BIGINT NOT NULL,
  document BIGINT NOT NULL,
  operator BIGINT NOT NULL,         -- who indexed it
  checked_by BIGINT NOT NULL,
  checked_at BIGINT NOT NULL,
  verdict TEXT NOT NULL,
  error TEXT NOT NULL
);
CREATE INDEX scan_check_operator ON scan_check (operator, scan_check);
