-- Pages of text and their words: what a full-text search finds. Page numbers are dense and grow as pages are taken in.
CREATE TABLE text_page (
  page KEY,
  document BIGINT NOT NULL,
  number BIGINT NOT NULL,           -- of the page in its document, from 1
  patient BIGINT NOT NULL,
  at BIGINT NOT NULL,
  facility_bit BIGINT NOT NULL,     -- 0: nobody finds it any more, its words are about to go
  sensitivity BIGINT NOT NULL,
  words BLOB NOT NULL               -- exactly what was taken in, packed: it must be said again to take it out
);
CREATE INDEX text_page_document ON text_page (document, number);
CREATE INDEX text_page_patient ON text_page (patient);
-- only sqlite
CREATE VIRTUAL TABLE text_word USING fts5(words, content='', tokenize="ascii tokenchars '='");
-- only postgresql
ALTER TABLE text_page ADD COLUMN vector TSVECTOR;
CREATE INDEX text_page_vector ON text_page USING gin (vector) WITH (fastupdate = off);
-- both
