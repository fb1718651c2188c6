-- A code that an account keeps at hand: as a favourite, or because it took it.
CREATE TABLE kept_code (
  account BIGINT NOT NULL,
  system TEXT NOT NULL,       -- icd10cm, icd10pcs, hcpcs, cpt
  code TEXT NOT NULL,         -- without a dot
  favourite BIGINT NOT NULL,  -- 1: yes
  times BIGINT NOT NULL,      -- how often it was taken
  taken_at BIGINT,            -- nothing: never
  PRIMARY KEY (account, system, code)
);
CREATE INDEX kept_code_taken ON kept_code (account, taken_at);
