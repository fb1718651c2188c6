-- People and programs with an account.
CREATE TABLE access_user (
  id                  KEY,
  name                TEXT   NOT NULL UNIQUE,
  display_name        TEXT   NOT NULL,
  roles               TEXT   NOT NULL,
  is_program          BIGINT NOT NULL DEFAULT 0,
  disabled            BIGINT NOT NULL DEFAULT 0,
  facilities          BIGINT NOT NULL,
  extra_clearance     BIGINT NOT NULL DEFAULT 0,
  withheld_clearance  BIGINT NOT NULL DEFAULT 0,
  password_hash       TEXT,
  password_changed_at BIGINT,
  created_at          BIGINT NOT NULL,
  last_seen_at        BIGINT,
  version             BIGINT NOT NULL DEFAULT 1
);

-- Signed-in persons. The cookie's secret is kept as its SHA-256 alone.
CREATE TABLE access_session (
  id           KEY,
  token_hash   BLOB   NOT NULL UNIQUE,
  user_id      BIGINT NOT NULL,
  workstation  TEXT   NOT NULL,
  created_at   BIGINT NOT NULL,
  used_at      BIGINT NOT NULL,
  expires_at   BIGINT NOT NULL,
  locked       BIGINT NOT NULL DEFAULT 0,
  ended_at     BIGINT
);
CREATE INDEX access_session_user ON access_session (user_id) WHERE ended_at IS NULL;

-- Bearer tokens of programs, as their SHA-256.
CREATE TABLE access_token (
  id         KEY,
  token_hash BLOB   NOT NULL UNIQUE,
  user_id    BIGINT NOT NULL,
  scope      TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  created_by BIGINT,
  expires_at BIGINT,
  revoked_at BIGINT
);
CREATE INDEX access_token_user ON access_token (user_id);

-- One row: raised by whatever makes a remembered actor wrong. Each node compares it at least every second.
CREATE TABLE access_epoch (
  id    KEY,
  epoch BIGINT NOT NULL
);
INSERT INTO access_epoch (id, epoch) VALUES (1, 1);

-- Refused attempts by account and by station, so that guessing on several nodes is one guess. The key is a digest.
CREATE TABLE access_failure (
  subject      TEXT   NOT NULL PRIMARY KEY,
  failures     BIGINT NOT NULL,
  last_at      BIGINT NOT NULL,
  paused_until BIGINT NOT NULL
) CLUSTERED;

-- Uses of emergency access. The explanation is free text and stands beside the ledger, which keeps the coded reason.
CREATE TABLE access_glass (
  id          KEY,
  user_id     BIGINT NOT NULL,
  session_id  BIGINT NOT NULL,
  patient_id  BIGINT NOT NULL,
  reason_code TEXT   NOT NULL,
  explanation TEXT   NOT NULL,
  rule        TEXT   NOT NULL,
  at          BIGINT NOT NULL,
  until_at    BIGINT NOT NULL,
  reviewed_at BIGINT,
  reviewed_by BIGINT,
  finding     TEXT
);
CREATE INDEX access_glass_session ON access_glass (session_id, until_at);
CREATE INDEX access_glass_unreviewed ON access_glass (at) WHERE reviewed_at IS NULL;
CREATE INDEX access_glass_at ON access_glass (at);
