-- The labels of a record change for all of a patient's documents at once.
CREATE INDEX filed_document_patient ON filed_document (patient_id);
