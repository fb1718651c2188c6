-- The medical record numbers that this site issues: how far each series has come. A place is given once and never again.
CREATE TABLE number_series (
  assigner TEXT NOT NULL,
  issued BIGINT NOT NULL,       -- the last place given
  PRIMARY KEY (assigner)
) CLUSTERED;
