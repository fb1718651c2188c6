-- A place on a page with a comment: "see here". Never deleted; what was retracted says by whom and why.
CREATE TABLE page_place (
  place KEY,
  document BIGINT NOT NULL,
  resource_type TEXT NOT NULL,
  fhir_id TEXT NOT NULL,
  patient BIGINT NOT NULL,
  version BIGINT NOT NULL,
  page BIGINT NOT NULL,
  region TEXT NOT NULL,          -- left,top,width,height in thousandths of the upright page; empty: the whole page
  comment TEXT NOT NULL,
  marked_by BIGINT NOT NULL,
  marked_at BIGINT NOT NULL,
  retracted_by BIGINT NOT NULL,  -- 0: it stands
  retracted_at BIGINT,
  retract_reason TEXT NOT NULL
);
CREATE INDEX page_place_document ON page_place (document);
CREATE INDEX page_place_patient ON page_place (patient);
