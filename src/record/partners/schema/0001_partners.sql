-- Who sends to us and to whom we send.
CREATE TABLE partner (
  id               KEY,
  name             TEXT   NOT NULL UNIQUE,
  application      TEXT   NOT NULL,
  facility_name    TEXT   NOT NULL,
  default_assigner TEXT   NOT NULL,
  zone             TEXT   NOT NULL,
  charset          TEXT   NOT NULL,
  facility         BIGINT NOT NULL,
  endpoint         TEXT   NOT NULL,
  tls              BIGINT NOT NULL,
  enabled          BIGINT NOT NULL,
  version          BIGINT NOT NULL
);
CREATE UNIQUE INDEX partner_sender ON partner (application, facility_name) WHERE application <> '';

-- One row, raised with every change of the registry: each node compares it at least every second.
CREATE TABLE partner_epoch (
  id    KEY,
  epoch BIGINT NOT NULL
);
INSERT INTO partner_epoch (id, epoch) VALUES (1, 1);

-- What is to be sent, in the order of writing. States: OutboxState.
CREATE TABLE outbox_message (
  id              KEY,
  partner_id      BIGINT NOT NULL,
  control_id      TEXT   NOT NULL,
  patient_id      BIGINT,
  bytes           BLOB   NOT NULL,
  state           TEXT   NOT NULL,
  attempts        BIGINT NOT NULL DEFAULT 0,
  created_at      BIGINT NOT NULL,
  next_attempt_at BIGINT NOT NULL,
  claimed_until   BIGINT,
  acknowledgement TEXT   NOT NULL DEFAULT '',
  problem         TEXT   NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX outbox_message_control ON outbox_message (partner_id, control_id);
-- At most one message of a partner is on the wire, whichever node sends it.
CREATE UNIQUE INDEX outbox_message_in_flight ON outbox_message (partner_id) WHERE state = 'in-flight';
CREATE INDEX outbox_message_waiting ON outbox_message (partner_id, id) WHERE state IN ('waiting', 'in-flight');
CREATE INDEX outbox_message_state ON outbox_message (state, id);
CREATE INDEX outbox_message_patient ON outbox_message (patient_id) WHERE patient_id IS NOT NULL;
