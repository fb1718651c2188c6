-- What is fetched from a vendor or sent there: one order, its lines, and what each cost.

CREATE TABLE off_site_order (
  off_site_order KEY,
  item BIGINT NOT NULL,
  vendor BIGINT NOT NULL,           -- a place of the file room
  direction TEXT NOT NULL,          -- retrieve, send
  priority TEXT NOT NULL,           -- rush, next-day
  purchase_order TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  ordered_at BIGINT,
  expected_at BIGINT,
  settled_at BIGINT,
  cost_cents BIGINT,                -- as the vendor's invoice says; unset: by the rule
  rule TEXT NOT NULL,
  author BIGINT NOT NULL,
  is_handed_over BIGINT NOT NULL    -- 1: its file lies in the vendor's folder
);
CREATE INDEX off_site_order_state ON off_site_order (state, expected_at);
CREATE INDEX off_site_order_due ON off_site_order (is_handed_over, ordered_at);
CREATE INDEX off_site_order_ordered ON off_site_order (ordered_at);

CREATE TABLE off_site_line (
  off_site_line KEY,
  off_site_order BIGINT NOT NULL,
  volume BIGINT NOT NULL,
  box BIGINT NOT NULL,              -- the box it stands in, or goes into; 0: none
  barcode TEXT NOT NULL,            -- what the vendor is asked for
  state TEXT NOT NULL,              -- open, settled, short
  settled_at BIGINT
);
CREATE INDEX off_site_line_order ON off_site_line (off_site_order, off_site_line);
CREATE INDEX off_site_line_volume ON off_site_line (volume, state);
