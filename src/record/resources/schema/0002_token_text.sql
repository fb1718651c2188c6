-- The words that stand beside codes, once for each code: :text finds the codes, the codes find the resources.
CREATE TABLE token_text (
  param BIGINT NOT NULL,
  folded TEXT NOT NULL,
  system BIGINT NOT NULL,
  code TEXT NOT NULL,
  PRIMARY KEY (param, folded, system, code)
) CLUSTERED;
