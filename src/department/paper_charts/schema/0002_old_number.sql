-- What a volume was called before, and where it stands on its medium: found by any of them.

CREATE TABLE paper_old_number (
  old_number KEY,
  patient BIGINT NOT NULL,
  volume BIGINT NOT NULL,           -- 0: the person's, whatever the volume
  value TEXT NOT NULL,              -- as it is written
  folded TEXT NOT NULL,
  scheme TEXT NOT NULL,             -- unit, serial, serial-unit, jacket, roll, account, other
  hospital TEXT NOT NULL,           -- whose number it is: a closed hospital's name; empty: this house
  author BIGINT NOT NULL,
  added_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX paper_old_number_once ON paper_old_number (patient, volume, folded, scheme, hospital);
CREATE INDEX paper_old_number_folded ON paper_old_number (folded);

CREATE TABLE paper_position (
  volume KEY,
  folded TEXT NOT NULL              -- "roll 118 frame 2040"
);
CREATE INDEX paper_position_folded ON paper_position (folded);
INSERT INTO paper_position (volume, folded)
  SELECT volume, REPLACE(REPLACE(LOWER(position), ',', ' '), '  ', ' ') FROM paper_volume WHERE position <> '';
