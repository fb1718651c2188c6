-- Paper that belongs into a folder and is not there yet. lies_at: the ward, or empty for the records department.
CREATE TABLE loose_report (
  report KEY,
  item BIGINT NOT NULL,
  origin TEXT NOT NULL,             -- discharge, no-ward, hand
  delivery BIGINT NOT NULL,         -- the ward copy that it was; 0: none
  barcode TEXT NOT NULL,            -- on the paper
  document BIGINT NOT NULL,
  resource_type TEXT NOT NULL,
  fhir_id TEXT NOT NULL,
  version BIGINT NOT NULL,          -- of the document, as printed
  title TEXT NOT NULL,
  patient BIGINT NOT NULL,
  encounter BIGINT NOT NULL,
  pages BIGINT NOT NULL,            -- 0: not known
  lies_at TEXT NOT NULL,
  came_at BIGINT NOT NULL,
  is_open BIGINT NOT NULL,
  closed_at BIGINT,
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL
);
CREATE INDEX loose_report_item ON loose_report (item);
CREATE INDEX loose_report_barcode ON loose_report (barcode);
CREATE INDEX loose_report_encounter ON loose_report (encounter) WHERE is_open = 1;
CREATE INDEX loose_report_document ON loose_report (document) WHERE is_open = 1;
CREATE INDEX loose_report_patient ON loose_report (patient);
CREATE INDEX loose_report_came ON loose_report (came_at);

-- That something was filed, and what shows it: two barcodes for paper, the version that stands in the chart for what is electronic.
CREATE TABLE filing_proof (
  proof KEY,
  kind TEXT NOT NULL,               -- barcodes, version
  report BIGINT NOT NULL,           -- 0: it was no loose report
  delivery BIGINT NOT NULL,         -- 0: it was no ward copy
  document BIGINT NOT NULL,
  version BIGINT NOT NULL,
  volume BIGINT NOT NULL,           -- 0: electronic
  patient BIGINT NOT NULL,
  proved_at BIGINT NOT NULL,
  proved_by BIGINT NOT NULL,
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL
);
CREATE INDEX filing_proof_document ON filing_proof (document);
CREATE INDEX filing_proof_patient ON filing_proof (patient);
CREATE INDEX filing_proof_at ON filing_proof (proved_at);
