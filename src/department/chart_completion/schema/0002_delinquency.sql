-- Whether the discharge counts for the delinquency rate: the class of the encounter is one of the rule's.
ALTER TABLE completion_file ADD COLUMN is_stay BIGINT NOT NULL DEFAULT 0;

-- Letters to the medical staff, as they were written and sent.
CREATE TABLE completion_letter (
  letter KEY,
  responsible TEXT NOT NULL,
  responsible_name TEXT NOT NULL,
  level BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by BIGINT NOT NULL,
  items BIGINT NOT NULL,
  body TEXT NOT NULL,
  rule TEXT NOT NULL
);
CREATE INDEX completion_letter_responsible ON completion_letter (responsible, made_at);

-- Who is suspended until what they owe is done: a person approves it, the record lifts it.
CREATE TABLE completion_suspension (
  suspension KEY,
  responsible TEXT NOT NULL,
  responsible_name TEXT NOT NULL,
  approved_at BIGINT NOT NULL,
  approved_by BIGINT NOT NULL,
  lifted_at BIGINT,
  rule TEXT NOT NULL
);
CREATE INDEX completion_suspension_open ON completion_suspension (responsible) WHERE lifted_at IS NULL;
