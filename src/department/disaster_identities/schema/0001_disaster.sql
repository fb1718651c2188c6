-- Disasters that were declared, the identities reserved for people without one, and what families asked.
CREATE TABLE disaster_event (
  disaster KEY,
  letter TEXT NOT NULL,          -- before the numbers of its names
  what TEXT NOT NULL,
  reason TEXT NOT NULL,
  declared_by BIGINT NOT NULL,
  declared_at BIGINT NOT NULL,
  ended_by BIGINT NOT NULL,      -- 0: it goes on
  ended_at BIGINT,
  rule TEXT NOT NULL
);
-- One row an identity. Its person, number and name are the patient index's; never deleted.
CREATE TABLE disaster_identity (
  patient KEY,
  disaster BIGINT NOT NULL,
  place BIGINT NOT NULL,         -- from 1, in the event
  number TEXT NOT NULL,          -- the temporary record number
  name TEXT NOT NULL,
  state TEXT NOT NULL,           -- as its work item; reserved and unused have none
  item BIGINT NOT NULL,
  triage_tag TEXT NOT NULL,
  sex TEXT NOT NULL,
  age TEXT NOT NULL,             -- as it seems: "about 40"
  marks TEXT NOT NULL,
  whereabouts TEXT NOT NULL,
  real_patient BIGINT NOT NULL,  -- 0: still unknown
  changed_by BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX disaster_identity_place ON disaster_identity (disaster, place);
CREATE UNIQUE INDEX disaster_identity_tag ON disaster_identity (disaster, triage_tag) WHERE triage_tag <> '';
CREATE INDEX disaster_identity_real ON disaster_identity (real_patient) WHERE real_patient <> 0;
-- Families' questions and what was told them: added, never changed.
CREATE TABLE disaster_inquiry (
  inquiry KEY,
  disaster BIGINT NOT NULL,
  caller TEXT NOT NULL,
  relation TEXT NOT NULL,
  contact TEXT NOT NULL,
  looking_for TEXT NOT NULL,
  author BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX disaster_inquiry_event ON disaster_inquiry (disaster, inquiry);
CREATE TABLE disaster_disclosure (
  disclosure KEY,
  inquiry BIGINT NOT NULL,
  patient BIGINT NOT NULL,
  basis TEXT NOT NULL,           -- of the rule disaster-identities/disclosures
  agreement TEXT NOT NULL,
  told TEXT NOT NULL,
  author BIGINT NOT NULL,
  at BIGINT NOT NULL,
  rule TEXT NOT NULL
);
CREATE INDEX disaster_disclosure_inquiry ON disaster_disclosure (inquiry, disclosure);
CREATE INDEX disaster_disclosure_patient ON disaster_disclosure (patient, disclosure);
