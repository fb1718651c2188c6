-- Whom a document can be given to, and how they are reached. One row a person, clinic or ward that was ever named.
CREATE TABLE distribution_recipient (
  recipient KEY,
  name_key TEXT NOT NULL UNIQUE,     -- "system|value", "Practitioner/…", "ward:4W"
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,              -- of name and key, for the search
  account BIGINT NOT NULL,           -- 0: has no account here
  ways TEXT NOT NULL,                -- "fax +1 555 0100", one a line, in the order in which they are tried; empty: nobody knows
  is_known BIGINT NOT NULL,
  item BIGINT NOT NULL,
  version BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX distribution_recipient_order ON distribution_recipient (is_known, folded);
CREATE INDEX distribution_recipient_account ON distribution_recipient (account) WHERE account <> 0;

-- Who asked not to be sent something. Empty or 0: every one.
CREATE TABLE distribution_opt_out (
  opt_out KEY,
  recipient TEXT NOT NULL,
  role TEXT NOT NULL,
  type_code TEXT NOT NULL,
  patient BIGINT NOT NULL,
  reason TEXT NOT NULL,
  said_at BIGINT NOT NULL,
  said_by BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX distribution_opt_out_patient ON distribution_opt_out (patient) WHERE ended_at IS NULL;

-- Since when this house gives out copies; no row: it does not.
CREATE TABLE distribution_begun (
  id KEY,
  at BIGINT NOT NULL
);

-- Documents that are followed: written in the unit of what happened to them, and whether they are to be given out now.
CREATE TABLE distribution_document (
  document KEY,
  completion TEXT NOT NULL,
  sources TEXT NOT NULL,             -- the messages that brought it, each of which may name recipients; blanks between
  change BIGINT NOT NULL,            -- counts: another change meanwhile asks once more
  since BIGINT NOT NULL,
  was_moved BIGINT NOT NULL,
  is_due BIGINT NOT NULL
);
CREATE INDEX distribution_document_due ON distribution_document (since, document) WHERE is_due = 1;

-- One copy of one version for one recipient.
CREATE TABLE distribution_copy (
  copy KEY,
  document BIGINT NOT NULL,
  document_type TEXT NOT NULL,
  document_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  patient BIGINT NOT NULL,
  encounter BIGINT NOT NULL,
  title TEXT NOT NULL,
  type_code TEXT NOT NULL,
  recipient BIGINT NOT NULL,
  kind TEXT NOT NULL,
  recipient_name TEXT NOT NULL,
  account BIGINT NOT NULL,
  purpose TEXT NOT NULL,
  reasons TEXT NOT NULL,
  rule TEXT NOT NULL,
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  content TEXT NOT NULL,             -- document, notice
  state TEXT NOT NULL,
  problem TEXT NOT NULL,
  sendings BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  next_try_at BIGINT,
  claimed_until BIGINT,              -- a sending is on its way out of the door
  made_at BIGINT NOT NULL,
  sent_at BIGINT,
  delivered_at BIGINT,
  opened_at BIGINT,
  acted_at BIGINT,
  settled_at BIGINT,
  acted_by BIGINT NOT NULL,
  action TEXT NOT NULL,
  remind_at BIGINT,
  reminders BIGINT NOT NULL,
  item BIGINT NOT NULL,
  replaces BIGINT NOT NULL,
  digest TEXT NOT NULL,
  proof TEXT NOT NULL,
  place TEXT NOT NULL,
  facility BIGINT NOT NULL,
  facility_bit BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL
);
CREATE UNIQUE INDEX distribution_copy_once ON distribution_copy (document, version, recipient, content);
CREATE INDEX distribution_copy_patient ON distribution_copy (patient);
CREATE INDEX distribution_copy_recipient ON distribution_copy (recipient, state);
CREATE INDEX distribution_copy_account ON distribution_copy (account, copy) WHERE account <> 0;
CREATE INDEX distribution_copy_due ON distribution_copy (channel, next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX distribution_copy_remind ON distribution_copy (remind_at) WHERE remind_at IS NOT NULL;
CREATE INDEX distribution_copy_sent ON distribution_copy (channel, copy) WHERE state = 'sent';
CREATE INDEX distribution_copy_trouble ON distribution_copy (state, copy) WHERE state IN ('failed', 'recall-asked', 'unrecovered');
CREATE INDEX distribution_copy_owed ON distribution_copy (channel, place) WHERE state = 'owed';

-- What happened to a copy, with what shows it.
CREATE TABLE distribution_step (
  step KEY,
  copy BIGINT NOT NULL,
  at BIGINT NOT NULL,
  event TEXT NOT NULL,
  state TEXT NOT NULL,
  channel TEXT NOT NULL,
  done_by BIGINT NOT NULL,
  words TEXT NOT NULL,
  proof TEXT NOT NULL
);
CREATE INDEX distribution_step_copy ON distribution_step (copy, step);

-- The words of a version that was given out, so that the next one can be compared with it.
CREATE TABLE distribution_words (
  document BIGINT NOT NULL,
  version BIGINT NOT NULL,
  words BLOB NOT NULL,               -- packed
  PRIMARY KEY (document, version)
) CLUSTERED;

-- Receipts of gateways, each taken once.
CREATE TABLE distribution_receipt (
  receipt TEXT NOT NULL PRIMARY KEY,
  copy BIGINT NOT NULL,
  taken_at BIGINT NOT NULL
);
