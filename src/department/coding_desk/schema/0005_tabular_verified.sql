-- Who opened a code of a sheet in the tabular list, and when; gone with the code.
CREATE TABLE coding_verified (
  encounter BIGINT NOT NULL,
  sheet TEXT NOT NULL,             -- coder, reviewer
  code TEXT NOT NULL,
  verified_by BIGINT NOT NULL,
  verified_at BIGINT NOT NULL,
  PRIMARY KEY (encounter, sheet, code)
);
