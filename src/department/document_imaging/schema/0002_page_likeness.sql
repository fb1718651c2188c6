-- What a second scan of the same sheet keeps of its image; and whose the documents are, to compare a page with those in the chart.
ALTER TABLE scan_page ADD COLUMN likeness TEXT NOT NULL DEFAULT '';
CREATE INDEX scan_document_patient ON scan_document (patient, document);
