-- The timeline: one row for everything that stands in a chart, readable without parsing a resource.
CREATE TABLE chart_entry (
  patient BIGINT NOT NULL,
  at BIGINT NOT NULL,
  resource BIGINT NOT NULL,
  kind TEXT NOT NULL,
  resource_type TEXT NOT NULL,
  fhir_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  title TEXT NOT NULL,
  title_code TEXT NOT NULL,
  status TEXT NOT NULL,
  encounter TEXT NOT NULL,
  author TEXT NOT NULL,
  content_type TEXT NOT NULL,
  pages BIGINT NOT NULL,
  source_message BIGINT,
  facility_bit BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL,
  PRIMARY KEY (patient, at, resource)
) CLUSTERED;
CREATE UNIQUE INDEX chart_entry_resource ON chart_entry (resource);
CREATE INDEX chart_entry_encounter ON chart_entry (encounter);

-- The numbers by which senders name what they sent before: placer and filler orders, documents, reports, appointments.
CREATE TABLE chart_key (
  kind TEXT NOT NULL,
  system TEXT NOT NULL,
  value TEXT NOT NULL,
  qualifier TEXT NOT NULL,
  resource BIGINT NOT NULL,
  patient BIGINT NOT NULL,
  PRIMARY KEY (value, kind, system, qualifier, resource)
) CLUSTERED;
CREATE INDEX chart_key_resource ON chart_key (resource);
