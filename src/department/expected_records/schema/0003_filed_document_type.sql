-- A document is a DocumentReference or a DiagnosticReport: a finding about it points at the right one. Empty: written before this was kept.
ALTER TABLE filed_document ADD COLUMN resource_type TEXT NOT NULL DEFAULT '';
