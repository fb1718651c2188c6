-- Production sets: what was asked, by whom, and what was handed out. Their bytes are blobs; nothing here is ever changed once it is made.
CREATE TABLE production (
  production KEY,
  patient BIGINT NOT NULL,
  definition TEXT NOT NULL,
  rule TEXT NOT NULL,
  from_at BIGINT,
  until_at BIGINT,
  encounter TEXT NOT NULL,
  types TEXT NOT NULL,             -- LOINC codes with blanks between
  purpose TEXT NOT NULL,
  custodian_name TEXT NOT NULL,
  custodian_title TEXT NOT NULL,
  author BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  state TEXT NOT NULL,             -- waiting, made, failed
  problem TEXT NOT NULL,
  job BIGINT NOT NULL,
  made_at BIGINT,
  documents BIGINT NOT NULL,
  pages BIGINT NOT NULL,
  not_copied BIGINT NOT NULL,
  pdf TEXT NOT NULL,               -- digests of the set, of its list of digests, of its pages
  hash_list TEXT NOT NULL,
  pages_digest TEXT NOT NULL,
  facilities BIGINT NOT NULL,      -- what who asked may see: what is made shows no more
  clearance BIGINT NOT NULL,
  opened TEXT NOT NULL,            -- patients for whom the glass was broken, with blanks between
  glass_clearance BIGINT NOT NULL
);
CREATE INDEX production_patient ON production (patient, production);

-- Every document of the period with the decision about it, in or out.
CREATE TABLE production_document (
  production BIGINT NOT NULL,
  place BIGINT NOT NULL,
  resource BIGINT NOT NULL,
  patient BIGINT NOT NULL,
  version BIGINT NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  type TEXT NOT NULL,
  fhir_id TEXT NOT NULL,
  title TEXT NOT NULL,
  code TEXT NOT NULL,
  status TEXT NOT NULL,
  labels BIGINT NOT NULL,
  is_in BIGINT NOT NULL,
  clause TEXT NOT NULL,
  because TEXT NOT NULL,
  rule TEXT NOT NULL,
  first_page BIGINT NOT NULL,
  pages BIGINT NOT NULL,
  problem TEXT NOT NULL,
  PRIMARY KEY (production, place)
) CLUSTERED;
