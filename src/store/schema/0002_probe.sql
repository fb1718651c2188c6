-- One row, written and erased to find out whether a full disk has space again.
CREATE TABLE store_probe(
  id KEY,
  filler BLOB
);
