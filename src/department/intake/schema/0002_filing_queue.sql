-- What is stored and not filed yet is read from the journal, oldest first; filed rows, nearly all, leave that index. A message gets its
-- patient when it is filed, so that index too holds only rows that have one.
DROP INDEX message_journal_open;
CREATE INDEX message_journal_open ON message_journal (state, received_at) WHERE state <> 'filed';
DROP INDEX message_journal_patient;
CREATE INDEX message_journal_patient ON message_journal (patient, received_at) WHERE patient IS NOT NULL;
